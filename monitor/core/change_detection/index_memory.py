"""What is remembered of an index of sitemaps, and which of its parts are read next: none is left out for good."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, field, replace
from datetime import datetime, timedelta
from typing import Final, TypeVar

from monitor.core.model.entries import ListedPart
from monitor.values import dataclass

T = TypeVar("T")
_READ_AT_ONCE: Final = 10
"""So many parts are read in one poll."""
_KEPT_FOR_TURNS: Final = 3
"""So many of them are those that nothing was heard of for longest, so that each has its turn."""
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartNote:
    """What is known of one part; times are ISO texts, empty = never."""

    changed: str = ""
    """Its date in the index, as last taken notice of."""
    tried: str = ""
    read: str = ""
    body: str = ""
    """A hash of what it said."""
    fresh: bool = False
    """It came into the index after the source was first read."""
    waits: bool = False
    """More new addresses stood in it than one poll may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexMemory:
    """The parts of an index by the hash of their addresses."""

    notes: Mapping[str, PartNote] = field(default_factory=dict)

    def dumps(self) -> str:
        """For the store; defaults are left out."""
        blank = asdict(PartNote())
        shortened = {
            key: {name: value for name, value in asdict(note).items() if value != blank[name]}
            for key, note in self.notes.items()
        }
        return json.dumps(shortened, separators=(",", ":"))

    @classmethod
    def loads(cls, text: str) -> "IndexMemory":
        """What ``dumps`` wrote; anything else is an empty memory."""
        try:
            return cls(notes={key: PartNote(**note) for key, note in json.loads(text or "{}").items()})
        except (ValueError, TypeError, AttributeError):
            return cls()

    def note_of(self, part: ListedPart) -> PartNote:
        """The note of a part, a blank one of a part that is new."""
        return self.notes.get(_key_of(part), PartNote())

    def with_listed(self, listed: Sequence[ListedPart], *, first: bool) -> "IndexMemory":
        """With a note of every part that the index lists, and of no other.

        ``first``: the source has never been read, so that nothing in its parts is news.
        """
        known = {_key_of(part): part for part in listed}
        return IndexMemory(
            notes={
                key: self.notes.get(key, PartNote(changed=part.changed, fresh=not first)) for key, part in known.items()
            }
        )

    def with_note(self, part: ListedPart, note: PartNote) -> "IndexMemory":
        """With another note of a part."""
        return IndexMemory(notes={**self.notes, _key_of(part): note})

    def holds_history(self, part: ListedPart) -> bool:
        """Whether what it lists was there before the source was first read, as far as no date says otherwise."""
        note = self.note_of(part)
        return not note.fresh and not note.read

    def unread(self) -> int:
        """How many parts were never read."""
        return sum(not note.read for note in self.notes.values())


def choose_parts(listed: Sequence[ListedPart], memory: IndexMemory) -> Sequence[ListedPart]:
    """The parts that this poll reads: what is new or changed, then those that waited for longest.

    ``memory`` knows all of them. A part that cannot be read goes to the end of its queue.
    """
    ranked = [(part, memory.note_of(part)) for part in _newest_first(listed)]
    ranked.sort(key=lambda noted: noted[1].tried)
    likely = frozenset(_where_news_stands(listed))
    urgent = [part for part, note in ranked if part in likely or _is_urgent(part, note)]
    chosen = frozenset(urgent)
    others = [part for part, _ in ranked if part not in chosen]
    room = max(_READ_AT_ONCE - len(others), _READ_AT_ONCE - _KEPT_FOR_TURNS)
    first = urgent[:room]
    return [*first, *others[: _READ_AT_ONCE - len(first)]]


def note_attempt(note: PartNote, part: ListedPart, *, now: datetime, body: str = "", waits: bool = False) -> PartNote:
    """The note after an attempt at a part; without ``body`` it failed."""
    tried = now.isoformat(timespec="seconds")
    if not body:
        return replace(note, tried=tried)
    return replace(note, changed=part.changed, tried=tried, read=tried, body="" if waits else body, waits=waits)


def newest_and_ends(entries: Sequence[T], *, dated: int, most: int) -> Sequence[T]:
    """The first ``most``, of which the first ``dated`` have dates and are sorted, the newest first.

    Without dates either end may be the newest one: what is left of the limit is shared between both.
    """
    if len(entries) <= most or dated >= most:
        return entries[:most]
    undated, room = entries[dated:], most - dated
    return [*entries[:dated], *undated[: room - room // 2], *undated[len(undated) - room // 2 :]]


def _is_urgent(part: ListedPart, note: PartNote) -> bool:
    if note.waits or part.changed != note.changed or (note.fresh and not note.read):
        return True
    if not (part.changed and note.read):
        return False
    # A date without a time says the same after a second change on that day.
    return part.changed[:10] >= (datetime.fromisoformat(note.read) - _DAY).date().isoformat()


def _where_news_stands(listed: Sequence[ListedPart]) -> Sequence[ListedPart]:
    """The newest part by its date, and both ends of those without one."""
    dated = [part for part in listed if part.changed]
    undated = [part for part in listed if not part.changed]
    return [*([max(dated, key=lambda part: part.changed)] if dated else ()), *undated[:1], *undated[-1:]]


def _newest_first(listed: Sequence[ListedPart]) -> Sequence[ListedPart]:
    """By their dates; those without stand at the end, the last of them first, as new ones are added there as a rule."""
    dated = sorted((part for part in listed if part.changed), key=lambda part: part.changed, reverse=True)
    return [*dated, *[part for part in listed if not part.changed][::-1]]


def _key_of(part: ListedPart) -> str:
    return hashlib.blake2b(part.url.encode("utf-8", "replace"), digest_size=8).hexdigest()

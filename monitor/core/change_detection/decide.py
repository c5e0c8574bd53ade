"""Which entries of a poll are new, which are edits, which are known ones under another id."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.core.change_detection.feed_quirks import FeedShape
from monitor.core.change_detection.identity import (
    Identity,
    Incoming,
    copy_key,
    keys_of_kind,
    narrowed_by_title,
    tell_apart,
    timed_key,
)
from monitor.core.change_detection.posts_without_ids import (
    NOTICE,
    is_next_notice,
    is_revision,
    is_same_post,
    is_under_used_guid,
    judge_lone_post,
    keeps_words,
)
from monitor.core.change_detection.publication_order import ANOTHER_DAY, LATER, is_later
from monitor.core.change_detection.titles import ALIKE, steady_title, titles_related
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.filters import KnownEntry
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """Never seen at this source; ``copy_of`` = its content was, under another id: it is kept, and tells nobody."""

    entry: ParsedEntry
    identity: Identity
    copy_of: int | None = None
    again: bool = False
    """It is another event, whatever its words say: its title or words were news before, or its page has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """Known, and its content changed."""

    entry_id: int
    entry: ParsedEntry
    identity: Identity
    before: KnownEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """Known and the same; ``entry_id`` is ``None`` when retention removed it long ago."""

    entry_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reissued:
    """Known and the same under further keys, which are to be remembered."""

    entry_id: int | None
    keys: Mapping[int, str]


Decision = New | Edited | Unchanged | Reissued


def decide_changes(
    incoming: Sequence[Incoming], known: Sequence[KnownEntry], shape: FeedShape, *, now: datetime
) -> Sequence[Decision]:
    """One decision for each entry, in order; ``shape`` is what ``learn_shape`` returned.

    The surest evidence goes first, and a known entry stands for one incoming entry only.
    """
    decider = _Decider(known, shape)
    if len(incoming) == 1 and (alone := decider.decide_lone_post(*incoming[0], now=now)) is not None:
        return [alone]
    return decider.decide(incoming)


class _Decider:
    """Matches one document against what is known, in passes from the surest key to the weakest."""

    def __init__(self, known: Sequence[KnownEntry], shape: FeedShape) -> None:
        self._known: dict[int, list[KnownEntry]] = defaultdict(list)
        for entry in known:
            self._known[entry.key].append(entry)
        self._taken: set[int] = set()
        self._new_guids = shape.new_guids
        self._moving_dates = shape.moving_dates
        self._passes: list[Callable[[ParsedEntry, Identity], KnownEntry | None]] = [
            self._same_ids_and_content,
            self._by_moment,
            self._same_words,
            self._same_content,
            self._narrowed,
            self._by_guid,
            self._by_url,
            self._by_former,
            self._by_title,
            self._by_second,
        ]

    def decide_lone_post(self, entry: ParsedEntry, identity: Identity, *, now: datetime) -> Decision | None:
        """Of the only post of a document without ids; ``None`` where that is decided as in any other document."""
        if not identity.alone:
            return None
        judged = judge_lone_post(entry, identity, self._known, moving_dates=self._moving_dates, now=now)
        return self._decision(entry, identity, judged.before) if judged is not None else None

    def decide(self, incoming: Sequence[Incoming]) -> Sequence[Decision]:
        matched: dict[int, KnownEntry] = {}
        for find in self._passes if self._known else ():
            for place, (entry, identity) in enumerate(incoming):
                if place not in matched and (before := find(entry, identity)) is not None:
                    matched[place] = before
                    if before.entry_id is not None:
                        self._taken.add(before.entry_id)
        return [self._decision(entry, identity, matched.get(place)) for place, (entry, identity) in enumerate(incoming)]

    def _decision(self, entry: ParsedEntry, identity: Identity, before: KnownEntry | None) -> Decision:
        if before is None:
            apart = tell_apart(identity, self._known.keys())
            return New(entry=entry, identity=apart, again=self._is_known_notice(entry, identity))
        narrow = any(key in self._known for key in identity.narrowed)
        if not narrow and self._is_republished(identity, before):
            marked = replace(identity, keys={**identity.keys, copy_key(before.key): "copy"})
            return New(entry=entry, identity=marked, copy_of=before.entry_id)
        further = {} if narrow else {key: identity.keys[key] for key in identity.ids if key not in self._known}
        if before.entry_id is None or before.content_hash in {identity.content_hash, ""}:
            return Reissued(entry_id=before.entry_id, keys=further) if further else Unchanged(entry_id=before.entry_id)
        return Edited(entry_id=before.entry_id, entry=entry, identity=identity, before=before)

    def _is_known_notice(self, entry: ParsedEntry, identity: Identity) -> bool:
        """Whether its title or all its words were news before, in an entry that it was found not to be.

        Each change of a watched page is one: all it shares with the page and the changes before is the page's title.
        """
        said = any(keys_of_kind(identity, "said"))
        titled = [before for key in keys_of_kind(identity, "title") for before in self._known.get(key, ())]
        # A post without ids that is none of those with its title is another event.
        said = said or (bool(titled) and "words" in identity.keys.values())
        return said or any(is_later(entry, before, by=ANOTHER_DAY) for before in titled)

    def _is_republished(self, identity: Identity, before: KnownEntry) -> bool:
        """A known text under ids of its own for the first time is published again, not the same entry.

        A feed that makes up ids is not believed, and neither is a text that comes under a third id.
        """
        if self._new_guids or before.kind != "content" or before.entry_id is None:
            return False
        ids = set(identity.ids)
        return bool(ids) and not any(key in self._known for key in (*ids, copy_key(before.key)))

    def _free(self, key: int) -> Iterator[KnownEntry]:
        return (entry for entry in self._known.get(key, ()) if entry.entry_id not in self._taken)

    def _same_ids_and_content(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """Equal content under the same guid or link, unless it is another notice under a link that stays."""
        return next(
            (
                before
                for key in identity.ids
                for before in self._free(key)
                if before.content_hash == identity.content_hash and not self._recurs(entry, identity, before)
            ),
            None,
        )

    def _same_words(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """All the words of a post without ids, unless it says that it is later."""
        return self._first(identity, "words", lambda before: not self._is_later(entry, before))

    def _same_content(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """Equal content under any id when there is enough of it, unless it is another notice in the same words."""
        return self._first(identity, "content", lambda before: not self._recurs(entry, identity, before))

    def _recurs(self, entry: ParsedEntry, identity: Identity, before: KnownEntry) -> bool:
        """A short text on another day under an id of its own, or in a feed that has no ids, tells of another event."""
        is_notice = bool(identity.moment) and len(entry.text) <= NOTICE and not is_revision(entry)
        if self._moving_dates or self._new_guids or not is_notice:
            return False
        ids = identity.ids
        guids = list(keys_of_kind(identity, "guid"))
        if any(key in self._known for key in guids or ids):
            return False
        # Under a link that stays a new guid is enough; the same words in another place are a reprint on the same day.
        stays = not ids or any(key in self._known for key in ids)
        gap = LATER if stays else ANOTHER_DAY
        return is_later(entry, before, by=gap)

    def _narrowed(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """An id that several entries use, together with the title and, where that is the same, the time."""
        exact = {timed_key(key, identity) for key in narrowed_by_title(identity)}
        return next(
            (
                before
                for key in identity.narrowed
                for before in self._free(key)
                if key in exact or not self._is_later(entry, before)
            ),
            None,
        )

    def _is_later(self, entry: ParsedEntry, before: KnownEntry) -> bool:
        return not self._moving_dates and not is_revision(entry) and is_later(entry, before)

    def _by_moment(self, _entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """At the same bare address the same title at the same second, or the same words: an id that gained a token."""
        if any(key in self._known for key in identity.ids):
            return None
        return self._first(identity, "moment", lambda _: True) or self._first(identity, "place", lambda _: True)

    def _by_former(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """An entry that was stored when anchors did not count."""

        def fits(before: KnownEntry) -> bool:
            if steady_title(before.title) != identity.title:
                return False
            same_time = before.published_at is not None and before.published_at == entry.published_at
            return same_time or before.content_hash == identity.content_hash

        return next((before for key in identity.former for before in self._free(key) if fits(before)), None)

    def _by_guid(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        # A watched page is the same page whatever it is called now: what it says anew is an entry of its own.
        is_page = any(keys_of_kind(identity, "said"))

        def fits(before: KnownEntry) -> bool:
            reused = not self._moving_dates and is_under_used_guid(entry, before)
            return is_page or not (reused or self._replaced(entry, identity, before))

        return self._first(identity, "guid", fits)

    def _by_url(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """The link decides where there is no guid; under a new guid the title has to agree (a person's page).

        A new guid with a later date or with other words is news under a known link and title (every issue of a
        newsletter).
        """

        def fits(before: KnownEntry) -> bool:
            if before.entry_id is not None and "guid" in identity.keys.values():
                anew = not self._new_guids and (self._is_later(entry, before) or not keeps_words(entry, before))
                return titles_related(entry.title, before.title, ALIKE) and not anew
            anew = not self._moving_dates and is_next_notice(entry, before)
            return not self._replaced(entry, identity, before) and not anew

        return self._first(identity, "url", fits)

    def _replaced(self, entry: ParsedEntry, identity: Identity, before: KnownEntry) -> bool:
        """Another article under a known id: see ``_is_another``; when retention took the old one, by its keys alone."""
        if before.entry_id is not None:
            return _is_another(entry, before)
        titles = list(keys_of_kind(identity, "title"))
        unseen = bool(titles) and not any(key in self._known for key in titles)
        later = entry.published_at and before.seen_at and entry.published_at > before.seen_at
        return unseen and bool(later)

    def _by_title(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """The title alone counts for an entry without guid and link, and in a feed that re-issues its guids."""
        if not identity.ids:

            def fits(before: KnownEntry) -> bool:
                return not self._is_later(entry, before) and is_same_post(entry, before)

            return self._first(identity, "title", fits)
        return self._first(identity, "title", lambda _: True) if self._new_guids else None

    def _by_second(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """An entry that is shown no more, published at the very second, in most of these words: its address was made of
        its headline, and both were changed."""
        if any(key in self._known for key in identity.ids):
            return None

        def fits(before: KnownEntry) -> bool:
            return bool(before.text) and titles_related(entry.title, before.title) and keeps_words(entry, before)

        return self._first(identity, "second", fits)

    def _first(self, identity: Identity, kind: str, fits: Callable[[KnownEntry], bool]) -> KnownEntry | None:
        return next(
            (before for key in keys_of_kind(identity, kind) for before in self._free(key) if fits(before)), None
        )


def _is_another(entry: ParsedEntry, before: KnownEntry) -> bool:
    """Another article under a known id: an unrelated title, and not the date of the known one.

    A topic page's link carries a new headline every day; a re-translated headline keeps its date.
    """
    if titles_related(entry.title, before.title):
        return False
    return before.published_at is None or entry.published_at is None or entry.published_at > before.published_at

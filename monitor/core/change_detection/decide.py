"""Which entries of a poll are new, which are edits, which are known ones under another id."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from monitor.core.change_detection.feed_quirks import FeedShape, learn_dates, learn_guids, learn_titles
from monitor.core.change_detection.titles import (
    ALIKE,
    steady_title,
    titles_related,
    without_ages,
    without_counters,
    without_digits,
)
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.filters import KnownEntry
from monitor.core.text.urls import bare_address, canonical_url, entry_address, feed_address

_IDS = frozenset({"guid", "url"})
_TELLING = 60
"""Characters of text from which equal title and text mean the same entry under any id."""
_NOTICE = 1_000
"""Characters up to which a text may be a notice that comes again for another event: an article is not written twice."""
_ANOTHER_DAY = timedelta(hours=20)
_LATER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Under what an entry may be known.

    ``keys`` maps 63-bit hashes to guid, url, content or title, to moment (title, time and bare address) or to place
    (bare address, title and text).
    """

    key: str
    keys: Mapping[int, str]
    content_hash: str
    title: str = ""
    """The steady title."""
    moment: str = ""
    """When it was published, where that is said to the second."""
    former: frozenset[int] = field(default_factory=frozenset)
    """What its ids were called while anchors and "?t=" did not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """Never seen at this source; ``copy_of`` = its content was, under another id: it is kept, and tells nobody."""

    entry: ParsedEntry
    identity: Identity
    copy_of: int | None = None
    again: bool = False
    """The same title or words were news before, at another time: it is another event, whatever its words say."""


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
Incoming = tuple[ParsedEntry, Identity]


def identify_entry(entry: ParsedEntry, *, shape: FeedShape | None = None, home: str = "") -> Identity:
    """Identity keys and content hash of an entry, leaving out what the feed's shape says is worth nothing.

    ``home`` is the page of the feed itself: an entry without guid that links there has no id.
    """
    shape = shape or FeedShape()
    guid = "" if shape.shared_guids else entry_address(entry.guid)
    url = "" if shape.shared_links else entry_address(entry.url)
    if not guid and url and home and feed_address(entry.url) == feed_address(home):
        url = ""
    title = steady_title(entry.title)
    text = " ".join(without_counters(without_ages(entry.text)).split())
    content_hash = _hash_parts("content", without_digits(title) if shape.counting_titles else title, text)
    moment = _publication_second(entry)
    keys = {_hash_key("content", title, text): "content"} if len(text) >= _TELLING else {}
    keys |= {_hash_key("title", title): "title"} if title and not shape.counting_titles else {}
    if moment and title:
        keys[_hash_key("moment", title, moment, bare_address(url))] = "moment"
    elif url and title and text:
        keys[_hash_key("place", bare_address(url), title, text)] = "place"
    keys |= {_hash_key("url", url): "url"} if url else {}
    keys |= {_hash_key("guid", guid): "guid"} if guid else {}
    former = {("guid", canonical_url(entry.guid) if guid else ""), ("url", canonical_url(entry.url) if url else "")}
    return Identity(
        key=guid or url or content_hash,
        keys=keys or {_hash_key("content", title, text): "content"},
        content_hash=content_hash,
        title=title,
        moment=moment,
        former=frozenset(_hash_key(kind, known) for kind, known in former if known and known not in {guid, url}),
    )


def identify_page(entry: ParsedEntry) -> Identity:
    """Of a watched page or a change of it, whose ids are our own: nothing but the id tells them apart."""
    title = steady_title(entry.title)
    return Identity(
        key=entry.guid,
        keys={_hash_key("guid", entry_address(entry.guid)): "guid", _hash_key("said", title, entry.text): "said"},
        content_hash=_hash_parts("content", title, " ".join(without_ages(entry.text).split())),
        title=title,
    )


def _publication_second(entry: ParsedEntry) -> str:
    """The second of publication; midnight is a day without a time as often as not."""
    at = entry.published_at
    if (
        at is None
        or entry.precision != "second"
        or entry.trust == "first_seen"
        or not (at.hour or at.minute or at.second)
    ):
        return ""
    return at.isoformat()


def identify_all(entries: Sequence[ParsedEntry], shape: FeedShape, *, home: str = "") -> Sequence[Incoming]:
    """Identities of a document's entries: repeats collapse, and an id on two different entries counts for neither.

    Call with ``learn_links(shape, entries)``; ``home``: see ``identify_entry``.
    """
    incoming = list(_without_repeats([(entry, identify_entry(entry, shape=shape, home=home)) for entry in entries]))
    uses = Counter(key for _, identity in incoming for key, kind in identity.keys.items() if kind != "title")
    uses += Counter(key for _, identity in incoming for key in _narrowed_ids(identity))
    shared = {key for key, count in uses.items() if count > 1}
    return [(entry, _tell_apart(identity, shared)) for entry, identity in incoming]


def to_look_up(incoming: Sequence[Incoming]) -> frozenset[int]:
    """Every key that ``EntryRepository.known`` is to be asked for."""
    return frozenset(
        key
        for _, identity in incoming
        for key in (*identity.keys, *_narrowed_ids(identity), *_copy_keys(identity), *identity.former)
    )


def learn_shape(shape: FeedShape, incoming: Sequence[Incoming], known: Sequence[KnownEntry]) -> FeedShape:
    """What this poll adds to the feed's shape, seen against what the source showed before."""
    by_key = {entry.key: entry for entry in known}
    ided = [(entry, identity) for entry, identity in incoming if "guid" in identity.keys.values()]
    shape = learn_guids(
        shape,
        entries=len(ided),
        known_guids=sum(_known_by(identity, by_key, "guid") is not None for _, identity in ided),
        known_titles=sum(_known_by(identity, by_key, "title") is not None for _, identity in ided),
    )
    pairs = [(entry, before) for entry, identity in ided if (before := _known_by(identity, by_key, "guid")) is not None]
    shape = learn_titles(shape, known=len(pairs), counted_on=sum(_counted_on(entry, before) for entry, before in pairs))
    dated = _dated_pairs(incoming, by_key)
    return learn_dates(shape, known=len(dated), moved=sum(_is_later(entry, before) for entry, before in dated))


def decide_changes(incoming: Sequence[Incoming], known: Sequence[KnownEntry], shape: FeedShape) -> Sequence[Decision]:
    """One decision for each entry, in order; ``shape`` is what ``learn_shape`` returned.

    The surest evidence goes first, and a known entry stands for one incoming entry only.
    """
    return _Decider(known, shape).decide(incoming)


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
            self._same_content,
            self._narrowed,
            self._by_guid,
            self._by_url,
            self._by_former,
            self._by_title,
        ]

    def decide(self, incoming: Sequence[Incoming]) -> Sequence[Decision]:
        matched: dict[int, KnownEntry] = {}
        for find in self._passes:
            for place, (entry, identity) in enumerate(incoming):
                if place not in matched and (before := find(entry, identity)) is not None:
                    matched[place] = before
                    if before.entry_id is not None:
                        self._taken.add(before.entry_id)
        return [self._decision(entry, identity, matched.get(place)) for place, (entry, identity) in enumerate(incoming)]

    def _decision(self, entry: ParsedEntry, identity: Identity, before: KnownEntry | None) -> Decision:
        if before is None:
            apart = _tell_apart(identity, self._known.keys())
            return New(entry=entry, identity=apart, again=self._is_known_notice(entry, identity))
        narrow = any(key in self._known for key in _narrowed_ids(identity))
        if not narrow and self._is_republished(identity, before):
            marked = replace(identity, keys={**identity.keys, _copy_key(before.key): "copy"})
            return New(entry=entry, identity=marked, copy_of=before.entry_id)
        further = {} if narrow else {key: identity.keys[key] for key in _id_keys(identity) if key not in self._known}
        if before.entry_id is None or before.content_hash in {identity.content_hash, ""}:
            return Reissued(entry_id=before.entry_id, keys=further) if further else Unchanged(entry_id=before.entry_id)
        return Edited(entry_id=before.entry_id, entry=entry, identity=identity, before=before)

    def _is_known_notice(self, entry: ParsedEntry, identity: Identity) -> bool:
        """Whether its title or all its words were news before, in an entry that it was found not to be."""
        said = any(key in self._known for key in _keys_of_kind(identity, "said"))
        titled = (before for key in _keys_of_kind(identity, "title") for before in self._known.get(key, ()))
        return said or any(_is_later(entry, before, by=_ANOTHER_DAY) for before in titled)

    def _is_republished(self, identity: Identity, before: KnownEntry) -> bool:
        """A known text under ids of its own for the first time is published again, not the same entry.

        A feed that makes up ids is not believed, and neither is a text that comes under a third id.
        """
        if self._new_guids or before.kind != "content" or before.entry_id is None:
            return False
        ids = set(_id_keys(identity))
        return bool(ids) and not any(key in self._known for key in (*ids, _copy_key(before.key)))

    def _free(self, key: int) -> Iterator[KnownEntry]:
        return (entry for entry in self._known.get(key, ()) if entry.entry_id not in self._taken)

    def _same_ids_and_content(self, _entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """Equal content under the same guid or link."""
        return next(
            (
                before
                for key in _id_keys(identity)
                for before in self._free(key)
                if before.content_hash == identity.content_hash
            ),
            None,
        )

    def _same_content(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """Equal content under any id when there is enough of it, unless it is another notice in the same words."""
        return self._first(identity, "content", lambda before: not self._recurs(entry, identity, before))

    def _recurs(self, entry: ParsedEntry, identity: Identity, before: KnownEntry) -> bool:
        """A short text on another day under an id of its own, or in a feed that has no ids, tells of another event."""
        if self._moving_dates or self._new_guids or len(entry.text) > _NOTICE or not identity.moment:
            return False
        if any(key in self._known for key in _id_keys(identity)):
            return False
        gap = _ANOTHER_DAY if any(_id_keys(identity)) else _LATER
        return _is_later(entry, before, by=gap)

    def _narrowed(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """An id that several entries use, together with the title and, where that is the same, the time."""
        exact = {_timed_key(key, identity) for key in _narrowed_by_title(identity)}
        return next(
            (
                before
                for key in _narrowed_ids(identity)
                for before in self._free(key)
                if key in exact or not self._is_later(entry, before)
            ),
            None,
        )

    def _is_later(self, entry: ParsedEntry, before: KnownEntry) -> bool:
        return not self._moving_dates and _is_later(entry, before)

    def _by_moment(self, _entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """At the same bare address the same title at the same second, or the same words: an id that gained a token."""
        if any(key in self._known for key in _id_keys(identity)):
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
        return self._first(identity, "guid", lambda before: not self._replaced(entry, identity, before))

    def _by_url(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """The link decides where there is no guid; under a new guid the title has to agree (a person's page).

        A new guid with a later date is news under a known link and title (every issue of a newsletter).
        """

        def fits(before: KnownEntry) -> bool:
            if before.entry_id is not None and "guid" in identity.keys.values():
                anew = not self._new_guids and self._is_later(entry, before)
                return titles_related(entry.title, before.title, ALIKE) and not anew
            return not self._replaced(entry, identity, before)

        return self._first(identity, "url", fits)

    def _replaced(self, entry: ParsedEntry, identity: Identity, before: KnownEntry) -> bool:
        """Another article under a known id: see ``_is_another``; when retention took the old one, by its keys alone."""
        if before.entry_id is not None:
            return _is_another(entry, before)
        titles = list(_keys_of_kind(identity, "title"))
        unseen = bool(titles) and not any(key in self._known for key in titles)
        later = entry.published_at and before.seen_at and entry.published_at > before.seen_at
        return unseen and bool(later)

    def _by_title(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """The title alone counts for an entry without guid and link, and in a feed that re-issues its guids."""
        if not any(_id_keys(identity)):
            known = (before for key in _keys_of_kind(identity, "title") for before in self._known.get(key, ()))
            return next((before for before in known if not self._is_later(entry, before)), None)
        return self._first(identity, "title", lambda _: True) if self._new_guids else None

    def _first(self, identity: Identity, kind: str, fits: Callable[[KnownEntry], bool]) -> KnownEntry | None:
        return next(
            (before for key in _keys_of_kind(identity, kind) for before in self._free(key) if fits(before)), None
        )


def _is_another(entry: ParsedEntry, before: KnownEntry) -> bool:
    """Another article under a known id: an unrelated title, and not the date of the known one.

    A topic page's link carries a new headline every day; a re-translated headline keeps its date.
    """
    if titles_related(entry.title, before.title):
        return False
    return before.published_at is None or entry.published_at is None or entry.published_at > before.published_at


def _is_later(entry: ParsedEntry, before: KnownEntry, *, by: timedelta = _LATER) -> bool:
    """Whether an entry says to the second that it was published after the known one."""
    if before.published_at is None or entry.published_at is None or not _publication_second(entry):
        return False
    return entry.published_at - before.published_at > by


def _without_repeats(incoming: Sequence[Incoming]) -> Iterator[Incoming]:
    """Leave out an entry that repeats an earlier one of the document under the same guid, link or full text.

    Under another guid, or where there is none, it repeats only what was published at the same time; where no time is
    given, only what says the same.
    """
    seen: set[tuple[int, str, str]] = set()
    for entry, identity in incoming:
        named = any(_id_keys(identity))
        marks, own = set(), set()
        for key, kind in identity.keys.items():
            mark = (key, identity.title, "" if kind == "guid" else _when_or_what(identity))
            own.add(mark)
            if kind in {"guid", "url", "content"} or not named:
                marks.add(mark)
        if not marks & seen:
            yield entry, identity
        seen |= own


def _tell_apart(identity: Identity, shared: Collection[int]) -> Identity:
    """The identity with each id that several entries use narrowed by the title, and further where titles agree."""
    if not any(key in shared for key in identity.keys):
        return identity
    keys: dict[int, str] = {}
    for key, kind in identity.keys.items():
        if key not in shared or kind in {"title", "content"}:
            keys[key] = kind
        elif kind in _IDS:
            narrowed = _hash_key(kind, str(key), identity.title)
            keys[_timed_key(narrowed, identity) if narrowed in shared else narrowed] = kind
    return replace(identity, key=f"{identity.key}#{identity.content_hash[:12]}", keys=keys)


def _narrowed_ids(identity: Identity) -> Iterator[int]:
    """Ids together with the title, the surest (with the time, else the words, as well) first."""
    by_title = list(_narrowed_by_title(identity))
    yield from (_timed_key(key, identity) for key in by_title)
    yield from by_title


def _narrowed_by_title(identity: Identity) -> Iterator[int]:
    return (_hash_key(kind, str(key), identity.title) for key, kind in identity.keys.items() if kind in _IDS)


def _timed_key(key: int, identity: Identity) -> int:
    return _hash_key("timed", str(key), _when_or_what(identity))


def _when_or_what(identity: Identity) -> str:
    """What tells entries with the same id and title apart: their time, or their words where none is given."""
    return identity.moment or identity.content_hash


def _dated_pairs(
    incoming: Sequence[Incoming], by_key: Mapping[int, KnownEntry]
) -> Sequence[tuple[ParsedEntry, KnownEntry]]:
    """Entries that are known under their ids or, where they have none, by all their words; each known one once."""
    pairs: dict[int | None, tuple[ParsedEntry, KnownEntry]] = {}
    for entry, identity in incoming:
        kinds = ("guid", "url") if any(_id_keys(identity)) else ("content",)
        before = next((hit for kind in kinds if (hit := _known_by(identity, by_key, kind)) is not None), None)
        if before is not None and before.published_at is not None and _publication_second(entry):
            pairs.setdefault(before.entry_id, (entry, before))
    return list(pairs.values())


def _copy_keys(identity: Identity) -> Iterator[int]:
    return (_copy_key(key) for key in _keys_of_kind(identity, "content"))


def _copy_key(content: int) -> int:
    """Known once a text has come under a second id."""
    return _hash_key("copy", str(content))


def _id_keys(identity: Identity) -> Iterator[int]:
    return (key for key, kind in identity.keys.items() if kind in _IDS)


def _counted_on(entry: ParsedEntry, before: KnownEntry) -> bool:
    now, then = steady_title(entry.title), steady_title(before.title)
    return now != then and without_digits(now) == without_digits(then)


def _known_by(identity: Identity, by_key: Mapping[int, KnownEntry], kind: str) -> KnownEntry | None:
    return next((by_key[key] for key in _keys_of_kind(identity, kind) if key in by_key), None)


def _keys_of_kind(identity: Identity, kind: str) -> Iterator[int]:
    return (key for key, found in identity.keys.items() if found == kind)


def _hash_parts(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _hash_key(*parts: str) -> int:
    """63 bits, so that every database's signed integer holds it."""
    return int(_hash_parts(*parts)[:16], 16) >> 1

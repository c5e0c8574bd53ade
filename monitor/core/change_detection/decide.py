"""Which entries of a poll are new, which are edits, which are known ones under another id."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.core.change_detection.feed_quirks import FeedShape, learn_guids, learn_titles
from monitor.core.change_detection.titles import ALIKE, related, steady_title, without_ages, without_digits
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.filters import KnownEntry
from monitor.core.text.urls import canonical_url

_IDS = frozenset({"guid", "url"})
_TELLING = 60
"""Characters of text from which equal title and text mean the same entry under any id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Under what an entry may be known. ``keys`` maps 63-bit hashes to guid, url, content or title."""

    key: str
    keys: Mapping[int, str]
    content_hash: str
    title: str = ""
    """The steady title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """Never seen at this source; ``copy_of`` = its content was, under another id: it is kept, and tells nobody."""

    entry: ParsedEntry
    identity: Identity
    copy_of: int | None = None


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


def identify(entry: ParsedEntry, *, shape: FeedShape | None = None) -> Identity:
    """Identity keys and content hash of an entry, leaving out what the feed's shape says is worth nothing."""
    shape = shape or FeedShape()
    url = "" if shape.shared_links else canonical_url(entry.url)
    guid = "" if shape.shared_guids else canonical_url(entry.guid)
    title = steady_title(entry.title)
    text = " ".join(without_ages(entry.text).split())
    content_hash = _digest("content", without_digits(title) if shape.counting_titles else title, text)
    keys = {_key("content", title, text): "content"} if len(text) >= _TELLING else {}
    keys |= {_key("title", title): "title"} if title and not shape.counting_titles else {}
    keys |= {_key("url", url): "url"} if url else {}
    keys |= {_key("guid", guid): "guid"} if guid else {}
    return Identity(
        key=guid or url or content_hash,
        keys=keys or {_key("content", title, text): "content"},
        content_hash=content_hash,
        title=title,
    )


def identify_all(entries: Sequence[ParsedEntry], shape: FeedShape) -> Sequence[Incoming]:
    """Identities of a document's entries: repeats collapse, and an id on two different entries counts for neither.

    Call with ``learn_links(shape, entries)``.
    """
    incoming = list(_without_repeats([(entry, identify(entry, shape=shape)) for entry in entries]))
    uses = Counter(key for _, identity in incoming for key in _ids(identity))
    shared = {key for key, count in uses.items() if count > 1}
    return [(entry, _apart(identity, shared)) for entry, identity in incoming]


def to_look_up(incoming: Sequence[Incoming]) -> frozenset[int]:
    """Every key that ``EntryRepository.known`` is to be asked for."""
    return frozenset(
        key for _, identity in incoming for key in (*identity.keys, *_narrowed(identity), *_copies(identity))
    )


def learn(shape: FeedShape, incoming: Sequence[Incoming], known: Sequence[KnownEntry]) -> FeedShape:
    """What this poll adds to the feed's shape, seen against what the source showed before."""
    by_key = {entry.key: entry for entry in known}
    ided = [(entry, identity) for entry, identity in incoming if "guid" in identity.keys.values()]
    shape = learn_guids(
        shape,
        entries=len(ided),
        known_guids=sum(_hit(identity, by_key, "guid") is not None for _, identity in ided),
        known_titles=sum(_hit(identity, by_key, "title") is not None for _, identity in ided),
    )
    pairs = [(entry, before) for entry, identity in ided if (before := _hit(identity, by_key, "guid")) is not None]
    return learn_titles(shape, known=len(pairs), counted_on=sum(_counted_on(entry, before) for entry, before in pairs))


def decide(incoming: Sequence[Incoming], known: Sequence[KnownEntry], shape: FeedShape) -> Sequence[Decision]:
    """One decision for each entry, in order; ``shape`` is what ``learn`` returned.

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
        self._passes: list[Callable[[ParsedEntry, Identity], KnownEntry | None]] = [
            self._same_content,
            self._narrowed,
            self._by_guid,
            self._by_url,
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
            return New(entry=entry, identity=_apart(identity, self._known.keys()))
        narrow = any(key in self._known for key in _narrowed(identity))
        if not narrow and self._is_republished(identity, before):
            marked = replace(identity, keys={**identity.keys, _copy_key(before.key): "copy"})
            return New(entry=entry, identity=marked, copy_of=before.entry_id)
        further = {} if narrow else {key: identity.keys[key] for key in _ids(identity) if key not in self._known}
        if before.entry_id is None or before.content_hash in {identity.content_hash, ""}:
            return Reissued(entry_id=before.entry_id, keys=further) if further else Unchanged(entry_id=before.entry_id)
        return Edited(entry_id=before.entry_id, entry=entry, identity=identity, before=before)

    def _is_republished(self, identity: Identity, before: KnownEntry) -> bool:
        """A known text under ids of its own for the first time is published again, not the same entry.

        A feed that makes up ids is not believed, and neither is a text that comes under a third id.
        """
        if self._new_guids or before.kind != "content" or before.entry_id is None:
            return False
        ids = set(_ids(identity))
        return bool(ids) and not any(key in self._known for key in (*ids, _copy_key(before.key)))

    def _free(self, key: int) -> Iterator[KnownEntry]:
        return (entry for entry in self._known.get(key, ()) if entry.entry_id not in self._taken)

    def _same_content(self, _entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """Equal content under the same guid or link, or under any id when there is enough of it."""
        for key, kind in identity.keys.items():
            for before in self._free(key):
                if kind == "content" or (kind != "title" and before.content_hash == identity.content_hash):
                    return before
        return None

    def _narrowed(self, _entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """An id that several entries use, together with the title."""
        return next((before for key in _narrowed(identity) for before in self._free(key)), None)

    def _by_guid(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        return self._first(identity, "guid", lambda before: not self._replaced(entry, identity, before))

    def _by_url(self, entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """The link decides where there is no guid; under a new guid the title has to agree (a person's page)."""

        def fits(before: KnownEntry) -> bool:
            if before.entry_id is not None and "guid" in identity.keys.values():
                return related(entry.title, before.title, ALIKE)
            return not self._replaced(entry, identity, before)

        return self._first(identity, "url", fits)

    def _replaced(self, entry: ParsedEntry, identity: Identity, before: KnownEntry) -> bool:
        """Another article under a known id: see ``_is_another``; when retention took the old one, by its keys alone."""
        if before.entry_id is not None:
            return _is_another(entry, before)
        titles = list(_keys(identity, "title"))
        unseen = bool(titles) and not any(key in self._known for key in titles)
        later = entry.published_at and before.seen_at and entry.published_at > before.seen_at
        return unseen and bool(later)

    def _by_title(self, _entry: ParsedEntry, identity: Identity) -> KnownEntry | None:
        """The title alone counts for an entry without guid and link, and in a feed that re-issues its guids."""
        if not any(_ids(identity)):
            return next((before for key in _keys(identity, "title") for before in self._known.get(key, ())), None)
        return self._first(identity, "title", lambda _: True) if self._new_guids else None

    def _first(self, identity: Identity, kind: str, fits: Callable[[KnownEntry], bool]) -> KnownEntry | None:
        return next((before for key in _keys(identity, kind) for before in self._free(key) if fits(before)), None)


def _is_another(entry: ParsedEntry, before: KnownEntry) -> bool:
    """Another article under a known id: an unrelated title, and not the date of the known one.

    A topic page's link carries a new headline every day; a re-translated headline keeps its date.
    """
    if related(entry.title, before.title):
        return False
    return before.published_at is None or entry.published_at is None or entry.published_at > before.published_at


def _without_repeats(incoming: Sequence[Incoming]) -> Iterator[Incoming]:
    """Leave out an entry that repeats an earlier one of the document under the same guid, link or full text."""
    seen: set[tuple[int, str]] = set()
    for entry, identity in incoming:
        marks = {(key, identity.title) for key, kind in identity.keys.items() if kind != "title"}
        only_title = {(key, identity.title) for key in identity.keys}
        if not (marks if any(_ids(identity)) else only_title) & seen:
            yield entry, identity
        seen |= only_title


def _apart(identity: Identity, shared: Collection[int]) -> Identity:
    """The identity with each id that several entries use narrowed by the title."""
    if not any(key in shared for key in _ids(identity)):
        return identity
    keys = {
        _key(kind, str(key), identity.title) if kind in _IDS and key in shared else key: kind
        for key, kind in identity.keys.items()
    }
    return replace(identity, key=f"{identity.key}#{identity.content_hash[:12]}", keys=keys)


def _narrowed(identity: Identity) -> Iterator[int]:
    return (_key(kind, str(key), identity.title) for key, kind in identity.keys.items() if kind in _IDS)


def _copies(identity: Identity) -> Iterator[int]:
    return (_copy_key(key) for key in _keys(identity, "content"))


def _copy_key(content: int) -> int:
    """Known once a text has come under a second id."""
    return _key("copy", str(content))


def _ids(identity: Identity) -> Iterator[int]:
    return (key for key, kind in identity.keys.items() if kind in _IDS)


def _counted_on(entry: ParsedEntry, before: KnownEntry) -> bool:
    now, then = steady_title(entry.title), steady_title(before.title)
    return now != then and without_digits(now) == without_digits(then)


def _hit(identity: Identity, by_key: Mapping[int, KnownEntry], kind: str) -> KnownEntry | None:
    return next((by_key[key] for key in _keys(identity, kind) if key in by_key), None)


def _keys(identity: Identity, kind: str) -> Iterator[int]:
    return (key for key, found in identity.keys.items() if found == kind)


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _key(*parts: str) -> int:
    """63 bits, so that every database's signed integer holds it."""
    return int(_digest(*parts)[:16], 16) >> 1

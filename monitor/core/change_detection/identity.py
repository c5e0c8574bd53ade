"""Under what an entry may be known: ids, moments, titles and words as keys, and which of them say nothing."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property

from monitor.core.change_detection.feed_quirks import FeedShape
from monitor.core.change_detection.titles import (
    steady_title,
    without_ages,
    without_digits,
    without_moving_parts,
)
from monitor.core.model.entries import ParsedEntry
from monitor.core.text.urls import bare_address, canonical_url, entry_address, feed_address
from monitor.values import dataclass

_IDS = frozenset({"guid", "url"})
_OF_WORDS = frozenset({"title", "content", "words", "last"})
"""Keys that several entries may have: those point at the newest one."""
_TELLING = 60
"""Characters of text from which equal title and text mean the same entry under any id."""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Under what an entry may be known.

    ``keys`` maps 63-bit hashes to guid, url, content or title, to moment (title, time and bare address), to place
    (bare address, title and text), for posts without ids to words (title and text) and last (bare address), and where
    the link is all the id there is to second (time).
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
    alone: bool = False
    """The only post of its document, in a feed that gives no ids: its link says where it stands, not what it is."""

    @cached_property
    def ids(self) -> Sequence[int]:
        """The keys that are ids, in their order."""
        return [key for key, kind in self.keys.items() if kind in _IDS]

    @cached_property
    def narrowed(self) -> Sequence[int]:
        """Ids together with the title, the surest (with the time, else the words, as well) first."""
        by_title = narrowed_by_title(self)
        return [*[timed_key(key, self) for key in by_title], *by_title]


Incoming = tuple[ParsedEntry, Identity]


def identify_entry(entry: ParsedEntry, *, shape: FeedShape | None = None, home: str = "") -> Identity:
    """Identity keys and content hash of an entry, leaving out what the feed's shape says is worth nothing.

    ``home`` is the page of the feed itself: that is no id, and neither is a link to it without a guid.
    """
    shape = shape or FeedShape()
    guid, url = _addresses_of(entry, shape, feed_address(home) if home else "")
    title = steady_title(entry.title)
    text = _on_one_line(without_moving_parts(entry.text))
    digest = _digest_parts("content", title, text)
    of_content = _key_of(digest)
    content_hash = _hash_parts("content", without_digits(title), text) if shape.counting_titles else digest.hex()
    moment = publication_second(entry)
    keys = {of_content: "content"} if len(text) >= _TELLING else {}
    keys |= {_hash_key("title", title): "title"} if title and not shape.counting_titles else {}
    if moment and (title or text):  # A post without a title is known by its words.
        keys[_hash_key("moment", title or text, moment, bare_address(url))] = "moment"
    elif url and text:
        keys[_hash_key("place", bare_address(url), title, text)] = "place"
    keys |= {_hash_key("url", url): "url"} if url else {}
    keys |= {_hash_key("guid", guid): "guid"} if guid else {}
    if moment and url and guid in {"", url} and len(text) >= _TELLING:
        keys[_hash_key("second", moment)] = "second"
    former = (("guid", canonical_url(entry.guid) if guid else ""), ("url", canonical_url(entry.url) if url else ""))
    return Identity(
        key=guid or url or content_hash,
        keys=keys or {of_content: "content"},
        content_hash=content_hash,
        title=title,
        moment=moment,
        former=frozenset(_hash_key(kind, known) for kind, known in former if known and known not in (guid, url)),
    )


def _addresses_of(entry: ParsedEntry, shape: FeedShape, at_home: str) -> tuple[str, str]:
    """Guid and link as they are compared; ``at_home``: the address of the feed's own page, which is neither."""
    guid = "" if shape.shared_guids or (at_home and feed_address(entry.guid) == at_home) else entry_address(entry.guid)
    if shape.shared_links:
        return guid, ""
    if guid and entry.url == entry.guid:
        return guid, guid
    url = entry_address(entry.url)
    if not guid and url and at_home and feed_address(entry.url) == at_home:
        url = ""
    return guid, url


def _on_one_line(text: str) -> str:
    """The words of a text with a space between any two: ``" ".join(text.split())``."""
    flat = text.replace("\n\n", " ").replace("\n", " ")
    if flat.isprintable() and "  " not in flat:
        return flat.strip()  # no other blank is printable
    return " ".join(flat.split())


def identify_page(entry: ParsedEntry) -> Identity:
    """Of a watched page or a change of it, whose ids are our own: nothing but the id tells them apart."""
    title = steady_title(entry.title)
    return Identity(
        key=entry.guid,
        keys={_hash_key("guid", entry_address(entry.guid)): "guid", _hash_key("said", title, entry.text): "said"},
        content_hash=_hash_parts("content", title, " ".join(without_ages(entry.text).split())),
        title=title,
    )


def publication_second(entry: ParsedEntry) -> str:
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
    shared = {key for key, count in uses.items() if count > 1}
    # A narrowed id has several uses only where the id itself has.
    uses = Counter(key for _, identity in incoming if not shared.isdisjoint(identity.ids) for key in identity.narrowed)
    shared |= {key for key, count in uses.items() if count > 1}
    alone = len(incoming) == 1 and not shape.own_links
    return [(entry, _without_id(entry, tell_apart(identity, shared), alone=alone)) for entry, identity in incoming]


def _without_id(entry: ParsedEntry, identity: Identity, *, alone: bool) -> Identity:
    """The identity of a post that no id tells apart, with its words as a key; any other as it is."""
    alone = alone and "guid" not in identity.keys.values()
    if identity.ids and not alone:
        return identity
    place = bare_address(entry.url)
    keys = {**identity.keys, _hash_key("words", place, identity.content_hash): "words"}
    if alone:
        keys[_hash_key("last", place)] = "last"
    return replace(identity, keys=keys, alone=alone)


def to_look_up(incoming: Sequence[Incoming]) -> frozenset[int]:
    """Every key that ``EntryRepository.known`` is to be asked for."""
    return frozenset(
        key
        for _, identity in incoming
        for key in (*identity.keys, *identity.narrowed, *_copy_keys(identity), *identity.former)
    )


def _without_repeats(incoming: Sequence[Incoming]) -> Iterator[Incoming]:
    """Leave out an entry that repeats an earlier one of the document under the same guid, link or full text.

    Under the same guid it repeats what has its link, too. Otherwise it repeats only what was published at the same
    time; where no time is given, only what says the same.
    """
    seen: set[tuple[int, str, str]] = set()
    for entry, identity in incoming:
        named = bool(identity.ids)
        marks, own = set(), set()
        for key, kind in identity.keys.items():
            of_key = {(key, identity.title, _when_or_what(identity))}
            if kind == "guid":
                of_key.add((key, identity.title, f"at {entry_address(entry.url)}"))
            own |= of_key
            if kind in {"guid", "url", "content"} or not named:
                marks |= of_key
        if not marks & seen:
            yield entry, identity
        seen |= own


def tell_apart(identity: Identity, shared: Collection[int]) -> Identity:
    """The identity with each id that several entries use narrowed by the title, and further where titles agree."""
    if not shared or not any(key in shared for key in identity.keys):
        return identity
    keys: dict[int, str] = {}
    for key, kind in identity.keys.items():
        if key not in shared or kind in _OF_WORDS:
            keys[key] = kind
        elif kind in _IDS:
            narrowed = _hash_key(kind, str(key), identity.title)
            keys[timed_key(narrowed, identity) if narrowed in shared else narrowed] = kind
    return replace(identity, key=f"{identity.key}#{identity.content_hash[:12]}", keys=keys)


def narrowed_by_title(identity: Identity) -> Sequence[int]:
    """Ids together with the title."""
    return [_hash_key(kind, str(key), identity.title) for key, kind in identity.keys.items() if kind in _IDS]


def timed_key(key: int, identity: Identity) -> int:
    return _hash_key("timed", str(key), _when_or_what(identity))


def _when_or_what(identity: Identity) -> str:
    """What tells entries with the same id and title apart: their time, or their words where none is given."""
    return identity.moment or identity.content_hash


def _copy_keys(identity: Identity) -> Iterator[int]:
    return (copy_key(key) for key in keys_of_kind(identity, "content"))


def copy_key(content: int) -> int:
    """Known once a text has come under a second id."""
    return _hash_key("copy", str(content))


def keys_of_kind(identity: Identity, kind: str) -> Iterator[int]:
    return (key for key, found in identity.keys.items() if found == kind)


def _hash_parts(*parts: str) -> str:
    return _digest_parts(*parts).hex()


def _hash_key(*parts: str) -> int:
    return _key_of(_digest_parts(*parts))


def _digest_parts(*parts: str) -> bytes:
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=16).digest()


def _key_of(digest: bytes) -> int:
    """63 bits, so that every database's signed integer holds it: the first of them."""
    return int.from_bytes(digest[:8]) >> 1

"""Entries: as a document gave them (``ParsedEntry``) and as the store keeps them (``Entry``)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from monitor.values import dataclass

Trust = Literal["stated", "inferred", "first_seen"]
Precision = Literal["second", "day", "month", "year"]
DocumentFormat = str
"""What a reader calls the form of a document: "rss", "atom", "json", "page". It is shown, and decides nothing."""
ParsePath = Literal["fast", "feedparser", "json", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedEntry:
    """One entry of a document.

    ``text`` is plain text of the content, else of the summary: paragraphs are separated by a blank line, list items
    stand on lines of their own behind "• ", headings on lines of their own behind one "#" per level and a space.
    Times are aware UTC.
    """

    guid: str = ""
    title: str = ""
    url: str = ""
    text: str = ""
    author: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    trust: Trust = "first_seen"
    precision: Precision = "second"
    lang: str = ""
    teaser_only: bool = False
    """The document gave a short summary where others give the text."""
    from_history: bool = False
    """It was listed before its source was first read, and is seen only now: no news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenEntry:
    """An entry that its source never showed before; ``keys`` maps identity keys to their kind."""

    entry: ParsedEntry
    key: str
    content_hash: str
    keys: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPart:
    """A document that an index lists; ``changed`` is the date that the index gives it, as written, or empty."""

    url: str
    changed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """A parsed feed or page, entries in document order."""

    format: DocumentFormat
    path: ParsePath
    title: str = ""
    url: str = ""
    lang: str = ""
    entries: Sequence[ParsedEntry] = ()
    complete: bool = True
    """False when the document was cut short: whole entries only, and no validators may be kept."""
    malformed: bool = False
    warnings: tuple[str, ...] = ()
    """Sentences for a person: "5,000 of 100,000 entries read", "dates run 8 h ahead"."""
    ttl: timedelta = timedelta(0)
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    """Weekdays, Monday = 0."""
    hub: str = ""
    """The WebSub hub it names, and what that hub calls it (``topic``, its rel="self"); empty = none."""
    topic: str = ""
    parts: Sequence[ListedPart] = ()
    """The documents that hold the entries, where this one is an index of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as the store keeps it.

    ``published_at`` is what the publisher said, trusted as ``trust`` tells; ``first_seen_at`` is ours and never wrong.
    """

    id: int
    source_id: int
    source_title: str
    tier: str
    key: str
    url: str
    title: str
    text: str
    author: str
    published_at: datetime | None
    trust: Trust
    precision: Precision
    first_seen_at: datetime
    content_hash: str
    lang: str = ""
    """Its own language, else its source's."""
    edited_at: datetime | None = None
    first_sight: bool = False
    """Came with the source's first good fetch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryChange:
    """What an entry said until ``replaced_at``, when an edit replaced it."""

    title: str
    text: str
    url: str
    replaced_at: datetime

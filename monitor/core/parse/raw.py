"""What a reader finds in a document before it is cleaned: the one form that all readers hand to ``finish``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.core.model.entries import DocumentFormat, ParsePath


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One entry as written: ``content`` and ``summary`` are HTML unless ``plain``, ``link`` is relative to ``base``."""

    guid: str = ""
    title: str = ""
    link: str = ""
    base: str = ""
    content: str = ""
    summary: str = ""
    plain: bool = False
    author: str = ""
    published: str = ""
    updated: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed says about how to poll it."""

    ttl: timedelta = timedelta(0)
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    hub: str = ""
    topic: str = ""
    """What the hub calls this feed: its link rel="self"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A document as written, entries in document order."""

    format: DocumentFormat
    path: ParsePath
    title: str = ""
    link: str = ""
    lang: str = ""
    entries: Sequence[RawEntry] = ()
    found: int = 0
    """Entries in the document, read or not."""
    hints: Hints = Hints()

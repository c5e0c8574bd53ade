"""What a reader is given, and what it finds in a document before it is cleaned: one form for all readers."""

from collections.abc import Sequence
from dataclasses import field
from datetime import timedelta
from typing import Literal

from monitor.core.i18n.phrases import Reason
from monitor.core.model.entries import DocumentFormat, ListedPart, ParsePath
from monitor.core.model.sources import Selectors
from monitor.errors import ParseError
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """A document as a reader gets it: decoded, with what the source's settings say about reading it."""

    text: str
    body: bytes = field(repr=False)
    url: str
    """Where it came from."""
    content_type: str = ""
    """The whole header."""
    selectors: Selectors | None = None
    max_entries: int = 5000

    @property
    def needed_selectors(self) -> Selectors:
        """ParseError where the source has none."""
        if self.selectors is None:
            raise ParseError(Reason("parse.item-needed"))
        return self.selectors


Form = Literal["html", "plain", "unlabelled"]
"""How words are written: as HTML, as plain text in which a tag is a word, or as either without saying so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One entry as written; ``link`` is relative to ``base``."""

    guid: str = ""
    title: str = ""
    link: str = ""
    base: str = ""
    content: str = ""
    summary: str = ""
    title_form: Form = "html"
    content_form: Form = "html"
    summary_form: Form = "html"
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
    left_out: int = 0
    """Entries that stand in the document and not here."""
    hints: Hints = Hints()
    parts: Sequence[ListedPart] = ()
    """The documents that hold the entries, where this one only lists them; addresses as written."""
    parts_found: int = 0
    complete: bool = True
    """False when the document was cut short."""
    malformed: bool = False
    """Something had to be mended, or read by the loose reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainDocument:
    """A UTF-8 document that nothing can hold up the reading of."""

    raw: RawFeed | None
    """What stands in it; ``None`` where more entries do than are read: it is read again, the first of them only."""

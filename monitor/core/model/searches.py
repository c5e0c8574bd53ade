"""What a search asks of the index: phrases of words joined by and, or, not, and what rows must say beside it."""

from datetime import datetime
from typing import Literal

from monitor.values import dataclass

Where = Literal["", "title", "body"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other; with ``is_open`` the last one may go on."""

    words: tuple[str, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A phrase, in the title, the body or (empty) anywhere."""

    phrase: Phrase
    where: Where = ""
    signed: str = ""
    """Folded, with the signs that no index keeps ("c++", ".net", "at&t"); empty where there are none."""


@dataclass(frozen=True, slots=True)
class Every:
    """All of these, and none of ``without``."""

    parts: tuple["Lookup", ...]
    without: tuple["Lookup", ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of these."""

    parts: tuple["Lookup", ...]


Lookup = Look | Every | Some


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an entry is besides its words."""

    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Parts of titles or addresses."""
    sites: tuple[str, ...] = ()
    """Hosts of entries' addresses, and what is under them: example.org is also www.example.org."""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilter(Facts):
    """What a search asks of the index and of other tables. ``lookup`` = ``None``: all entries."""

    lookup: Lookup | None = None
    without: Facts = Facts()
    """Of these it is none."""
    source_id: int | None = None
    signal: str = ""
    since: datetime | None = None
    until: datetime | None = None
    order: Literal["newest", "best"] = "newest"
    limit: int = 50
    before_id: int | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the index alone can answer."""
        named = (self.languages, self.sources, self.sites, self.authors, self.topics)
        beside = (*named, self.source_id, self.signal, self.since, self.until)
        return not any(beside) and self.without == Facts()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexProgress:
    """How far the search index has come: entries up to this number, of this newest one."""

    indexed_to: int
    newest: int
    is_behind: bool

"""The kinds of source, one descriptor each: how it is read, what it may ask for, and what its edits mean.

A new kind is a reader in ``readers/`` and a descriptor here: fetching, polling, previews and the watchlist keys ask the
descriptor and never compare names.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from monitor.core.parse.plain_selectors import is_plain_selector
from monitor.core.parse.raw import PlainDocument, RawFeed, SourceDocument
from monitor.lazy import lazy_module
from monitor.values import dataclass

if TYPE_CHECKING:
    import jmespath
    import soupsieve
else:
    jmespath = lazy_module("jmespath")
    soupsieve = lazy_module("soupsieve")


# A reader is loaded when its first document comes: the keys of watchlists ask the descriptors and read nothing.
def _read_nothing(_body: bytes, _url: str, _max_entries: int) -> PlainDocument | None:
    return None


def _read_plain_feed(body: bytes, url: str, max_entries: int) -> PlainDocument | None:
    from monitor.core.parse.readers.feed import read_plain_feed

    return read_plain_feed(body, url=url, max_entries=max_entries)


def _read_feed(document: SourceDocument) -> RawFeed:
    from monitor.core.parse.readers.feed import read_feed

    return read_feed(document)


def _read_page(document: SourceDocument) -> RawFeed:
    from monitor.core.parse.readers.page import read_page

    return read_page(document)


def _read_watch(document: SourceDocument) -> RawFeed:
    from monitor.core.parse.readers.page_watch import read_watch

    return read_watch(document)


def _read_sitemap(document: SourceDocument) -> RawFeed:
    from monitor.core.parse.readers.sitemap import read_sitemap

    return read_sitemap(document)


def _read_json(document: SourceDocument) -> RawFeed:
    from monitor.core.parse.readers.json_api import read_json

    return read_json(document)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectorLanguage:
    """What the selectors of a kind are written in."""

    name: str
    """ "a CSS selector"."""
    of_items: str
    """What the selector ``item`` finds, for the message that it is missing."""
    check: Callable[[str], None]
    """ValueError with the reason for a selector that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceKind:
    """All that sets one kind of source apart from the others.

    ``read`` raises ParseError with a sentence for people when there is nothing to read.
    """

    name: str
    meaning: str
    """What it is good for, in a few words."""
    read: Callable[[SourceDocument], RawFeed]
    accept: str = ""
    """What it asks for (the Accept header); empty = feeds."""
    obeys_robots: bool = False
    """The address is a page made for people: robots.txt is asked first. What is published for programs is not."""
    selector_language: SelectorLanguage | None = None
    selectors: frozenset[str] = frozenset()
    """The selector keys it takes; where ``title`` is one of them, the key ``title`` does not name the source."""
    needs_item: bool = False
    """It cannot be read without the selector ``item``."""
    edits_are_entries: bool = False
    """It has one entry, the page; each change of its text is an entry of its own, not an edit or a correction."""
    has_teasers: bool = False
    """Its entries may be teasers: ``fulltext: auto`` reads the page of those that are."""
    has_discovery: bool = False
    """When a web page comes instead, the feeds that the page names are offered."""
    is_portable: bool = False
    """Other feed readers can subscribe to it: it goes into an OPML list."""
    may_be_empty: bool = False
    """No entries are an answer: a query that finds nothing. A feed that goes empty has lost something."""
    max_entries: int = 5000
    """So many entries of a document are read; which of them a poll takes is another question."""
    read_harmless: Callable[[bytes, str, int], PlainDocument | None] = _read_nothing
    """What stands in a body that takes linear time and bounded memory, so that it may be parsed outside the sandbox;
    ``None`` for any other. Given the body, its address and how many entries are read at most."""


def _check_css(selector: str) -> None:
    if is_plain_selector(selector):
        return
    try:
        soupsieve.compile(selector)
    except soupsieve.SelectorSyntaxError as error:
        raise ValueError(str(error).splitlines()[0]) from None


def _check_jmespath(expression: str) -> None:
    try:
        jmespath.compile(expression)
    except jmespath.exceptions.JMESPathError as error:
        raise ValueError(str(error).splitlines()[0]) from None


CSS: Final = SelectorLanguage(name="a CSS selector", of_items="a CSS selector of one item", check=_check_css)
JMESPATH: Final = SelectorLanguage(name="a JMESPath", of_items="a JMESPath of the list of items", check=_check_jmespath)
PAGES: Final = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8"
"""What a browser asks for, as far as it matters: a page is never asked for as JSON."""
_ALL_SELECTORS: Final = frozenset({"item", "link", "title", "date", "text"})

SOURCE_KINDS: Final[Mapping[str, SourceKind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            SourceKind(
                name="feed",
                meaning="RSS, Atom, RDF, JSON Feed",
                read=_read_feed,
                has_teasers=True,
                has_discovery=True,
                is_portable=True,
                read_harmless=_read_plain_feed,
            ),
            SourceKind(
                name="page",
                meaning="list of links",
                read=_read_page,
                accept=PAGES,
                obeys_robots=True,
                selector_language=CSS,
                selectors=_ALL_SELECTORS,
                needs_item=True,
            ),
            SourceKind(
                name="watch",
                meaning="text of one page",
                read=_read_watch,
                accept=PAGES,
                obeys_robots=True,
                selector_language=CSS,
                selectors=frozenset({"item"}),
                edits_are_entries=True,
            ),
            SourceKind(
                name="sitemap",
                meaning="addresses of a site",
                read=_read_sitemap,
                max_entries=30_000,
                accept="application/xml, text/xml, text/plain;q=0.8, */*;q=0.5",
            ),
            SourceKind(
                name="json",
                meaning="any JSON document",
                read=_read_json,
                accept="application/json, */*;q=0.5",
                may_be_empty=True,
                selector_language=JMESPATH,
                selectors=_ALL_SELECTORS,
                needs_item=True,
            ),
        )
    }
)
"""Every kind by its name, in the order in which they are shown."""

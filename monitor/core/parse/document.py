"""Bytes to entries: the one door of parsing, for every kind of source."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, assert_never

from monitor.core.model.entries import ParsedDocument
from monitor.core.model.sources import Selectors, SourceKind
from monitor.core.parse import diagnose as refusals
from monitor.core.parse.clean_entries import finish
from monitor.core.parse.encoding import Decoded, decode
from monitor.core.parse.raw import RawFeed
from monitor.core.parse.readers.fast_feed import is_plain, read_fast
from monitor.core.parse.readers.feedparser_feed import format_of, read_reference
from monitor.core.parse.readers.json_api import read_json
from monitor.core.parse.readers.json_feed import load_json, read_json_feed
from monitor.core.parse.readers.page import read_page
from monitor.core.parse.readers.page_watch import read_watch
from monitor.core.parse.readers.sitemap import read_sitemap
from monitor.core.parse.xml import Prepared, first_entries, prepare, strict_tree, whole_entries
from monitor.errors import ParseError

_FEED_ROOTS: Final = frozenset({"rss", "feed", "rdf", "channel"})
_SMALL: Final = 1024 * 1024


def parse_document(
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    kind: SourceKind = "feed",
    selectors: Selectors | None = None,
    timezone: str = "UTC",
    now: datetime,
    max_entries: int = 5000,
) -> ParsedDocument:
    """Read a document as its source's kind says.

    ``url`` is where it came from, ``content_type`` the whole header; times without zone are read in ``timezone``.
    ParseError says for a person why there is nothing to read: an empty body, a login page, a page where a feed was
    expected, a selector that finds nothing.
    """
    decoded = decode(body, content_type)
    text = decoded.text
    if not text.strip("\ufeff\x00 \t\r\n"):
        raise refusals.empty()
    whole = Prepared(text="", root="", complete=True, mended=False)
    malformed = False
    match kind:
        case "feed":
            raw, whole, malformed = _feed(text, body, url=url, content_type=content_type, max_entries=max_entries)
        case "sitemap":
            raw, whole = read_sitemap(text, max_entries=max_entries)
        case "page":
            raw = _page(text, url=url, selectors=_needed(selectors, kind), max_entries=max_entries)
        case "watch":
            if (refusal := refusals.wall(text)) is not None:
                raise refusal
            raw = read_watch(text, url=url)
        case "json":
            raw = read_json(text, url=url, selectors=_needed(selectors, kind), max_entries=max_entries)
        case _:
            assert_never(kind)
    return finish(
        raw,
        url=url,
        timezone=timezone,
        now=now,
        max_entries=max_entries,
        complete=whole.complete,
        malformed=malformed or whole.mended or decoded.lossy,
        warnings=_about_encoding(decoded),
    )


def needs_sandbox(body: bytes, *, kind: SourceKind = "feed") -> bool:
    """Whether a document should be parsed where it can be killed.

    Only a feed under 1 MiB that is UTF-8, well-formed and plain enough for the fast path may stay: for it every step
    takes linear time and bounded memory, whatever it says. Everything else may reach feedparser's loose parser, the
    detection of encodings or a page parser, which hostile input can hold up.
    """
    if kind != "feed" or len(body) > _SMALL:
        return True
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return True
    tree = strict_tree(prepare(text).text)
    return tree is None or not is_plain(tree)


def _feed(text: str, body: bytes, *, url: str, content_type: str, max_entries: int) -> tuple[RawFeed, Prepared, bool]:
    """Read a feed; also how whole it was and whether it is malformed."""
    prepared = prepare(text)
    if not prepared.complete and strict_tree(prepared.text) is not None:
        prepared = replace(prepared, complete=True)  # much may follow the closing tag
    if prepared.text.startswith("{"):
        return _json_feed(prepared.text, url=url), prepared, False
    raw, malformed = _xml_feed(prepared, url=url, max_entries=max_entries)
    if not raw.entries and prepared.root not in _FEED_ROOTS:
        raise refusals.instead_of_feed(prepared, body, url=url, content_type=content_type)
    return raw, prepared, malformed


def _about_encoding(decoded: Decoded) -> Sequence[str]:
    said = []
    if decoded.lied:
        said.append(f"the encoding is labelled wrong: read as {decoded.codec}")
    if decoded.lossy:
        said.append(f"some bytes are not {decoded.codec}: they became �")
    return said


def _page(text: str, *, url: str, selectors: Selectors, max_entries: int) -> RawFeed:
    """Read a page; where its selectors find nothing because a login or a captcha came instead, say that."""
    try:
        return read_page(text, url=url, selectors=selectors, max_entries=max_entries)
    except ParseError as error:
        raise refusals.wall(text) or error from None


def _needed(selectors: Selectors | None, kind: SourceKind) -> Selectors:
    if selectors is None:
        raise ParseError(f"a source of kind {kind} needs at least an item selector")
    return selectors


def _json_feed(text: str, *, url: str) -> RawFeed:
    try:
        document = load_json(text)
    except ValueError as error:
        raise ParseError(str(error)) from None
    raw = read_json_feed(document, url=url)
    if raw is None:
        raise refusals.other_instead(text)
    return raw


def _xml_feed(prepared: Prepared, *, url: str, max_entries: int) -> tuple[RawFeed, bool]:
    """Read XML by the fast path where that is safe, else by feedparser; also tells whether it is malformed."""
    if prepared.root and prepared.root not in _FEED_ROOTS:
        return RawFeed(format="unknown", path="feedparser"), False
    text = prepared.text if prepared.complete else whole_entries(prepared.text)
    if not text:
        return RawFeed(format=format_of("", prepared.root), path="feedparser"), True
    found, text = first_entries(text, max_entries)
    tree = strict_tree(text)
    if tree is not None and (raw := read_fast(tree, text, url=url)) is not None:
        return replace(raw, found=max(found, raw.found)) if found > max_entries else raw, not prepared.complete
    raw = read_reference(text, url=url, root=prepared.root, found=found)
    return raw, tree is None or not prepared.complete

"""Bytes to entries: the one door of parsing, for every kind of source."""

from datetime import datetime
from typing import Final

from monitor.errors import ParseError
from monitor.parse import refusals
from monitor.parse.encoding import Decoded, decode
from monitor.parse.fast import read_fast
from monitor.parse.finish import finish
from monitor.parse.hints import hints_of
from monitor.parse.jsonfeed import load_json, read_json_feed
from monitor.parse.raw import RawFeed
from monitor.parse.reference import read_reference
from monitor.parse.xml import Prepared, prepare, strict_tree, whole_entries
from monitor.types.entries import ParsedDocument
from monitor.types.sources import Selectors, SourceKind

_FEED_ROOTS: Final = frozenset({"rss", "feed", "rdf", "channel"})


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

    ``url`` is where it came from, ``content_type`` the whole header; times without zone are read in ``timezone``. ParseError
    says for a person why there is nothing to read: an empty body, a login page, a page where a feed was expected.
    """
    decoded = decode(body, content_type)
    if not decoded.text.strip("\ufeff\x00 \t\r\n"):
        raise refusals.empty()
    return _feed(decoded, body, url=url, content_type=content_type, timezone=timezone, now=now, max_entries=max_entries)


def _feed(
    decoded: Decoded, body: bytes, *, url: str, content_type: str, timezone: str, now: datetime, max_entries: int
) -> ParsedDocument:
    warnings = _about_encoding(decoded)
    prepared = prepare(decoded.text)
    if prepared.text.startswith("{"):
        raw = _json_feed(prepared.text, url=url)
        return finish(raw, url=url, timezone=timezone, now=now, max_entries=max_entries, warnings=warnings)
    raw, malformed = _xml_feed(prepared, url=url, max_entries=max_entries)
    if raw.format == "unknown" or (not raw.entries and prepared.root not in _FEED_ROOTS):
        raise _refusal(prepared, body, url=url, content_type=content_type)
    return finish(
        raw,
        url=url,
        timezone=timezone,
        now=now,
        max_entries=max_entries,
        complete=prepared.complete,
        malformed=malformed or prepared.mended or decoded.lossy,
        warnings=warnings,
    )


def _about_encoding(decoded: Decoded) -> list[str]:
    said = []
    if decoded.lied:
        said.append(f"the encoding is labelled wrong: read as {decoded.codec}")
    if decoded.lossy:
        said.append(f"some bytes are not {decoded.codec}: they became �")
    return said


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
    text = prepared.text if prepared.complete else whole_entries(prepared.text) or prepared.text
    tree = strict_tree(text)
    if tree is not None and (raw := read_fast(tree, text, url=url)) is not None:
        return raw, not prepared.complete
    raw = read_reference(text, url=url)
    return raw, tree is None or not prepared.complete


def _refusal(prepared: Prepared, body: bytes, *, url: str, content_type: str) -> ParseError:
    if prepared.root in {"html", ""} and refusals.is_html(prepared.text):
        return refusals.html_instead(prepared.text, body, url=url, content_type=content_type)
    if prepared.root:
        if refusals.is_html(prepared.text):
            return refusals.html_instead(prepared.text, body, url=url, content_type=content_type)
        return refusals.xml_instead(prepared.root)
    return refusals.other_instead(prepared.text)

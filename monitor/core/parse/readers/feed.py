"""``feed`` sources: RSS, Atom, RDF and JSON Feed, by the fast path where that is safe, else by feedparser."""

from dataclasses import replace
from typing import Final

from monitor.core.i18n.phrases import reason_of
from monitor.core.parse import diagnose as refusals
from monitor.core.parse.raw import RawFeed, SourceDocument
from monitor.core.parse.readers.fast_feed import is_plain, read_fast
from monitor.core.parse.readers.feedparser_feed import format_of, read_reference
from monitor.core.parse.readers.json_feed import load_json, read_json_feed
from monitor.core.parse.xml import Prepared, first_entries, prepare, strict_tree, whole_entries
from monitor.errors import ParseError

_FEED_ROOTS: Final = frozenset({"rss", "feed", "rdf", "channel"})
_SMALL: Final = 1024 * 1024


def is_plain_feed(body: bytes) -> bool:
    """Whether a body is a feed under 1 MiB that is UTF-8, well-formed and plain enough for the fast path.

    For such a feed every step takes linear time and bounded memory, whatever it says. Everything else may reach
    feedparser's loose parser or the detection of encodings, which hostile input can hold up.
    """
    if len(body) > _SMALL:
        return False
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    tree = strict_tree(prepare(text).text)
    return tree is not None and is_plain(tree)


def read_feed(document: SourceDocument) -> RawFeed:
    """Read a feed; ParseError for a document that is none."""
    prepared = prepare(document.text)
    if not prepared.complete and strict_tree(prepared.text) is not None:
        prepared = replace(prepared, complete=True)  # much may follow the closing tag
    if prepared.text.startswith("{"):
        raw = _json_feed(prepared.text, url=document.url)
    else:
        raw = _xml_feed(prepared, url=document.url, max_entries=document.max_entries)
        if not raw.entries and prepared.root not in _FEED_ROOTS:
            raise refusals.instead_of_feed(
                prepared, document.body, url=document.url, content_type=document.content_type
            )
    return replace(raw, complete=prepared.complete, malformed=raw.malformed or prepared.mended)


def _json_feed(text: str, *, url: str) -> RawFeed:
    try:
        document = load_json(text)
    except ValueError as error:
        raise ParseError(reason_of(error)) from None
    raw = read_json_feed(document, url=url)
    if raw is None:
        raise refusals.other_instead(text)
    return raw


def _xml_feed(prepared: Prepared, *, url: str, max_entries: int) -> RawFeed:
    """Read XML by the fast path where that is safe, else by feedparser."""
    if prepared.root and prepared.root not in _FEED_ROOTS:
        return RawFeed(format="unknown", path="feedparser")
    text = prepared.text if prepared.complete else whole_entries(prepared.text)
    if not text:
        return RawFeed(format=format_of("", prepared.root), path="feedparser", malformed=True)
    found, text = first_entries(text, max_entries)
    tree = strict_tree(text)
    if tree is not None and (raw := read_fast(tree, text, url=url)) is not None:
        return replace(
            raw, found=max(found, raw.found) if found > max_entries else raw.found, malformed=not prepared.complete
        )
    raw = read_reference(text, url=url, root=prepared.root, found=found)
    return replace(raw, malformed=tree is None or not prepared.complete)

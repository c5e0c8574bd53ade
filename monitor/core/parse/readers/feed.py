"""``feed`` sources: RSS, Atom, RDF and JSON Feed, by the fast path where that is safe, else by feedparser."""

import re
from dataclasses import replace
from typing import Final

from lxml import etree

from monitor.core.i18n.phrases import Reason, reason_of
from monitor.core.parse import diagnose as refusals
from monitor.core.parse.declared_entities import resolve_declared
from monitor.core.parse.polling_hints import hints_of
from monitor.core.parse.raw import Hints, PlainDocument, RawFeed, SourceDocument
from monitor.core.parse.readers.each_entry import read_each_entry
from monitor.core.parse.readers.fast_feed import read_fast
from monitor.core.parse.readers.feedparser_feed import format_of, read_reference
from monitor.core.parse.readers.json_feed import load_json, read_json_feed
from monitor.core.parse.readers.own_elements import join_descriptions, joined_ids, keep_own_elements
from monitor.core.parse.readers.site_links import join_with_site
from monitor.core.parse.xml import (
    Element,
    Prepared,
    escape_loose_references,
    escape_loose_signs,
    first_entries,
    prepare_xml,
    strict_tree,
    whole_entries,
)
from monitor.core.text.html import clean_inline
from monitor.errors import ParseError

_FEED_ROOTS: Final = frozenset({"rss", "feed", "rdf", "channel"})
_SMALL: Final = 1024 * 1024
_MOST_TAGS: Final = 30_000
_FEW: Final = 4
_BRIDGE_ERROR: Final = re.compile(r"\s{0,20}Bridge returned error \d{1,4}\b", re.IGNORECASE)
_LONGEST_TAG: Final = 8_192
"""Text up to the next tag does not count, nor does what stands in a CDATA section that holds ">" early enough."""


def read_plain_feed(body: bytes, *, url: str, max_entries: int) -> PlainDocument | None:
    """What ``read_feed`` reads of a small UTF-8 feed, well-formed and plain enough for the fast path; else ``None``.

    For such a feed every step takes linear time and bounded memory, whatever it says: its size, its tags and their
    lengths are capped before anything reads it. Everything else may reach feedparser's loose parser or the detection of
    encodings, which hostile input can hold up.
    """
    if not _is_capped(body):
        return None
    try:
        prepared = prepare_xml(body.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    tree = strict_tree(prepared.text)
    if tree is None:
        return None
    keep_own_elements(tree)
    join_with_site(tree, url)
    raw = read_fast(tree, url=url)
    if raw is None or is_bridge_error(raw):
        return None
    if max(first_entries(prepared.text, max_entries)[0], raw.found) > max_entries:
        return PlainDocument(raw=None)
    return PlainDocument(raw=replace(raw, malformed=prepared.mended))


def _is_capped(body: bytes) -> bool:
    """Size, number of tags and the longest tag (attributes, namespaces, names), in one pass over the bytes."""
    if len(body) > _SMALL or body.count(b"<") > _MOST_TAGS:
        return False
    if max(map(len, body.split(b">"))) <= _LONGEST_TAG:
        return True  # nor is anything else between two of them
    pieces = body.split(b"<")
    return max(end if (end := piece.find(b">")) >= 0 else len(piece) for piece in pieces) <= _LONGEST_TAG


def read_feed(document: SourceDocument) -> RawFeed:
    """Read a feed; ParseError for a document that is none."""
    prepared = prepare_xml(document.text)
    if not prepared.complete and strict_tree(prepared.text) is not None:
        prepared = replace(prepared, complete=True)  # much may follow the closing tag
    if prepared.text.startswith("{"):
        raw = _json_feed(prepared.text, url=document.url)
    elif document.text.lstrip("\ufeff \t\r\n").startswith("[") and _is_json(document.text):
        raise refusals.other_instead(document.text.lstrip("\ufeff"))
    else:
        raw = _xml_feed(prepared, url=document.url, max_entries=document.max_entries)
        if not raw.entries and prepared.root not in _FEED_ROOTS:
            raise refusals.instead_of_feed(
                prepared, document.body, url=document.url, content_type=document.content_type
            )
    if is_bridge_error(raw):
        raise ParseError(Reason("parse.bridge", title=clean_inline(raw.entries[0].title)[:80]))
    return replace(raw, complete=prepared.complete, malformed=raw.malformed or prepared.mended)


def is_bridge_error(raw: RawFeed) -> bool:
    """Whether all that a feed holds is what RSS-Bridge says when it could not read the site it makes a feed of."""
    return 0 < len(raw.entries) < _FEW and all(_BRIDGE_ERROR.match(entry.title) for entry in raw.entries)


def _json_feed(text: str, *, url: str) -> RawFeed:
    try:
        document = load_json(text)
    except ValueError as error:
        raise ParseError(reason_of(error)) from None
    raw = read_json_feed(document, url=url)
    if raw is None:
        raise refusals.other_instead(text)
    return raw


def _is_json(text: str) -> bool:
    """Whether a list that may hold markup in its words is JSON."""
    try:
        load_json(text.lstrip("\ufeff"))
    except ValueError:
        return False
    return True


def _xml_feed(prepared: Prepared, *, url: str, max_entries: int) -> RawFeed:
    """Read XML by the fast path where that is safe, else by feedparser."""
    if prepared.root and prepared.root not in _FEED_ROOTS:
        return RawFeed(format="unknown", path="feedparser")
    text = prepared.text if prepared.complete else whole_entries(prepared.text)
    if not text:
        return RawFeed(format=format_of("", prepared.root), path="feedparser", malformed=True)
    found, text = first_entries(resolve_declared(text), max_entries)
    tree = strict_tree(text)
    if mended := tree is None:
        text = escape_loose_signs(escape_loose_references(text))
        tree = strict_tree(text)
    if tree is None:
        raw = read_reference(text, url=url, root=prepared.root, found=found)
        raw = read_each_entry(raw, text, url=url, root=prepared.root, most=max_entries)
        return replace(raw, malformed=True)
    keep_own_elements(tree)
    join_with_site(tree, url)
    raw_or_none = read_fast(tree, url=url)
    if raw_or_none is None:
        join_descriptions(tree)
        cleared = etree.tostring(tree, encoding="unicode")
        joined = joined_ids(tree, url)
        raw = read_reference(cleared, url=url, root=prepared.root, found=found, hints=_feed_hints(tree), joined=joined)
    else:
        raw = raw_or_none
    return replace(
        raw,
        found=max(found, raw.found) if found > max_entries else raw.found,
        malformed=mended or not prepared.complete,
    )


def _feed_hints(root: Element) -> Hints:
    """What any feed says about polling it: on its root, or on its channel."""
    channel = next((child for child in root if isinstance(child.tag, str) and child.tag.endswith("channel")), root)
    return hints_of(channel)

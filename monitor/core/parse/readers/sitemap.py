"""``sitemap`` sources: sitemaps.org 0.9 with the news extension, and plain lists of addresses."""

from collections.abc import Sequence
from typing import Final

from lxml import etree

from monitor.core.change_detection.index_memory import newest_and_ends
from monitor.core.i18n.phrases import Reason
from monitor.core.model.entries import ListedPart
from monitor.core.parse.raw import RawEntry, RawFeed, SourceDocument
from monitor.core.parse.readers.feed import read_feed
from monitor.core.parse.xml import (
    Element,
    Prepared,
    escape_loose_references,
    prepare_xml,
    strict_tree,
    whole_entries,
)
from monitor.core.text.headlines import title_from
from monitor.errors import ParseError

_ROOTS: Final = frozenset({"urlset", "sitemapindex"})
_FEEDS: Final = frozenset({"rss", "feed", "rdf"})
_MOST_DATED: Final = 5_000
_MOST_PARTS: Final = 2_000
"""So many sitemaps of an index are known; each of them is read in its turn."""


def read_sitemap(document: SourceDocument) -> RawFeed:
    """The addresses of a sitemap, the newest first: at most 5,000 with dates, and those without.

    Of more than the limit come the newest and both ends of the undated.
    An address without a news title gets the words of its last part for one. An index of sitemaps gives the addresses
    of those in it. ParseError for anything else than a sitemap.
    """
    text, max_entries = document.text, document.max_entries
    prepared = prepare_xml(text)
    if prepared.root in _FEEDS:
        return read_feed(document)  # sitemaps.org lets a site's feed stand for its sitemap
    if prepared.root not in _ROOTS:
        lines = [line for written in text.splitlines() if (line := written.strip("\ufeff \t")) and line[0] != "#"]
        if lines and all(line.startswith(("http://", "https://")) and " " not in line for line in lines[:50]):
            return _make_feed([RawEntry(link=line, title=title_from(line)) for line in lines], prepared, max_entries)
        raise ParseError(
            Reason("parse.sitemap-root", root=prepared.root) if prepared.root else Reason("parse.sitemap-no-xml")
        )
    is_index = prepared.root == "sitemapindex"
    tree = _tree_of(prepared.text if is_index or prepared.complete else whole_entries(prepared.text))
    if tree is None:
        raise ParseError(Reason("parse.sitemap-index-broken" if is_index else "parse.sitemap-broken"))
    pages, parts = (next(tree.iterchildren(f"{{*}}{name}"), None) is not None for name in ("url", "sitemap"))
    # What stands in a list says what it is a list of; the list's own name is wrong at times.
    if (parts and not pages) or (is_index and (parts or not pages)):
        return _read_index(prepared, tree)
    return _make_feed([_read_entry(item) for item in tree.iterchildren("{*}url")], prepared, max_entries)


def _make_feed(entries: Sequence[RawEntry], prepared: Prepared, max_entries: int) -> RawFeed:
    # Sitemaps list the oldest first as often as not; ISO dates sort as text.
    by_date = sorted(entries, key=_date_of, reverse=True)
    dated = sum(bool(_date_of(entry)) for entry in entries)
    # What is new has a new date. Without one it may stand anywhere, and so it may where many have one date.
    newest = min(dated, _MOST_DATED)
    while newest < dated and _date_of(by_date[newest]) == _date_of(by_date[newest - 1]):
        newest += 1
    read = newest_and_ends([*by_date[:newest], *by_date[dated:]], dated=newest, most=max_entries)
    return RawFeed(
        format="sitemap",
        path="page",
        entries=read,
        left_out=len(entries) - len(read),
        found=len(entries),
        complete=prepared.complete,
        malformed=prepared.mended,
    )


def _date_of(entry: RawEntry) -> str:
    return entry.published or entry.updated


def _read_entry(item: Element) -> RawEntry:
    def text(path: str) -> str:
        return (item.findtext(path) or "").strip()

    link = text("{*}loc").replace("&amp;", "&")  # escaped once too often
    return RawEntry(
        guid=link,
        link=link,
        # A page that is called by a number only is called as the film on it is.
        title=text("{*}news/{*}title") or title_from(link) or text("{*}video/{*}title"),
        published=text("{*}news/{*}publication_date") or text("{*}video/{*}publication_date"),
        updated=text("{*}lastmod"),
        lang=text("{*}news/{*}publication/{*}language"),
    )


def _tree_of(text: str) -> Element | None:
    """The tree of a sitemap, with a loose "&", prefixes of which nothing says what they mean, and names in capitals."""
    tree = strict_tree(text)
    if tree is None:
        loose = escape_loose_references(text)
        tree = strict_tree(loose) if loose != text else None
        if tree is None and (tree := _recover_tree(loose)) is not None:
            _name_plainly(tree)
    if tree is not None and next(tree.iterchildren("{*}url", "{*}sitemap"), None) is None:
        _name_plainly(tree)
    return tree


def _name_plainly(tree: Element) -> None:
    for element in tree.iter(etree.Element):
        element.tag = element.tag.rpartition("}")[2].rpartition(":")[2].lower()


def _recover_tree(text: str) -> Element | None:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _read_index(prepared: Prepared, tree: Element) -> RawFeed:
    """The sitemaps of an index, in its order; ParseError for one that is empty."""
    items = tree.iterchildren("{*}sitemap")
    listed = [((item.findtext("{*}lastmod") or "").strip(), (item.findtext("{*}loc") or "").strip()) for item in items]
    listed = [(changed, address) for changed, address in listed if address]
    if not listed:
        raise ParseError(Reason("parse.sitemap-index-broken"))
    parts = [ListedPart(url=address, changed=changed) for changed, address in listed]
    newest = sorted(parts, key=lambda part: part.changed, reverse=True)
    known = set(newest_and_ends(newest, dated=sum(bool(part.changed) for part in parts), most=_MOST_PARTS))
    return RawFeed(
        format="sitemap",
        path="page",
        parts=list({part.url: part for part in parts if part in known}.values()),
        parts_found=len(listed),
        malformed=prepared.mended,
    )

"""``sitemap`` sources: sitemaps.org 0.9 with the news extension, and plain lists of addresses."""

from collections.abc import Sequence
from typing import Final

from lxml import etree

from monitor.core.i18n.phrases import Reason
from monitor.core.parse.raw import RawEntry, RawFeed, SourceDocument
from monitor.core.parse.xml import Element, Prepared, prepare_xml, strict_tree, whole_entries
from monitor.core.text.headlines import title_from
from monitor.errors import ParseError

_MOST_PARTS: Final = 5
"""So many sitemaps of an index are read in one poll."""


def read_sitemap(document: SourceDocument) -> RawFeed:
    """The addresses of a sitemap, the newest first; of more than the limit, the newest and both ends of the undated.

    An address without a news title gets the words of its last part for one. An index of sitemaps gives the addresses
    of the newest ones in it. ParseError for anything else than a sitemap.
    """
    text, max_entries = document.text, document.max_entries
    prepared = prepare_xml(text)
    if prepared.root == "sitemapindex":
        return _read_index(prepared)
    if prepared.root != "urlset":
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if lines and all(line.startswith(("http://", "https://")) and " " not in line for line in lines[:50]):
            return _make_feed([RawEntry(link=line, title=title_from(line)) for line in lines], prepared, max_entries)
        raise ParseError(
            Reason("parse.sitemap-root", root=prepared.root) if prepared.root else Reason("parse.sitemap-no-xml")
        )
    whole = prepared.text if prepared.complete else whole_entries(prepared.text)
    tree = strict_tree(whole)
    if tree is None:
        tree = _recover_tree(whole)
    if tree is None:
        raise ParseError(Reason("parse.sitemap-broken"))
    return _make_feed([_read_entry(item) for item in tree.iterchildren("{*}url")], prepared, max_entries)


def _make_feed(entries: Sequence[RawEntry], prepared: Prepared, max_entries: int) -> RawFeed:
    # Sitemaps list the oldest first as often as not; ISO dates sort as text.
    newest = sorted(entries, key=lambda entry: entry.published or entry.updated, reverse=True)
    dated = sum(bool(entry.published or entry.updated) for entry in entries)
    if dated < max_entries < len(entries):
        # Without dates either end may be the newest one: what is left of the limit is shared between both.
        undated, room = newest[dated:], max_entries - dated
        newest = [*newest[:dated], *undated[: room - room // 2], *undated[len(undated) - room // 2 :]]
    return RawFeed(
        format="sitemap",
        path="page",
        entries=newest[:max_entries],
        found=len(entries),
        complete=prepared.complete,
        malformed=prepared.mended,
    )


def _read_entry(item: Element) -> RawEntry:
    def text(path: str) -> str:
        return (item.findtext(path) or "").strip()

    link = text("{*}loc")
    return RawEntry(
        guid=link,
        link=link,
        title=text("{*}news/{*}title") or title_from(link),
        published=text("{*}news/{*}publication_date"),
        updated=text("{*}lastmod"),
        lang=text("{*}news/{*}publication/{*}language"),
    )


def _recover_tree(text: str) -> Element | None:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _read_index(prepared: Prepared) -> RawFeed:
    """The sitemaps of an index that are to be read: the newest by their dates, without dates those at both ends.

    ParseError for an index that cannot be read or is empty.
    """
    tree = strict_tree(prepared.text)
    if tree is None:
        tree = _recover_tree(prepared.text)
    items = tree.iterchildren("{*}sitemap") if tree is not None else ()
    listed = [((item.findtext("{*}lastmod") or "").strip(), (item.findtext("{*}loc") or "").strip()) for item in items]
    listed = [(changed, address) for changed, address in listed if address]
    if not listed:
        raise ParseError(Reason("parse.sitemap-index-broken"))
    dated = sorted((pair for pair in listed if pair[0]), key=lambda pair: pair[0], reverse=True)
    undated = [pair for pair in listed if not pair[0]]
    # The newest of those without a date may stand at either end; the last one is as a rule.
    ends = [*undated[::-1][: _MOST_PARTS - 1], *undated[:1]] if len(undated) > _MOST_PARTS else undated
    parts = list(dict.fromkeys(address for _, address in [*dated, *ends]))[:_MOST_PARTS]
    return RawFeed(format="sitemap", path="page", parts=parts, parts_found=len(listed), malformed=prepared.mended)

"""Links of RSS items: their slips, those that are told as a name, and relative ones of a feed that lies elsewhere."""

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from monitor.core.parse.links import mend_link, resolve_link, web_link
from monitor.core.parse.xml import Element
from monitor.core.text.urls import host_of

_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]{0,30}:|//")


def join_with_site(root: Element, url: str) -> None:
    """Make relative links of items absolute, in place, where the channel's link leads to another host than ``url``.

    Links are mended first (``mend_link``), those of other feeds too, and an item of RSS 1.0 without one is linked by
    the address that names it.
    RSS says nothing of what its links are relative to. On one host the feed's address serves, as always; a feed that
    is served by somebody else (FeedBurner, a store of files) has no pages there: "/post/1" is one of the site. What an
    ``xml:base`` says goes first.
    """
    kind = root.tag.rpartition("}")[2].lower() if isinstance(root.tag, str) else ""
    if kind not in {"rss", "rdf"}:
        return
    channel = root.find("{*}channel")
    items = [*(channel.iterchildren("{*}item") if channel is not None else ()), *root.iterchildren("{*}item")]
    _mend_links(items, url, is_rdf=kind == "rdf", is_named=channel is None or channel.tag != "channel")
    site = web_link("", (channel.findtext("link") or channel.findtext("{*}link") or "") if channel is not None else "")
    if channel is None or not site or host_of(site) == host_of(url) or root.get(_BASE) or channel.get(_BASE):
        return
    for item in items:
        if item.get(_BASE):
            continue
        for link in item.iterchildren("{*}link"):
            written = (link.text or "").strip()
            if written and not link.get("href") and not link.get(_BASE) and not _ABSOLUTE.match(written):
                link.text = resolve_link(site, written)


def _mend_links(items: Sequence[Element], url: str, *, is_rdf: bool, is_named: bool) -> None:
    """``is_named``: the format's own elements stand in a namespace (a name alone is found in half the time)."""
    if is_rdf:
        for item in items:
            _link_by_name(item)
    for link in (link for item in items for link in item.iterchildren("{*}link" if is_named else "link")):
        if link.text and (written := link.text.strip()) and (mended := mend_link(url, written)) != written:
            link.text = mended


def _link_by_name(item: Element) -> None:
    """RSS 1.0 §5.5: ``rdf:about`` "should be identical to the value of the link"."""
    about = web_link("", item.get(_ABOUT) or "")
    if not about or any((link.text or "").strip() or link.get("href") for link in item.iterchildren("{*}link")):
        return
    namespace = item.tag.rpartition("}")[0] + "}" if "}" in item.tag else ""
    for empty in item.findall(f"{namespace}link"):
        item.remove(empty)
    etree.SubElement(item, f"{namespace}link").text = about

"""Relative links of an RSS feed that is served from another host than its site."""

import re
from typing import Final

from monitor.core.parse.links import resolve_link, web_link
from monitor.core.parse.xml import Element
from monitor.core.text.urls import host_of

_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]{0,30}:|//")


def join_with_site(root: Element, url: str) -> None:
    """Make relative links of items absolute, in place, where the channel's link leads to another host than ``url``.

    RSS says nothing of what its links are relative to. On one host the feed's address serves, as always; a feed that
    is served by somebody else (FeedBurner, a store of files) has no pages there: "/post/1" is one of the site. What an
    ``xml:base`` says goes first.
    """
    if not isinstance(root.tag, str) or root.tag.rpartition("}")[2].lower() not in {"rss", "rdf"}:
        return
    channel = root.find("{*}channel")
    site = web_link("", (channel.findtext("link") or channel.findtext("{*}link") or "") if channel is not None else "")
    if channel is None or not site or host_of(site) == host_of(url) or root.get(_BASE) or channel.get(_BASE):
        return
    for item in (*channel.iterchildren("{*}item"), *root.iterchildren("{*}item")):
        if item.get(_BASE):
            continue
        for link in item.iterchildren("{*}link"):
            written = (link.text or "").strip()
            if written and not link.get("href") and not link.get(_BASE) and not _ABSOLUTE.match(written):
                link.text = resolve_link(site, written)

"""Finds the feeds that a page advertises."""

import re
from collections.abc import Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from monitor.core.parse.encoding import decode_document
from monitor.core.parse.links import web_link
from monitor.core.text.html import clean_inline, is_tangled
from monitor.values import dataclass

_FEED_TYPES: Final = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/x-rss+xml",
    }
    | {"text/rss+xml", "text/atom+xml"}
)
_FEEDLIKE: Final = re.compile(
    r"(?:/(?:feed|rss|atom)(?:/|\.xml|\.php|\.json)?$|/(?:index|feed|rss|atom)\.(?:xml|rdf|rss|json)$|\.(?:rss|rdf|atom)$|[?&]feed=)",
    re.IGNORECASE,
)
_FEED_WORDS: Final = re.compile(r"\b(?:rss|atom|feed)\b|订阅", re.IGNORECASE)
_MOST: Final = 20
_LONGEST: Final = 2_000_000
_HEAD: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed a page points to; ``advertised`` when its head says so, else guessed from a link."""

    url: str
    title: str
    advertised: bool


def find_feeds(body: bytes, url: str, *, content_type: str = "") -> Sequence[FoundFeed]:
    """Feeds of a page: first those its head advertises (``<link rel=alternate>``), then links that look like feeds."""
    text = decode_document(body, content_type).text[:_LONGEST]
    if is_tangled(text):
        text = text[:_HEAD]  # what a page advertises stands at its top
        if is_tangled(text):
            return ()
    tree = LexborHTMLParser(text)
    base_tag = tree.css_first("base[href]")
    base = web_link(url, (base_tag.attributes.get("href") or "") if base_tag else "") or url
    found: dict[str, FoundFeed] = {}
    for link in tree.css("link[href]"):
        attributes = link.attributes
        rels = (attributes.get("rel") or "").lower().split()
        kind = (attributes.get("type") or "").lower().split(";")[0].strip()
        if ("alternate" in rels and kind in _FEED_TYPES) or "feed" in rels:
            _note_feed(found, base, attributes.get("href"), attributes.get("title"), advertised=True)
    for anchor in tree.css("a[href]"):
        href = anchor.attributes.get("href") or ""
        label = anchor.text()[:100]
        if _FEEDLIKE.search(href) or (_FEED_WORDS.search(label) and ".xml" in href):
            _note_feed(found, base, href, label, advertised=False)
    return list(found.values())[:_MOST]


def _note_feed(
    found: dict[str, FoundFeed], base: str, href: str | None, title: str | None, *, advertised: bool
) -> None:
    address = web_link(base, href or "")
    if address and address not in found:
        found[address] = FoundFeed(url=address, title=clean_inline(title or ""), advertised=advertised)

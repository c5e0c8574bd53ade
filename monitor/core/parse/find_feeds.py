"""Finds the feeds that a page advertises."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.core.parse.encoding import decode_document
from monitor.core.parse.links import web_link, without_feed_scheme
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
    r"(?:/(?:feed|rss2?|atom)(?:/|\.(?:xml|php|json|aspx?|jsp))?$|/(?:index|feed|rss2?|atom)\.(?:xml|rdf|rss|json)$"
    r"|\.(?:rss|rdf|atom)(?:\.xml)?$|[?&](?:feed=|format=feed\b|type=(?:rss2?|atom)\b)"
    r"|^(?:https?:)?//(?:feeds2?\.feedburner\.com|feedproxy\.google\.com|rss\.\w{2,60}\.\w)|^feed:)",
    re.IGNORECASE,
)
# A link called by nothing but what it is ("RSS", "Atom feed") leads to a feed, or to a list of them.
_CALLED_FEED: Final = re.compile(
    r"\W{0,4}(?:rss|atom)(?:[ -]?(?:2(?:\.0)?|1\.0))?(?:[ -]feeds?)?\W{0,4}", re.IGNORECASE
)
# These types say "a feed" on one site and "anything" on another (oEmbed, an API): the address or the title decides.
_WIDE_TYPES: Final = frozenset({"text/xml", "application/xml", "application/json", "text/json"})
_NO_FEED: Final = re.compile(r"/wp-json(?:/|$)|[?&]rest_route=|oembed", re.IGNORECASE)
# Feeds of what others say below the news.
_COMMENTS: Final = re.compile(
    r"/comments?(?:[/.?]|$)|[?&](?:feed=comments|withcomments)|comments-(?:rss|atom)"
    r"|\bcomments?\b|kommentare?\b|commentaires?\b|comentarios?\b|commenti\b|комментари|评论|評論|コメント|댓글",
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
    """Feeds of a page: first those its head advertises (``<link rel=alternate>``), then links that look like feeds.

    Of either, those of comments stand behind the others.
    """
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
        # Some forget the relation, or write the one of before 2005.
        named = "alternate" in rels or not rels
        if (named and _is_feed_type(kind, attributes)) or not {"feed", "service.feed"}.isdisjoint(rels):
            _note_feed(found, (base, url), attributes.get("href"), attributes.get("title"), advertised=True)
    for anchor in tree.css("a[href]"):
        href = anchor.attributes.get("href") or ""
        label = _label_of(anchor)
        if _FEEDLIKE.search(href) or (_FEED_WORDS.search(label) and ".xml" in href) or _CALLED_FEED.fullmatch(label):
            _note_feed(found, (base, url), href, label, advertised=False)
    return sorted(found.values(), key=lambda feed: (not feed.advertised, _is_of_comments(feed)))[:_MOST]


def _label_of(anchor: LexborNode) -> str:
    """What a link is called: by its words, else by the picture in it, or by what is said of it."""
    attributes = anchor.attributes
    picture = anchor.css_first("img[alt]")
    pictured = picture.attributes.get("alt") if picture is not None else ""
    return (anchor.text().strip() or pictured or attributes.get("aria-label") or attributes.get("title") or "")[:100]


def _is_feed_type(kind: str, attributes: Mapping[str, str | None]) -> bool:
    href = attributes.get("href") or ""
    if not kind:
        return bool(_FEEDLIKE.search(href))
    if kind not in _WIDE_TYPES:
        return kind in _FEED_TYPES
    named = _FEEDLIKE.search(href) or _FEED_WORDS.search(attributes.get("title") or "")
    return bool(named) and not _NO_FEED.search(href)


def _is_of_comments(feed: FoundFeed) -> bool:
    return bool(_COMMENTS.search(feed.url) or _COMMENTS.search(feed.title))


def _note_feed(
    found: dict[str, FoundFeed], places: tuple[str, str], href: str | None, title: str | None, *, advertised: bool
) -> None:
    """``places``: what links are relative to, and the page's own address."""
    base, page = places
    # Blanks as browsers write them: the address goes into a watchlist, which holds none.
    address = web_link(base, without_feed_scheme((href or "").strip())).replace(" ", "%20")
    itself = address.partition("#")[0] == page.partition("#")[0]  # what an empty "href" leads to
    if address and not itself and address not in found:
        found[address] = FoundFeed(url=address, title=clean_inline(title or ""), advertised=advertised)

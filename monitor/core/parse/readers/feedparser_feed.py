"""The reference reader: feedparser, for every feed that is not plain and well-formed."""

import io
from typing import TYPE_CHECKING, Any

from monitor.core.model.entries import DocumentFormat
from monitor.core.parse.links import WrittenLink, page_link, web_link
from monitor.core.parse.polling_hints import ttl_of
from monitor.core.parse.raw import Form, Hints, RawEntry, RawFeed
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import feedparser
else:
    feedparser = lazy_module("feedparser")


def read_reference(
    text: str,
    *,
    url: str,
    root: str = "",
    found: int = 0,
    hints: Hints | None = None,
    joined: frozenset[str] = frozenset(),
) -> RawFeed:
    """Read any feed, however malformed. A document that is not a feed at all has no entries.

    ``root`` is the name of the first element, ``found`` how many entries the whole document has where ``text`` is a
    part of it, ``hints`` what a strict tree said of polling it, ``joined`` the ids that only look like addresses
    because feedparser joined them with the feed's.
    """
    # A file object, never the bytes themselves: feedparser takes bytes for a file name first.
    read = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    feed: dict[str, Any] = read["feed"]
    entries = read["entries"]
    format_ = format_of(read["version"], root)
    is_atom = format_ == "atom"
    return RawFeed(
        format=format_,
        path="feedparser",
        title=_text_field(feed, "title"),
        link=_text_field(feed, "link"),
        lang=_text_field(feed, "language"),
        entries=[_read_entry(entry, url, is_atom=is_atom, joined=joined) for entry in entries],
        found=max(found, len(entries)),
        hints=hints
        or Hints(ttl=ttl_of(_text_field(feed, "ttl")), hub=_feed_link(feed, "hub"), topic=_feed_link(feed, "self")),
    )


def _text_field(mapping: dict[str, Any], key: str) -> str:
    """A text field, past feedparser's substitutes for missing keys (``updated`` would answer with ``published``)."""
    value = dict.get(mapping, key)
    return value if isinstance(value, str) else ""


def format_of(version: str, root: str) -> DocumentFormat:
    """The format by feedparser's word for it, else by the root element."""
    if version in {"rss10", "rss090"} or (not version and root == "rdf"):
        return "rdf"
    if version == "cdf" or root == "channel":
        return "cdf"
    if version.startswith("atom") or root == "feed":
        return "atom"
    return "rss" if version.startswith("rss") or root == "rss" else "unknown"


def _read_entry(entry: dict[str, Any], url: str, *, is_atom: bool, joined: frozenset[str]) -> RawEntry:
    contents = [content for content in dict.get(entry, "content") or [] if content.get("value") and _is_text(content)]
    detail = dict.get(entry, "title_detail") or {}
    content = contents[0] if contents else {}
    return RawEntry(
        guid=_text_field(entry, "id"),
        title=_text_field(entry, "title"),
        title_form=_form_of(detail, is_atom=is_atom),
        link=_entry_link(entry, url, is_atom=is_atom, joined=joined),
        base=url,
        content=content.get("value") or "",
        content_form=_form_of(content, is_atom=is_atom),
        summary=_text_field(entry, "summary"),
        summary_form=_form_of(dict.get(entry, "summary_detail") or {}, is_atom=is_atom),
        author=_authors_of(entry),
        published=_text_field(entry, "published") or _text_field(entry, "created"),
        updated=_text_field(entry, "updated"),
        lang=detail.get("language") or "",
    )


def _authors_of(entry: dict[str, Any]) -> str:
    """All of them: feedparser's own field has the last one only."""
    named = [str(author.get("name") or author.get("email") or "") for author in dict.get(entry, "authors") or []]
    names = list(dict.fromkeys(name for name in named if name))
    return ", ".join(names) if len(names) > 1 else _text_field(entry, "author")


def _is_text(content: dict[str, Any]) -> bool:
    """No picture or sound, which Atom allows within an entry, in base64 (RFC 4287 §4.1.3.3)."""
    kind = str(content.get("type") or "text").lower()
    return kind.startswith("text") or "xml" in kind or "html" in kind or "json" in kind


def _form_of(detail: dict[str, Any], *, is_atom: bool) -> Form:
    """feedparser does not tell a missing type from "text", and outside Atom there are no types."""
    return "unlabelled" if is_atom and detail.get("type") == "text/plain" else "html"


def _entry_link(entry: dict[str, Any], url: str, *, is_atom: bool, joined: frozenset[str]) -> str:
    links = [
        WrittenLink(rel=str(link.get("rel") or ""), kind=str(link.get("type") or ""), href=str(link.get("href") or ""))
        for link in dict.get(entry, "links") or []
        # feedparser makes the feed's own address of an empty one.
        if link.get("href") != url or not is_atom
    ]
    own = _text_field(entry, "link")
    if (own in joined or (is_atom and own == url)) and not any(link.href == own for link in links):
        own = ""
    if own and not is_atom and web_link(url, own):
        return own
    identity = own if not own or web_link("", own) else _text_field(entry, "id")
    return page_link(links, url, identity="" if identity in joined else identity)


def _feed_link(feed: dict[str, Any], rel: str) -> str:
    links = dict.get(feed, "links") or []
    return next((link.get("href", "") for link in links if rel in str(link.get("rel", "")).lower().split()), "")

"""The reference reader: feedparser, for every feed that is not plain and well-formed."""

import io
from typing import Any

import feedparser

from monitor.core.model.entries import DocumentFormat
from monitor.core.parse.links import WrittenLink, page_link, web_link
from monitor.core.parse.polling_hints import ttl_of
from monitor.core.parse.raw import Form, Hints, RawEntry, RawFeed


def read_reference(
    text: str,
    *,
    url: str,
    root: str = "",
    found: int = 0,
    hints: Hints | None = None,
    joined: frozenset[str] = frozenset(),
) -> RawFeed:
    """Read any feed, however malformed. A document that is no feed at all has no entries.

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
        title=_get(feed, "title"),
        link=_get(feed, "link"),
        lang=_get(feed, "language"),
        entries=[_entry(entry, url, is_atom=is_atom, joined=joined) for entry in entries],
        found=max(found, len(entries)),
        hints=hints or Hints(ttl=ttl_of(_get(feed, "ttl")), hub=_linked(feed, "hub"), topic=_linked(feed, "self")),
    )


def _get(mapping: dict[str, Any], key: str) -> str:
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


def _entry(entry: dict[str, Any], url: str, *, is_atom: bool, joined: frozenset[str]) -> RawEntry:
    contents = [content for content in dict.get(entry, "content") or [] if content.get("value")]
    detail = dict.get(entry, "title_detail") or {}
    content = contents[0] if contents else {}
    return RawEntry(
        guid=_get(entry, "id"),
        title=_get(entry, "title"),
        title_form=_form(detail, is_atom=is_atom),
        link=_link(entry, url, is_atom=is_atom, joined=joined),
        base=url,
        content=content.get("value") or "",
        content_form=_form(content, is_atom=is_atom),
        summary=_get(entry, "summary"),
        summary_form=_form(dict.get(entry, "summary_detail") or {}, is_atom=is_atom),
        author=_get(entry, "author"),
        published=_get(entry, "published") or _get(entry, "created"),
        updated=_get(entry, "updated"),
        lang=detail.get("language") or "",
    )


def _form(detail: dict[str, Any], *, is_atom: bool) -> Form:
    """feedparser does not tell a missing type from "text", and outside Atom there are no types."""
    return "unlabelled" if is_atom and detail.get("type") == "text/plain" else "html"


def _link(entry: dict[str, Any], url: str, *, is_atom: bool, joined: frozenset[str]) -> str:
    links = [
        WrittenLink(rel=str(link.get("rel") or ""), kind=str(link.get("type") or ""), href=str(link.get("href") or ""))
        for link in dict.get(entry, "links") or []
    ]
    own = _get(entry, "link")
    if own in joined and not any(link.href == own for link in links):
        own = ""
    if own and not is_atom and web_link(url, own):
        return own
    return page_link(links, url, identity=own)


def _linked(feed: dict[str, Any], rel: str) -> str:
    links = dict.get(feed, "links") or []
    return next((link.get("href", "") for link in links if rel in str(link.get("rel", "")).lower().split()), "")

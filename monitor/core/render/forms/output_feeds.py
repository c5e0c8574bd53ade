"""Stories as feeds that others read: Atom (RFC 4287), RSS 2.0, JSON Feed 1.1."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Literal

from monitor.core.model.entries import Entry
from monitor.core.model.stories import Story
from monitor.core.render.json_documents import time_json
from monitor.core.text.sanitize import safe_url, sanitize_line
from monitor.values import dataclass

FeedForm = Literal["atom", "rss", "json"]
MEDIA_TYPES: dict[FeedForm, str] = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
_ATOM = "http://www.w3.org/2005/Atom"
_XML_DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One story, or one entry. ``id`` stays the same whatever becomes of its headline or of the monitor's address."""

    id: str
    url: str
    title: str
    html: str
    author: str
    topics: tuple[str, ...]
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFeed:
    """A feed of stories or entries, the latest first."""

    id: str
    title: str
    language: str
    self_url: str
    """Where it is found, without the token it was asked for with."""
    home_url: str
    items: Sequence[FeedItem]

    @property
    def updated_at(self) -> datetime:
        """The latest change; a feed of nothing never changed."""
        return max((item.updated_at for item in self.items), default=_NEVER)


def feed_item(story: Story, topics: Sequence[str], *, number: str, page: str) -> FeedItem:
    """A story as an item: its sentence, and every report of it with its link; ``page`` is its page here."""
    first = story.outlets[0] if story.outlets else None
    url = safe_url(story.url) or (safe_url(first.url) if first else "") or page
    return FeedItem(
        id=number,
        url=url,
        title=sanitize_line(story.title) or sanitize_line(url),
        html=_story_html(story, page),
        author=sanitize_line(first.source) if first and first.source else "—",
        topics=tuple(sanitize_line(topic) for topic in topics),
        published_at=story.first_seen_at,
        updated_at=story.last_seen_at,
    )


def entry_item(entry: Entry, topics: Sequence[str], *, number: str, sentence: str, home: str) -> FeedItem:
    """An entry that a search found, as an item; ``home`` stands where it has no address of its own."""
    url = safe_url(entry.url) or home
    return FeedItem(
        id=number,
        url=url,
        title=sanitize_line(entry.title) or sanitize_line(url),
        html=f"<p>{escape(sanitize_line(sentence))}</p>",
        author=sanitize_line(entry.source_title) or "—",
        topics=tuple(sanitize_line(topic) for topic in topics),
        published_at=entry.published_at or entry.first_seen_at,
        updated_at=entry.edited_at or entry.first_seen_at,
    )


def write_feed(feed: OutputFeed, form: FeedForm) -> bytes:
    """The document."""
    writers: dict[FeedForm, Callable[[OutputFeed], bytes]] = {"atom": _as_atom, "rss": _as_rss, "json": _as_json}
    return writers[form](feed)


def _story_html(story: Story, page: str) -> str:
    sentence = f"<p>{escape(sanitize_line(story.snippet))}</p>" if story.snippet else ""
    rows = []
    for outlet in story.outlets:
        name, title = escape(sanitize_line(outlet.source)), escape(sanitize_line(outlet.title))
        link = safe_url(outlet.url)
        linked = f'<a href="{escape(link)}">{title or name}</a>' if link else title
        rows.append(f"<li>{name}: {linked}</li>")
    here = f'<p><a href="{escape(page)}">{escape(page)}</a></p>' if page else ""
    return f"{sentence}<ul>{''.join(rows)}</ul>{here}"


def _as_atom(feed: OutputFeed) -> bytes:
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", time_json(feed.updated_at) or "")
    _add(root, "link", rel="self", href=feed.self_url)
    _add(root, "link", rel="alternate", href=feed.home_url)
    _add(_add(root, "author"), "name", "news-monitor")
    for item in feed.items:
        entry = _add(root, "entry")
        _add(entry, "id", item.id)
        _add(entry, "title", item.title)
        _add(entry, "link", rel="alternate", href=item.url)
        _add(entry, "published", time_json(item.published_at) or "")
        _add(entry, "updated", time_json(item.updated_at) or "")
        _add(_add(entry, "author"), "name", item.author)
        for topic in item.topics:
            _add(entry, "category", term=topic)
        _add(entry, "content", item.html, type="html")
    return _XML_DECLARATION + ET.tostring(root)


def _as_rss(feed: OutputFeed) -> bytes:
    root = ET.Element("rss", {"version": "2.0", "xmlns:atom": _ATOM, "xmlns:dc": "http://purl.org/dc/elements/1.1/"})
    channel = _add(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.home_url)
    _add(channel, "description", feed.title)
    _add(channel, "language", feed.language)
    _add(channel, "lastBuildDate", format_datetime(feed.updated_at.astimezone(UTC), usegmt=True))
    _add(channel, "atom:link", rel="self", href=feed.self_url, type="application/rss+xml")
    for item in feed.items:
        entry = _add(channel, "item")
        _add(entry, "title", item.title)
        _add(entry, "link", item.url)
        _add(entry, "guid", item.id, isPermaLink="false")
        _add(entry, "pubDate", format_datetime(item.published_at.astimezone(UTC), usegmt=True))
        _add(entry, "atom:updated", time_json(item.updated_at) or "")
        _add(entry, "dc:creator", item.author)
        for topic in item.topics:
            _add(entry, "category", topic)
        _add(entry, "description", item.html)
    return _XML_DECLARATION + ET.tostring(root)


def _as_json(feed: OutputFeed) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": feed.self_url,
        "language": feed.language,
        "items": [
            {
                "id": item.id,
                "url": item.url,
                "title": item.title,
                "content_html": item.html,
                "date_published": time_json(item.published_at),
                "date_modified": time_json(item.updated_at),
                "authors": [{"name": item.author}],
                "tags": list(item.topics),
            }
            for item in feed.items
        ],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, name, attributes)
    made.text = text or None
    return made

"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

import json
from typing import Any, Final

from monitor.core.i18n.phrases import Reason
from monitor.core.parse.links import web_link
from monitor.core.parse.raw import Hints, RawEntry, RawFeed
from monitor.core.text.html import html_to_text

_OWN_WORDS: Final = frozenset({"content_html", "content_text", "date_published", "external_url"})


def load_json(text: str) -> Any:
    """The JSON value of a document; ValueError with a sentence when it is none, or nests like a bomb."""
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        raise ValueError(Reason("parse.deep-json")) from None
    except ValueError as error:
        raise ValueError(Reason("parse.broken-json", why=str(error))) from None


def read_json_feed(document: Any, *, url: str) -> RawFeed | None:
    """Read a JSON Feed; ``None`` when the value is some other JSON."""
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return None
    version = document.get("version")
    if not (isinstance(version, str) and "jsonfeed.org" in version) and not _looks_like_feed(document):
        return None
    items = [item for item in document["items"] if isinstance(item, dict)]
    feed_author = _author_of(document)
    base = text_of(document.get("feed_url")) or url
    lang = text_of(document.get("language"))
    return RawFeed(
        format="json",
        path="json",
        title=text_of(document.get("title")),
        link=text_of(document.get("home_page_url")),
        lang=lang,
        entries=[
            _read_entry(item, base=base if base.startswith("http") else url, feed_author=feed_author) for item in items
        ],
        found=len(items),
        hints=Hints(hub=_hub_of(document), topic=text_of(document.get("feed_url"))),
    )


def text_of(value: Any) -> str:
    """A string as it is, a number as its digits (ids often are), anything else as nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _looks_like_feed(document: dict[str, Any]) -> bool:
    """Without the version's address: a list of items in the words that JSON Feed alone uses."""
    items = [item for item in document["items"][:5] if isinstance(item, dict)]
    named = all(_OWN_WORDS & item.keys() for item in items)
    titled = "title" in document and all({"id", "url"} & item.keys() for item in items)
    return bool(items) and (named or titled)


def _read_entry(item: dict[str, Any], *, base: str, feed_author: str) -> RawEntry:
    html, plain = text_of(item.get("content_html")), text_of(item.get("content_text"))
    if html and plain and not html_to_text(html):
        html = ""  # a picture alone
    link = text_of(item.get("url")) or text_of(item.get("external_url"))
    identity = text_of(item.get("id"))
    return RawEntry(
        guid=identity or link,
        title=text_of(item.get("title")),
        link=link or web_link("", identity) or _file_of(item),
        base=base,
        content=html or plain,
        summary=text_of(item.get("summary")),
        title_form="unlabelled",
        content_form="html" if html else "plain",
        summary_form="plain",
        author=_author_of(item) or feed_author,
        published=text_of(item.get("date_published")),
        updated=text_of(item.get("date_modified")),
        lang=text_of(item.get("language")),
    )


def _author_of(holder: dict[str, Any]) -> str:
    """Version 1.1 has ``authors``, version 1.0 ``author``; some write the name alone."""
    authors = holder.get("authors") if isinstance(holder.get("authors"), list) else [holder.get("author")]
    names = [text_of(author.get("name") if isinstance(author, dict) else author) for author in authors or []]
    return ", ".join(name for name in names if name)


def _file_of(item: dict[str, Any]) -> str:
    """The address of the first file, where an item has no page."""
    files = item.get("attachments")
    named = [file for file in files if isinstance(file, dict)] if isinstance(files, list) else []
    return next((address for file in named if (address := text_of(file.get("url")))), "")


def _hub_of(document: dict[str, Any]) -> str:
    hubs = document.get("hubs")
    named = [hub for hub in hubs if isinstance(hub, dict)] if isinstance(hubs, list) else []
    # Others (rssCloud) speak another protocol.
    ours = (hub for hub in named if text_of(hub.get("type")).lower() in {"websub", "pubsubhubbub"})
    return next((text_of(hub.get("url")) for hub in ours), "")

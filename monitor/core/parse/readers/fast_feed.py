"""The fast path: well-formed, plain RSS 2.0 and Atom 1.0 through fastfeedparser, where it gives what feedparser gives.

fastfeedparser knows elements by their local name only (``media:title`` may become the title), reads an element's text
up to its first child, takes dates without zone for UTC and falls back from one field to another. So a document takes
this path only if every entry is plain: known elements, each at most once, holding text alone. What fastfeedparser does
not hand over as written (dates, identity, links) is taken from the strict tree that this check walks anyway.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

import fastfeedparser

from monitor.core.parse.links import resolved
from monitor.core.parse.polling_hints import hints_of
from monitor.core.parse.raw import RawEntry, RawFeed
from monitor.core.parse.xml import Element

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"
_MEDIA: Final = "{http://search.yahoo.com/mrss/}"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_RSS_TEXTS: Final = frozenset({"title", "link", "description", "pubDate", "guid", "author", _CREATOR, _CONTENT})
_RSS_IGNORED: Final = frozenset(
    {"category", "comments", "enclosure", f"{_MEDIA}content", f"{_MEDIA}thumbnail"}
    | {"{http://purl.org/rss/1.0/modules/slash/}comments", "{http://wellformedweb.org/CommentAPI/}commentRss"}
    | {"{http://wellformedweb.org/CommentAPI/}comment", "{http://purl.org/dc/elements/1.1/}subject"}
    | {
        f"{{http://www.itunes.com/dtds/podcast-1.0.dtd}}{name}"
        for name in ("duration", "explicit", "episode", "season", "episodeType")
    }
)
_ATOM_TEXTS: Final = frozenset(
    {f"{_ATOM}{name}" for name in ("id", "title", "published", "updated", "content", "summary")}
)
_ATOM_IGNORED: Final = frozenset({f"{_ATOM}category", f"{_MEDIA}thumbnail", f"{_ATOM}rights"})
_ATOM_TYPES: Final = frozenset({"", "text", "html", "text/html", "text/plain"})
_HTML_TYPES: Final = frozenset({"", "html", "xhtml", "text/html", "application/xhtml+xml"})
_LOOSE_ENTITY: Final = re.compile(r"&([A-Za-z0-9_]+);")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plain:
    """What the tree says about one plain entry."""

    guid: str
    link: str
    author: str
    published: str
    updated: str
    has_summary: bool
    has_content: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """A document whose every entry is plain."""

    plain: list[_Plain]
    channel: Element
    is_atom: bool
    base: str
    """What relative links are relative to."""


def read_fast(root: Element, text: str, *, url: str) -> RawFeed | None:
    """Read a well-formed feed; ``None`` unless every entry is so plain that the result equals feedparser's.

    ``text`` is the document that ``root`` was made of, ``url`` where it came from.
    """
    found = _plain_entries(root, url)
    return _joined(text, found) if found is not None else None


def is_plain(root: Element) -> bool:
    """Whether a well-formed document would take this path."""
    return _plain_entries(root, "") is not None


def _plain_entries(root: Element, url: str) -> _Checked | None:
    is_atom = root.tag == f"{_ATOM}feed"
    if not is_atom and root.tag != "rss":
        return None
    channel = root if is_atom else _only_channel(root)
    base = _base_of(root, channel, url)
    if channel is None or base is None:
        return None
    name = f"{_ATOM}entry" if is_atom else "item"
    items = channel.findall(name)
    if not items or sum(1 for _ in root.iter("{*}entry", "{*}item")) != len(items):
        return None
    plain: list[_Plain] = []
    for item in items:
        entry = _plain_atom(item, base) if is_atom else _plain_rss(item, base)
        if entry is None:
            return None
        plain.append(entry)
    return _Checked(plain=plain, channel=channel, is_atom=is_atom, base=base)


def _joined(text: str, checked: _Checked) -> RawFeed | None:
    """Let fastfeedparser read the document and put its entries beside what the tree says."""
    try:
        read = fastfeedparser.parse(text.encode(), include_tags=False, include_media=False, include_enclosures=False)
    except ValueError:
        return None
    entries = read["entries"]
    channel, is_atom, base = checked.channel, checked.is_atom, checked.base
    if len(entries) != len(checked.plain):
        return None
    name = _ATOM if is_atom else ""
    return RawFeed(
        format="atom" if is_atom else "rss",
        path="fast",
        title=_text(channel.find(f"{name}title")),
        link=_feed_link(channel, base, is_atom=is_atom),
        lang=channel.getparent().get(f"{_XML}lang", "") if not is_atom else channel.get(f"{_XML}lang", ""),
        entries=[_merged(fast, known, base) for fast, known in zip(entries, checked.plain, strict=True)],
        found=len(entries),
        hints=hints_of(channel),
    )


def _merged(fast: dict[str, Any], known: _Plain, base: str) -> RawEntry:
    content = fast.get("content") or [{"value": ""}]
    return RawEntry(
        guid=known.guid,
        title=fast.get("title", ""),
        link=known.link,
        base=base,
        # Without an element of its own, fastfeedparser repeats the summary as content, or cuts a summary out of it.
        content=content[0]["value"] or "" if known.has_content else "",
        summary=fast.get("description", "") if known.has_summary else "",
        author=known.author,
        published=known.published,
        updated=known.updated,
    )


def _only_channel(root: Element) -> Element | None:
    channels = root.findall("channel")
    return channels[0] if len(channels) == 1 and len(root) == 1 else None


def _base_of(root: Element, channel: Element | None, url: str) -> str | None:
    """What relative links are relative to; ``None`` when parts of the document differ in that."""
    for element in root.iter():
        if isinstance(element.tag, str) and element is not root and (element.get(f"{_XML}base") or element.get("base")):
            return None
    if channel is not None and root.get("base"):
        return None
    return urljoin(url, str(root.get(f"{_XML}base", "")))


def _text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _texts(item: Element, known: frozenset[str], ignored: frozenset[str]) -> dict[str, Element] | None:
    """The text elements of an entry by name; ``None`` for a strange, repeated or nested one."""
    found: dict[str, Element] = {}
    for child in item:
        tag = child.tag
        if tag in known:
            if tag in found or len(child):
                return None
            found[tag] = child
        elif tag not in ignored or (len(child) and tag != f"{_ATOM}author"):
            return None
    return found


def _plain_rss(item: Element, base: str) -> _Plain | None:
    texts = None if item.attrib else _texts(item, _RSS_TEXTS, _RSS_IGNORED)
    if texts is None or ("author" in texts and _CREATOR in texts):
        return None
    if any(element.attrib for tag, element in texts.items() if tag != "guid"):
        return None
    guid = texts.get("guid")
    if guid is not None and not set(guid.keys()) <= {"isPermaLink"}:
        return None
    permalink = guid is not None and guid.get("isPermaLink", "true") == "true"
    identity = resolved(base, _text(guid)) if permalink else _text(guid)
    link = _text(texts.get("link"))
    if "link" in texts and not link:
        return None
    return _Plain(
        guid=identity,
        link=_unescaped(resolved(base, link)) if link else identity if permalink else "",
        author=_text(texts.get("author")) or _text(texts.get(_CREATOR)),
        published=_text(texts.get("pubDate")),
        updated="",
        has_summary="description" in texts,
        has_content=_CONTENT in texts,
    )


def _plain_atom(item: Element, base: str) -> _Plain | None:
    authors = item.findall(f"{_ATOM}author")
    links = item.findall(f"{_ATOM}link")
    texts = _texts(item, _ATOM_TEXTS, _ATOM_IGNORED | {f"{_ATOM}author", f"{_ATOM}link"})
    if texts is None or len(authors) > 1 or not set(item.keys()) <= {f"{_XML}lang"}:
        return None
    if any(not link.get("href") for link in links):
        return None
    for tag, element in texts.items():
        allowed = {"type", f"{_XML}lang"} if tag[len(_ATOM) :] in {"title", "content", "summary"} else set()
        if not set(element.keys()) <= allowed or element.get("type", "").lower() not in _ATOM_TYPES:
            return None
    author = _atom_author(authors[0]) if authors else ""
    identity = resolved(base, _text(texts.get(f"{_ATOM}id")))
    if author is None:
        return None
    return _Plain(
        guid=identity,
        link=_atom_link(links, base) or identity,
        author=author,
        published=_text(texts.get(f"{_ATOM}published")),
        updated=_text(texts.get(f"{_ATOM}updated")),
        has_summary=f"{_ATOM}summary" in texts,
        has_content=f"{_ATOM}content" in texts,
    )


def _atom_author(author: Element) -> str | None:
    """ "Name (mail)" as feedparser has it; ``None`` for an author with repeated or strange parts."""
    tags = Counter(part.tag for part in author)
    if tags - Counter({f"{_ATOM}name": 1, f"{_ATOM}uri": 1, f"{_ATOM}email": 1}):
        return None
    name, email = _text(author.find(f"{_ATOM}name")), _text(author.find(f"{_ATOM}email"))
    return f"{name} ({email})" if name and email else name or email


def _atom_link(links: list[Element], base: str) -> str:
    """The last alternate link to a page."""
    pages = [
        link.get("href")
        for link in links
        if link.get("href")
        and link.get("rel", "alternate").lower() == "alternate"
        and link.get("type", "").lower() in _HTML_TYPES
    ]
    return resolved(base, pages[-1]) if pages else ""


def _feed_link(channel: Element, base: str, *, is_atom: bool) -> str:
    if is_atom:
        return _atom_link(channel.findall(f"{_ATOM}link"), base)
    return resolved(base, _text(channel.find("link")))


def _unescaped(link: str) -> str:
    """Undo a second escaping of query separators, as feedparser does."""
    return _LOOSE_ENTITY.sub(r"&\g<1>", link.replace("&amp;", "&"))

"""The fast path: well-formed, plain RSS 2.0 and Atom 1.0 read from its tree, where that gives what feedparser gives.

A document takes this path only if every entry is plain: known elements, each at most once, holding text alone.
"""

import re
from collections import Counter
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from monitor.core.parse.links import WrittenLink, page_link, resolve_link, web_link
from monitor.core.parse.polling_hints import hints_of
from monitor.core.parse.raw import Form, RawEntry, RawFeed
from monitor.core.parse.xml import Element
from monitor.values import dataclass

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_CREATOR: Final = f"{_DC}creator"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_RSS_TEXTS: Final = frozenset({"title", "link", "description", "pubDate", "guid", "author", _CREATOR, _CONTENT})
_RSS_IGNORED: Final = frozenset({"category", "comments", "enclosure", "{http://purl.org/dc/elements/1.1/}subject"})
_ATOM_TEXTS: Final = frozenset(
    {f"{_ATOM}{name}" for name in ("id", "title", "published", "updated", "content", "summary")}
)
_ATOM_IGNORED: Final = frozenset({f"{_ATOM}{name}" for name in ("category", "rights", "author", "link")})
_ATOM_TYPES: Final = frozenset({"", "text", "html", "text/html", "text/plain"})
_BASED: Final = etree.XPath("descendant-or-self::*[@base or @xml:base]")
_LOOSE_ENTITY: Final = re.compile(r"&([A-Za-z0-9_]+);")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """A document whose every entry is plain."""

    entries: list[RawEntry]
    channel: Element
    is_atom: bool
    base: str
    """What relative links are relative to."""


def read_fast(root: Element, *, url: str) -> RawFeed | None:
    """Read a well-formed feed; ``None`` unless every entry is so plain that the result equals feedparser's.

    ``root`` has been through ``keep_own_elements``; ``url`` is where the document came from.
    """
    found = _plain_entries(root, url)
    if found is None:
        return None
    channel, is_atom = found.channel, found.is_atom
    return RawFeed(
        format="atom" if is_atom else "rss",
        path="fast",
        title=_text_of(channel.find(f"{_ATOM if is_atom else ''}title")),
        link=_feed_link(channel, found.base, is_atom=is_atom),
        lang=stated_language(root, channel),
        entries=found.entries,
        found=len(found.entries),
        hints=hints_of(channel),
    )


def stated_language(root: Element, channel: Element) -> str:
    """The language of a feed as feedparser takes it: of the root, else of the channel's own element; empty = none."""
    found = (channel.find(name) for name in ("language", f"{_DC}language"))
    return str(root.get(f"{_XML}lang", "")) or next((text for one in found if (text := _text_of(one))), "")


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
    plain: list[RawEntry] = []
    for item in items:
        entry = _plain_atom(item, base) if is_atom else _plain_rss(item, base)
        if entry is None:
            return None
        plain.append(entry)
    return _Checked(entries=plain, channel=channel, is_atom=is_atom, base=base)


def _only_channel(root: Element) -> Element | None:
    channels = root.findall("channel")
    return channels[0] if len(channels) == 1 and len(root) == 1 else None


def _base_of(root: Element, channel: Element | None, url: str) -> str | None:
    """What relative links are relative to; ``None`` when parts of the document differ in that."""
    for element in _BASED(root):
        if element is not root and (element.get(f"{_XML}base") or element.get("base")):
            return None
    if channel is not None and root.get("base"):
        return None
    return urljoin(url, str(root.get(f"{_XML}base", "")))


def _text_of(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _atom_texts(item: Element) -> dict[str, Element] | None:
    """The text elements of an Atom entry by name; ``None`` for a strange, repeated or nested one."""
    found: dict[str, Element] = {}
    for child in item:
        tag = child.tag
        if tag in _ATOM_TEXTS:
            if tag in found or len(child):
                return None
            found[tag] = child
        elif tag not in _ATOM_IGNORED or (len(child) and tag != f"{_ATOM}author"):
            return None
    return found


def _raw_text(element: Element | None) -> str:
    return (element.text or "") if element is not None else ""


def _plain_rss(item: Element, base: str) -> RawEntry | None:
    texts = _plain_texts(item)
    if texts is None or ("author" in texts and _CREATOR in texts):
        return None
    guid = next(item.iterchildren("guid"), None) if "guid" in texts else None
    if guid is not None and not set(guid.keys()) <= {"isPermaLink"}:
        return None
    permalink = guid is not None and guid.get("isPermaLink", "true") == "true"
    written = texts.get("guid", "").strip()
    identity = resolve_link(base, written) if permalink else written
    leads = permalink and guid is not None and (guid.get("isPermaLink") is not None or written == identity)
    link = web_link(base, _unescape_link(resolve_link(base, texts.get("link", "").strip())))
    return RawEntry(
        guid=identity,
        title=texts.get("title", ""),
        link=link or (web_link(base, identity) if leads else "") or page_link(_enclosed(item), base),
        base=base,
        content=texts.get(_CONTENT, ""),
        summary=texts.get("description", ""),
        author=texts.get("author", "").strip() or texts.get(_CREATOR, "").strip(),
        published=texts.get("pubDate", "").strip(),
    )


def _plain_texts(item: Element) -> dict[str, str] | None:
    """What the elements of an RSS item say; ``None`` for a strange, repeated or nested one, or with attributes."""
    texts: dict[str, str] = {}
    if item.attrib:
        return None
    for child in item:
        tag = child.tag
        if len(child):
            return None
        if tag in _RSS_TEXTS:
            if tag in texts or (child.attrib and tag != "guid"):
                return None
            texts[tag] = child.text or ""
        elif tag not in _RSS_IGNORED:
            return None
    return texts


def _enclosed(item: Element) -> list[WrittenLink]:
    return [WrittenLink(rel="enclosure", href=part.get("url", "")) for part in item.findall("enclosure")]


def _plain_atom(item: Element, base: str) -> RawEntry | None:
    authors = item.findall(f"{_ATOM}author")
    links = item.findall(f"{_ATOM}link")
    texts = _atom_texts(item)
    if texts is None or len(authors) > 1 or not set(item.keys()) <= {f"{_XML}lang"}:
        return None
    if any(not link.get("href") for link in links):
        return None
    for tag, element in texts.items():
        allowed = {"type", f"{_XML}lang"} if tag[len(_ATOM) :] in {"title", "content", "summary"} else set()
        if not set(element.keys()) <= allowed or element.get("type", "").lower() not in _ATOM_TYPES:
            return None
    author = _atom_author(authors[0]) if authors else ""
    identity = resolve_link(base, _text_of(texts.get(f"{_ATOM}id")))
    if author is None:
        return None
    title, content, summary = (texts.get(f"{_ATOM}{name}") for name in ("title", "content", "summary"))
    return RawEntry(
        guid=identity,
        title=_raw_text(title),
        title_form=_form_of(title),
        link=page_link(_atom_links(links), base, identity=_text_of(texts.get(f"{_ATOM}id"))),
        base=base,
        content=_raw_text(content),
        content_form=_form_of(content),
        summary=_raw_text(summary),
        summary_form=_form_of(summary),
        author=author,
        published=_text_of(texts.get(f"{_ATOM}published")),
        updated=_text_of(texts.get(f"{_ATOM}updated")),
        lang=str((title.get(f"{_XML}lang") if title is not None else "") or item.get(f"{_XML}lang") or ""),
    )


def _form_of(element: Element | None) -> Form:
    """How an Atom text construct is written: without a type it is text by the letter, and HTML often enough."""
    kind = element.get("type", "").lower() if element is not None else ""
    return "html" if "html" in kind else "plain" if kind else "unlabelled"


def _atom_author(author: Element) -> str | None:
    """ "Name (mail)" as feedparser has it; ``None`` for an author with repeated or strange parts."""
    tags = Counter(part.tag for part in author)
    if tags - Counter({f"{_ATOM}name": 1, f"{_ATOM}uri": 1, f"{_ATOM}email": 1}):
        return None
    name, email = _text_of(author.find(f"{_ATOM}name")), _text_of(author.find(f"{_ATOM}email"))
    return f"{name} ({email})" if name and email else name or email


def _atom_links(links: list[Element]) -> list[WrittenLink]:
    return [
        WrittenLink(rel=link.get("rel", ""), kind=link.get("type", ""), href=link.get("href", "")) for link in links
    ]


def _feed_link(channel: Element, base: str, *, is_atom: bool) -> str:
    if is_atom:
        return page_link(_atom_links(channel.findall(f"{_ATOM}link")), base)
    return resolve_link(base, _text_of(channel.find("link")))


def _unescape_link(link: str) -> str:
    """Undo a second escaping of query separators, as feedparser does."""
    return _LOOSE_ENTITY.sub(r"&\g<1>", link.replace("&amp;", "&")) if "&" in link else link

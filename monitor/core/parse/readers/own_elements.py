"""Leaves an entry nothing but what is its own: captions, previews and foreign modules never stand in for the post.

Readers of feeds know elements by their local names, so a picture's ``media:description`` or the ``title`` inside a
preview may take the place of the post's. Here the tree is cleared of them first; what the media modules say comes back
only where the entry has no words of its own.
"""

from functools import lru_cache
from html import escape
from typing import Final

from lxml import etree

from monitor.core.parse.links import resolve_link, web_link
from monitor.core.parse.readers.element_names import (
    ElementName,
    local_name,
    module_of,
    name_of,
    namespace_of,
    split_tag,
)
from monitor.core.parse.readers.episode_words import add_episode_words
from monitor.core.parse.readers.leaked_names import adopt_unprefixed
from monitor.core.parse.xml import Element

_ATOM: Final = "http://www.w3.org/2005/Atom"
_ATOMS: Final = frozenset({_ATOM, "http://purl.org/atom/ns#"})
_DC: Final = "http://purl.org/dc/elements/1.1/"
_DCTERMS: Final = "http://purl.org/dc/terms/"
_CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"
_MEDIA: Final = "http://search.yahoo.com/mrss"
# Services that count readers put themselves between a post and its link, and keep the link beside it.
_REDIRECTORS: Final = frozenset(
    {
        "http://rssnamespace.org/feedburner/ext/1.0",
        "http://www.feedburner.com/fbns",
        "http://www.pheedo.com/namespace/pheedo",
    }
)
_ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PLAY: Final = "http://www.google.com/schemas/play-podcasts/1.0"
# The modules that say something of the post itself; all others speak of pictures, places, shops or machines.
_OF_THE_POST: Final = _ATOMS | {
    _DC,
    _DCTERMS,
    "http://purl.org/rss/1.0/",
    _CONTENT,
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://www.w3.org/1999/xhtml",
}
_MISWRITTEN: Final = {
    f"{scheme}{module.removeprefix('http').rstrip('/')}": module
    for module in (_DC, _DCTERMS, _CONTENT)
    for scheme in ("http", "https")
}
"""What people write for these modules, in lower case and without the last slash."""
_MAY_HOLD_MARKUP: Final = frozenset(
    {"title", "description", "summary", "content", "encoded", "body", "div", "tagline", "info", "fullitem"}
    | {"author", "contributor", "rights", "copyright"}
)
_TEXTS: Final = frozenset({"description", "summary", "content", "encoded", "body", "div", "fullitem"})
_ENTRIES: Final = frozenset({"item", "entry"})
# Of modules, what stands beside the format's own elements whatever these hold.
_NEVER_DOUBLES: Final = frozenset({(_DC, "creator"), (_DC, "date"), (_DC, "subject"), (_CONTENT, "encoded")})


def entries_of(root: Element) -> list[Element]:
    """The entries of a feed in document order: children of its root or of a channel, never of one another."""
    holders = [root, *(child for child in root if local_name(child) == "channel")]
    return [child for holder in holders for child in holder if local_name(child) in _ENTRIES]


def keep_own_elements(root: Element) -> None:
    """Take out of every entry what is not the entry's own, in place."""
    for entry in entries_of(root):
        _keep_own(entry)


def join_descriptions(root: Element) -> None:
    """Make one of several descriptions of an entry: some readers show the first, some the last, and each is its own."""
    for entry in entries_of(root):
        own = (namespace_of(entry), "description")
        described = [child for child in entry if name_of(child)[:2] == own and len(child) == 0]
        texts = list(dict.fromkeys(text for child in described if (text := (child.text or "").strip())))
        if len(texts) > 1:
            whole = [text for text in texts if not any(text != other and text in other for other in texts)]
            described[0].text = "<br><br>".join(whole)
            for child in described[1:]:
                entry.remove(child)


def _keep_own(entry: Element) -> None:
    namespace = namespace_of(entry)
    for guid in entry.iterchildren("guid"):
        _say_permalink(guid)
    for content in entry.iterchildren(f"{{{_ATOM}}}content"):
        _link_content(entry, content)
        _flatten_content(content)
    if _is_all_own(entry, namespace):
        return
    adopt_unprefixed(entry, _OF_THE_POST)
    spoken = _Spoken()
    for child in list(entry):
        if (known := _MISWRITTEN.get(module_of(child))) and known != namespace_of(child):
            child.tag = f"{{{known}}}{local_name(child)}"
        if _is_own(child, namespace):
            if local_name(child) == "enclosure":
                del child[:]
            continue
        if local_name(child) == "origlink" and module_of(child) in _REDIRECTORS:
            _lead_to(entry, namespace, web_link("", (child.text or "").strip()))
        spoken.hear(child)
        entry.remove(child)
    _drop_doubles(entry, namespace)
    _fill_spoken(entry, namespace, spoken)
    if spoken.of_episode and not namespace:
        add_episode_words(entry, spoken.of_episode)


def _is_all_own(entry: Element, namespace: str) -> bool:
    """Whether nothing has to go for sure, as of most entries."""
    tags: list[str] = []
    for child in entry:
        if len(child):
            return False
        tags.append(child.tag)
    return _all_stay(tuple(tags), namespace)


@lru_cache(maxsize=1024)
def _all_stay(tags: tuple[str, ...], namespace: str) -> bool:
    return all(isinstance(tag, str) and _stays(split_tag(tag), namespace) for tag in tags)


def _stays(named: ElementName, namespace: str) -> bool:
    """Whether an element without others in it is the entry's own, and nothing can stand in its place."""
    if not named.local or named.local in _ENTRIES:
        return False
    return named.namespace == namespace or (named.namespace, named.local) in _NEVER_DOUBLES


def _say_permalink(guid: Element) -> None:
    """Write ``isPermaLink`` as the specification does: people write name and value in any case."""
    if guid.get("isPermaLink") in {"true", "false"} and len(guid.attrib) == 1:
        return
    for name in [name for name in guid.keys() if str(name).lower() == "ispermalink"]:  # noqa: SIM118  # an element
        value = str(guid.attrib.pop(name)).strip().lower()
        guid.set("isPermaLink", value)


def _link_content(entry: Element, content: Element) -> None:
    """The address that an Atom entry has in place of its text (RFC 4287 §4.1.3.2) is a link to it."""
    source = (content.get("src") or "").strip()
    if source:
        link = etree.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", href=source)
        link.set("type", content.get("type", ""))
        entry.insert(0, link)  # of several links the last counts: this one only where there is no other


def _flatten_content(content: Element) -> None:
    """Content that is XML of another kind than a page (RFC 4287 §4.1.3.3) is read for its words."""
    kind = (content.get("type") or "").lower()
    if len(content) and kind in {"application/xml", "text/xml"}:
        words = " ".join(" ".join(content.itertext()).split())
        del content[:]
        content.text = words
        content.set("type", "text")


def _lead_to(entry: Element, namespace: str, address: str) -> None:
    """Write the post's own address over the link that leads there by way of somebody else."""
    if not address:
        return
    for link in entry.iterchildren("{*}link"):
        if namespace_of(link) != namespace:
            continue
        if namespace in _ATOMS and link.get("rel", "alternate") == "alternate":
            link.set("href", address)
        elif namespace not in _ATOMS:
            link.text = address


def joined_ids(root: Element, url: str) -> frozenset[str]:
    """What becomes of ids that are no addresses when they are joined with ``url``, as readers do: it leads nowhere."""
    ids = (
        (child.text or "").strip()
        for entry in entries_of(root)
        for child in entry
        if local_name(child) in {"guid", "id"} and child.get("isPermaLink") is None
    )
    return frozenset(resolve_link(url, written) for written in ids if written and not web_link("", written))


def _is_own(child: Element, namespace: str) -> bool:
    own, name, module = name_of(child)
    if not name or name in _ENTRIES:
        return False
    if own == namespace or own in _OF_THE_POST:
        return len(child) == 0 or name in _MAY_HOLD_MARKUP or name == "enclosure"
    return module == _ITUNES and name == "author"


def _drop_doubles(entry: Element, namespace: str) -> None:
    """A module's element goes where the format's own element of that meaning holds something."""
    of_modules = [child for child in entry if namespace_of(child) != namespace]
    if not of_modules:
        return
    held = {local_name(child) for child in entry if namespace_of(child) == namespace and _has_content(child)}
    has_text = bool(held & _TEXTS)
    for child in of_modules:
        own, name = namespace_of(child), local_name(child)
        other_text = own in {_DC, _DCTERMS} or (own in _ATOMS and namespace not in _ATOMS)
        doubled = name in held and name in {"title", "link", "id", "author"}
        doubled = doubled or (other_text and name in _TEXTS | {"abstract"} and has_text)
        doubled = doubled or (
            module_of(child) == _ITUNES and bool(held & {"author", "creator"} or _has_element(entry, _DC, "creator"))
        )
        doubled = doubled or (own in _ATOMS and name == "link" and "link" in held)
        if doubled:
            entry.remove(child)


class _Spoken:
    """What the modules say in words, the nearest to the post first."""

    def __init__(self) -> None:
        self.title = ""
        self.caption = ""
        """The title of a picture or film inside the post: the post's own where it has no other words at all."""
        self.texts: list[tuple[int, str, bool]] = []
        self.of_episode: list[str] = []
        """What podcast modules call the post and say of it."""

    def hear(self, child: Element) -> None:
        """Note the words of a foreign element."""
        if not isinstance(child.tag, str):
            return
        if module_of(child) == _MEDIA:
            self._hear_media(child)
        elif module_of(child) in {_ITUNES, _PLAY}:
            self._hear_podcast(child)

    def _hear_media(self, child: Element) -> None:
        near = local_name(child) in {"title", "description", "group"}
        for part in child.iter():
            if not isinstance(part.tag, str) or module_of(part) != _MEDIA or not _has_content(part):
                continue
            nearest = near and (part is child or part.getparent() is child)
            if local_name(part) == "title" and nearest:
                self.title = self.title or (part.text or "").strip()
            elif local_name(part) == "title":
                self.caption = self.caption or (part.text or "").strip()
            elif local_name(part) == "description":
                self.texts.append((0 if nearest else 3, part.text or "", part.get("type", "").lower() == "html"))

    def _hear_podcast(self, child: Element) -> None:
        rank = {"summary": 1, "description": 1, "subtitle": 2}.get(local_name(child))
        if (local_name(child) == "title" or rank is not None) and _has_content(child):
            self.of_episode.append(child.text or "")
        if local_name(child) == "title" and _has_content(child):
            self.title = self.title or (child.text or "").strip()
        elif rank is not None and _has_content(child):
            self.texts.append((rank, child.text or "", True))


def _fill_spoken(entry: Element, namespace: str, spoken: _Spoken) -> None:
    if not (spoken.title or spoken.caption or spoken.texts):
        return
    held = {local_name(child) for child in entry if _has_content(child) or len(child)}
    prefix = f"{{{namespace}}}" if namespace else ""
    title = spoken.title or ("" if held & _TEXTS else spoken.caption)
    if title and "title" not in held:
        _replace_empty(entry, f"{prefix}title", escape(title, quote=False))
    if spoken.texts and not held & _TEXTS:
        _, text, is_html = min(spoken.texts, key=lambda known: known[0])
        name = "summary" if namespace in _ATOMS else "description"
        _replace_empty(entry, f"{prefix}{name}", text if is_html else escape(text, quote=False))


def _replace_empty(entry: Element, tag: str, html: str) -> None:
    """Put the words in the place of an empty element of that name."""
    for empty in entry.findall(tag):
        entry.remove(empty)
    made = etree.SubElement(entry, tag)
    made.text = html
    if etree.QName(tag).namespace in _ATOMS:
        made.set("type", "html")


def _has_element(entry: Element, namespace: str, name: str) -> bool:
    found = entry.find(f"{{{namespace}}}{name}")
    return found is not None and _has_content(found)


def _has_content(element: Element) -> bool:
    return bool((element.text or "").strip()) or len(element) > 0 or bool(element.get("href"))

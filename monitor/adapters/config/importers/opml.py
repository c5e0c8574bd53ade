"""OPML 1.0 and 2.0: feed lists of other readers in and out, without entities, DTDs or endless folders."""

import re
from collections.abc import Iterable
from html import unescape

from lxml import etree

from monitor.adapters.config.schema.formats import Malformed, language_tag
from monitor.core.model.sources import SourceSpec
from monitor.core.parse.encoding import decode_document
from monitor.core.parse.kinds import SOURCE_KINDS
from monitor.core.parse.links import without_feed_scheme
from monitor.core.parse.xml import escape_loose_references
from monitor.errors import UserError
from monitor.values import dataclass

_DECLARATION = re.compile(r"^\s{0,20}<\?xml[^>]{0,200}\?>")
_LARGEST = 16 * 1024 * 1024
_DEEPEST = 64
_WRAPPED = re.compile(r"[\t\n\r]+ *|\s{2,}")
_LONGEST_TITLE = 300
_NAMED = re.compile(r"""(?<=\s)((?:text|title)\s?=\s?)("[^"]{0,4000}"|'[^']{0,4000}')""", re.IGNORECASE)
_NAMES_ADDRESS = re.compile(r"\bxmlurl\s?=", re.IGNORECASE)
_ADDRESS = re.compile(r"""\bxmlurl\s?=\s?(?:"([^"<>]{0,4000})"|'([^'<>]{0,4000})')""", re.IGNORECASE)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_FEEDS = 50_000
_FEED_KINDS = frozenset({"rss", "atom", "feed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlFeed:
    """One feed of the list. ``folders`` are the outlines around it, outermost first."""

    url: str
    title: str = ""
    lang: str = ""
    site: str = ""
    folders: tuple[str, ...] = ()


def read_opml(data: bytes) -> list[OpmlFeed]:
    """The feeds in document order, each address once; UserError says what is wrong with the file.

    An outline that says it is a feed and names no address is given with an empty one. A broken outline costs its title:
    what can be read of a file that is no XML is read, and an outline that breaks off is given with an empty address.
    """
    feeds: dict[str, OpmlFeed] = {}
    # An own stack: folders nested ten thousand deep must end in a sentence, not in a RecursionError.
    stack: list[tuple[etree._Element, tuple[str, ...]]] = []
    body, unread = _read_body(data)
    stack.extend((outline, ()) for outline in reversed(body.findall("outline")))
    while stack:
        outline, folders = stack.pop()
        if len(folders) > _DEEPEST:
            raise UserError(f"the OPML file nests folders more than {_DEEPEST} deep (line {outline.sourceline})")
        url = _feed_address(outline)
        title = " ".join((outline.get("title") or outline.get("text") or "").split())
        missing = not url and _says_feed(outline)
        if (url or missing) and (key := url or f"\n{title}") not in feeds:
            lang, site = (outline.get("language") or "").strip(), (outline.get("htmlurl") or "").strip()
            feeds[key] = OpmlFeed(
                url=url, title=_clean_title(title), lang=_read_language(lang), site=site, folders=folders
            )
        if len(feeds) > _MOST_FEEDS:
            raise UserError(f"the OPML file holds more than {_MOST_FEEDS:,} feeds")
        inside = folders if url or missing else (*folders, title)
        stack.extend((child, inside) for child in reversed(outline.findall("outline")))
    for feed in unread:
        feeds.setdefault(feed.url or f"\n{feed.title}", feed)
    if not feeds:
        raise UserError("the OPML file holds no feeds: no outline has an xmlUrl")
    return list(feeds.values())


def _feed_address(outline: etree._Element) -> str:
    return _clean_address(str(outline.get("xmlurl") or _other_address(outline)))


def _clean_address(written: str) -> str:
    # A line that was wrapped leaves a row of blanks; one blank is part of the address, as browsers have it.
    return without_feed_scheme(_WRAPPED.sub("", written.strip()).replace(" ", "%20"))


def _other_address(outline: etree._Element) -> str:
    """What stands for ``xmlUrl`` in an outline that says it is a feed."""
    return str(outline.get("url") or "") if _kind_of(outline) in _FEED_KINDS else ""


def _says_feed(outline: etree._Element) -> bool:
    """Whether it is a feed by its own words; around others it is a folder, whatever it calls itself."""
    return outline.find("outline") is None and (_kind_of(outline) in _FEED_KINDS or "xmlurl" in outline.attrib)


def _kind_of(outline: etree._Element) -> str:
    return str(outline.get("type") or "").strip().lower()


def _read_language(written: str) -> str:
    """A language tag ("en-us"); other readers also write "English" or "unknown", which says nothing here."""
    try:
        return language_tag(written.replace("_", "-")) if written.lower() not in {"unknown", "und"} else ""
    except Malformed:
        return ""


def _clean_title(written: str) -> str:
    """Without the characters that a watchlist cannot hold, and without references that were escaped twice."""
    return "".join(char for char in _clean_xml(unescape(written)) if char.isprintable())[:_LONGEST_TITLE].strip()


def _read_body(data: bytes) -> tuple[etree._Element, list[OpmlFeed]]:
    """What holds the outlines, and the feeds that stand where the file is broken."""
    if len(data) > _LARGEST:
        raise UserError("the OPML file is larger than 16 MiB")
    unread: list[OpmlFeed] = []
    try:
        root = _parse_xml(data, _parser())
    except etree.XMLSyntaxError as exc:
        line, column = exc.position
        recovered, unread = _recover(data, line)
        if recovered is None:
            # libxml2 says the place once more at the end.
            what = exc.msg.removesuffix(f", line {line}, column {column}")
            raise UserError(f"the OPML file is broken at line {line}, column {column}: {what}") from exc
        root = recovered
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise UserError("the OPML file has a DOCTYPE with entities, which is not read: remove it")
    for element in root.iter(etree.Element):
        element.tag = str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()
        # A prefix that means nothing is left where it stands.
        for name in [name for name in map(str, element.attrib) if not name.islower() and ":" not in name]:
            element.set(name.lower(), str(element.attrib.pop(name)))
    if root.tag != "opml":
        raise UserError(f"this is not an OPML file: expected <opml> with a <body>, got <{root.tag}>")
    body = root.find("body")
    if body is not None:
        return body, unread
    if root.find("outline") is None:
        raise UserError("this is not an OPML file: expected <opml> with a <body>, got <opml>")
    return root, unread


def _parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover)


def _recover(data: bytes, line: int) -> tuple[etree._Element | None, list[OpmlFeed]]:
    """The outlines of a file that is no XML as far as they can be read, and by their addresses those that cannot.

    ``None`` for what holds no address at all. ``line``: where the file is broken first.
    """
    text = _clean_xml(decode_document(data).text)
    written = [quoted or apostrophed for quoted, apostrophed in _ADDRESS.findall(text)]
    root = etree.fromstring(_DECLARATION.sub("", text, count=1).encode(), _parser(recover=True)) if written else None
    if root is None:
        return None, []
    feeds = [OpmlFeed(url=_clean_address(unescape(address))) for address in written if address.strip()]
    if len(_NAMES_ADDRESS.findall(text)) > len(written):
        feeds.append(OpmlFeed(url="", title=f"an outline that breaks off (from line {line} on)"))
    return root, feeds


def _parse_xml(data: bytes, parser: etree.XMLParser) -> etree._Element:
    """The tree; a loose "&" ("Q&A", "?a=1&b=2") or "<" in a title is read as it is written, as other readers do.

    Characters that no XML may hold are left out.
    """
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        text = escape_loose_references(_clean_xml(decode_document(data).text))
        text = _NAMED.sub(lambda found: found[1] + found[2].replace("<", "&lt;"), text)
        body = _DECLARATION.sub("", text, count=1).encode()
        if body == data:
            raise
        try:
            return etree.fromstring(body, parser)
        except etree.XMLSyntaxError:
            return etree.fromstring(data, parser)  # the place of the fault in the file as it is


def write_opml(sources: Iterable[SourceSpec]) -> str:
    """The feeds among the sources as OPML 2.0. Search feeds and pages are left out: no other program could use them."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "news-monitor"
    body = etree.SubElement(root, "body")
    for source in sources:
        if SOURCE_KINDS[source.kind].is_portable and not source.search_topic:
            name = _clean_xml(source.title or source.url)
            outline = etree.SubElement(
                body, "outline", type="rss", text=name, title=name, xmlUrl=_clean_xml(source.url)
            )
            if source.lang:
                outline.set("language", _clean_xml(source.lang))
    return str(etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8"), "utf-8")


def _clean_xml(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return _NOT_IN_XML.sub("", text)

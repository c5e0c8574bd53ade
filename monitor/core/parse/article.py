"""The text of an article from its page: trafilatura, pointed at the part of the page that holds the prose."""

import copy
import json
import re
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from monitor.core.i18n.phrases import Reason
from monitor.core.parse.clean_entries import mend_encoding
from monitor.core.parse.diagnose import wall_error
from monitor.core.parse.encoding import decode_document
from monitor.core.text.clip import clip_text, text_weight
from monitor.core.text.html import clean_inline, clean_text, html_to_text
from monitor.errors import ParseError
from monitor.lazy import lazy_module
from monitor.values import dataclass

if TYPE_CHECKING:
    import trafilatura
    from lxml import html as lxml_html
else:
    lxml_html = lazy_module("lxml.html")
    trafilatura = lazy_module("trafilatura")

_LONGEST_TEXT: Final = 200_000
_LONGEST_PAGE: Final = 2_000_000
_PROSE_TAGS: Final = ("p", "div", "section", "article", "td", "li", "blockquote", "span", "font")
_INLINE: Final = frozenset({"b", "strong", "em", "i", "u", "span", "font", "a", "code", "mark", "sub", "sup", "small"})
_NO_CONTAINER: Final = frozenset({"p", "li", "span", "font", "b", "strong", "em", "td", "blockquote"})
_UNREAD: Final = ("script", "style", "noscript", "template", "iframe", "svg")
_SHORTEST_PROSE: Final = 60
_MAIN_SHARE: Final = 0.65
_KEPT_SHARE: Final = 0.5
_ARTICLE_BODY: Final = re.compile(r'"articleBody"\s{0,9}:\s{0,9}("(?:[^"\\]|\\.)*")')
_TITLE_TAIL: Final = re.compile(r"[_|\-–—]\s*[^_|–—]{1,30}$")

_Element = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page says. ``text`` has the form of ``ParsedEntry.text``; empty where no article was found."""

    title: str
    text: str
    lang: str = ""


def extract_article(body: bytes, *, url: str, content_type: str = "") -> Article:
    """The article of a page; ParseError when the page cannot be read at all, or is one of an error or a log-in."""
    page = decode_document(body, content_type).text[:_LONGEST_PAGE]
    tree = _parse_tree(page)
    if tree is None:
        raise ParseError(Reason("parse.no-content"))
    if (refusal := wall_error(page)) is not None:
        raise refusal
    _make_paragraphs(tree)
    text = _main_text(tree, url)
    told = _told_to_machines(page)
    if text_weight(text) < _KEPT_SHARE * text_weight(told):
        text = told  # the page is drawn by scripts, of the text that it tells search engines
    return Article(title=_find_title(tree), text=clip_text(text, _LONGEST_TEXT), lang=(tree.get("lang") or "")[:35])


def _parse_tree(page: str) -> _Element | None:
    if not page.strip():
        return None
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        tree = lxml_html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    for unread in list(tree.iter(*_UNREAD)):
        if unread.getparent() is not None and unread.get("type") != "application/ld+json":
            unread.drop_tree()
    return tree


def _make_paragraphs(tree: _Element) -> None:
    """Call a box that holds nothing but running text a paragraph, as readers see it: extraction would lose one with a
    link in it."""
    for box in list(tree.iter("div")):
        inside = list(box.iterdescendants(etree.Element))
        if (
            inside
            and all(element.tag in _INLINE for element in inside)
            and text_weight(_own_text(box)) >= _SHORTEST_PROSE
        ):
            box.tag = "p"


def _main_text(tree: _Element, url: str) -> str:
    """The text of the part that holds the prose, or of the whole page where that part gives too little."""
    part, prose = _prose_part(tree)
    if part is not None:
        narrowed = lxml_html.document_fromstring("<html><body></body></html>")
        narrowed.body.append(copy.deepcopy(part))
        text = _extract_text(narrowed, url)
        if text_weight(text) >= _KEPT_SHARE * prose:
            return text
    return _extract_text(tree, url)


def _extract_text(tree: _Element, url: str) -> str:
    try:
        found = trafilatura.extract(
            copy.deepcopy(tree),
            url=url,
            favor_precision=True,
            include_comments=False,
            include_tables=True,
            include_formatting=True,
            output_format="html",
        )
    except (etree.LxmlError, RecursionError) as error:
        raise ParseError(Reason("parse.tangled", why=type(error).__name__)) from None
    return html_to_text(found) if found else ""


def _prose_part(tree: _Element) -> tuple[_Element | None, int]:
    """The deepest element that still holds most of the page's prose, and how much prose that is.

    Old portals put navigation, comments and the article side by side in ``div`` elements that look alike; what tells
    them apart is that running text of some length, not made of links, stands in one of them.
    """
    body = tree.find("body")
    if body is None:
        return None, 0
    held = _prose_held(body)
    if body not in held:
        return None, 0
    part = body
    while True:
        following = max((child for child in part if child in held), key=held.__getitem__, default=None)
        if following is None or following.tag in _NO_CONTAINER or held[following] < _MAIN_SHARE * held[body]:
            break
        part = following
    return (part if part is not body else None), held[part]


def _prose_held(body: _Element) -> dict[_Element, int]:
    """The weight of the prose under each element that has any."""
    held: dict[_Element, int] = {}
    for element in body.iter(*_PROSE_TAGS):
        own = _own_text(element)
        weight = text_weight(own)
        if weight < _SHORTEST_PROSE:
            continue
        linked = sum(len(link.text_content()) for link in element.iter("a")) if element.tag == "p" else 0
        if linked > len(own) / 2:
            continue
        holder: _Element | None = element
        while holder is not None:
            held[holder] = held.get(holder, 0) + weight
            holder = holder.getparent() if holder is not body else None
    return held


def _own_text(element: _Element) -> str:
    """Text that stands in the element itself; in a paragraph also inside bold, links and the like."""
    pieces = [element.text or ""]
    for child in element:
        if element.tag == "p" and child.tag in _INLINE:
            pieces.append(child.text_content())
        pieces.append(child.tail or "")
    return " ".join("".join(pieces).split())


def _meta_content(tree: _Element, names: tuple[str, ...]) -> str:
    """The content of the first ``meta`` element of these names, in the order of the names."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name and meta.get("content"):
            metas.setdefault(name, meta.get("content"))
    return next((metas[name] for name in names if name in metas), "")


def _told_to_machines(page: str) -> str:
    """The longest ``articleBody`` of the page's data for search engines (schema.org in JSON-LD), or nothing."""
    bodies: list[str] = []
    for found in _ARTICLE_BODY.finditer(page):
        try:
            body = json.loads(found[1], strict=False)
        except ValueError:
            continue
        bodies.append(html_to_text(body) if "<" in body or "&" in body else clean_text(body))
    return max(bodies, key=len, default="")


def _find_title(tree: _Element) -> str:
    title = _meta_content(tree, ("og:title", "twitter:title"))
    if not title:
        headings = [heading.text_content() for heading in tree.iter("h1")]
        title = headings[0] if len(headings) == 1 else _TITLE_TAIL.sub("", tree.findtext(".//title") or "")
    return clip_text(clean_inline(mend_encoding(title)), 1_000)

"""``page`` sources: entries picked from a web page by CSS selectors."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from monitor.core.i18n.phrases import Reason, join_reasons
from monitor.core.model.sources import Selectors
from monitor.core.parse import diagnose as refusals
from monitor.core.parse.links import web_link
from monitor.core.parse.raw import RawEntry, RawFeed, SourceDocument
from monitor.core.parse.suggest_selectors import suggest_selectors
from monitor.errors import ParseError
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import bs4
    import soupsieve
else:
    bs4 = lazy_module("bs4")
    soupsieve = lazy_module("soupsieve")

_XML_HEAD: Final = re.compile(r"<\?xml[^<>]*>?", re.IGNORECASE)
_LONGEST_PAGE: Final = 8_000_000
_DATE_ATTRIBUTES: Final = ("datetime", "data-time", "data-timestamp", "content", "title")
_HEADINGS: Final = ("h1", "h2", "h3", "h4")


def read_page(document: SourceDocument) -> RawFeed:
    """The entries of a page; ParseError tells a login or a captcha from selectors that find nothing."""
    try:
        return _pick_entries(
            document.text, url=document.url, selectors=document.needed_selectors, max_entries=document.max_entries
        )
    except ParseError as error:
        raise refusals.wall_error(document.text) or error from None


def _pick_entries(text: str, *, url: str, selectors: Selectors, max_entries: int) -> RawFeed:
    """Entries where ``item`` matches. ``link``, ``title``, ``date`` and ``text`` are looked for inside each.

    Without ``title`` the item's heading counts, without ``link`` that of the title, else the item's first; without
    either the link's words. ParseError when ``item`` finds nothing (naming selectors that would) or nothing it finds
    has a link or a title.
    """
    page = parse_page(text)
    items = select(page, selectors.item, "item")
    if not items:
        raise ParseError(_nothing_found(text, url, selectors.item))
    base_tag = page.find("base", href=True)
    base = web_link(url, _attribute_of(base_tag, "href")) if isinstance(base_tag, bs4.Tag) else ""
    entries = [_read_entry(item, base or url, selectors) for item in items[:max_entries]]
    entries = [entry for entry in entries if entry.title or entry.link]
    if not entries:
        raise ParseError(Reason("parse.bare-elements", selector=selectors.item, n=len(items)))
    title = page.title.get_text() if page.title else ""
    return RawFeed(
        format="page",
        path="page",
        title=title,
        link=url,
        lang=_attribute_of(page.html, "lang") if page.html else "",
        entries=entries,
        found=len(items),
    )


def parse_page(text: str) -> "bs4.BeautifulSoup":
    """The tree of a page; ParseError when it is nested too deep."""
    # "lxml", never "html.parser" or "html5lib": those take quadratic time on hostile pages.
    try:
        # The parser would warn on stderr that this looks like XML, wherever such a head stands before the first
        # element; it was asked to read it as a page, where a head means nothing.
        return bs4.BeautifulSoup(_XML_HEAD.sub(" ", text[:_LONGEST_PAGE]), "lxml")
    except RecursionError:
        raise ParseError(Reason("parse.deep-page")) from None


def select(inside: "bs4.BeautifulSoup | bs4.Tag", selector: str, name: str, *, limit: int = 0) -> "Sequence[bs4.Tag]":
    """What ``selector`` finds; ``name`` = the key that it stands under. ParseError where it cannot be used."""
    try:
        return inside.select(selector, limit=limit)
    except RecursionError:
        raise ParseError(Reason("parse.deep-page")) from None
    except soupsieve.SelectorSyntaxError as error:
        raise ParseError(
            Reason("parse.no-selector", name=name, selector=selector, why=str(error).splitlines()[0])
        ) from None


def _first_match(item: "bs4.Tag", selector: str, name: str) -> "bs4.Tag | None":
    """The first match inside the item, or the item itself where it matches."""
    if not selector:
        return None
    found = select(item, selector, name, limit=1)
    if found:
        return found[0]
    return item if soupsieve.match(selector, item) else None


def _read_entry(item: "bs4.Tag", base: str, selectors: Selectors) -> RawEntry:
    linked = _first_match(item, selectors.link, "link") if selectors.link else item
    anchor = _anchor_of(linked) if linked is not None else None
    heading = _first_match(item, selectors.title, "title") if selectors.title else item.find(_HEADINGS)
    if not selectors.link and isinstance(heading, bs4.Tag):
        anchor = _leading_anchor(heading, base) or anchor  # the first link may be that of a rubric or an author
    titled = heading if isinstance(heading, bs4.Tag) else _worded(anchor, item)
    dated = _first_match(item, selectors.date, "date") if selectors.date else item.find("time")
    body = _first_match(item, selectors.text, "text") if selectors.text else None
    return RawEntry(
        link=_attribute_of(anchor, "href") if anchor is not None else "",
        base=base,
        title=_title_of(titled) if titled is not None else "",
        published=_date_of(dated) if isinstance(dated, bs4.Tag) else "",
        summary=str(body) if body is not None else "",
    )


def _worded(anchor: "bs4.Tag | None", item: "bs4.Tag") -> "bs4.Tag | None":
    """The link of an item, or where that is a picture alone the first to the same page with words."""
    if anchor is None or anchor.get_text(strip=True):
        return anchor
    href = _attribute_of(anchor, "href")
    alike = (other for other in item.find_all("a", href=True) if _attribute_of(other, "href") == href)
    return next((other for other in alike if other.get_text(strip=True)), anchor)


def _leading_anchor(heading: "bs4.Tag", base: str) -> "bs4.Tag | None":
    """The link of a headline, where it leads to another page."""
    anchor = _anchor_of(heading)
    href = _attribute_of(anchor, "href").strip() if anchor is not None else ""
    return anchor if web_link(base, href) and not href.startswith("#") else None


def _title_of(element: "bs4.Tag") -> str:
    """The words of a headline; where it is a picture, or was cut short, what its label says."""
    words = " ".join(element.get_text(" ").split())
    begun = words.rstrip("…. ") if words.endswith(("…", "...")) else ""
    if words and not begun:
        return words
    labelled = [element, *element.find_all(["a", "img"]), *element.find_parents("a", limit=1)]
    labels = (
        " ".join(_attribute_of(part, name).split()) for part in labelled for name in ("aria-label", "title", "alt")
    )
    return next((label for label in labels if label and (not begun or label.startswith(begun))), words)


def _anchor_of(element: "bs4.Tag") -> "bs4.Tag | None":
    if element.name == "a" and element.has_attr("href"):
        return element
    inner = [anchor for anchor in element.find_all("a", href=True) if isinstance(anchor, bs4.Tag)]
    if inner:
        # What opens a menu, shares or writes a mail leads to no page.
        return next((anchor for anchor in inner if _leads_on(_attribute_of(anchor, "href").strip())), inner[0])
    outer = element.find_parent("a", href=True)
    return outer if isinstance(outer, bs4.Tag) else None


def _leads_on(href: str) -> bool:
    return bool(href) and not href.startswith("#") and bool(web_link("https://page.invalid/", href))


def _date_of(element: "bs4.Tag") -> str:
    """The machine-readable date of an element, else its words."""
    for name in _DATE_ATTRIBUTES:
        value = _attribute_of(element, name)
        if any(char.isdigit() for char in value):
            return value
    return " ".join(element.get_text(" ").split())


def _attribute_of(element: "bs4.Tag | None", name: str) -> str:
    value = element.get(name) if element is not None else None
    return value if isinstance(value, str) else " ".join(value) if value else ""


def _nothing_found(text: str, url: str, selector: str) -> str:
    others = suggest_selectors(text.encode("utf-8", "replace"), url, content_type="text/html; charset=utf-8")
    would = join_reasons(
        Reason("parse.selector-finds", selector=other.selectors.item, n=other.count) for other in others[:3]
    )
    return Reason("parse.no-elements", selector=selector, hint=would or Reason("parse.no-pattern"))

"""Proposes CSS selectors for a page from what repeats on it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from lxml import etree
from lxml import html as lxml_html

from monitor.core.model.sources import Selectors
from monitor.core.parse.encoding import decode_document
from monitor.core.text.clip import text_weight
from monitor.core.text.written_dates.dates import read_date
from monitor.values import dataclass

_LONGEST_PAGE: Final = 2_000_000
_FEWEST: Final = 3
_MOST_SUGGESTED: Final = 5
_ITEM_TAGS: Final = frozenset({"li", "article", "div", "tr", "section", "dl", "dd", "a", "p", "td"})
_PLAIN_CLASS: Final = re.compile(r"^[A-Za-z_][A-Za-z0-9_-]{1,40}$")
# Classes that differ from one item to the next: counters, states, generated hashes.
_PASSING_CLASS: Final = re.compile(
    r"\d{3,}|^(?:odd|even|first|last|active|current|on|hover|selected|clearfix)$|[0-9a-f]{6,}"
)
_DATE_CLASS: Final = re.compile(r"date|time|publi|发布|日期", re.IGNORECASE)
_AWAY: Final = frozenset({"nav", "header", "footer", "aside", "form"})
_NEVER: Final = datetime(2100, 1, 1, tzinfo=UTC)

_Element = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Selectors that find ``count`` entries; ``examples`` are the first titles."""

    selectors: Selectors
    count: int
    examples: tuple[str, ...]


def suggest_selectors(body: bytes, url: str, *, content_type: str = "") -> Sequence[Suggestion]:
    """The likeliest selectors first; nothing where nothing repeats.

    A list of news is a set of elements of one shape that each hold a link of their own with some words. The more words
    in all and the more different links, the likelier; menus and footers count less, dates count more. ``url`` tells
    links to the page itself from links to entries.
    """
    page = decode_document(body, content_type).text[:_LONGEST_PAGE]
    try:
        tree = lxml_html.document_fromstring(
            page.encode("utf-8", "replace"), parser=lxml_html.HTMLParser(encoding="utf-8", no_network=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    shapes: dict[str, list[_Element]] = defaultdict(list)
    for element in tree.iter(*_ITEM_TAGS):
        if selector := _selector_of(element):
            shapes[selector].append(element)
    scored = [
        scored
        for selector, elements in shapes.items()
        if len(elements) >= _FEWEST and (scored := _judge_list(selector, elements, url))
    ]
    scored.sort(key=lambda pair: -pair[0])
    return _drop_same_lists([suggestion for _, suggestion in scored])


def _selector_of(element: _Element) -> str:
    """ "ul.news > li.item": the element's tag and lasting class, below its parent's."""
    parent = element.getparent()
    own = _simple_selector(element)
    above = _simple_selector(parent) if parent is not None and isinstance(parent.tag, str) else ""
    if "." in own:
        return own
    return f"{above} > {own}" if "." in above or "#" in above else ""


def _simple_selector(element: _Element) -> str:
    classes = [
        name
        for name in (element.get("class") or "").split()
        if _PLAIN_CLASS.match(name) and not _PASSING_CLASS.search(name)
    ]
    if classes:
        return f"{element.tag}.{classes[0]}"
    name = element.get("id") or ""
    return f"{element.tag}#{name}" if _PLAIN_CLASS.match(name) and not _PASSING_CLASS.search(name) else element.tag


def _judge_list(selector: str, elements: list[_Element], url: str) -> tuple[float, Suggestion] | None:
    """How much a shape looks like a list of news, and what it would give."""
    titles: dict[str, str] = {}
    dated = 0
    for element in elements:
        found = _headline_of(element, url)
        if found is None or found[0] in titles:
            continue
        titles[found[0]] = found[1]
        dated += _date_element(element) is not None
    if len(titles) < _FEWEST or len(titles) < len(elements) / 2:
        return None
    lengths = [min(text_weight(title), 60) for title in titles.values()]
    mean = sum(lengths) / len(lengths)
    if mean < 12:  # shorter than any headline: a menu
        return None
    score = mean * min(len(titles), 40) ** 0.5 * (1 + 0.5 * dated / len(titles))
    if any(above.tag in _AWAY for above in elements[0].iterancestors()):
        score *= 0.3
    made = Selectors(item=selector, **_inner_selectors(elements, url))
    return score, Suggestion(selectors=made, count=len(titles), examples=tuple(list(titles.values())[:3]))


def _headline_of(element: _Element, url: str) -> tuple[str, str] | None:
    """(address, words) of the link with the most words in an item; ``None`` when it has no link with words."""
    anchors = [element] if element.tag == "a" else list(element.iter("a"))[:40]
    best: tuple[str, str] | None = None
    for anchor in anchors:
        href = (anchor.get("href") or "").strip()
        words = " ".join(anchor.text_content().split())
        if not href or href.startswith(("#", "javascript:", "mailto:")) or href == url or not words:
            continue
        if best is None or text_weight(words[:200]) > text_weight(best[1]):
            best = href, words[:200]
    return best


def _inner_selectors(elements: list[_Element], url: str) -> dict[str, str]:
    """The selectors inside an item that hold for most items."""
    sample = elements[:20]
    inner: dict[str, str] = {}
    paths: dict[str, int] = defaultdict(int)
    dates: dict[str, int] = defaultdict(int)
    for element in sample:
        if path := _headline_path(element, url):
            paths[path] += 1
        if (dated := _date_element(element)) is not None:
            dates[_simple_selector(dated)] += 1
    if paths and (best := max(paths, key=paths.__getitem__)) and paths[best] >= len(sample) / 2:
        inner["link"] = inner["title"] = best
    if dates and (best := max(dates, key=dates.__getitem__)) and dates[best] >= len(sample) / 2:
        inner["date"] = best
    return inner


def _headline_path(element: _Element, url: str) -> str:
    found = _headline_of(element, url)
    if found is None or element.tag == "a":
        return ""
    for anchor in element.iter("a"):
        if (anchor.get("href") or "").strip() == found[0] and " ".join(anchor.text_content().split())[:200] == found[1]:
            own, parent = _simple_selector(anchor), anchor.getparent()
            return own if "." in own or parent is element else f"{_simple_selector(parent)} {own}"
    return ""


def _date_element(element: _Element) -> _Element | None:
    """The element of an item that holds a date."""
    for inner in list(element.iter("time", "span", "em", "i", "p", "div", "small", "td"))[:60]:
        if inner.tag == "time":
            return inner
        text = " ".join((inner.text or "").split())
        if 4 <= len(text) <= 40 and (_DATE_CLASS.search(inner.get("class") or "") or text[0].isdigit()):
            read = read_date(text, now=_NEVER, timezone="UTC")
            if read is not None:
                return inner
    return None


def _drop_same_lists(suggestions: list[Suggestion]) -> Sequence[Suggestion]:
    """Without those that give the very same entries as a better one."""
    kept: dict[tuple[tuple[str, ...], int], Suggestion] = {}
    for suggestion in suggestions:
        kept.setdefault((suggestion.examples, suggestion.count), suggestion)
    return list(kept.values())[:_MOST_SUGGESTED]

"""``watch`` sources: the text of one page, and which of its paragraphs changed."""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from monitor.core.change_detection.moving_parts import fold_paragraph
from monitor.core.i18n.phrases import Reason
from monitor.core.parse import diagnose as refusals
from monitor.core.parse.adverts import without_adverts
from monitor.core.parse.article import extract_article
from monitor.core.parse.raw import RawEntry, RawFeed, SourceDocument
from monitor.core.parse.readers.page import parse_page, select
from monitor.core.text.clip import clip_text
from monitor.core.text.html import html_to_text
from monitor.errors import ParseError
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import bs4
else:
    bs4 = lazy_module("bs4")

_LONGEST: Final = 200_000
_ARTICLE: Final = 400
_COMPARED: Final = 50_000
"""Characters of changed paragraphs up to which their sentences are looked for: that takes its time for each."""
_TRIED: Final = 20
"""Places of one sentence that are looked at: a page may say the same a thousand times."""
_SENTENCE_END: Final = re.compile(r"(?<=[。！？])|(?<=[.!?…:;])\s|\n")
_MARK: Final = re.compile(r"^(?:#{1,6}|•)\s")


def read_watch(document: SourceDocument) -> RawFeed:
    """The page as one entry whose id is its address; the main text where there is one, else all its text.

    With the selector ``item`` what it finds is all that is watched. Adverts are left out. ParseError when the page
    holds no text at all or not what ``item`` names, or a login or a captcha came instead.
    """
    text, url = document.text, document.url
    if (refusal := refusals.wall_error(text)) is not None:
        raise refusal
    page = parse_page(text)
    if without_adverts(page):
        text = str(page)
    if document.selectors is not None and document.selectors.item:
        return _watched_part(page, document.selectors.item, url)
    article = extract_article(text.encode("utf-8", "replace"), url=url, content_type="text/html; charset=utf-8")
    # A short page is all main text: extraction would take a lone list or table for furniture.
    main = article.text if len(article.text) >= _ARTICLE else clip_text(html_to_text(text), _LONGEST)
    if not main:
        raise ParseError(Reason("parse.no-text"))
    entry = RawEntry(
        guid=url, link=url, base=url, title=article.title or url, content=main, content_form="plain", lang=article.lang
    )
    return RawFeed(
        format="watch", path="page", title=article.title, link=url, lang=article.lang, entries=[entry], found=1
    )


def _watched_part(page: "bs4.BeautifulSoup", selector: str, url: str) -> RawFeed:
    """The texts of all elements that ``selector`` finds, in their order."""
    title = page.title.get_text() if page.title else ""
    found = select(page, selector, "item")
    outermost = [element for element in found if not any(other in element.parents for other in found)]
    texts = [text for element in outermost if (text := html_to_text(str(element)))]
    if not texts:
        raise ParseError(Reason("parse.no-elements", selector=selector, hint=Reason("parse.no-pattern")))
    main = clip_text("\n\n".join(texts), _LONGEST)
    entry = RawEntry(guid=url, link=url, base=url, title=title or url, content=main, content_form="plain")
    return RawFeed(format="watch", path="page", title=title, link=url, entries=[entry], found=1)


def changed_paragraphs(old: str, new: str) -> Sequence[str]:
    """The paragraphs of ``new`` that ``old`` does not have, in their order; moved ones are not changed.

    A paragraph that was there once and is there twice now has changed once. Case, spaces and the form of quotation
    marks do not count, and neither do numbers of views, ages, clocks, countdowns, tokens and labelled adverts, which
    change though nobody changed anything; prices, states and dates do. Nor does it where the page is divided into
    paragraphs: the same sentences in the same order are the same.
    """
    before = Counter(fold_paragraph(paragraph) for paragraph in split_paragraphs(old))
    changed = []
    for paragraph in split_paragraphs(new):
        folded = fold_paragraph(paragraph)
        if not folded:
            continue
        if before[folded] > 0:
            before[folded] -= 1
        else:
            changed.append(paragraph)
    if not changed or sum(map(len, changed)) > _COMPARED:
        return changed
    return _Sentences(old, left=before).without_divided(changed)


class _Sentences:
    """The sentences of a text in their order, of paragraphs that are not accounted for yet."""

    def __init__(self, text: str, *, left: Counter[str]) -> None:
        """``left``: how often each folded paragraph is not accounted for."""
        left = Counter(left)
        self._sentences: list[str] = []
        for paragraph in split_paragraphs(text):
            folded = fold_paragraph(paragraph)
            if left[folded] > 0:
                left[folded] -= 1
                self._sentences += _sentences_of(paragraph)
            elif self._sentences and self._sentences[-1]:
                self._sentences.append("")  # what stands around another paragraph does not follow each other
        self._places: dict[str, deque[int]] = defaultdict(deque)
        for place, sentence in enumerate(self._sentences):
            self._places[sentence].append(place)
        self._used: set[int] = set()

    def without_divided(self, paragraphs: Sequence[str]) -> Sequence[str]:
        """Those whose sentences did not stand one after the other in the text; each sentence stands for one only."""
        return [paragraph for paragraph in paragraphs if not self._take(_sentences_of(paragraph))]

    def _take(self, wanted: Sequence[str]) -> bool:
        places = self._places.get(wanted[0], deque()) if wanted else deque()
        while places and places[0] in self._used:
            places.popleft()
        for place in islice(places, _TRIED):
            span = range(place, place + len(wanted))
            if self._sentences[place : place + len(wanted)] == wanted and self._used.isdisjoint(span):
                self._used.update(span)
                return True
        return False


def _sentences_of(paragraph: str) -> list[str]:
    parts = _SENTENCE_END.split(_MARK.sub("", paragraph))
    return [folded for part in parts if part and (folded := fold_paragraph(part))]


def split_paragraphs(text: str) -> Sequence[str]:
    """The paragraphs of a text; every list item is one of its own."""
    parts: list[str] = []
    for block in text.split("\n\n"):
        lines = block.strip().split("\n")
        if any(line.startswith("• ") for line in lines):
            parts.extend(line for line in lines if line.strip())
        elif block.strip():
            parts.append(block.strip())
    return parts

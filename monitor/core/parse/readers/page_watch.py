"""``watch`` sources: the text of one page, and which of its paragraphs changed."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from monitor.core.change_detection.titles import without_ages, without_counters
from monitor.core.i18n.phrases import Reason
from monitor.core.parse import diagnose as refusals
from monitor.core.parse.article import extract_article
from monitor.core.parse.clean_entries import shorten_text
from monitor.core.parse.raw import RawEntry, RawFeed, SourceDocument
from monitor.core.text.html import html_to_text
from monitor.errors import ParseError

_LONGEST: Final = 200_000
_ARTICLE: Final = 400
_CLOCK: Final = (
    r"\d{1,2}[:：h]\d{2}(?:[:：]\d{2})?(?:[.,]\d{1,6})?(?:\s?[ap]\.?m\.?)?"
    r"(?:\s?(?:utc|gmt|z|[a-z]{3,4}|[+-]\d{2}:?\d{2}))?"
)
# "Last updated: 3 May 2026, 14:05", "Served in 0.12 s": when the page was made, not what it says. A day alone stays.
_MADE_AT: Final = re.compile(
    r"(?:(?:last|page|data|status)\s)?(?:updated?|refreshed|checked|generated|rendered|retrieved|loaded|as of"
    r"|current time|local time|server time|time now|it is now|stand|aktualisiert|mis à jour|actualizado|обновлено"
    r"|更新时间|更新于|更新時間|当前时间|服务器时间|现在时间|截至|最終更新|갱신)"
    r"(?![a-z])[^\d\n]{0,24}(?:\d{1,4}[^\n\d:]{1,14}){0,3}"
    + _CLOCK
    + r"|(?:in|took|within)\s\d{1,4}(?:[.,]\d{1,6})?\s?(?:ms|s|sec|seconds?|milliseconds?)\b",
    re.IGNORECASE,
)
_CLOCK_ALONE: Final = re.compile(rf"[\W_]{{0,8}}(?:{_CLOCK})[\W_]{{0,8}}", re.IGNORECASE)
_TOKEN: Final = re.compile(
    r"(?<![A-Za-z0-9_-])(?=[A-Za-z_-]{0,40}\d)(?=[\d_-]{0,40}[A-Za-z])[A-Za-z0-9_-]{20,200}(?![A-Za-z0-9_-])"
)


def read_watch(document: SourceDocument) -> RawFeed:
    """The page as one entry whose id is its address; the main text where there is one, else all its text.

    ParseError when the page holds no text at all, or a login or a captcha came instead.
    """
    text, url = document.text, document.url
    if (refusal := refusals.wall_error(text)) is not None:
        raise refusal
    article = extract_article(text.encode("utf-8", "replace"), url=url, content_type="text/html; charset=utf-8")
    # A short page is all main text: extraction would take a lone list or table for furniture.
    main = article.text if len(article.text) >= _ARTICLE else shorten_text(html_to_text(text), _LONGEST)
    if not main:
        raise ParseError(Reason("parse.no-text"))
    entry = RawEntry(
        guid=url, link=url, base=url, title=article.title or url, content=main, content_form="plain", lang=article.lang
    )
    return RawFeed(
        format="watch", path="page", title=article.title, link=url, lang=article.lang, entries=[entry], found=1
    )


def changed_paragraphs(old: str, new: str) -> Sequence[str]:
    """The paragraphs of ``new`` that ``old`` does not have, in their order; moved ones are not changed.

    A paragraph that was there once and is there twice now has changed once. Case and spaces do not count, and neither
    do numbers of views, ages, clocks and tokens, which change though nobody changed anything; prices, states and dates
    do.
    """
    before = Counter(_fold_paragraph(paragraph) for paragraph in split_paragraphs(old))
    changed = []
    for paragraph in split_paragraphs(new):
        folded = _fold_paragraph(paragraph)
        if not folded:
            continue
        if before[folded] > 0:
            before[folded] -= 1
        else:
            changed.append(paragraph)
    return changed


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


def _fold_paragraph(paragraph: str) -> str:
    """A paragraph without what runs on by itself: ages, counters, the time of day that it was made, tokens."""
    steady = without_counters(without_ages(_MADE_AT.sub(" ", _TOKEN.sub(" ", paragraph))))
    if _CLOCK_ALONE.fullmatch(steady.strip()):
        return ""
    return "".join(steady.casefold().split())

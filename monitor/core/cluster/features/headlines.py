"""Headlines and leads without what newsrooms hang on them, and round-ups told by their headlines."""

import re
from functools import lru_cache

from monitor.core.text.normalize import fold

LEAD = 700
"""Characters of text that are read: a report says what it reports at its beginning."""

_HUNG_ON = re.compile(
    r"^(?:热点精选|专题|视频|实时播报|独家|\(有片\)|有片|快讯|突发|最新|重磅|[|丨│:]|【[^】]{1,10}】|\[[^\]]{1,10}\]"
    r"|#\d{1,3}\s*[:.]|(?:breaking|exclusive|update\d?|opinion)\s*[:|-]|[^\s|丨:]{1,6}[|丨│]|\s)+"
    r"|[-—](?:[^\s-]{0,8}-)?\d+(?:小时|分钟|天)前$|\s+(?:\S{1,4}\s*)?\d+(?:小时|分钟|天)前$"
    r"|[|丨][^|丨]{0,6}(?:最前线|独家|快讯)$|\s-\s(?![^-]*\d)[^-]{2,24}$"
)
# Each begins with what it may begin with: to try all of it at each place takes several times as long.
_MARKUP = re.compile(r"(?=[!\[h*`>#•])(?:!?\[[^\]]{0,500}+\]\([^)]{0,2000}+\)|https?://\S+|[*`>#•])")
_BOILERPLATE = re.compile(
    r"(?=[\di获讯感提本相今封])(?:(?:(?:36氪|it之家)\s*+)?(?:获悉|(?<!\d)\d++\s*+月\s*+\d++\s*+日\s*+(?:上午|下午|晚间)?消息|讯)[,:]?|it之家注?:?"
    r"|感谢it之家网友.{0,30}线索投递!?|提示:内容由ai辅助创作,可能存在幻觉和错误。?|本文来自.{0,60}原文标题:《[^》]{0,300}+》"
    r"|相关链接:|今日热点导览|封面来源.*)"
)
# What one of the two before has in it, quicker to look for than the whole.
_SIGN_OF_MARKUP = re.compile(r"[*`>#•\[]")
_SIGN_OF_BOILERPLATE = re.compile("获悉|消息|讯|it之家|内容由ai|本文来自|相关链接|今日热点|封面来源")
_SEPARATOR = re.compile(r"[;；]")
_ROUND_UP_NAME = re.compile(
    r"^[^|丨]{0,4}(?:8点1氪|氪星晚报|早报|晚报|早知道|日报|周报|早安|晚间要闻|一周|要闻|午报|速览|盘点)[^|丨]{0,6}[|丨:]"
    r"|^(?:morning|evening|daily|weekly) (?:briefing|digest|round-?up|brew|news)",
)
_SENTENCE = re.compile(r".+?(?:[。！？!?]|\.(?=\s)|$)")
_BEGINNING = 200
_MANY = 3
_TITLE = 300
_ITEMS = 40


@lru_cache(maxsize=16)
def _fold_title(title: str) -> str:
    return fold(title).strip()


@lru_cache(maxsize=64)
def clean_title(title: str) -> str:
    """The folded headline itself: no tags, outlets or relative times around it."""
    folded = _fold_title(title[:_TITLE])
    return " ".join(_HUNG_ON.sub(" ", folded).split()) or folded


@lru_cache(maxsize=8)
def clean_lead(text: str) -> str:
    """The folded beginning of a text, without mark-up and set phrases."""
    folded = fold(text[: 2 * LEAD])
    if "http" in folded or _SIGN_OF_MARKUP.search(folded):
        folded = _MARKUP.sub(" ", folded)
    if _SIGN_OF_BOILERPLATE.search(folded):
        folded = _BOILERPLATE.sub(" ", folded)
    return " ".join(folded.split())[:LEAD]


def first_sentences(lead: str) -> str:
    """The first two sentences of a clean lead, at most 200 characters."""
    return "".join(_SENTENCE.findall(lead)[:2])[:_BEGINNING].strip()


def split_headlines(title: str) -> tuple[str, ...]:
    """The headlines in a round-up's title; none when it is no round-up."""
    folded = _fold_title(title[: _ITEMS * _TITLE])
    parts = [part for between in _SEPARATOR.split(folded) if (part := between.strip())]
    named = _ROUND_UP_NAME.match(folded)
    if not named and len(parts) < _MANY:
        return ()
    first = re.sub(r"^[^|丨]{0,12}[|丨]\s*", "", parts[0]) if named else parts[0]
    return tuple(part[:_TITLE] for part in (first, *parts[1:_ITEMS]) if part)

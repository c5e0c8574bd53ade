"""The names of a sentence, and whether reports write them: strict, for one may be left out but never be wrong."""

import re
from collections.abc import Collection, Iterable, Sequence

from monitor.core.calendar.weekdays import HAN_WEEKDAYS, WEEKDAYS
from monitor.core.model.languages import Language
from monitor.core.summary.languages import sentence_rules
from monitor.core.text.chinese_dictionary import chinese_dictionary
from monitor.core.text.normalize import fold

Known = Sequence[Sequence[str]]
"""Groups of names that mean one thing: where a report writes one of them, the sentence may write any."""

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.+'’][A-Za-z0-9]+)*")
_HAN_RUN = re.compile(r"[㐀-鿿]+")
_QUOTED = re.compile(r"[《「『“\"]([^》」』”\"]{1,60})[》」』”\"]")
_KATAKANA = re.compile(r"[ァ-ヴー・]{2,}")
_HOLDERS = re.compile(r"(?<![㐀-鿿])([㐀-鿿]{2,})(?:社|氏|省|庁)(?![㐀-鿿])")
_NOUNS = ("n", "j")
"""Kinds of words in jieba's dictionary: it takes 小米 and 苹果 for ordinary nouns, so every noun counts as a name."""
_COMMON = frozenset(
    """
    公司 产品 功能 用户 价格 团队 模型 版本 消息 时间 市场 业务 服务 平台 技术 行业 企业 新闻 报道 媒体 官方
    方面 时候 情况 内容 数据 项目 能力 工具 系统 问题 计划 活动 人员 视频 图片 文件 全球 国内
    海外 规模 水平 目标 效果 质量 速度 成本 时长 部分 全部 整体 目前 同时 此前 之后 期间 未来 今年
    去年 今日 日前 近日 首次 正式
    """.split()  # noqa: SIM905 - a page of words reads better than a page of quotes
)
"""Nouns that name nobody."""
_JOINERS = re.compile(r"[\s\-_·‧・.]+")
_OPENERS = frozenset(
    """
    a an the this that these those its their his her it they he she in on at after before with for from as since
    following according under over by and but new users developers customers researchers
    """.split()  # noqa: SIM905 - a page of words reads better than a page of quotes
)
_ORDINARY = frozenset({"ai", "i"})
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_CALENDAR: Known = (
    *((name, name[:3], f"{number}月") for number, name in enumerate(_MONTHS, 1)),
    *(
        (day.capitalize(), day[:3].capitalize(), f"周{han}", f"星期{han}")
        for day, han in zip(WEEKDAYS, HAN_WEEKDAYS, strict=True)
    ),
)


def unknown_name(sentence: str, texts: Sequence[str], known: Known, language: Language) -> str:
    """The first name of ``sentence`` that no text writes; empty when they write them all."""
    written = fold("\n".join(texts))
    allowed = written + "\n" + fold("\n".join(_meant_names(written, (*known, *_CALENDAR))))
    bones = _JOINERS.sub("", allowed)
    words = frozenset(_latin_forms(allowed))
    for name in _latin_names(sentence, language):
        folded = fold(name)
        if not (
            words & set(_latin_forms(folded)) or (any(map(str.isdigit, folded)) and _JOINERS.sub("", folded) in bones)
        ):
            return name
    for name in _han_names(sentence, language):
        if _JOINERS.sub("", fold(name)) not in bones:
            return name
    return ""


def _meant_names(written: str, groups: Known) -> Iterable[str]:
    for group in groups:
        if any(name and _stands_in_text(fold(name), written) for name in group):
            yield from group


def _stands_in_text(name: str, written: str) -> bool:
    before = r"(?<![a-z0-9])" if name[0].isascii() else ""
    after = r"(?![a-z0-9])" if name[-1].isascii() else ""
    return re.search(f"{before}{re.escape(name)}{after}", written) is not None


def _latin_forms(folded: str) -> Iterable[str]:
    """Every Latin word, and what is left of it without a possessive or a plural's s."""
    for word in _LATIN.findall(folded):
        bare = re.sub(r"['’]s?$", "", word)
        yield bare
        yield bare.removesuffix("s") if len(bare) > 3 else bare


def _latin_names(sentence: str, language: Language) -> Iterable[str]:
    """In Chinese or Japanese every Latin word is one; in English those with a capital or a digit."""
    every = sentence_rules(language).names != "capitals"
    for place, found in enumerate(_LATIN.finditer(sentence)):
        word = re.sub(r"['’]s?$", "", found[0])
        if word.casefold() in _ORDINARY:
            continue
        marked = word != word.lower() or any(map(str.isdigit, word))
        opener = place == 0 and found.start() == 0 and word.casefold() in _OPENERS
        if (marked and not opener) or every:
            yield word


def _han_names(sentence: str, language: Language) -> Iterable[str]:
    rules = sentence_rules(language)
    if rules.names == "capitals":
        yield from _HAN_RUN.findall(sentence)
        return
    for quoted in _QUOTED.findall(sentence):
        yield from _HAN_RUN.findall(quoted)
    if rules.names == "script":
        yield from _script_names(sentence, rules.common)
        return
    for word, kind in chinese_dictionary().tag(sentence):
        if len(word) > 1 and word not in _COMMON and _HAN_RUN.fullmatch(word) and _may_name(word, str(kind)):
            yield word


def _script_names(sentence: str, common: Collection[str]) -> Iterable[str]:
    """What Japanese sets apart: katakana, and the kanji before "社", "氏" and their kin."""
    for word in _KATAKANA.findall(sentence):
        # Two words joined by a dot are two; a plural or a long vowel at the end makes no other word.
        yield from (part for part in word.split("・") if len(part) > 1 and part.rstrip("ー") not in common)
    yield from _HOLDERS.findall(sentence)


def _may_name(word: str, kind: str) -> bool:
    """Nouns, and what no dictionary has: new names are made of such words."""
    return kind.startswith(_NOUNS) or (kind != "m" and not chinese_dictionary().has_word(word))

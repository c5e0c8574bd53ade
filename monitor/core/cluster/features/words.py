"""The words of a folded text, one word for one meaning, and how much each says."""

import re
import zlib
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from itertools import chain, pairwise

from monitor.core.cluster.features.bilingual import NAMES, WORDS
from monitor.core.cluster.features.common_words import COMMON_WORDS, WEIGHT
from monitor.core.cluster.features.tokens import korean_noun, read_words, stem_word
from monitor.core.cluster.features.word_frequencies import BANDS
from monitor.core.text.chinese_dictionary import chinese_dictionary
from monitor.core.text.languages import FUNCTION_WORDS

# Words by which two newsrooms report one thing. Only sets that hold in any news; names of companies in both languages.
_CONCEPTS = """
    去世 逝世 病逝 离世 讣告 辞世 身亡 遇难 死亡 坠亡 dies died
    拟 将 考虑 筹建 筹备 探索 准备 有望 预计
    出售 售卖 销售 卖
    涨价 提价 上涨 上调
    降价 下调 下跌 降幅 下降 折扣 优惠
    称 表示 透露 披露 澄清 says said
    不实 辟谣 捏造
    动工 开工 开建
    启动 启用 开启 开始 实施 执行 施行 生效
    突破 超 超过 破
    创办 创立 成立 创业
    批评 批 谴责 抨击 驳斥
    达成 合同
    注资
    退出
"""
_CONCEPT = {
    stem_word(word): stem_word(line.split()[0])
    for line in f"{_CONCEPTS.strip()}\n{NAMES.strip()}\n{WORDS.strip()}".splitlines()
    for word in line.split()
}
_WITH_CONCEPT, _NO_WORDS = frozenset(_CONCEPT), frozenset[int]()
_PARTICLES = frozenset(
    """
    的 了 在 和 与 及 是 已 被 把 对 为 从 等 也 都 就 又 而 向 于 以 其 该 此 这 那 之 可 或 并 但 让 中 上 下
    个 家 位 名 据 日 月 年 元 时 小时 分钟 今日 今天 昨日 昨天 近日 目前
    """.split()  # noqa: SIM905 - a page of words reads better than a page of quotes
)
_GRAMMAR = {language: frozenset(map(stem_word, words)) for language, words in FUNCTION_WORDS.items()}
_SAY_NOTHING = {language: _PARTICLES | words for language, words in _GRAMMAR.items()}
_LATIN = re.compile(r"[a-z][a-z0-9]+(?:\.\d+)*")
_HANGUL = re.compile(r"[가-힣]{2,}")
# All that its dictionary holds of other scripts; 32 MB are loaded to ask it.
_IN_DICTIONARY = re.compile(r"[\u2e80-\u2fdf\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|c\+\+|c#")
_NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz"})
_COMPANY = re.compile(
    "阿里|腾讯|百度|字节|华为|小米|快手|抖音|京东|美团|网易|微信|滴滴|拼多多|哔哩哔哩|小红书|携程|荣耀|联想|中兴|比亚迪|蔚来|理想|小鹏|极氪|吉利"
    "|奇瑞|长安|特斯拉|谷歌|微软|苹果|英伟达|英特尔|高通|三星|亚马逊|甲骨文|索尼|智谱|月之暗面|阶跃星辰|科大讯飞|商汤|寒武纪|海光|摩尔线程|昇腾"
    "|火山引擎|蚂蚁|宇树|优必选"
)
_HAN_NAMES = [word for word in NAMES.split() if len(word) > 1 and "\u3400" <= word[0] <= "\u9fff"]
_KNOWN_NAME = re.compile("|".join(sorted({*_COMPANY.pattern.split("|"), *_HAN_NAMES}, key=len, reverse=True)))
_LACKS_LITTLE = 0.34
HAN = re.compile(r"[㐀-鿿]")


@lru_cache(maxsize=64)
def concepts_of(folded: str, language: str = "") -> frozenset[int]:
    """Hashes (32 bits) of the meanings of a folded text's words, without function words and bare numbers."""
    words = set(read_words(folded, language))
    if language == "ko":  # A known name counts whole, besides its syllables.
        words.update(noun for run in _HANGUL.findall(folded) if (noun := korean_noun(run)) in _CONCEPT)
    else:
        # The segmenter takes apart names that its dictionary lacks.
        words.update(_KNOWN_NAME.findall(folded))
    words -= _SAY_NOTHING.get(language or "en", _PARTICLES)
    with_twins = words & _WITH_CONCEPT
    words -= with_twins
    return _hash_words({*words, *map(_CONCEPT.__getitem__, with_twins)})


def _hash_words(words: Collection[str]) -> frozenset[int]:
    """What ``concept_of`` makes of words that are their own concepts: encoded all at once, as none has a line end."""
    return frozenset(map(zlib.crc32, "\n".join(words).encode("utf-8", "replace").split(b"\n"))) if words else _NO_WORDS


def concepts_of_report(title: str, lead: str, language: str = "") -> frozenset[int]:
    """The same of a title with a lead behind it: nothing that tells a word reaches over the space between them."""
    if HAN.search(title) and HAN.search(lead):
        chinese_dictionary().expect(f"{title} {lead}")
    return concepts_of(title, language) | concepts_of(lead, language)


def bridging_concepts(folded: str, language: str = "") -> tuple[frozenset[int], frozenset[int]]:
    """What another language may have, too: names (in Latin letters, or known in both), and words known in both."""
    known = concepts_of(folded, language)
    words = {_CONCEPT.get(word, word) for word in (*read_words(folded, language), *_KNOWN_NAME.findall(folded))}
    names = frozenset(concept_of(word) for word in words - _twin_words() if word.isascii())
    return names & known, frozenset(concept_of(word) for word in words & _twin_words()) & known


def latin_phrases(folded: str) -> frozenset[int]:
    """Hashes of words in Latin letters that stand side by side, but for function words."""
    found = [(match[0], match.start(), match.end()) for match in _LATIN.finditer(folded)]
    return frozenset(
        zlib.crc32(f"{stem_word(first)} {stem_word(second)}".encode())
        for (first, _, end), (second, start, _) in pairwise(found)
        if start - end == 1 and not {stem_word(first), stem_word(second)} & _GRAMMAR["en"]
    )


@cache
def _twin_words() -> frozenset[str]:
    """The first forms of the words that are known in two languages."""
    return frozenset(_CONCEPT[stem_word(line.split()[0])] for line in WORDS.strip().splitlines())


@lru_cache(maxsize=8192)
def concept_of(word: str) -> int:
    """The hash of what a word means."""
    return _hash_concept(word)


def _hash_concept(word: str) -> int:
    return zlib.crc32(_CONCEPT.get(word, word).encode("utf-8", "replace"))


def proper_names(folded: str) -> frozenset[str]:
    """People, places and bodies that the segmenter's dictionary knows or guesses, and companies that it does not."""
    known = _KNOWN_NAME.findall(folded)
    if not _IN_DICTIONARY.search(folded):
        return frozenset(known)
    tagged = {word for word, tag in chinese_dictionary().tag(folded, shortest=2) if tag in _NAME_TAGS}
    return frozenset(tagged.union(known))


@cache
def lacks_of_words() -> dict[int, float]:
    """By how much each common word counts less than a rare one."""
    lacks: dict[int, float] = {}
    # Thousands of words that nobody may ask for again: past the caches, and one number for all that lack as much.
    stem = stem_word.__wrapped__
    lack = 1.0 - WEIGHT
    for words in COMMON_WORDS.values():
        lacks.update((_hash_concept(stem(word)), lack) for word in words.split())
    for weight in sorted(BANDS, reverse=True):  # Of two words of one meaning the commoner one counts.
        lack = 1.0 - weight
        lacks.update((_hash_concept(word), lack) for word in BANDS[weight].split())
    return lacks


def weight_of(words: frozenset[int]) -> float:
    """How much words say, each of them once: a rare word counts 1."""
    lacks = lacks_of_words()
    return len(words) - sum([lacks[word] for word in words & lacks.keys()])


def telling_words(words: frozenset[int]) -> frozenset[int]:
    """The words that say at least two thirds of what a rare one says."""
    lacks = lacks_of_words()
    return frozenset(word for word in words if lacks.get(word, 0.0) <= _LACKS_LITTLE)


def rare_words(words: frozenset[int]) -> frozenset[int]:
    """The words that are not common in the news."""
    return words - (words & lacks_of_words().keys())


def rare_names(names: Iterable[str], others: Iterable[str]) -> frozenset[int]:
    """What these names mean, of those that the news do not have every day."""
    return rare_words(frozenset(map(concept_of, chain(names, others))))

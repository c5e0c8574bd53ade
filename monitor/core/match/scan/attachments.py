"""What scripts write onto a name without a space: letters of Arabic, Hebrew and Ethiopic, particles and nouns."""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from monitor.core.match.scan.dictionaries import words_beginning, words_of
from monitor.core.match.scan.kinds import (
    KATAKANA_KINDS,
    KOREAN_KINDS,
    KOREAN_PARTICLES,
)
from monitor.core.match.scan.names import (
    Name,
)
from monitor.core.text.fold_tables import without_accent

_LONGEST_TAIL = 24
_ARABIC_PREFIX = re.compile(r"^[وف]?[بلكس]?(?:ال)?$|^[وف]?لل$")
_HEBREW_PREFIX = re.compile(r"^ו?(?:ש|כש|מש|לכש)?[הבלכמ]?ה?$")
_ETHIOPIC_PREFIX = re.compile(r"^(?:በ|ለ|የ|ከ|ስለ|እንደ|እስከ|ያለ|በየ|ለየ|ከነ|እነ|ብ|ን)$")
"""In, for, of, from, about, as, until and without in Amharic, in and of in Tigrinya."""
_ETHIOPIC_SUFFIX = re.compile(r"^(?:ን|ም|ና|ንም|ንና|ስ|ኮ)$")
"""The object, and "too", "and", "as for"."""
_ECLIPSED = frozenset(
    [("m", "b"), ("g", "c"), ("n", "d"), ("bh", "f"), ("n", "g"), ("b", "p"), ("d", "t"), ("t", "s")]
    + [(sound, vowel) for sound in "nht" for vowel in "aeiou"]
)
_SHORTEST_PREFIXED = 3
_SHORTEST_ETHIOPIC = 2
"""Each of its characters is a whole syllable: ጋዛ (Gaza)."""
_RARE_PREFIXES = frozenset("فكس")
_LONG_KOREAN = 3
_LIKE_KOREAN = re.compile("적(?:인|이고|이다|으로|이|)|스(?:럽|러|레).{0,4}")
"""的 and -스럽- make an adjective of an everyday word (현대적인, modern; 부산스러운, restless), never of a name."""
_KOREAN_FORMS = frozenset(
    {"메타", "미니", "메가", "마이크로", "슈퍼", "나노", "바이오", "에코", "사이버", "네오", "오토"}
)
"""What begins compounds, as ``COMBINING_FORMS``: 메타버스 is no bus of Meta's."""
_MAKE_WORDS = frozenset("인사")
"""Person and history, or company: 현대인 and 현대사 are words of their own, whatever 현대 makes."""
_COMMON_PART = 3e-6
"""Share of all words of the nouns that the known compounds of a name are made of (롯데|월드)."""
_STATION = "역"
_HEAD = "장"
_CALLED_BY = _STATION + _HEAD
_BODIES = (
    "은행",
    "병원",
    "대학교",
    "대학",
    "연구원",
    "연구소",
    "협회",
    "위원회",
    "공사",
    "공단",
    "재단",
    "법원",
    "시의회",
)
"""Bodies whose head is called so: 우리은행장."""
_DISTRICTS = "시군구도"
"""City, county, district and province: 수원시 is in the list of words, 삼성시 is not."""
_SHORTEST_KATAKANA = 3
_KATAKANA_VERBS = frozenset({"アップ", "ダウン", "アウト", "オフ", "オーバー"})
"""What makes a word of daily language of the one before it: ラインアップ is a line-up."""
_KATAKANA_FORMS = frozenset(
    {"メタ", "ミニ", "メガ", "マイクロ", "スーパー", "ナノ", "バイオ", "エコ", "サイバー", "ネオ", "オート"}
)


def takes_prefix(char: str) -> bool:
    """Is the character of a script that writes prepositions onto a word: Hebrew, Arabic, Ethiopic?"""
    return "\u0590" <= char <= "\u06ff" or is_ethiopic(char)


def is_ethiopic(char: str) -> bool:
    """True for a syllable of Amharic and Tigrinya."""
    return "\u1200" <= char <= "\u135a"


def is_ethiopic_suffix(rest: str, name: Name) -> bool:
    """May this follow a name in one word of Amharic: ጋዛን, bombed Gaza?"""
    return len(name.compact) >= _SHORTEST_ETHIOPIC and bool(_ETHIOPIC_SUFFIX.match(rest))


def is_eclipsed(prefix: str, first: str) -> bool:
    """Is a name's first letter eclipsed, as Irish does behind "in" and "of": i nGaillimh, na hÉireann, i mBaile?"""
    return (prefix, without_accent(first)) in _ECLIPSED


def is_attached_prefix(prefix: str, name: Name) -> bool:
    if prefix and is_ethiopic(prefix[0]):
        return len(name.compact) >= _SHORTEST_ETHIOPIC and bool(_ETHIOPIC_PREFIX.match(prefix))
    if not prefix or len(name.compact) < _SHORTEST_PREFIXED:
        return False
    if len(name.compact) == _SHORTEST_PREFIXED and _RARE_PREFIXES & set(prefix):
        return False  # Karim is not like Rim.
    return bool(_ARABIC_PREFIX.match(prefix) or _HEBREW_PREFIX.match(prefix))


def tail_after(text: str, end: int, belongs: Callable[[str], bool]) -> str:
    last = end
    while last < min(len(text), end + _LONGEST_TAIL) and belongs(text[last]):
        last += 1
    return text[end:last]


@cache
def _korean_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    particles = f"(?:{KOREAN_PARTICLES})"
    return (
        re.compile(rf"{particles}{{0,3}}"),
        re.compile(rf"(?:{'|'.join(sorted(KOREAN_KINDS.split('|'), key=len, reverse=True))}){{1,2}}{particles}{{0,3}}"),
    )


def is_korean_tail(rest: str, name: str) -> bool:
    """May this follow a name in one word: particles, the word for its kind, another noun that makes a compound?

    A compound that the dictionary has as a word of its own (라인업) is that word; so is one with a single syllable.
    """
    if _LIKE_KOREAN.fullmatch(rest):
        return False
    particles, kinds = _korean_patterns()
    if rest[:1] in _MAKE_WORDS and particles.fullmatch(rest[1:]) and name + rest[0] in words_of("ko"):
        return False
    if particles.fullmatch(rest) or kinds.fullmatch(rest):
        return True
    if rest[0] in _CALLED_BY and particles.fullmatch(rest[1:]):
        return name.endswith(_BODIES) if rest[0] == _HEAD else _is_korean_town(name)
    if name in _KOREAN_FORMS:
        return False
    known = words_of("ko")
    for last in range(len(rest), 1, -1):
        noun = rest[:last]
        if name + noun in known:
            continue
        if len(name) >= _LONG_KOREAN and particles.fullmatch(rest[last:]):
            return True
        if noun in known and _are_korean_nouns(rest[last:]):
            return True
    return len(rest) > 1 and _begins_no_word(name)


def _is_korean_town(name: str) -> bool:
    """Is it a town by the list? Its station is called by it and lies in it; 삼성역 is called by a part of Seoul."""
    known = words_of("ko")
    return any(name + district in known for district in _DISTRICTS)


def _are_korean_nouns(rest: str) -> bool:
    """Further nouns that a compound is made of (국제|영화제), or only particles."""
    particles, kinds = _korean_patterns()
    if particles.fullmatch(rest) or kinds.fullmatch(rest):
        return True
    known = words_of("ko")
    return any(rest[:last] in known and _are_korean_nouns(rest[last:]) for last in range(len(rest), 1, -1))


@lru_cache(maxsize=1024)
def _begins_no_word(name: str) -> bool:
    """Has the list no other word that begins like the name? Then a new one that does is the name's: 쿠팡이츠.

    Where all that begin so go on with a common noun of two syllables or more (롯데월드, but not 라인업), they are the
    name's as well.
    """
    particles, kinds = _korean_patterns()
    known = words_of("ko")
    return len(name) > 1 and all(
        particles.fullmatch(rest := word[len(name) :])
        or kinds.fullmatch(rest)
        or (len(rest) > 1 and known.get(rest) >= _COMMON_PART)
        for word in words_beginning(name, "ko")
    )


def is_katakana_tail(rest: str, name: str) -> bool:
    """The same for a run of katakana: ソニーグループ and イオンモール, but not インドネシア."""
    if rest.startswith(tuple(KATAKANA_KINDS.split("|"))):
        return True
    if rest in _KATAKANA_VERBS or name in _KATAKANA_FORMS:
        return False
    known = words_of("ja")
    return any(
        rest[:last] in known and name + rest[:last] not in known and _are_katakana_nouns(rest[last:])
        for last in range(len(rest), _SHORTEST_KATAKANA - 1, -1)
    )


def _are_katakana_nouns(rest: str) -> bool:
    """Further words that the name of a house is made of (マーケティング|ジャパン)."""
    if not rest or rest in KATAKANA_KINDS.split("|"):
        return True
    known = words_of("ja")
    lasts = range(len(rest), _SHORTEST_KATAKANA - 1, -1)
    return any(rest[:last] in known and _are_katakana_nouns(rest[last:]) for last in lasts)

"""What scripts write onto a name without a space: Arabic and Hebrew letters before it, particles and nouns after it."""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from monitor.core.match.scan.dictionaries import words_of
from monitor.core.match.scan.kinds import (
    KATAKANA_KINDS,
    KOREAN_KINDS,
    KOREAN_PARTICLES,
)
from monitor.core.match.scan.names import (
    Name,
)

_LONGEST_TAIL = 24
_ARABIC_PREFIX = re.compile(r"^[وف]?[بلكس]?(?:ال)?$|^[وف]?لل$")
_HEBREW_PREFIX = re.compile(r"^ו?(?:ש|כש|מש|לכש)?[הבלכמ]?ה?$")
_SHORTEST_PREFIXED = 3
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
_SHORTEST_KATAKANA = 3
_KATAKANA_VERBS = frozenset({"アップ", "ダウン", "アウト", "オフ", "オーバー"})
"""What makes a word of daily language of the one before it: ラインアップ is a line-up."""
_KATAKANA_FORMS = frozenset(
    {"メタ", "ミニ", "メガ", "マイクロ", "スーパー", "ナノ", "バイオ", "エコ", "サイバー", "ネオ", "オート"}
)


def is_attached_prefix(prefix: str, name: Name) -> bool:
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


def _are_korean_nouns(rest: str) -> bool:
    """Further nouns that a compound is made of (국제|영화제), or only particles."""
    particles, kinds = _korean_patterns()
    if particles.fullmatch(rest) or kinds.fullmatch(rest):
        return True
    known = words_of("ko")
    return any(rest[:last] in known and _are_korean_nouns(rest[last:]) for last in range(len(rest), 1, -1))


@lru_cache(maxsize=1024)
def _begins_no_word(name: str) -> bool:
    """Has the list no other word that begins like the name? Then a new one that does is the name's: 쿠팡이츠."""
    particles, kinds = _korean_patterns()
    return len(name) > 1 and all(
        particles.fullmatch(rest := word[len(name) :]) or kinds.fullmatch(rest)
        for word in words_of("ko")
        if word.startswith(name)
    )


def is_katakana_tail(rest: str, name: str) -> bool:
    """The same for a run of katakana: ソニーグループ and イオンモール, but not インドネシア."""
    if rest.startswith(tuple(KATAKANA_KINDS.split("|"))):
        return True
    if rest in _KATAKANA_VERBS or name in _KATAKANA_FORMS:
        return False
    known = words_of("ja")
    return len(rest) >= _SHORTEST_KATAKANA and rest in known and name + rest not in known

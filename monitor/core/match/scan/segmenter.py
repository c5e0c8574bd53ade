"""Chinese word boundaries: is 可灵 here a name, or the end of one word and the start of another?

Only the few characters around a hit are looked at. A dictionary word that straddles an edge of the name (可|灵活) makes
the hit doubtful; then the best way to cut the window with the name as one word competes with the best way without it.
"""

import math
import re
from collections.abc import Callable, Container
from functools import cached_property, lru_cache

from typing_extensions import override

from monitor.core.match.scan.after_han import (
    COMPLEMENTS,
    FUNCTION_CHARACTERS,
    begins_word,
    is_kind,
    longer_person,
    road_called_by,
)
from monitor.core.match.scan.dictionaries import words_of
from monitor.core.match.scan.kinds import CHINESE_BODIES, CHINESE_KINDS, JAPANESE_DERIVED
from monitor.core.match.scan.names import is_han
from monitor.core.text.chinese_dictionary import chinese_dictionary
from monitor.core.text.likely_words import Weighed, best_path
from monitor.core.text.normalize import fold
from monitor.values import dataclass

_TOTAL = 60_101_967
"""Sum of the frequencies in jieba's dictionary."""
_LONGEST = 5
_WINDOW = 4
_BOUND = 0.2
"""Frequency of a content morpheme of the name that is left standing alone (梦 in 随即|梦): next to never a word."""
_SURE = 2.0
"""Log-odds from which the cut is believed; in between, evidence has to decide."""
_DIGITS = frozenset("0123456789〇零一二三四五六七八九十百千万亿两几数多余")
_UNITS = frozenset("万亿千百")
_SINGLE = 1.0
_PLACE = "ns"
"""The dictionary's tag of places."""
_NO_PERSONS = ("ns", "nt", "nz", "j")
"""Its tags of places, bodies, other names and short forms of names: 武汉 is nobody's given name."""
_PERSON = "nr"
_PROPER = (*_NO_PERSONS, _PERSON)
_PHRASE = "i"
"""Its tag of idioms."""
_SIDE = "方面"
"""Behind a name, "those of": 京东方面回应 is of 京东 as long as nothing else begins with 面 (京东方|面板)."""
_VERB = "v"
_SHAPES = 512
"""Windows of so many shapes are known: up to four characters on either side of a name, and its own length."""
_SHORTEST_PART = 2
_ONLY_HAN = re.compile("[\u3400-\u9fff]*")
_KEPT = 16_384
"""Words whose entry is kept: the same few stand beside names again and again."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How the window is best cut. ``odds`` > 0 speaks for the name; ``rival`` are the words of the best other cut."""

    odds: float
    rival: tuple[str, ...] = ()
    number_unit: bool = False

    @property
    def believed(self) -> bool:
        """The name stands as a word of its own."""
        return self.odds >= _SURE

    @property
    def refused(self) -> bool:
        """The name is no word here."""
        return self.odds <= -_SURE


CLEAR = Cut(math.inf)


class Words:
    """The dictionary with its frequencies, loaded when a Chinese word is first asked for and only ever read.

    Names are not added to it: the lattice knows the one name it judges, so no topic can change another's result.
    """

    def __init__(self) -> None:
        self._jieba = chinese_dictionary()

    def has(self, word: str) -> bool:
        """Is it in the dictionary?"""
        return bool(self._jieba.has_word(word))

    def words_in(self, text: str) -> Container[str]:
        """Those words of the dictionary that stand in a text of Han characters, of two and more."""
        # Asked for once: to look up each piece of a window takes six times as long.
        return frozenset(self._jieba.cut_all(text)) if _ONLY_HAN.fullmatch(text) else _WordLookup(self.has)

    def frequency(self, word: str) -> int:
        """How often the dictionary's corpus has this word; 0 = it is none."""
        return _chinese_frequency(word)

    def tag(self, word: str) -> str:
        """The dictionary's tag of a word (n, v, nr, ns …); empty for a text that it takes apart."""
        return _chinese_tag(word)

    def is_person(self, word: str) -> bool:
        """Has the dictionary it as a person's name?"""
        return self.tag(word).startswith(_PERSON)

    def split(self, text: str) -> list[str]:
        """The words of a text as the dictionary cuts it."""
        return list(self._jieba.cut(text))

    def suggested(self, name: str) -> int:
        """The frequency at which a name stands up to the words it is made of."""
        return _suggested_frequency(name)

    def cut(self, before: str, name: str, after: str, *, japanese: bool = False) -> Cut:
        """Judge the name between the Han characters that stand directly before and after it."""
        return (self._japanese if japanese else self).judge(before, name, after)

    @cached_property
    def _japanese(self) -> "Words":
        return JapaneseWords()

    def judge(self, before: str, name: str, after: str) -> Cut:
        """The same, by this dictionary."""
        before, after = before[-_WINDOW:], after[:_WINDOW]
        if before and before[-1] in _DIGITS and name[0] in _UNITS:
            return Cut(-math.inf, (before[-1] + name[0],), number_unit=True)
        left, right = before, after
        while left and not is_han(left[0]):
            left = left[1:]
        if not left and not right:
            return CLEAR
        known = self.words_in(left + name + right)
        if right.startswith(_SIDE) and right[1:3] not in known:
            right = ""
        text = left + name + right
        start, end = len(left), len(left) + len(name)
        person = "" if self.tag(name).startswith(_NO_PERSONS) else longer_person(name, right, known)
        if longer := person or road_called_by(name, right, known) or self._set_phrase(name, right, known):
            return Cut(-math.inf, (longer,))
        if right[:1] in COMPLEMENTS and self.tag(name).startswith(_VERB) and not begins_word(right, known):
            return Cut(0.0, (name + right[0],))
        if not self._straddled(text, start, end, known):
            return CLEAR
        words = self._weighed_words(text, start, end, known)
        without = best_path(len(text), words)
        # What is before the name is cut as well with it as without it.
        named = without.scores[start] + math.log(self.suggested(name) / _TOTAL)
        with_name = best_path(len(text), [word for word in words if word[0] >= end], begin=end, score=named)
        near = tuple(text[first:last] for first, last in reversed(without.words()) if first < end and last > start)
        if "".join(near) == name and min(map(len, near)) > 1:
            return CLEAR  # 南方|航空 is cut where 南方航空 is.
        return Cut(with_name.scores[-1] - without.scores[-1], near)

    def _straddled(self, text: str, start: int, end: int, known: Container[str]) -> bool:
        """Does a dictionary word cross an edge of the name, or hold it inside?"""
        for first, last in _crossing_places(len(text), start, end):
            if text[first:last] in known and not _parts_at_edge(text, (first, last), (start, end), known):
                of_kind = first == start and self._is_own(text[first:last], text[start:end], known)
                if not of_kind and not (last == end and self._is_place(text[first:start])):
                    return True
        return False

    def _set_phrase(self, name: str, after: str, known: Container[str]) -> str:
        """A set phrase that begins like the everyday word that the name is, too: 平安无事 is not of 平安."""
        for last in range(len(after), 1, -1):
            word = name + after[:last]
            if word in known and self.tag(word) == _PHRASE and not self.tag(name).startswith(_PROPER):
                return word
        return ""

    def _is_own(self, word: str, name: str, known: Container[str]) -> bool:
        """Is a word that begins with the name the name as well, with its kind or a Japanese given name (安倍晋三)?"""
        if is_kind(word[len(name) :], known):
            return True
        if not self.is_person(word):
            return False
        # 石破 is no other word; of four characters (安倍晋三) two are the family's. 平安夜 is no person.
        is_longer = len(word) - len(name) >= _SHORTEST_PART
        return self.is_person(name) and is_longer if self.has(name) else len(name) >= _SHORTEST_PART

    def _is_place(self, before: str) -> bool:
        """Does this say where the name is at home (中国|联通)? Then the two together are the name as well."""
        return len(before) > 1 and self.tag(before) == _PLACE

    def _weighed_words(self, text: str, start: int, end: int, known: Container[str]) -> list[Weighed]:
        """Every word that the text may be cut into, in text order; the name itself is not among them."""
        words: list[Weighed] = []
        frequency = self.frequency
        for first, char in enumerate(text):
            single = max(float(frequency(char)), _SINGLE)
            left_over = start <= first < end and char not in FUNCTION_CHARACTERS and char not in _UNITS
            words.append((first, first + 1, math.log((min(single, _BOUND) if left_over else single) / _TOTAL)))
            for last in range(first + 2, min(len(text), first + _LONGEST) + 1):
                word = text[first:last]
                if word not in known or _parts_at_edge(text, (first, last), (start, end), known):
                    continue
                own = first == start and (last == end or (last > end and self._is_own(word, text[start:end], known)))
                if not own and not (last == end and first < start and self._is_place(text[first:start])):
                    words.append((first, last, math.log(frequency(word) / _TOTAL)))
        return words


def _parts_at_edge(text: str, word: tuple[int, int], name: tuple[int, int], known: Container[str]) -> bool:
    """Is the word made of two that meet where the name ends, or begins: 长城汽车|销量, whose 汽车销量 is a word, too?

    A body is told by both: 中国人民|银行 is not of 中国人民. A single character that says what the name is has no other
    reading with the end of it: 人民日报|社, whose 日报社 is a word.
    """
    first, last = word
    start, end = name
    edge = end if start < first < end < last else start if first < start < last < end else 0
    if edge == end and edge - first >= _SHORTEST_PART and text[edge:last] in CHINESE_KINDS:
        return text[first:edge] in known
    if min(edge - first, last - edge) < _SHORTEST_PART:
        return False
    return text[first:edge] in known and text[edge:last] in known and text[edge:last] not in CHINESE_BODIES


class _WordLookup:
    """Stands for the words of a text that is not of Han characters alone."""

    def __init__(self, has: Callable[[str], bool]) -> None:
        self._has = has

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._has(word)


@lru_cache(maxsize=_SHAPES)
def _crossing_places(length: int, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Where in a text of this length words may stand that cross an edge of the name in it, or hold it inside."""
    return tuple(
        (first, last)
        for first in range(max(0, end - _LONGEST), end)
        for last in range(max(first + 2, start + 1), min(length, first + _LONGEST) + 1)
        if first < start < last or first < end < last
    )


@lru_cache(maxsize=_KEPT)
def _chinese_frequency(word: str) -> int:
    return max(int(chinese_dictionary().suggest_freq(word)) - 1, 1) if chinese_dictionary().has_word(word) else 0


@lru_cache(maxsize=_KEPT)
def _suggested_frequency(name: str) -> int:
    return max(int(chinese_dictionary().suggest_freq(name)), 2)


@lru_cache(maxsize=_KEPT)
def _chinese_tag(word: str) -> str:
    tagged = chinese_dictionary().tag(word)
    return str(tagged[0][1]) if len(tagged) == 1 else ""


class JapaneseWords(Words):
    """The same for Japanese: its own dictionary, which writes words that Chinese has not (音楽, 極楽)."""

    def __init__(self) -> None:
        self._share = words_of("ja")

    @override
    def has(self, word: str) -> bool:
        return word in self._share

    @override
    def words_in(self, text: str) -> Container[str]:
        return self._share

    @override
    def frequency(self, word: str) -> int:
        share = self._share.get(word)
        return max(int(share * _TOTAL), 1) if share else 0

    @override
    def tag(self, word: str) -> str:
        return ""  # The words of this dictionary have no tags.

    @override
    def suggested(self, name: str) -> int:
        return max(self.frequency(name), 2)

    @override
    def judge(self, before: str, name: str, after: str) -> Cut:
        derived = next((ending for ending in map(fold, JAPANESE_DERIVED) if after.startswith(ending)), "")
        if derived:
            return Cut(-math.inf, (name + derived,))
        return super().judge(before, name, after)

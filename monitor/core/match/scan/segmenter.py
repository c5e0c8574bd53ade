"""Chinese word boundaries: is 可灵 here a name, or the end of one word and the start of another?

Only the few characters around a hit are looked at. A dictionary word that straddles an edge of the name (可|灵活) makes
the hit doubtful; then the best way to cut the window with the name as one word competes with the best way without it.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.match.scan.names import is_han
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import rjieba
else:
    rjieba = lazy_module("rjieba")

_TOTAL = 60_101_967
"""Sum of the frequencies in jieba's dictionary."""
_LONGEST = 5
_WINDOW = 4
_BOUND = 0.2
"""Frequency of a content morpheme of the name that is left standing alone (梦 in 随即|梦): next to never a word."""
_SURE = 2.0
"""Log-odds from which the cut is believed; in between, evidence has to decide."""
_FUNCTION = frozenset("可即立随就也不又都能会要将已被把让给对从向与和及或而但若如是有无在为以之其此所则便还更最很再")
_DIGITS = frozenset("0123456789〇零一二三四五六七八九十百千万亿两几数多余")
_UNITS = frozenset("万亿千百")
_SINGLE = 1.0
_Lattice = dict[tuple[int, int], float]
"""Word from … to → frequency."""


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
    """The dictionary with its frequencies: an instance of its own, so that nothing is shared or changed.

    Names are not added to it: the lattice knows the one name it judges, so no topic can change another's result.
    """

    def __init__(self) -> None:
        self._jieba = rjieba.Jieba()

    def frequency(self, word: str) -> int:
        """How often the dictionary's corpus has this word; 0 = it is none."""
        return max(int(self._jieba.suggest_freq(word)) - 1, 1) if self._jieba.has_word(word) else 0

    def split(self, text: str) -> list[str]:
        """The words of a text as the dictionary cuts it."""
        return list(self._jieba.cut(text))

    def suggested(self, name: str) -> int:
        """The frequency at which a name stands up to the words it is made of."""
        return max(int(self._jieba.suggest_freq(name)), 2)

    def cut(self, before: str, name: str, after: str) -> Cut:
        """Judge the name between the Han characters that stand directly before and after it."""
        before, after = before[-_WINDOW:], after[:_WINDOW]
        if before and before[-1] in _DIGITS and name[0] in _UNITS:
            return Cut(-math.inf, (before[-1] + name[0],), number_unit=True)
        left, right = before, after
        while left and not is_han(left[0]):
            left = left[1:]
        if not left and not right:
            return CLEAR
        text = left + name + right
        start, end = len(left), len(left) + len(name)
        if not self._straddled(text, start, end):
            return CLEAR
        weights = self._weights(text, start, end)
        with_name, _ = _best(len(text), {**_kept(weights, start, end), (start, end): float(self.suggested(name))})
        without, rival = _best(len(text), weights)
        near = tuple(text[first:last] for first, last in rival if first < end and last > start)
        return Cut(with_name - without, near)

    def _straddled(self, text: str, start: int, end: int) -> bool:
        """Does a dictionary word cross an edge of the name, or hold it inside?"""
        has = self._jieba.has_word
        for first in range(max(0, end - _LONGEST), end):
            for last in range(max(first + 2, start + 1), min(len(text), first + _LONGEST) + 1):
                crosses = first < start < last or first < end < last
                if crosses and has(text[first:last]):
                    return True
        return False

    def _weights(self, text: str, start: int, end: int) -> _Lattice:
        """Every word that the text may be cut into, with its frequency; the name itself is not among them."""
        weights: _Lattice = {}
        for first in range(len(text)):
            char = text[first]
            single = max(float(self.frequency(char)), _SINGLE)
            left_over = start <= first < end and char not in _FUNCTION and char not in _UNITS
            weights[first, first + 1] = min(single, _BOUND) if left_over else single
            for last in range(first + 2, min(len(text), first + _LONGEST) + 1):
                if (first, last) != (start, end) and (frequency := self.frequency(text[first:last])):
                    weights[first, last] = float(frequency)
        return weights


def _kept(weights: _Lattice, start: int, end: int) -> _Lattice:
    """Only the words that leave the name alone."""
    return {place: weight for place, weight in weights.items() if place[1] <= start or place[0] >= end}


def _best(length: int, weights: _Lattice) -> tuple[float, list[tuple[int, int]]]:
    """The likeliest way through the lattice: its log-probability and the places of its words."""
    score = [0.0] + [-math.inf] * length
    back = [0] * (length + 1)
    for (first, last), weight in sorted(weights.items()):
        reached = score[first] + math.log(weight / _TOTAL)
        if reached > score[last]:
            score[last], back[last] = reached, first
    words: list[tuple[int, int]] = []
    place = length
    while place:
        words.append((back[place], place))
        place = back[place]
    return score[length], words[::-1]

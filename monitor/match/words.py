"""Chinese word boundaries: is 可灵 here a name, or the end of one word and the start of another?

Only the few characters around a hit are looked at. A dictionary word that straddles an edge of the name (可|灵活) makes
the hit doubtful; then the best way to cut the window with the name as one word competes with the best way without it.
"""

import math
from dataclasses import dataclass

import rjieba

_TOTAL = 60_101_967
"""Sum of the frequencies in jieba's dictionary."""
_LONGEST = 5
_WINDOW = 6
_BOUND = 0.2
"""Frequency of a content morpheme of the name that is left standing alone (梦 in 随即|梦): next to never a word."""
_SURE = 2.0
"""Log-odds from which the cut is believed; in between, evidence has to decide."""
_FUNCTION = frozenset("可即立随就也不又都能会要将已被把让给对从向与和及或而但若如是有无在为以之其此所则便还更最很再")
_DIGITS = frozenset("0123456789〇零一二三四五六七八九十百千万亿两几数多余")
_UNITS = frozenset("万亿千百")
_SINGLE = 1.0


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

    def suggested(self, name: str) -> int:
        """The frequency at which a name stands up to the words it is made of."""
        return max(int(self._jieba.suggest_freq(name)), 2)

    def cut(self, before: str, name: str, after: str) -> Cut:
        """Judge the name between the Han characters that stand directly before and after it."""
        before, after = before[-_WINDOW:], after[:_WINDOW]
        if before and before[-1] in _DIGITS and name[0] in _UNITS:
            return Cut(-math.inf, (before[-1] + name[0],), number_unit=True)
        left, right = before, after
        while left and not is_han_char(left[0]):
            left = left[1:]
        if not left and not right:
            return CLEAR
        text = left + name + right
        start, end = len(left), len(left) + len(name)
        if not self._straddled(text, start, end):
            return CLEAR
        with_name, _ = self._best(text, start, end, as_name=True)
        without, rival = self._best(text, start, end, as_name=False)
        near = tuple(word for word, (a, b) in rival if a < end and b > start)
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

    def _best(
        self, text: str, start: int, end: int, *, as_name: bool
    ) -> tuple[float, list[tuple[str, tuple[int, int]]]]:
        """The likeliest cut (log-probability and words), either through the name or with the name as one word."""
        length = len(text)
        score = [-math.inf] * (length + 1)
        back = [0] * (length + 1)
        score[0] = 0.0
        for first in range(length):
            if score[first] == -math.inf:
                continue
            for last in range(first + 1, max(min(length, first + _LONGEST), end if first == start else 0) + 1):
                weight = self._weight(text, first, last, start, end, as_name=as_name)
                if weight > 0 and (reached := score[first] + math.log(weight / _TOTAL)) > score[last]:
                    score[last], back[last] = reached, first
        words: list[tuple[str, tuple[int, int]]] = []
        place = length
        while place:
            words.append((text[back[place] : place], (back[place], place)))
            place = back[place]
        return score[length], words[::-1]

    def _weight(self, text: str, first: int, last: int, start: int, end: int, *, as_name: bool) -> float:
        word = text[first:last]
        if (first, last) == (start, end):
            return float(self.suggested(word)) if as_name else 0.0
        touches = first < end and last > start
        if touches and as_name:
            return 0.0
        if last - first > 1:
            return float(self.frequency(word))
        weight = max(float(self.frequency(word)), _SINGLE)
        return min(weight, _BOUND) if touches and word not in _FUNCTION and word not in _UNITS else weight


def is_han_char(char: str) -> bool:
    """True for a Chinese character of the basic plane (what the dictionary knows)."""
    return "\u3400" <= char <= "\u9fff"

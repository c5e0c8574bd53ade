"""The kind (n, v, nr, ns …) of a Chinese word that the dictionary has not, guessed as rjieba guesses it.

rjieba's table for that takes 8 MB, as most of it are kinds that a character cannot be of. What is left is less than a
MB, and what belongs to a character is read when it is needed. A hidden Markov model: each character begins, goes on
with, ends or is a word of one of 64 kinds, and the likeliest way through all characters is taken.

The file is made by ``bench/chinese_tags.py`` from jieba's tables (Copyright 2013 Sun Junyi, MIT licence).
"""

import math
import re
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any
from weakref import finalize

TAGS_FILE = __file__.removesuffix(".py") + ".bin"
MADE_FOR = b"zhtags01"
HEAD = struct.Struct("<8s3I")
KINDS, TAGS_BYTES = 64, 256
_REAL = 8
"""Bytes of a number that is not whole."""
BEGIN, MIDDLE, END, SINGLE = range(4)
"""What a character is of a word: a state is this times ``KINDS``, plus the number of the kind."""
_BEGUN, _ENDS, _SINGLES = MIDDLE * KINDS, END * KINDS, SINGLE * KINDS
"""The first state of each but BEGIN."""
_UNKNOWN = "x"
_KEPT = 1024
"""Words whose guess is kept: a name comes again and again while it is in the news."""
_CHARACTERS = 256
"""Characters whose states are kept as they are read, 0.1 MB: names are made of few."""
_HAN = re.compile(
    "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002ebef\U0002f800-\U0002fa1f]"
)
_Way = Mapping[int, tuple[float, int]]
"""The states in which a character can be: how likely the best way to each is, and from which state it comes."""


class TagTables:
    """What the file holds: tags, and logarithms of how likely each state begins, follows another, shows a character.

    What shows a character is read when it is asked for, by one thread at a time.
    """

    def __init__(self, path: str) -> None:
        self._file = open(path, "rb", buffering=0)  # noqa: PTH123, SIM115 a constant; held as long as it is asked
        finalize(self, self._file.close)
        head = self._file.read(HEAD.size)
        if not head.startswith(MADE_FOR):
            raise ValueError(f"{path}: not a file of tags of Chinese words in the known format")
        _, steps, characters, shown = HEAD.unpack(head)
        self.tags: Sequence[str] = self._file.read(TAGS_BYTES).decode().split()
        self.begins: Sequence[float] = self._numbers("d", 4 * KINDS)
        """How likely a text begins in each state."""
        self.steps = array("d", [-math.inf]) * (4 * KINDS * 2 * KINDS)
        """How likely one state follows another, by ``step_of`` both."""
        for step, likely in zip(self._numbers("H", steps), self._numbers("d", steps), strict=True):
            self.steps[step_of(*divmod(int(step), 4 * KINDS))] = likely
        self._characters, self._places = self._numbers("H", characters), self._numbers("I", characters + 1)
        self._states_begin = self._file.tell()
        self._likely_begin = self._states_begin + shown
        self._read_shown = lru_cache(_CHARACTERS)(self._look_up_shown)

    def shown_by(self, character: str) -> Mapping[int, float]:
        """The states that show this character, in order, and how likely each does."""
        # No tuples: Python keeps two thousand of each length that are not used any more, which was 2 MB.
        return dict(zip(*self._read_shown(character), strict=True))

    def _look_up_shown(self, character: str) -> tuple[bytes, "array[float]"]:
        """The same as it stands in the file."""
        place = bisect_left(self._characters, ord(character))
        if place == len(self._characters) or self._characters[place] != ord(character):
            return b"", array("d")
        first, end = self._places[place : place + 2]
        self._file.seek(self._states_begin + first)
        states = self._file.read(end - first)
        self._file.seek(self._likely_begin + first * _REAL)
        return states, self._numbers("d", end - first)

    def _numbers(self, kind: str, count: int) -> "array[Any]":
        """As they stand next in the file."""
        numbers: array[Any] = array(kind)
        numbers.frombytes(self._file.read(count * numbers.itemsize))
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers


def step_of(before: int, state: int) -> int:
    """One number for both states. A word that has begun goes on or ends, one that has ended is followed by another:
    of each two that may follow, BEGIN or MIDDLE and END or SINGLE, only one can.
    """
    return before << 7 | state >> 1 & KINDS | state & KINDS - 1


@lru_cache(maxsize=_KEPT)
def guess_tag(word: str) -> str:
    """The tag of a word that the dictionary has not."""
    if plain := [character for character in word if character.isascii() and character.isalnum()]:
        return "m" if all(character.isdigit() for character in plain) else "eng"
    return _likely_tag(word, _tables()) if _HAN.search(word) else _UNKNOWN


@cache
def _tables() -> TagTables:
    return TagTables(TAGS_FILE)


def _likely_tag(word: str, tables: TagTables) -> str:
    """That of the longest of the words into which the likeliest way cuts; of the last of several."""
    ways = _ways_through(word, tables)
    ends = [(way[0], state) for state, way in ways[-1].items() if state // KINDS in (END, SINGLE)]
    if len(word) == 1:
        ends = [(likely, state) for likely, state in ends if state // KINDS == SINGLE]
    if not ends:
        return _UNKNOWN
    # The likeliest; among equals the first state, but the last one for a single character.
    state = max(ends, key=lambda end: (end[0], end[1] if len(word) == 1 else -end[1]))[1]
    longest, tag, ending, size = 0, _UNKNOWN, _UNKNOWN, 0
    for character, way in zip(reversed(word), reversed(ways), strict=True):
        if state // KINDS in (END, SINGLE):
            size, ending = 0, tables.tags[state % KINDS]
        size += len(character.encode())
        if state // KINDS in (BEGIN, SINGLE) and size > longest:
            longest, tag = size, ending
        state = way[state][1]
    return tag


def _ways_through(word: str, tables: TagTables) -> Sequence[_Way]:
    """For each character the states in which it can be."""
    begun = {state: tables.begins[state] + likely for state, likely in tables.shown_by(word[0]).items()}
    ways: list[_Way] = [{state: (likely, state) for state, likely in begun.items() if likely > -math.inf}]
    for place, character in enumerate(word[1:], start=2):
        shown = tables.shown_by(character)
        if place == len(word):  # A word ends there.
            shown = {state: likely for state, likely in shown.items() if state >= _ENDS}
        ways.append(_next_ways(ways[-1], shown, tables.steps))
    return ways


def _next_ways(ways: _Way, shown: Mapping[int, float], steps: Sequence[float]) -> _Way:
    """Inside a word the kind stays; behind one another may begin, of any kind."""
    found: dict[int, tuple[float, int]] = {}
    fresh = [state for state in shown if not _BEGUN <= state < _SINGLES]
    columns = [state % _ENDS for state in fresh]  # as ``step_of`` has it of BEGIN and SINGLE
    for before, (likely, _) in ways.items():
        row = step_of(before, 0)
        following: Iterable[tuple[int, int]]
        if before < _ENDS:
            kind = before % KINDS
            following = ((_BEGUN + kind, kind), (_ENDS + kind, KINDS + kind))
        else:
            following = zip(fresh, columns, strict=True)
        for state, column in following:
            if state in shown:
                whole = likely + steps[row + column] + shown[state]
                if whole > (found[state][0] if state in found else -math.inf):
                    found[state] = (whole, before)
    return found

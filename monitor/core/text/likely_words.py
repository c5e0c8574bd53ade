"""The likeliest way to cut a text into words, each of which has a share of all words."""

import math
from collections.abc import Sequence
from typing import NamedTuple

Weighed = tuple[int, int, float]
"""Word from … to …, and the logarithm of its share of all words."""


class Path(NamedTuple):
    """The likeliest ways through a text: to each place the log-probability, and where the last word on it begins."""

    scores: list[float]
    back: list[int]

    def words(self) -> list[tuple[int, int]]:
        """The places of the words on the way to the end, the last one first."""
        found: list[tuple[int, int]] = []
        place = len(self.back) - 1
        while place:
            found.append((self.back[place], place))
            place = self.back[place]
        return found


def best_path(length: int, words: Sequence[Weighed], *, begin: int = 0, score: float = 0.0) -> Path:
    """The likeliest ways from ``begin``, which is reached with this score; words in text order."""
    scores = [-math.inf] * (length + 1)
    scores[begin] = score
    back = [0] * (length + 1)
    for first, last, share in words:
        reached = scores[first] + share
        if reached > scores[last]:
            scores[last], back[last] = reached, first
    return Path(scores, back)

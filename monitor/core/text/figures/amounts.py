"""Amounts as two texts compare them: which agree, and marks that tell at once that none can."""

import math
from collections.abc import Iterable, Sequence

from monitor.core.text.figures.numbers import ALMOST

_STEP = 0.0112
"""A little more than the logarithms of two agreeing amounts differ by."""
_KINDS = 2
_NOTHING = 10**6

Amount = tuple[str, float]
"""Kind ("n" for a number, "%" for a share) and value: what two reports compare."""


def stored_amounts(stored: Iterable[str]) -> tuple[Amount, ...]:
    """Amounts as (kind, value), to be compared."""
    return tuple((kind, float(value)) for kind, _, value in (amount.partition(":") for amount in stored))


def count_agreeing(ours: Sequence[Amount], theirs: Sequence[Amount]) -> int:
    """How many of our figures the other side has too, give or take rounding."""
    if not ours or not theirs:
        return 0
    hits = 0
    for kind, value in ours:
        # Plain comparisons: this runs for every figure of every candidate.
        low, high = value * (1 - ALMOST), value / (1 - ALMOST)
        for other, x in theirs:
            if low <= x <= high and kind == other:
                hits += 1
                break
    return hits


def mark_amounts(amounts: Iterable[Amount]) -> frozenset[int]:
    """A mark for the size of each amount: what agrees with another has its mark or one beside it."""
    return frozenset([mark_of_amount(*amount) for amount in amounts])


def marks_beside(marks: frozenset[int]) -> frozenset[int]:
    """These marks of amounts and those beside them: without one of the other side's, no two amounts agree."""
    return frozenset([mark + step for mark in marks for step in (-_KINDS, 0, _KINDS)])


def mark_of_amount(kind: str, value: float) -> int:
    """The mark for the size of one amount."""
    size = math.floor(math.log(value) / _STEP) if value > 0 else -_NOTHING
    return size * _KINDS + (kind == "%")

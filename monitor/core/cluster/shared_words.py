"""What one report shares with many, in words and marks: all of them at once, as set by set takes ten times as long."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from monitor.core.cluster.features.likeness_record import KINDS_OF_MARK, wanted_marks
from monitor.core.cluster.features.report_features import ReportFeatures
from monitor.core.cluster.features.words import lacks_of_words
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[Any]
else:
    np = lazy_module("numpy")
    Numbers = Any

_WORD = "<u4"
_SLOTS = 2**14
"""Of a table that tells which words are none of ours without a look at ours: all but one in a hundred."""

_ONE_RARE = 2.0**20
"""Added to the weight of a rare word, so that one sum tells how many they are, too: no text's words weigh as much."""


class Shared(NamedTuple):
    """What others share with one report: a row for each of them."""

    forth: Numbers
    """The weight of our headline's words in its text."""
    back: Numbers
    """The weight of its headline's words in ours."""
    text: Numbers
    """The weight of the words of both texts."""
    alone: Numbers
    """How many rare words of its headline a report lacks in the other, on the side that lacks fewer."""
    marks: Numbers
    """How many marks they share, a column for each kind."""


class SharedWords:
    """Weighs the words that other reports share with one report."""

    def __init__(self, ours: ReportFeatures) -> None:
        seen, words = (np.frombuffer(packed, dtype=_WORD) for packed in ours.packed[:2])
        kinds = wanted_marks(ours.packed[2], ours.amounts, ours.amounts_seen)
        wanted = np.fromiter(kinds, dtype=_WORD, count=len(kinds))
        self._rare = len(ours.rare)
        # What is twice in it is found at the first of its places.
        self._own = own = np.concatenate((seen, words, wanted))
        own.sort()
        self._slots = np.zeros(_SLOTS, dtype=bool)
        self._slots[own & (_SLOTS - 1)] = True
        weights = _weights_of(own)
        weights += _ONE_RARE * (weights == 1.0)
        self._seen_says, self._words_say = np.zeros(len(own)), np.zeros(len(own))
        for says, those in ((self._seen_says, seen), (self._words_say, words)):
            places = own.searchsorted(those)
            says[places] = weights[places]
        self._kinds = np.full(len(own), KINDS_OF_MARK)
        self._kinds[own.searchsorted(wanted)] = list(kinds.values())

    def weigh_with(self, theirs: Sequence[ReportFeatures]) -> Shared:
        """What each shares with ours."""
        count, own = len(theirs), self._own
        runs = [yours.packed[part] for part in range(3) for yours in theirs]
        rare = np.array([len(yours.rare) for yours in theirs])
        words = np.frombuffer(b"".join(runs), dtype=_WORD)
        places = self._slots[words & (_SLOTS - 1)].nonzero()[0]
        found = words[places]
        number = own.searchsorted(found)
        number[number == len(own)] = 0
        is_own = own[number] == found
        places, number = places[is_own], number[is_own]
        if not len(number):
            nothing = np.zeros(count)
            return Shared(nothing, nothing, nothing, np.minimum(self._rare, rare), np.zeros((count, KINDS_OF_MARK)))
        run = np.cumsum([len(run) // 4 for run in runs]).searchsorted(places, side="right")
        seen: Numbers = np.bincount(run, weights=self._seen_says[number], minlength=3 * count)
        forth: Numbers = np.bincount(run, weights=self._words_say[number], minlength=3 * count)[:count]
        rare_seen, rare_forth = seen // _ONE_RARE, forth // _ONE_RARE
        seen -= _ONE_RARE * rare_seen
        alone = np.minimum(self._rare - rare_forth, rare - rare_seen[count : 2 * count])
        marks = self._count_marks(run - 2 * count, number, count)
        return Shared(forth - _ONE_RARE * rare_forth, seen[count : 2 * count], seen[:count], alone, marks)

    def _count_marks(self, run: Numbers, number: Numbers, count: int) -> Numbers:
        """How often each report (``run``, below 0 for what is no mark) has a mark of each kind."""
        is_mark = run >= 0
        width = KINDS_OF_MARK + 1
        places = run[is_mark] * width + self._kinds[number[is_mark]]
        return np.bincount(places, minlength=count * width).reshape(count, width)[:, :KINDS_OF_MARK]


@cache
def _known_lacks() -> tuple[Numbers, Numbers]:
    """The common words in order, and by how much each counts less than a rare one."""
    lacks = sorted(lacks_of_words().items())
    return np.array([word for word, _ in lacks], dtype=_WORD), np.array([lack for _, lack in lacks])


def _weights_of(words: Numbers) -> Numbers:
    """How much each word says."""
    common, lacks = _known_lacks()
    number = common.searchsorted(words)
    number[number == len(common)] = 0
    says: Numbers = 1.0 - lacks[number] * (common[number] == words)
    return says

"""What one report shares with many, in words and marks: all of them at once, as set by set takes ten times as long."""

from typing import TYPE_CHECKING, Any, NamedTuple

from monitor.core.cluster.features.compared_report import ReportFeatures
from monitor.core.cluster.features.likeness_record import (
    KINDS_OF_MARK,
    RECORD,
    PackedReports,
    wanted_marks,
    weights_of,
)
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
"""Of a table that tells which word may be ours: all but one in a hundred that are none of ours it leaves out. It has to
be in a processor's nearest memory, so that it says no more than that."""
_PARTS = 4
_TEXT, _HEADLINE, _MARKS = 1, 2, 3
"""Parts of a packed report; the first is its record."""
_ONE_RARE = 2.0**20
"""Added to the weight of a rare word, so that one sum tells how many they are, too: no text's words weigh as much."""


class Shared(NamedTuple):
    """What others share with one report, each of them."""

    weights: Numbers
    """Of our headline's words in its text, of its headline's words in ours, of the words of both texts: three rows."""
    alone: Numbers
    """How many rare words of its headline a report lacks in the other, on the side that lacks fewer."""
    marks: Numbers
    """How many marks they share, a column for each kind."""


class SharedWords:
    """Weighs the words that other reports share with one report; ``record``: that of the report."""

    def __init__(self, ours: ReportFeatures, record: Any) -> None:
        packed = np.frombuffer(ours.packed, dtype=_WORD)[RECORD:]
        text = int(record["seen"])
        headline = text + int(record["words"])
        kinds = wanted_marks(packed[headline:].tolist(), ours.amounts, ours.amounts_seen)
        wanted = np.fromiter(kinds, dtype=_WORD, count=len(kinds))
        self._rare = int(record["rare"])
        # What is twice in it is found at the first of its places.
        self._own = own = np.concatenate((packed[:headline], wanted))
        own.sort()
        self._is_ours = np.zeros(_SLOTS, dtype=np.bool_)
        self._is_ours[own & (_SLOTS - 1)] = True
        weights = weights_of(own)
        weights += _ONE_RARE * (weights == 1.0)
        self._seen_says, self._words_say = np.zeros(len(own)), np.zeros(len(own))
        for says, those in ((self._seen_says, packed[:text]), (self._words_say, packed[text:headline])):
            places = own.searchsorted(those)
            says[places] = weights[places]
        self._kinds = np.full(len(own), KINDS_OF_MARK)
        self._kinds[own.searchsorted(wanted)] = list(kinds.values())

    def weigh_with(self, theirs: PackedReports) -> Shared:
        """What each shares with ours."""
        count = len(theirs.table)
        rare = theirs.table["rare"].astype(np.int64)
        places, number = self._find_own(theirs.numbers)
        if not len(number):
            return Shared(np.zeros((3, count)), np.minimum(self._rare, rare), np.zeros((count, KINDS_OF_MARK)))
        run = theirs.ends.searchsorted(places, side="right")
        seen: Numbers = np.bincount(run, weights=self._seen_says[number], minlength=_PARTS * count)
        forth: Numbers = np.bincount(run, weights=self._words_say[number], minlength=_PARTS * count)[_TEXT::_PARTS]
        weights = np.array((forth, seen[_HEADLINE::_PARTS], seen[_TEXT::_PARTS]))
        rares = np.floor(weights / _ONE_RARE)
        alone = np.minimum(self._rare - rares[0], rare - rares[1])
        return Shared(weights - _ONE_RARE * rares, alone, self._count_marks(run, number, count))

    def _find_own(self, words: Numbers) -> tuple[Numbers, Numbers]:
        """The places of the words that are ours, and the number that each has among ours."""
        places = self._is_ours.take(words & (_SLOTS - 1), mode="clip").nonzero()[0]
        found = words[places]
        number = self._own.searchsorted(found)
        number[number == len(self._own)] = 0
        is_own = self._own[number] == found
        return places[is_own], number[is_own]

    def _count_marks(self, run: Numbers, number: Numbers, count: int) -> Numbers:
        """How often each report has a mark of each kind."""
        is_mark = run % _PARTS == _MARKS
        width = KINDS_OF_MARK + 1
        places = run[is_mark] // _PARTS * width + self._kinds[number[is_mark]]
        return np.bincount(places, minlength=count * width).reshape(count, width)[:, :KINDS_OF_MARK]

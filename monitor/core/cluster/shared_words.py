"""What one report shares with many, in words: all of them at once, as set by set takes ten times as long."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from monitor.core.cluster.features.report_features import ReportFeatures
from monitor.core.cluster.features.words import weights_of
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[Any]
else:
    np = lazy_module("numpy")
    Numbers = Any

_SLOTS = 2**14
"""Of a table that tells which words are none of ours without a look at ours: all but one in a hundred."""


class SharedWords:
    """Weighs the words that other reports share with one report."""

    def __init__(self, ours: ReportFeatures) -> None:
        says = weights_of(ours.seen | ours.words)
        own = sorted(says)
        self._rare = len(ours.rare)
        self._own = np.array(own, dtype="<u4")
        self._slots = np.zeros(_SLOTS, dtype=bool)
        self._slots[self._own & (_SLOTS - 1)] = True
        weights = np.array([says[word] for word in own], dtype=float)
        in_seen = np.array([word in ours.seen for word in own], dtype=bool)
        in_words = np.array([word in ours.words for word in own], dtype=bool)
        self._seen_says, self._words_say = weights * in_seen, weights * in_words
        rare = weights == 1.0
        self._rare_seen, self._rare_words = 1.0 * (rare & in_seen), 1.0 * (rare & in_words)

    def weigh_with(self, theirs: Sequence[ReportFeatures]) -> list[tuple[float, float, float, int]]:
        """For each: the weight of our headline's words in its text, of its headline's in ours, of all in both; and
        how many rare words of its headline the other report lacks, on the side that lacks fewer.
        """
        count, own = len(theirs), self._own
        if not count or not len(own):
            return [(0.0, 0.0, 0.0, min(self._rare, len(yours.rare))) for yours in theirs]
        runs = [yours.packed[0] for yours in theirs] + [yours.packed[1] for yours in theirs]
        words = np.frombuffer(b"".join(runs), dtype="<u4")
        places = np.flatnonzero(self._slots[words & (_SLOTS - 1)])
        found = words[places]
        number = np.minimum(np.searchsorted(own, found), len(own) - 1)
        is_own = own[number] == found
        places, number = places[is_own], number[is_own]
        ends = np.cumsum([len(run) // 4 for run in runs])
        run = np.searchsorted(ends, places, side="right")
        seen, words_, rare_seen, rare_words = (
            np.bincount(run, weights=values[number], minlength=2 * count).tolist()
            for values in (self._seen_says, self._words_say, self._rare_seen, self._rare_words)
        )
        return [
            (
                words_[place],
                seen[count + place],
                seen[place],
                min(self._rare - round(rare_words[place]), len(yours.rare) - round(rare_seen[count + place])),
            )
            for place, yours in enumerate(theirs)
        ]

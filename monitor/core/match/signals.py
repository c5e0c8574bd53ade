"""Signals: what kind of news a mention is, told by words in its own sentence or the ones beside it."""

from collections.abc import Mapping, Sequence

from monitor.core.match.scan.context_words import ContextWords, folded_word
from monitor.core.match.scan.document_view import View

_MOST_PLACES = 20
"""Further hits of the same name in the same section have told their signals."""


class Signals:
    """The compiled signal words."""

    def __init__(self, signals: Mapping[str, Sequence[str]]) -> None:
        self._of: dict[str, list[str]] = {}
        for signal, words in signals.items():
            for word in words:
                if folded := folded_word(word):
                    self._of.setdefault(folded, []).append(signal)
        self._words = ContextWords(self._of)

    def near(self, view: View, places: Sequence[tuple[int, int]]) -> tuple[str, ...]:
        """The signals around these places: those of their own sentences first, then those beside them, by name."""
        own = self._within(view, places, neighbours=0)
        return (*sorted(own), *sorted(self._within(view, places, neighbours=1) - own))

    def _within(self, view: View, places: Sequence[tuple[int, int]], *, neighbours: int) -> set[str]:
        found: set[str] = set()
        for first, last in {view.sentence(*place, neighbours=neighbours) for place in places[:_MOST_PLACES]}:
            found |= self._in_range(view, first, last)
        return found

    def _in_range(self, view: View, first: int, last: int) -> frozenset[str]:
        """What a sentence tells; names that stand in one sentence ask for it once."""
        known = view.signals.get((first, last))
        if known is None:
            words = self._words.find(view.text[first:last])
            known = view.signals[first, last] = frozenset(signal for word in words for signal in self._of[word])
        return known

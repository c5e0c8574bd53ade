"""Signals: what kind of news a mention is, told by words in its own sentence or the ones beside it."""

from collections.abc import Mapping, Sequence

from monitor.core.match.scan.context_words import ContextWords, Found, folded_word
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
        own: set[str] = set()
        beside: set[str] = set()
        around = {view.sentences(*place) for place in places[:_MOST_PLACES]}
        for (first, last), wide in around:
            for word, spots in self._in_range(view, *wide).items():
                inside = any(first <= wide[0] + start and wide[0] + end <= last for start, end in spots)
                (own if inside else beside).update(self._of[word])
        if not own and not beside:
            return ()
        return (*sorted(own), *sorted(beside - own))

    def _in_range(self, view: View, first: int, last: int) -> Found:
        """The words of three sentences; names that stand in one sentence ask for them once."""
        known = view.signals.get((first, last))
        if known is None:
            known = view.signals[first, last] = self._words.find(view.text[first:last])
        return known

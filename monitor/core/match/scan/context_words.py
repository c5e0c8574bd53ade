"""The words that speak for or against a name, found in one pass over a text that holds a name."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import ahocorasick_rs

from monitor.core.match.scan.names import is_word_char
from monitor.core.text.normalize import fold

Found = Mapping[str, Sequence[tuple[int, int]]]
"""Folded word → its places [start, end) in the folded text."""


class ContextWords:
    """The compiled words. Latin words count whole (a plural s may follow), Chinese ones wherever they are."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(sorted({folded for word in words if (folded := folded_word(word))}))
        self._automaton = ahocorasick_rs.AhoCorasick(list(self._words)) if self._words else None

    def find(self, text: str) -> Found:
        """Every word in the folded text with its places, in text order."""
        if self._automaton is None:
            return {}
        found: dict[str, list[tuple[int, int]]] = {}
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if _stands_alone(text, start, end):
                found.setdefault(self._words[number], []).append((start, end))
        return found


class Context:
    """The context words of one text, looked for when the first of them is asked for: a sure name asks for none."""

    def __init__(self, words: ContextWords, text: str) -> None:
        self._words = words
        self._text = text

    @cached_property
    def places(self) -> Found:
        """Every word with its places."""
        return self._words.find(self._text)

    def those_of(self, wanted: frozenset[str]) -> frozenset[str]:
        """Which of the words stand in the text."""
        return wanted & self.places.keys() if wanted else wanted

    def get(self, word: str) -> Sequence[tuple[int, int]]:
        """The places of a word, in text order."""
        return self.places.get(word, ())


def folded_word(word: str) -> str:
    """The form in which a context word is looked up."""
    return fold(word).strip()


def _stands_alone(text: str, start: int, end: int) -> bool:
    if start and is_word_char(text[start]) and is_word_char(text[start - 1]):
        return text[start].isdigit() != text[start - 1].isdigit()
    if end < len(text) and is_word_char(text[end - 1]) and is_word_char(text[end]):
        if text[end] == "s" and (end + 1 == len(text) or not is_word_char(text[end + 1])):
            return True
        return text[end - 1].isdigit() != text[end].isdigit()
    return True

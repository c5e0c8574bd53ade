"""The words that speak for or against a name, found in one pass over a text that holds a name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

import ahocorasick_rs

from monitor.core.match.scan.attachments import is_attached_prefix, takes_prefix
from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.endings.inflection import is_form, languages_of_script, may_be_form, stem_of
from monitor.core.match.scan.identifiers import word_end, word_start
from monitor.core.match.scan.names import is_word_char, name_of
from monitor.core.text.normalize import fold

Found = Mapping[str, Sequence[tuple[int, int]]]
"""Folded word → its places [start, end) in the folded text."""


class ContextWords:
    """The compiled words. Latin words count whole (a plural s may follow), Chinese ones wherever they are.

    In a language that changes its words they count in their forms, too, as names do: завод, на заводе.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(sorted({folded for word in words if (folded := folded_word(word))}))
        self._automaton = ahocorasick_rs.AhoCorasick(list(self._words)) if self._words else None

    def find(self, text: str, view: View | None = None) -> Found:
        """Every word in the folded text with its places, in text order. ``view``: whose text it is, for other forms."""
        if self._automaton is None:
            return {}
        found: dict[str, list[tuple[int, int]]] = {}
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if _stands_alone(text, start, end):
                found.setdefault(self._words[number], []).append((start, end))
        for word, place in self._forms_in(view) if view else ():
            found[word] = sorted([*found.get(word, ()), place])
        return found

    def _forms_in(self, view: View) -> Iterator[tuple[str, tuple[int, int]]]:
        """The words in other forms: with endings of a language that the text may be in, or of their script."""
        words, stems = self._stems
        text = view.text
        for number, start, end in stems.find_matches_as_indexes(text, overlapping=True) if stems else ():
            word = words[number]
            if start and is_word_char(text[start - 1]):
                continue
            whole = text[start : word_end(text, end)]
            # Which language it is takes longer to tell than to see that this is no form in any.
            if whole in (word, f"{word}s") or not may_be_form(word, whole):
                continue
            spoken = [*(language for language in view.languages if language != "en"), *languages_of_script(word[0])]
            if is_form(word, whole, spoken):
                yield word, (start, start + len(whole))

    @cached_property
    def _stems(self) -> "tuple[Sequence[str], ahocorasick_rs.AhoCorasick | None]":
        """The words that take endings, and the automaton of how all their forms begin."""
        stems = {word: stem for word in self._words if (stem := stem_of(word))}
        return tuple(stems), ahocorasick_rs.AhoCorasick(list(stems.values())) if stems else None


class Context:
    """The context words of one text, looked for when the first of them is asked for: a sure name asks for none."""

    def __init__(self, words: ContextWords, view: View) -> None:
        self._words = words
        self._view = view

    @cached_property
    def places(self) -> Found:
        """Every word with its places."""
        return self._words.find(self._view.text, self._view)

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
        if not takes_prefix(text[start]):
            return text[start].isdigit() != text[start - 1].isdigit()
        if not _is_prefixed(text[word_start(text, start) : start], text[start:end]):
            return False
    if end < len(text) and is_word_char(text[end - 1]) and is_word_char(text[end]):
        if text[end] == "s" and (end + 1 == len(text) or not is_word_char(text[end + 1])):
            return True
        return text[end - 1].isdigit() != text[end].isdigit()
    return True


@lru_cache(maxsize=1024)
def _is_prefixed(prefix: str, word: str) -> bool:
    """Is this what Arabic, Hebrew or Amharic writes onto the word: البنك for بنك?"""
    return is_attached_prefix(prefix, name_of(word))

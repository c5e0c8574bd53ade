"""All names of all topics in one automaton: one pass over a text finds every place where one of them may stand."""

from collections.abc import Iterable, Sequence

import ahocorasick_rs

from monitor.core.match.scan.endings.inflection import letters_after_stem
from monitor.core.match.scan.names import LONGEST_WORD, Name
from monitor.core.text.normalize import skeleton_of

_UNIT = 2
"""Bytes of a character in the skeleton."""
_SMALL = 1_000
"""Up to here a DFA is worth its memory; beyond, its table no longer fits the cache and the NFA is faster (measured
among other work, which takes the cache as well)."""

Spelling = tuple[int, int, int]
"""A pattern of the automaton and the bytes [start, end) that spell it."""


Candidate = tuple[int, int, int]
"""The number of a name and the units [start, end) of the skeleton that spell it. Plain: one is made for every hit."""
Beside = tuple[bytes, int, int]
"""A form that must stand beside another one, within so many bytes before and after the place where that begins."""


class Lexicon:
    """The compiled names. A candidate is only a place to look at: joints and boundaries are judged on the text."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = tuple(names)
        by_skeleton: dict[bytes, list[int]] = {}
        for number, name in enumerate(self.names):
            if bones := skeleton_of(name.sought):
                by_skeleton.setdefault(bones, []).append(number)
        self._names_of = tuple(tuple(numbers) for numbers in by_skeleton.values())
        self._beside = tuple(_required_forms(name) for name in self.names)
        units: dict[frozenset[str] | None, frozenset[bytes] | None] = {None: None}
        self._behind = tuple(_units_behind(name, units) for name in self.names)
        dense = len(by_skeleton) <= _SMALL
        kind = ahocorasick_rs.Implementation.DFA if dense else ahocorasick_rs.Implementation.ContiguousNFA
        self._automaton = ahocorasick_rs.BytesAhoCorasick(list(by_skeleton), implementation=kind)

    def spell(self, bones: bytes) -> Sequence[Spelling]:
        """Every place in this skeleton where a name is spelt, overlapping ones too, also at half a character."""
        return self._automaton.find_matches_as_indexes(bones, overlapping=True)

    def names_of(self, patterns: Iterable[int]) -> frozenset[int]:
        """The names that these spellings may be of."""
        return frozenset(name for pattern in patterns for name in self._names_of[pattern])

    def candidates(self, bones: bytes, found: Sequence[Spelling] | None = None) -> list[Candidate]:
        """Every place in this skeleton where a name may stand; ``found``: what is spelt there, if it is known."""
        candidates: list[Candidate] = []
        for pattern, start, end in self.spell(bones) if found is None else found:
            if start % _UNIT:
                continue  # Half a character is none.
            behind = bones[end : end + _UNIT]
            for name in self._names_of[pattern]:
                expected = self._behind[name]
                if expected is not None and behind not in expected:
                    continue
                for part, before, after in self._beside[name]:
                    if bones.find(part, max(0, start - before), start + after) < 0:
                        break
                else:
                    candidates.append((name, start // _UNIT, end // _UNIT))
        return candidates


def _units_behind(name: Name, known: dict[frozenset[str] | None, frozenset[bytes] | None]) -> frozenset[bytes] | None:
    """What must follow the stem of a name's forms: most words that begin so go on in no way that a form does.

    ``known``: the sets made so far, which most names share; ``None`` where anything may follow.
    """
    letters = letters_after_stem(name.inflected) if name.inflected else None
    if letters not in known:
        known[letters] = frozenset(map(skeleton_of, letters or ()))
    return known[letters]


def _required_forms(name: Name) -> tuple[Beside, ...]:
    """What else must stand beside the word that is looked for, where a name has several words and one of its forms.

    Only there, for to search a whole text for it takes longer than all the rest; no word is longer than is looked at.
    """
    form = name.inflected
    if form is None:
        return ()
    word = (LONGEST_WORD + 1) * _UNIT
    apart = [(skeleton_of(stem), number - form.anchor) for number, stem in enumerate(form.stems)]
    return tuple(
        (part, -words * word, 0) if words < 0 else (part, 0, (words + 1) * word) for part, words in apart if words
    )

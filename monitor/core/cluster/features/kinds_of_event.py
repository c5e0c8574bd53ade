"""The kinds of event that a headline in any language tells, by the stems of a few words for each.

A list in every language would be a dictionary; ``event_words`` holds the words that newsrooms put first.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from zlib import crc32

from monitor.core.cluster.features.event_words import COUNTS, LETTERED, UNSPACED
from monitor.core.cluster.features.tokens import read_words, stem_word
from monitor.core.text.languages import FUNCTION_WORDS
from monitor.core.text.normalize import fold

_LATIN = re.compile(r"[a-z]{2,}")
_KIND_BITS = 8
"""Of a stem's number, those that say its kind."""
_UNSPACED_LANGUAGES = frozenset({"zh", "ja", "ko"})


def _lines_of(table: str) -> Iterator[tuple[str, list[str]]]:
    for line in fold(table.strip().replace("\n   +", "")).splitlines():
        kind, *words = line.split()
        yield kind, [*words, kind] if kind.isalpha() else words


@cache
def _numbers() -> tuple[str, ...]:
    """The kinds, and behind them the small numbers, in the order of their numbers."""
    return tuple(dict.fromkeys(kind for table in (LETTERED, UNSPACED, COUNTS) for kind, _ in _lines_of(table)))


@cache
def _stems() -> "array[int]":
    """The stems of all words with the number of their kind, in order: a number of 64 bits for each, and no text.

    They are taken past the cache of stems, which is for the words of texts.
    """
    numbers = {kind: number for number, kind in enumerate(_numbers())}
    return array(
        "q",
        sorted(
            {
                crc32(stem_word.__wrapped__(word).encode()) << _KIND_BITS | numbers[kind]
                for table in (LETTERED, COUNTS)
                for kind, words in _lines_of(table)
                for word in words
            }
        ),
    )


def _kinds_of_stems(stems: Iterable[str]) -> Iterator[str]:
    table, kinds = _stems(), _numbers()
    for stem in stems:
        least = crc32(stem.encode("utf-8", "replace")) << _KIND_BITS
        place = bisect_left(table, least)
        while place < len(table) and table[place] >> _KIND_BITS == least >> _KIND_BITS:
            yield kinds[table[place] - least]
            place += 1


@cache
def _kinds_unspaced() -> Mapping[str, str]:
    return {word: kind for kind, words in _lines_of(UNSPACED) for word in words}


@cache
def _unspaced_words() -> re.Pattern[str]:
    """Longer words before what they begin with."""
    return re.compile("|".join(map(re.escape, sorted(_kinds_unspaced(), key=len, reverse=True))))


@cache
def _grammar_of(language: str) -> frozenset[str]:
    return frozenset(map(stem_word.__wrapped__, FUNCTION_WORDS.get(language, ())))


@lru_cache(maxsize=128)
def told_kinds(folded: str, language: str) -> frozenset[str]:
    """The kinds of event that a folded headline tells; small numbers in words are among them, as digits."""
    if language not in _UNSPACED_LANGUAGES:
        words, grammar = read_words(folded, language), _grammar_of(language)
        # The German article is no death; of the words of grammar, numbers alone count.
        counted = [kind for kind in _kinds_of_stems(words & grammar) if kind.isdigit()]
        return frozenset(counted).union(_kinds_of_stems(words - grammar))
    kinds = _kinds_unspaced()
    told = [kinds[word] for word in _unspaced_words().findall(folded)]
    return frozenset(told).union(_kinds_of_stems(map(stem_word, _LATIN.findall(folded))))

"""Words of a language with their frequencies, for names that stand in a longer word or read like an everyday one.

Read when a text asks for a language first: some 10 ms and 3 MB each. The lists hold the words that make up one part in
a million of a language's texts, or more. They are wordfreq's; only its files are read, since the library itself takes
longer to import than a dozen lists take to read.
"""

import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING

from monitor.core.match.scan.wordlists import COMMON
from monitor.core.text.normalize import fold
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import msgpack
else:
    msgpack = lazy_module("msgpack")

_FORMAT = {"format": "cB", "version": 1}
_FREQUENT = 482
"""Buckets up to a share of 10^-4.81: whatever has a Zipf value (log of the occurrences in a billion) of 4.2 or more."""
_READ_SIZE = 16_384


@cache
def words_of(language: str) -> Mapping[str, float]:
    """A constant: folded word → its share of all words; empty for a language without a list."""
    buckets = list(_read_buckets(language))
    # Bucket number n holds the words with a share of 10^(-n/100).
    shares = chain.from_iterable(repeat(10 ** (-place / 100), len(words)) for place, words in enumerate(buckets))
    return dict(zip(_folded(buckets), shares, strict=True))


@cache
def frequent_words_of(language: str) -> frozenset[str]:
    """A constant: the folded words that make up 16 in a million words or more, read without all the others."""
    return frozenset(_folded(list(islice(_read_buckets(language), _FREQUENT))))


def _folded(buckets: Sequence[Sequence[str]]) -> Sequence[str]:
    """All words in order. Folded as one text: word by word it would take ten times as long."""
    text = "\n".join(chain.from_iterable(buckets))
    return fold(text).split("\n") if text else ()


def _read_buckets(language: str) -> Iterator[Sequence[str]]:
    """The words by frequency, most frequent first; nothing for a language without a list."""
    path = f"{_lists_folder()}/small_{language}.msgpack.gz"
    try:
        with gzip.open(path) as file:
            unpacker = msgpack.Unpacker(file, raw=False, read_size=_READ_SIZE)
            unpacker.read_array_header()
            if (header := unpacker.unpack()) != _FORMAT:
                raise ValueError(f"{path}: not a list of words in the known format: {header}")
            yield from unpacker
    except FileNotFoundError:
        return


@cache
def _lists_folder() -> str:
    spec = find_spec("wordfreq")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("wordfreq is not installed")
    return f"{spec.submodule_search_locations[0]}/data"


def is_everyday(word: str, languages: tuple[str, ...]) -> bool:
    """Is the folded word in the list of one of these languages?"""
    return any(word in words_of(language) for language in languages)


def is_frequent(word: str, languages: Iterable[str]) -> bool:
    """Is the folded word one of the most frequent of one of these languages, or a common one of English?"""
    return word in COMMON or any(word in frequent_words_of(language) for language in languages)

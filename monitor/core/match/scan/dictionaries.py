"""Words of a language with their frequencies, for names that stand in a longer word or read like an everyday one.

Read when a text asks for a language first: some 20 ms and 0.2 MB each. The lists hold the words that make up one part
in a million of a language's texts, or more. They are wordfreq's; only its files are read, since the library itself
takes longer to import than a dozen lists take to read.
"""

import gzip
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
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
_FREQUENT_SHARE = 10**-4.81
"""The same as a share of a language's texts."""
_NO_FIRM = 1e-4
"""Share from which a word is no firm's or product's name: google and facebook have less, people and city more."""
_RARER = 5.6
"""How many times rarer the plural of a word may be than the word: bitcoins are rarer beside bitcoin."""
_OFTENER = 6.0
"""How many times more frequent a word of another language is there than in English texts."""
_KEPT = 1_024
"""Words of which it is known whether they are of every day."""
_READ_SIZE = 16_384
_HASHED = ~1023
"""The bits of a word's number that are of its hash; the others say its bucket."""
_LENGTH_AT = 40


class WordShares:
    """Which words a language has, and the share of each in its texts.

    A number a word instead of the word: 0.2 MB instead of 3. The upper 54 bits are of its hash, which another word has
    once in 10^11 looks, the lower ten say its bucket. Python hashes the bytes that a text takes, so that zz is 空: the
    lengths tell them apart.
    """

    def __init__(self, buckets: Sequence[Sequence[str]]) -> None:
        """``buckets``: number n holds the words with a share of 10^(-n/100)."""
        if len(buckets) > ~_HASHED:
            raise ValueError(f"{len(buckets)} steps of frequency, and a word's has to fit into ten bits")
        places = chain.from_iterable(repeat(place, len(words)) for place, words in enumerate(buckets))
        by_word = dict(zip(_folded(buckets), places, strict=True))
        self._numbers = array("q", sorted(_number_of(word) | place for word, place in by_word.items()))

    def __bool__(self) -> bool:
        return bool(self._numbers)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._bucket_of(word) is not None

    def get(self, word: str) -> float:
        """The share of all words, from 10^-6 on; 0 for what is not in the list."""
        bucket = self._bucket_of(word)
        return 0.0 if bucket is None else 10 ** (-bucket / 100)

    def _bucket_of(self, word: str) -> int | None:
        wanted = _number_of(word)
        place = bisect_left(self._numbers, wanted)
        if place == len(self._numbers) or (found := self._numbers[place]) & _HASHED != wanted:
            return None
        return found - wanted


def _number_of(word: str) -> int:
    return (hash(word) ^ len(word) << _LENGTH_AT) & _HASHED


@cache
def words_of(language: str) -> WordShares:
    """A constant: the folded words with their shares; none for a language without a list."""
    return WordShares(list(_read_buckets(language)))


def every_word_of(language: str) -> Sequence[str]:
    """The folded words of a language's list themselves, read anew."""
    return _folded(list(_read_buckets(language)))


def words_beginning(start: str, language: str) -> Iterator[str]:
    """The folded words of a language's list that begin so."""
    text, start = _lines_of(language), "\n" + start
    place = text.find(start)
    while place >= 0:
        end = text.index("\n", place + 1)
        yield text[place + 1 : end]
        place = text.find(start, end)


@cache
def _lines_of(language: str) -> str:
    """A constant: a line for each word, with an end of line before the first as well; half a megabyte."""
    return "\n".join(("", *every_word_of(language), ""))


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


@lru_cache(maxsize=_KEPT)
def is_counted(word: str, *, acronym: bool) -> bool:
    """Has English the frequent folded word in other forms (targets, splitting, tour for tours), or more than any firm?

    ``acronym``: the name is one, so that any of them is enough (ice, iced): nobody writes ICE for ice.
    """
    known = words_of("en")
    share = known.get(word)
    if share < _FREQUENT_SHARE:
        return False
    if share >= _NO_FIRM:
        return True
    plural = max(known.get(form) for form in (word + "s", word + "es", word.removesuffix("y") + "ies"))
    if plural * _RARER >= share or (word.endswith("s") and known.get(word[:-1]) * _RARER >= share):
        return True
    stem = word.removesuffix("e")
    forms = sum(form in known for form in (stem + "ing", stem + "ed", stem + "er", stem + stem[-1] + "ing"))
    return forms >= (2 if plural or acronym else 3)


@lru_cache(maxsize=_KEPT)
def is_of_language(word: str, language: str) -> bool:
    """Is the folded word frequent in this language, and not as a name, which English texts have as well?"""
    share = 0.0 if language == "en" else words_of(language).get(word)
    return share >= _FREQUENT_SHARE and share >= _OFTENER * words_of("en").get(word)

"""Words of a language with their frequencies, for names that stand in a longer word or read like an everyday one.

Read when a text asks for a language first: some 10 ms and 3 MB each. The lists hold the words that make up one part in
a million of a language's texts, or more. They are wordfreq's; only its files are read, since the library itself takes
longer to import than a dozen lists take to read.
"""

import gzip
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from itertools import chain, repeat
from typing import TYPE_CHECKING

from monitor.core.text.normalize import fold
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import msgpack
else:
    msgpack = lazy_module("msgpack")

_FORMAT = {"format": "cB", "version": 1}


@cache
def words_of(language: str) -> Mapping[str, float]:
    """A constant: folded word → its share of all words; empty for a language without a list."""
    path = f"{_lists_folder()}/small_{language}.msgpack.gz"
    try:
        with gzip.open(path) as file:
            header, *buckets = msgpack.unpackb(file.read(), raw=False)
    except FileNotFoundError:
        return {}
    if header != _FORMAT:
        raise ValueError(f"{path}: not a list of words in the known format: {header}")
    # Bucket number n holds the words with a share of 10^(-n/100).
    shares = chain.from_iterable(repeat(10 ** (-place / 100), len(words)) for place, words in enumerate(buckets))
    words = fold("\n".join(chain.from_iterable(buckets))).split("\n")
    return dict(zip(words, shares, strict=True))


@cache
def _lists_folder() -> str:
    spec = find_spec("wordfreq")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("wordfreq is not installed")
    return f"{spec.submodule_search_locations[0]}/data"


def is_everyday(word: str, languages: tuple[str, ...]) -> bool:
    """Is the folded word in the list of one of these languages?"""
    return any(word in words_of(language) for language in languages)

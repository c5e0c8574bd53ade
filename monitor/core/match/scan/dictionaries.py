"""Words of a language with their frequencies, for names that stand in a longer word or read like an everyday one.

Read when a text asks for a language first: some 20 ms and 3 MB each. The lists hold the words that make up one part in
a million of a language's texts, or more.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.text.normalize import fold
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import wordfreq
else:
    wordfreq = lazy_module("wordfreq")


@cache
def words_of(language: str) -> Mapping[str, float]:
    """A constant: folded word → its share of all words; empty for a language without a list."""
    from wordfreq import available_languages, get_frequency_dict

    if language not in available_languages("small"):
        return {}
    shares: Mapping[str, float] = get_frequency_dict(language, wordlist="small")
    return dict(zip(fold("\n".join(shares)).split("\n"), shares.values(), strict=True))


def is_everyday(word: str, languages: tuple[str, ...]) -> bool:
    """Is the folded word in the list of one of these languages?"""
    return any(word in words_of(language) for language in languages)

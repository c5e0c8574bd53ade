"""Which plain names mean something else in daily language, so that nobody is surprised by what they match.

A frequency list cannot tell a word from a name: Microsoft is as frequent as many words. A name is about as frequent in
every language, though, and a word in its own. So a name of one Latin word counts as everyday when one language has it
far more often than the others, or when English has it as often as its common words.
"""

import math
from statistics import median

from monitor.core.match.lint_names import FAMILY_NAMES, GIVEN_NAMES
from monitor.core.match.scan.dictionaries import words_of
from monitor.core.match.scan.names import is_han, is_hangul, is_kana, is_letter
from monitor.core.match.scan.segmenter import Words
from monitor.core.match.scan.wordlists import COMMON, PREFIXES

_LATIN = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "tr", "fi", "cs", "ro", "hu", "id")
_BY_SCRIPT = (
    ("\u0400", "\u04ff", ("ru", "uk", "bg")),
    ("\u0370", "\u03ff", ("el",)),
    ("\u0590", "\u05ff", ("he",)),
    ("\u0600", "\u06ff", ("ar", "fa", "ur")),
    ("\uac00", "\ud7af", ("ko",)),
)
_LANGUAGE_NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "pl": "Polish", "sv": "Swedish", "tr": "Turkish", "fi": "Finnish", "cs": "Czech", "ro": "Romanian",
    "hu": "Hungarian", "id": "Indonesian", "ru": "Russian", "uk": "Ukrainian", "bg": "Bulgarian", "el": "Greek",
    "he": "Hebrew", "ar": "Arabic", "fa": "Persian", "ur": "Urdu", "ko": "Korean",
}  # fmt: skip
_COMMON_HAN = 100
"""Frequency in jieba's dictionary (60 million words) from which a Chinese word is everyday language."""
_COMMON = 4.2
"""Zipf value (log of the occurrences in a billion words): 16 in a million words."""
_VERY_COMMON = 4.5
_SMALL_PEAK, _PEAK, _HIGH_PEAK = 0.2, 0.8, 1.2
"""How much more (in the same measure) one language must have of it than the middle one of them all."""
_COMMON_OTHER_SCRIPT = 4.5
_SHORT_HANGUL = 2
_SHORTEST_LATIN = 4


def other_sense(alias: str, compact: str, words: Words) -> str:
    """What else a plain alias means, as the end of “Target” is …; empty for a name of its own.

    ``compact``: the alias folded, without spaces.
    """
    if not compact or " " in alias.strip():
        return ""
    if all(map(is_han, compact)):
        frequency = words.frequency(compact)
        return f"a common word (frequency {frequency:,} in the dictionary)" if frequency >= _COMMON_HAN else ""
    if not all(is_letter(char) or is_hangul(char) or is_kana(char) for char in compact):
        return ""
    if compact[0] < "\u0250":
        return _latin_sense(compact)
    language, zipf = max(
        ((code, _zipf_of(compact, code)) for code in _languages_of(compact[0])), key=lambda pair: pair[1]
    )
    common = zipf >= _COMMON_OTHER_SCRIPT and (language != "ko" or len(compact) <= _SHORT_HANGUL)
    return _frequency_word(language, zipf) if common else ""


def too_short(compact: str) -> bool:
    """Is it so short that other words and abbreviations are spelt like it? A matter of the script."""
    if any(map(is_han, compact)):
        return len(compact) < 2
    least = _SHORTEST_LATIN if is_letter(compact[0]) and compact[0] < "\u0530" else 2
    return len(compact) < least


def _latin_sense(word: str) -> str:
    if word in COMMON:
        return "a common English word"
    if word in PREFIXES:
        return "a prefix of everyday words (Inter-American)"
    if word in GIVEN_NAMES:
        return "a given name of many people, too"
    if word in FAMILY_NAMES:
        return "a family name of many people, too"
    values = {code: _zipf_of(word, code) for code in _LATIN}
    middle = median(values.values())
    english = values["en"]
    if (english >= _VERY_COMMON and english - middle >= _SMALL_PEAK) or (
        english >= _COMMON and english - middle >= _PEAK
    ):
        return _frequency_word("en", english)
    language = max(values, key=lambda code: values[code])
    common = values[language] >= _COMMON and values[language] - middle >= _HIGH_PEAK
    return _frequency_word(language, values[language]) if common else ""


def _frequency_word(language: str, zipf: float) -> str:
    times = f"{10 ** (zipf - 3):.0f} times in a million words"
    return f"a frequent word of {_LANGUAGE_NAMES[language]}, maybe in another sense ({times})"


def _zipf_of(word: str, language: str) -> float:
    share = words_of(language).get(word, 0.0)
    return math.log10(share) + 9 if share else 0.0


def _languages_of(char: str) -> tuple[str, ...]:
    return next((codes for first, last, codes in _BY_SCRIPT if first <= char <= last), ("en",))

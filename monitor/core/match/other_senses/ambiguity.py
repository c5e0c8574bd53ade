"""Which plain names mean something else in daily language, so that nobody is surprised by what they match.

A frequency list cannot tell a word from a name: Microsoft is as frequent as many words. A name is about as frequent in
every language, though, and a word in its own, where it has a plural, too. So a name of one Latin word counts as
everyday when one language has it far more often than the others and has its plural, or when English has it as often as
its common words. A name of Han characters counts when the dictionary has longer words that begin with it (小米粥).
"""

import math
from collections.abc import Iterator
from functools import cache
from statistics import median

from monitor.core.match.other_senses.family_names import FAMILY_NAMES
from monitor.core.match.other_senses.given_names import GIVEN_NAMES
from monitor.core.match.other_senses.great_places import GREAT_PLACES
from monitor.core.match.other_senses.town_names import TOWN_NAMES
from monitor.core.match.scan.dictionaries import every_word_of, frequent_words_of, words_of
from monitor.core.match.scan.kinds import CHINESE_KINDS, CHINESE_SURNAMES
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
_COMMON_HAN = 60
"""Occurrences in the corpus of jieba's dictionary (60 million words) from which a word is common: one in a million."""
_VERY_COMMON_HAN = 300
_PROPER = ("nr", "ns", "nt", "nz")
"""How the tags of names begin: people, places, bodies, others."""
_KNOWN_PLACE = 2000
"""Occurrences from which everybody knows the place: whoever watches 香港 means it."""
_OF_PLACES = "镇县区乡村州岛湖山河江港"
_JAPANESE = 4.0
_COMMON = 4.2
"""Zipf value (log of the occurrences in a billion words): 16 in a million words."""
_VERY_COMMON = 4.5
_SMALL_PEAK, _PEAK, _HIGH_PEAK = 0.2, 0.8, 1.2
"""How much more (in the same measure) one language must have of it than the middle one of them all."""
_VERB_PEAK = 0.4
"""The same of a word that is told by its verb alone: many a firm became one (google, googled)."""
_PLURAL_BELOW = 0.75
"""How much rarer (in that measure) the plural of a word may be than the word."""
_PLURALS = {
    "en": ("s", "es", "ed", "ing", "er"), "de": ("en", "e", "er", "n"), "fr": ("s", "x", "es"), "es": ("s", "es"),
    "it": ("s",), "pt": ("s", "es"), "nl": ("en", "s"), "sv": ("er", "or", "ar", "en"), "fi": ("t",),
    "tr": ("ler", "lar"),
}  # fmt: skip
"""Endings by which a language makes other forms of a word that is not a name. Where names change as well
(Slavic languages and others), this tells nothing."""
_FORMS = ("s", "es", "ed", "ing", "er", "ers", "ly", "ely")
_NEGATIONS = ("non", "un")
_COMMON_OTHER_SCRIPT = 4.5
_DEFINITE = "ال"
_COMMON_ARABIC = 3.2
_SHORT_HANGUL = 2
_SHORTEST_LATIN = 4


def other_sense(alias: str, compact: str, words: Words, *, told_apart: bool = False) -> str:
    """What else a plain alias means, as the end of “Target” is …; empty for a name of its own.

    ``compact``: the alias folded, without spaces. ``told_apart``: its topic has a longer name that holds it (FC
    Bayern), so that its author knows of another bearer.
    """
    if not compact or " " in alias.strip():
        return ""
    if all(map(is_han, compact)):
        return _han_sense(compact, words)
    if not all(is_letter(char) or is_hangul(char) or is_kana(char) for char in compact):
        return ""
    if compact[0] < "\u0250":
        return _latin_sense(compact, told_apart=told_apart)
    if compact in GREAT_PLACES:
        return ""
    if compact in GIVEN_NAMES or compact in FAMILY_NAMES:
        return "a name of many people, too"
    if compact in TOWN_NAMES:
        return "a town, too"
    if compact.startswith(_DEFINITE):
        return _arabic_sense(compact)
    language, zipf = max(
        ((code, _zipf_of(compact, code)) for code in _languages_of(compact[0])), key=lambda pair: pair[1]
    )
    common = zipf >= _COMMON_OTHER_SCRIPT and (language != "ko" or len(compact) <= _SHORT_HANGUL)
    return _frequency_word(language, zipf) if common else ""


def is_everyday_han(compact: str, words: Words) -> bool:
    """Is it a very common Chinese word that is not a name?"""
    proper = words.tag(compact).startswith(_PROPER)
    return all(map(is_han, compact)) and not proper and words.frequency(compact) >= _VERY_COMMON_HAN


def too_short(compact: str) -> bool:
    """Is it so short that other words and abbreviations are spelt like it? A matter of the script."""
    if any(map(is_han, compact)):
        return len(compact) < 2
    least = _SHORTEST_LATIN if is_letter(compact[0]) and compact[0] < "\u0530" else 2
    return len(compact) < least


def _han_sense(word: str, words: Words) -> str:
    frequency, tag = words.frequency(word), words.tag(word)
    if place := next((word + end for end in _OF_PLACES if words.has(word + end)), ""):
        known = tag == "ns" and frequency >= _KNOWN_PLACE
        return "" if known else f"the beginning of another name, too ({place})"
    if tag == "ns" and frequency < _KNOWN_PLACE and _zipf_of(word, "ja") >= _JAPANESE:
        return "a place in Japan, too"
    if frequency < _COMMON_HAN:
        return ""
    longer = next((found for found in _longer_words(word, words) if words.tag(found) != "nz"), "")
    if not longer and tag.startswith(_PROPER):
        longer = next((first + word for first in CHINESE_SURNAMES if words.has(first + word)), "")
    if longer and not (tag == "ns" and frequency >= _KNOWN_PLACE):
        return f"a part of other words ({longer})"
    return f"a common word (frequency {frequency:,} in the dictionary)" if is_everyday_han(word, words) else ""


def _longer_words(word: str, words: Words) -> Iterator[str]:
    """Words of one character more, but for those that say what the name is (曼联队)."""
    return (word + end for end in sorted(_common_characters() - set(CHINESE_KINDS)) if words.has(word + end))


@cache
def _common_characters() -> frozenset[str]:
    return frozenset(char for word in every_word_of("zh") for char in word if is_han(char))


def _arabic_sense(word: str) -> str:
    """A name with the article that Arabic has without it, too, is a noun or an adjective: الهلال is the crescent."""
    bare, zipf = _zipf_of(word.removeprefix(_DEFINITE), "ar"), _zipf_of(word, "ar")
    return _frequency_word("ar", max(bare, zipf)) if min(bare, zipf) >= _COMMON_ARABIC else ""


def _latin_sense(word: str, *, told_apart: bool) -> str:
    if word in COMMON:
        return "a common English word"
    if word in PREFIXES:
        return "a prefix of everyday words (Inter-American)"
    if word in GIVEN_NAMES:
        return "a given name of many people, too"
    if word in FAMILY_NAMES:
        return "a family name of many people, too"
    if word in TOWN_NAMES:
        return "a town, too"
    if word in GREAT_PLACES:
        return ""
    if _is_english_alone(word) or _is_counted_in_english(word):
        return "an English word with other forms"
    if not any(word in frequent_words_of(code) for code in _LATIN):
        return ""  # Below _COMMON in every language.
    values = {code: _zipf_of(word, code) for code in _LATIN}
    middle = median(values.values())
    english = values["en"]
    if (english >= _VERY_COMMON and english - middle >= _SMALL_PEAK) or (
        english >= _COMMON and english - middle >= _PEAK
    ):
        return _frequency_word("en", english)
    language = max(values, key=lambda code: values[code])
    common = values[language] >= _COMMON and values[language] - middle >= _HIGH_PEAK
    return (
        _frequency_word(language, values[language]) if common and (told_apart or _is_inflected(word, language)) else ""
    )


def _is_english_alone(word: str) -> bool:
    """Has English the word in several forms (stripe, striped), and hardly another language the word?

    A name has no such forms, and one that is known in English is known elsewhere.
    """
    known = words_of("en")
    if word not in known:
        return False
    stem = word.removesuffix("e")
    forms = (*(stem + ending for ending in _FORMS), *(prefix + word for prefix in _NEGATIONS))
    return any(form in known for form in forms if form != word) and median(_zipf_of(word, code) for code in _LATIN) == 0


def _is_counted_in_english(word: str) -> bool:
    """Has English the word more often than other languages, and nearly as often its plural (visa, visas), or its verb?

    Hardly anybody writes of several Netflixes; bitcoins are rare beside bitcoin.
    """
    english = _zipf_of(word, "en")
    if not english:
        return False
    is_counted = any(_zipf_of(word + ending, "en") >= english - _PLURAL_BELOW for ending in ("s", "es"))
    verbs = [word.removesuffix("e") + ending for ending in ("ing", "ed", "er")]
    if not is_counted and sum(_zipf_of(form, "en") > 0 for form in verbs) < 2:
        return False
    # Asked last: it takes the lists of all these languages.
    above = english - median(_zipf_of(word, code) for code in _LATIN)
    return above >= (_SMALL_PEAK if is_counted else _VERB_PEAK)


def _is_inflected(word: str, language: str) -> bool:
    """Does the language have other forms of it, as it has of a word but not of a name?"""
    known = words_of(language)
    return language not in _PLURALS or any(word + ending in known for ending in _PLURALS[language])


def _frequency_word(language: str, zipf: float) -> str:
    times = f"{10 ** (zipf - 3):.0f} times in a million words"
    return f"a frequent word of {_LANGUAGE_NAMES[language]}, maybe in another sense ({times})"


def _zipf_of(word: str, language: str) -> float:
    share = words_of(language).get(word)
    return math.log10(share) + 9 if share else 0.0


def _languages_of(char: str) -> tuple[str, ...]:
    return next((codes for first, last, codes in _BY_SCRIPT if first <= char <= last), ("en",))

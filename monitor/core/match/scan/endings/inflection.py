"""Case endings, plurals and genitives of names, language by language.

A name in a text is often longer than the name in the watchlist: Путина, Orlenem, Chelseas, Madrycie. No dictionary
knows new names, so no lemmatiser does: what a language adds to a name is a closed class (``endings``). Which languages
count is told by the text around the name, or by its script.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from unicodedata import category

from monitor.core.match.scan.endings.script_tables import SCRIPTS
from monitor.core.match.scan.endings.tables import (
    ADJECTIVES,
    ADJECTIVES_LAST,
    ENGLISH_IES,
    TABLES,
    TOWN_ADJECTIVES,
    VOWELS,
)
from monitor.core.match.scan.kinds import PEOPLE_ENDINGS, PLACES
from monitor.core.text.fold_tables import without_accent
from monitor.core.text.normalize import fold
from monitor.lazy import lazy_module
from monitor.values import dataclass

if TYPE_CHECKING:
    from monitor.core.match.other_senses import great_places, town_names
else:
    great_places = lazy_module("monitor.core.match.other_senses.great_places")
    town_names = lazy_module("monitor.core.match.other_senses.town_names")

_DOUBLING = ("al", "el")
"""What a Hungarian name takes after its last consonant, which is written twice then."""
_LONGEST_ENDING = 8
_BEYOND_EUROPE = "\u0530"
_LONGEST_SCRIPT_ENDING = 14
_LONGEST_TAIL = 5
_SHORTEST = 3
"""Letters of a name that takes endings; shorter ones meet too many words (Go, Goa)."""
_SHORTEST_STEM = 4
"""Letters that are left of a name whose own ending is taken off: Tesl|a yes, Met|a no."""
_SHORTEST_BESIDE = 3
"""The same of a word that stands beside another one of the name."""
_TOWN_TAILS = frozenset({"en", "el"})
_CHANGING = frozenset(
    {"-ka", "-ga", "-ha", "-ku", "-nen", "-mpo", "-mpu", "-lahti", "-iec", "-eň", "-ка", "-га", "-їв"}
)
"""Tails whose consonant or vowel changes, so that less of the name is left."""


@dataclass(frozen=True, slots=True)
class Inflected:
    """A name whose words may carry endings; ``stems``: how each word begins in all its forms.

    ``anchor``: number of the word that is looked for. ``capital``: was the word written with one?
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    anchor: int
    capital: tuple[bool, ...]


def inflected_name(text: str, folded: str, sought: Collection[str] = ()) -> Inflected | None:
    """How a name's inflected forms are looked for; ``None`` for a name that takes no endings.

    ``text`` as the user wrote it, ``folded`` the folded form of it; ``sought``: words that are looked for anyway.
    """
    words = tuple(folded.replace("-", " ").split())
    written = text.replace("-", " ").split()
    if not words or len(written) != len(words) or not all(_is_word(word) for word in words):
        return None
    if not all(_takes_endings(char) for word in words for char in word):
        return None
    anchor = max(range(len(words)), key=lambda number: (words[number] in sought, len(words[number])))
    if len(words[anchor]) < _SHORTEST:
        return None
    last = len(words) - 1
    capital = tuple(word[:1].isupper() for word in written)
    stems = tuple(
        _stem_of(word, is_sought=place == anchor, last=place == last, alone=not last, capital=capital[place])
        for place, word in enumerate(words)
    )
    return Inflected(words, stems, anchor, capital)


def stem_of(word: str) -> str:
    """How each form of a folded word begins; empty for what takes no endings."""
    if len(word) < _SHORTEST or not _is_word(word) or not all(map(_takes_endings, word)):
        return ""
    return _stem_of(word, is_sought=True, last=True, alone=True, capital=False)


def is_form(word: str, found: str, languages: Collection[str], *, last: bool = True, alone: bool = True) -> bool:
    """Is ``found`` the word itself or a form of it in one of these languages? Both folded.

    ``last``: no other word of the name follows; ``alone``: none stands before it either.
    """
    return found == word or any(
        found in _forms_of_word(word, language, last=last, alone=alone) for language in languages
    )


@lru_cache(maxsize=8192)
def may_be_form(word: str, found: str) -> bool:
    """Does the one end as a form of the other ends in any language? Never wrongly no, and no language is asked for."""
    if word == found:
        return True
    name, spelt = _plain(word), _plain(found)
    if name == spelt:
        return True
    endings = _all_endings()
    longest = _LONGEST_ENDING if word[0] < _BEYOND_EUROPE else _LONGEST_SCRIPT_ENDING
    least = max(0, len(name) - _LONGEST_TAIL, len(spelt) - longest)
    return any(
        spelt[place:] in endings.get(name[place:], ()) for place in range(least, _common_prefix(name, spelt) + 1)
    )


def letters_after_stem(form: Inflected) -> frozenset[str] | None:
    """The letters, without accents, of which one stands behind the stem that is looked for in any form of the name.

    ``None`` where a form may end with the stem, and of scripts whose vowels are signs on the letter before.
    """
    word = _plain(form.words[form.anchor])
    end = len(form.stems[form.anchor])
    if word[0] >= _BEYOND_EUROPE or (end == len(word) and len(form.words) > 1):
        return None  # Of several words another one may have the ending.
    # What is as long as the name is the name, and found as such; Hungarian writes its last consonant twice.
    letters = {word[end] if end < len(word) else word[-1]}
    for place in range(max(0, len(word) - _LONGEST_TAIL), end + 1):
        behind = _letters_behind(word[place:], end - place)
        if "" in behind:
            return None
        letters |= behind
    return frozenset(letters)


@lru_cache(maxsize=4096)
def _letters_behind(tail: str, kept: int) -> frozenset[str]:
    """Of the endings in place of a tail of which so many letters stand: the letter behind those, "" for none."""
    begins = tail[:kept]
    endings = _listed_endings().get(tail, ())
    return frozenset(ending[kept : kept + 1] for ending in endings if ending.startswith(begins))


@cache
def _all_endings() -> Mapping[str, frozenset[str]]:
    """A constant: those listed, and what Hungarian makes of a last consonant."""
    letters = map(chr, range(ord("a"), ord("z") + 1))
    doubled = frozenset(letter + ending for letter in letters for ending in _DOUBLING)
    return {**_listed_endings(), "": _listed_endings()[""] | doubled}


@cache
def _listed_endings() -> Mapping[str, frozenset[str]]:
    """A constant: what may stand in place of the tail of a name (at first, behind it), all without accents."""
    found: dict[str, set[str]] = {"": {*PEOPLE_ENDINGS}}
    for table in (*TABLES.values(), *ADJECTIVES.values(), *TOWN_ADJECTIVES.values()):
        for key, endings in table.items():
            found.setdefault(_plain(key[1:]) if key.startswith("-") else "", set()).update(endings.split())
    return {tail: frozenset(map(_plain, map(fold, endings))) for tail, endings in found.items()}


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return "".join(map(without_accent, text))


def is_cyrillic(char: str) -> bool:
    """True for a letter of any language that is written in Cyrillic."""
    return "\u0400" <= char <= "\u052f"


def languages_of_script(char: str) -> Sequence[str]:
    """The languages that a letter alone tells; empty for Latin letters."""
    if char < "\u0370":
        return ()
    return next((languages for first, last, languages in SCRIPTS if first <= char <= last), ())


def _is_word(word: str) -> bool:
    """Letters alone; in India vowels are signs on them."""
    return word.isalpha() or all(char.isalpha() or category(char) in {"Mn", "Mc"} for char in word)


def _takes_endings(char: str) -> bool:
    return char < "\u0530" or "\u1e00" <= char <= "\u1fff" or bool(languages_of_script(char))


def _stem_of(word: str, *, is_sought: bool, last: bool, alone: bool, capital: bool) -> str:
    """The part that every form of the word begins with; longer where it is looked for by itself."""
    least = _shortest_stem(word) if alone else _SHORTEST_BESIDE
    length = len(word)
    for size in range(1, min(_LONGEST_TAIL, length) + 1):
        for key, common, of_adjectives in _tails().get(word[-size:], ()):
            if (last and of_adjectives) or (capital and key in ENGLISH_IES):
                continue
            # Where a consonant changes as well (Żabka, Żabce), the form has a letter more to be known by.
            length = min(length, max(len(word) - size + common, least - (key in _CHANGING or not is_sought)))
    if capital and last and is_sought and word[-2:] in _TOWN_TAILS and _is_town(word):
        length = min(length, len(word) - 2)
    return word[:length]


def _is_town(word: str) -> bool:
    return word in town_names.TOWN_NAMES or word in great_places.GREAT_PLACES


@lru_cache(maxsize=4096)
def is_of_town(word: str, found: str, language: str) -> bool:
    """Does the word say "of the town", of one that texts often name: Leipziger, Amsterdamse?"""
    table = TOWN_ADJECTIVES.get(language, {})
    ends = table.get("V" if word[-1] in VOWELS else "C", "").split()
    forms = {word + ending for ending in ends}
    forms |= {word[:-2] + ending for ending in table.get(f"-{word[-2:]}", "").split()}
    return found in forms and _is_town(word)


@cache
def _tails() -> Mapping[str, Sequence[tuple[str, int, bool]]]:
    """A constant: tail of a name → the keys it stands under, what all endings there have in common with it, and
    whether only adjectives end so."""
    found: dict[str, list[tuple[str, int, bool]]] = {}
    for of_adjectives, tables in enumerate((TABLES, ADJECTIVES)):
        for table in tables.values():
            for key, endings in table.items():
                if key.startswith("-"):
                    found.setdefault(key[1:], []).append((key, _in_common(key[1:], endings), bool(of_adjectives)))
    return found


def _shortest_stem(word: str) -> int:
    if word[0] >= "\u0370" or VOWELS.isdisjoint(word[:_SHORTEST]):
        return _SHORTEST  # Brno: without a vowel, three letters are as telling as four.
    return _SHORTEST_STEM


@lru_cache(maxsize=4096)
def _kept_of(tail: str, endings: str) -> int:
    """How much of a tail stands, but for accents, before each of the endings that may stand in its place."""
    return _in_common(_plain(tail), _plain(endings))


def _in_common(tail: str, endings: str) -> int:
    return min((_common_prefix(tail, ending) for ending in endings.split()), default=len(tail))


def _common_prefix(left: str, right: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


@lru_cache(maxsize=4096)
def _forms_of_word(word: str, language: str, *, last: bool, alone: bool) -> frozenset[str]:
    table = TABLES.get(language, {})
    least = _shortest_stem(word) if alone else _SHORTEST_BESIDE  # Góra alone is too short, Zielona Góra is not.
    forms: set[str] = set()
    if len(word) < _SHORTEST:
        return frozenset()
    for key, ends_so in (("V", word[-1] in VOWELS), ("C", word[-1] not in VOWELS or word[-1] == "y")):
        if ends_so:  # y is both: Galatasaray ends in a consonant, Disney in a vowel.
            forms.update(word + ending for ending in table.get(key, "").split())
    adjectives = {} if alone or (last and language not in ADJECTIVES_LAST) else ADJECTIVES.get(language, {})
    for tail, endings in (*table.items(), *adjectives.items()):
        stem = word.removesuffix(tail[1:]) if tail.startswith("-") else word
        # A tail that stays is no loss: Bund, des Bundes; nor is what changes by an accent alone: Łódź, w Łodzi.
        kept = _kept_of(tail[1:], endings) if stem != word else 0
        left = len(stem) + max(1, kept) + (tail in _CHANGING and kept > 0)
        if stem != word and (left >= least or kept == len(tail) - 1):
            forms.update(stem + ending for ending in endings.split())
    if language == "hu" and word[-1] not in VOWELS:
        forms.update(word + word[-1] + ending for ending in _DOUBLING)  # val and vel take the name's last sound.
    if language == "en" and word in PLACES:
        forms.update(word + ending for ending in PEOPLE_ENDINGS)
    spelt = {fold(form) for form in forms}
    # An accent may be left out, of the name as of its ending.
    return frozenset(spelt | {"".join(map(without_accent, form)) for form in spelt}) - {word, _plain(word)}

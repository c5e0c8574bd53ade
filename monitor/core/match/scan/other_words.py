"""A whole word that is spelt like a name and is another: an article before an apostrophe, a prefix, a small word."""

import re
from typing import TYPE_CHECKING

from monitor.core.match.scan.dictionaries import frequent_words_of, is_counted, is_everyday, is_frequent
from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.identifiers import word_end, word_start
from monitor.core.match.scan.kinds import COMBINING_FORMS, ELIDED, FIRST_HALVES, UNITS
from monitor.core.match.scan.languages import is_function_word
from monitor.core.match.scan.names import Joint, Name, is_letter, is_word_char
from monitor.core.text.languages import FUNCTION_WORDS
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    from monitor.core.match.other_senses import given_names
else:
    given_names = lazy_module("monitor.core.match.other_senses.given_names")

_LONGEST_FUNCTION_WORD = 5
_PARTS = re.compile(r"[ '’-]+")
_BETWEEN_NAMES = frozenset("- ")
_LIKE_PREPOSITIONS = frozenset({"علي", "الي"})
"""Ali is spelt like "on" but for the dots of its last letter, which do not count in names."""


def is_other_word(view: View, name: Name, start: int, end: int) -> bool:
    """Does the text say another word at the folded characters [start, end), which end as words do?"""
    text = view.text
    before, after = text[start - 1] if start else "", text[end] if end < len(text) else ""
    if before == "'" and _is_elided(view, name, start, end):
        return True
    if after == "'" and _elides(view, start, end):
        return True
    if after == "-" and (_is_prefix(view, name, start, end) or _is_first_half(view, start, end)):
        return True
    if before in _BETWEEN_NAMES and _is_second_half(view, start, end):
        return True
    if before == "-" and _is_behind_letter(view, name, start, end):
        return True
    if name.compact in _LIKE_PREPOSITIONS and view.char(end - 1) == "ى":
        return True
    return (
        _is_function_word(view, name, start, end)
        or _is_unit(view, name, start, end)
        or _is_phrase(view, name, start, end)
        or _taken_apart(view, name, start, end)
        or _lacks_accent(view, name, start, end)
        or _lacks_apostrophe(view, name, start, end)
    )


def _is_elided(view: View, name: Name, start: int, end: int) -> bool:
    """Is it a small word behind an elision: j'ai is not AI, though l'Inter is Inter?"""
    if not name.capital or start < 2 or not is_letter(view.text[start - 2]):
        return False
    return view.surface(start, end).islower()


def _elides(view: View, start: int, end: int) -> bool:
    """Is it an article or a preposition that has lost its vowel: dell'Italia is not Dell, Dell'Orto is a family name?

    Turkish writes an ending behind the apostrophe in small letters (Dell'in), Italian a word.
    """
    if view.text[start:end] not in ELIDED or end + 2 >= len(view.text):
        return False
    is_word = is_letter(view.text[end + 1]) and is_letter(view.text[end + 2])
    return is_word and (view.char(start).islower() or view.char(end + 1).isupper())


def _is_prefix(view: View, name: Name, start: int, end: int) -> bool:
    """Is it the beginning of a compound: inter-city and Inter-School are not Inter, meta-analysis not Meta?"""
    text = view.text
    if not name.capital or text[start:end] not in COMBINING_FORMS:
        return False
    if end + 1 >= len(text) or not is_letter(text[end + 1]):
        return False
    if view.char(end + 1).islower():
        return view.surface(start, end).islower()
    # Of an English name whose other half is a word: Inter-School, Inter-American; but Inter-Milan is a match.
    return "en" in view.spoken and is_counted(text[end + 1 : word_end(text, end + 1)], acronym=False)


def _is_behind_letter(view: View, name: Name, start: int, end: int) -> bool:
    """Does one letter make another word of it: U-Bahn is not the Bahn, X-Men are not Men?

    E is for electric (der E-Ford), unless that is a word (E-Mail).
    """
    low = start - 2
    text = view.text
    if low < 0 or not is_letter(text[low]) or not text[low].isascii():
        return False
    if low and (is_word_char(text[low - 1]) or text[low - 1] == "-"):
        return False  # Donald-J-Trump
    if not name.compact.isalpha():
        return False
    return text[low] != "e" or is_everyday(text[low] + text[start:end], view.languages)


def _is_second_half(view: View, start: int, end: int) -> bool:
    """Is it the second half of a double given name: Jean-Claude is a person, whatever Claude is?"""
    low = word_start(view.text, start - 1)
    return view.text[low : start - 1] in FIRST_HALVES and _are_given(view, (low, start - 1), (start, end))


def _is_first_half(view: View, start: int, end: int) -> bool:
    high = word_end(view.text, end + 1)
    return view.text[start:end] in FIRST_HALVES and _are_given(view, (start, end), (end + 1, high))


def _are_given(view: View, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Are both written as names, and is the second one given to people, too?"""
    if not (view.surface(*first).istitle() and view.surface(*second).istitle()):
        return False
    return view.text[slice(*second)] in given_names.GIVEN_NAMES


def _is_function_word(view: View, name: Name, start: int, end: int) -> bool:
    """Is it a word of grammar in small letters, where the text has capitals: "who said that" is not WHO?"""
    if not name.capital or end - start > _LONGEST_FUNCTION_WORD:
        return False
    found, surface = view.text[start:end], view.surface(start, end)
    # "Un train" begins a sentence; "Who" may be the name of a band.
    is_small = surface.islower() or (name.acronym and not surface.isupper())
    if not is_small or view.original.islower():
        return False
    return any(found in FUNCTION_WORDS.get(language, ()) for language in view.languages)


def _is_unit(view: View, name: Name, start: int, end: int) -> bool:
    """Is it what the figure before it counts: 500 hp are not HP's, 6 ft are not in the FT?"""
    if not name.acronym or view.text[start:end] not in UNITS or not view.surface(start, end).islower():
        return False
    return view.text[max(0, start - 2) : start].rstrip()[-1:].isdigit() and not view.original.islower()


def _is_phrase(view: View, name: Name, start: int, end: int) -> bool:
    """Is it a word of grammar before another: el país is not El País, "let us open" not the US Open?

    The first word has to have lost its capitals. So has the rest, which has to be frequent in the same language, unless
    the name begins with more than one of them: "as Monaco prepares" is not AS Monaco.
    """
    if not name.capital or not view.char(start).islower() or not _PARTS.search(name.text) or view.original.islower():
        return False
    first, *rest = _PARTS.split(view.text[start:end])
    surface = view.surface(start, end)
    if not rest or not surface[: len(first)].islower():
        return False
    # L' alone tells who says so.
    spoken = ["fr", "it"] if first == "l" else [each for each in view.languages if _is_grammar(first, each)]
    written = _PARTS.split(name.written)[0]
    if spoken and len(written) == len(first) > 1 and written.isupper():
        return True
    return surface.islower() and any(frequent_words_of(language).issuperset(rest) for language in spoken)


def _is_grammar(word: str, language: str) -> bool:
    """Is it in one of the lists of small words, where "new" is one, too? New York is no phrase."""
    return word != "new" and (is_function_word(word, (language,)) or word in FUNCTION_WORDS.get(language, ()))


def _taken_apart(view: View, name: Name, start: int, end: int) -> bool:
    """Two everyday words for a name that is written as one: open AI models are not OpenAI models.

    A preposition before a word in small letters, or behind one, is a phrase: in post-training, not InPost. So are two
    words of every day where neither capital stands, in a text that has some: your pay pal is not PayPal.
    """
    if not name.capital or Joint.WRITTEN in name.joints:
        return False
    surface = view.surface(start, end)
    first, _, rest = surface.partition(" ")
    if not first.isalpha() or not rest.isalpha():
        return False
    if first[0].islower() and not surface.islower():
        return True
    if rest.islower() and is_function_word(first.lower(), view.languages):
        return True
    if not surface.islower():
        return False
    if is_function_word(rest, view.languages):
        return True  # Linked in a list.
    return not view.original.islower() and all(is_everyday(word, view.languages) for word in (first, rest))


def _lacks_accent(view: View, name: Name, start: int, end: int) -> bool:
    """Is it a frequent word, where neither the accent nor the capital of the name stands: shares rose is not Rosé?"""
    found = view.text[start:end]
    if not name.capital or found == name.compact or len(found) != len(name.compact) or not found.isascii():
        return False
    if not view.surface(start, end).islower() or view.original.islower():
        return False
    return is_frequent(found, view.languages)


def _lacks_apostrophe(view: View, name: Name, start: int, end: int) -> bool:
    """Is it an everyday word, where neither the apostrophe nor the capital stands: he lays a carpet is not Lay's?"""
    found = view.text[start:end]
    if not name.capital or "'" not in name.text or "'" in found:
        return False
    if not view.surface(start, end).islower() or view.original.islower():
        return False
    stem = max(name.text.replace("-", " ").replace("'", " ").split(), key=len)
    words = found.replace("-", " ").split()
    # A list of words holds names as well (mcdonalds): the word that its ending is put on must be one of every day.
    return is_frequent(stem, view.languages) and all(is_everyday(word, view.languages) for word in words)

"""Forms of a name in a text: its words with the endings of a language that the text may be in."""

from collections.abc import Iterator

from monitor.core.match.scan.dictionaries import words_of
from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.endings.brief_texts import is_brief_text_in
from monitor.core.match.scan.endings.inflection import (
    Inflected,
    is_cyrillic,
    is_form,
    is_of_town,
    languages_of_script,
    may_be_form,
)
from monitor.core.match.scan.endings.tables import LANGUAGES, TOWN_ADJECTIVES
from monitor.core.match.scan.identifiers import word_end, word_start
from monitor.core.match.scan.names import Name, is_word_char

_TELLING_ENDING = 3
"""Letters of an ending that, behind one word of several, hardly make another name: Kaja Kallasele."""
_OF_WOMEN = ("ova", "eva", "ina")
"""Endings that are a woman's family name as well: Martina Pavlova."""
_LONGEST_SHORTENED = 4
"""Letters of a word that is cut short by a dot."""


def inflected_range(view: View, name: Name, start: int) -> tuple[int, int] | None:
    """The words around the stem at ``start`` that are the name in one of its forms; ``None`` when they are not."""
    form = name.inflected
    assert form is not None  # noqa: S101 - only such names are looked at here
    if start and is_word_char(view.text[start - 1]):
        return None
    end = word_end(view.text, start)
    if form.capital[form.anchor] and not view.char(start).isupper():
        # Legitimate targets are not Targets; but győri is of Győr.
        return (start, end) if _is_hungarian(view, form, start, end) else None
    if not may_be_form(form.words[form.anchor], view.text[start:end]):
        return None
    tokens = _words_around(view.text, form, start, end) if len(form.words) > 1 else [(start, end)]
    found = tuple(view.text[low:high] for low, high in tokens)
    if not all(found) or found == form.words:
        return None  # The name as it is: found as such.
    capitals = zip(form.capital, tokens, strict=True)
    if any(capital and not view.char(low).isupper() for capital, (low, _) in capitals):
        return None
    if name.acronym and _is_longer_acronym(view, *tokens[0]):
        return None
    first, last = tokens[0][0], tokens[-1][1]
    is_form_here = _is_spoken_form(view, form, found, first, last) or _is_of_town(view, form, found[-1], last)
    return (first, last) if is_form_here else None


def _is_longer_acronym(view: View, start: int, end: int) -> bool:
    """In a text that is not all capitals: the police SAPS are not SAP, whose plural would be SAPs."""
    return view.surface(start, end).isupper() and not view.original.isupper()


def _words_around(text: str, form: Inflected, start: int, end: int) -> list[tuple[int, int]]:
    """The places of as many words as the name has, around the one at [start, end); empty ones where none is tied."""
    tokens = [(start, end)]
    for _ in form.words[form.anchor + 1 :]:
        tokens.append(_word_after(text, tokens[-1][1]))
    for _ in form.words[: form.anchor]:
        tokens.insert(0, _word_before(text, tokens[0][0]))
    return tokens


def _is_spoken_form(view: View, form: Inflected, found: tuple[str, ...], start: int, end: int) -> bool:
    """Are the words forms of the name's in a language that the text may be in?"""
    if not all(map(may_be_form, form.words, found)):
        return False
    if form.capital[-1] and found[-1].endswith("ies") and form.words[-1].endswith("y"):
        return False  # Allies are not the bank Ally, whose plural would be Allys.
    last = len(found) - 1
    more = [len(spelt) - len(word) for word, spelt in zip(form.words, found, strict=True) if word != spelt]
    is_long = max(more) >= _TELLING_ENDING and not found[-1].endswith(_OF_WOMEN)
    changed = last > 0 and (len(more) == len(found) or is_long)

    def explains(language: str) -> bool:
        return all(
            is_form(word, spelt, (language,), last=number == last, alone=not last)
            for number, (word, spelt) in enumerate(zip(form.words, found, strict=True))
        )

    # Where each of several words has an ending, or one a long one, no other witness of the language is needed.
    if any(map(explains, _spoken_languages(view, found[-1][-1], changed=changed))):
        return True
    if view.spoken or changed or not form.capital[form.anchor] or languages_of_script(found[-1][-1]):
        return False
    return any(explains(language) and is_brief_text_in(view, language, start, end) for language in LANGUAGES)


def _is_of_town(view: View, form: Inflected, found: str, end: int) -> bool:
    """Is it the town's name before another noun: Leipziger Stadtrat; but Hamburger are also eaten?"""
    if len(form.words) > 1 or not form.capital[0]:
        return False
    language = next((each for each in TOWN_ADJECTIVES if is_of_town(form.words[0], found, each)), "")
    if not language or (language == "de" and not _is_capital_next(view, end)):
        return False
    if language in view.languages or is_brief_text_in(view, language, end - len(found), end):
        return True
    return language == "de" and not view.spoken and _is_german(view.text[end + 1 : word_end(view.text, end + 1)])


def _is_german(noun: str) -> bool:
    """Has the German list the noun, and not the English one: Kieler Woche, Stuttgarter Hauptbahnhof?"""
    return noun not in words_of("en") and noun in words_of("de")


def _is_hungarian(view: View, form: Inflected, start: int, end: int) -> bool:
    """Does Hungarian say "of the town", which it writes small: a győri gyár?"""
    found = view.text[start:end]
    if not found.endswith("i") or len(form.words) > 1 or not is_of_town(form.words[0], found, "hu"):
        return False
    if view.original.islower():
        return False
    return "hu" in view.languages or is_brief_text_in(view, "hu", start, end)


def _is_capital_next(view: View, end: int) -> bool:
    return end + 1 < len(view.text) and view.text[end] == " " and view.char(end + 1).isupper()


def _spoken_languages(view: View, char: str, *, changed: bool) -> Iterator[str]:
    """The languages whose endings a name may have that ends with this letter."""
    by_script = languages_of_script(char)
    yield from by_script
    if not by_script and changed:
        yield from LANGUAGES
    elif not by_script or is_cyrillic(char):
        yield from view.languages  # Cyrillic is written by many: the text has to say that it is Kazakh.


def _word_after(text: str, end: int) -> tuple[int, int]:
    """The next word when only a space or a hyphen stands between; else an empty range."""
    if end < len(text) and text[end] in " -\n":
        return end + 1, word_end(text, end + 1)
    return end, end


def _word_before(text: str, start: int) -> tuple[int, int]:
    if not start or text[start - 1] not in " -\n":
        return start, start
    end = start - 1
    if end and text[end - 1] == "." and end - 1 - word_start(text, end - 1) <= _LONGEST_SHORTENED:
        end -= 1  # St. Paulis
    return word_start(text, end), end

"""Where a name begins and ends: each script has its own rule, and a name obeys that of its first and last character."""

import re

from monitor.core.match.reasons import Why
from monitor.core.match.scan.attachments import is_attached_prefix, is_katakana_tail, is_korean_tail, tail_after
from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.endings.tables import LANGUAGES
from monitor.core.match.scan.identifiers import (
    Side,
    glued_word,
    has_whole_segments,
    is_joined,
    left_segment,
    right_segment,
    runs_together,
    word_end,
    word_start,
)
from monitor.core.match.scan.inflection import Inflected, is_form, languages_of_script, may_be_form
from monitor.core.match.scan.kinds import (
    HIRAGANA_AFTER,
    HIRAGANA_BEFORE,
)
from monitor.core.match.scan.names import (
    Name,
    is_han,
    is_hangul,
    is_kana,
    is_katakana,
    is_unspaced,
    is_word_char,
)
from monitor.core.match.scan.other_words import is_other_word
from monitor.core.match.scan.segmenter import CLEAR, Cut, Words
from monitor.core.match.scan.signs import is_sign_tied, why_inside
from monitor.values import dataclass

_LOOK = 6
_HAN = "[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
_HAN_AFTER = re.compile(f"{_HAN}{{1,{_LOOK}}}")
_HAN_BEFORE = re.compile(rf"{_HAN}{{1,{_LOOK}}}\Z")
_ARABIC_ARTICLE_PREFIX = re.compile(r"^[وف]?لل$")
_THAI_BEFORE = frozenset("เแโใไເແໂໃໄ")
"""Vowels that are written before their consonant: a name that follows one begins in the middle of a syllable."""
_THAI_AFTER = frozenset("ะาำๅຳະາ")
_COENG = "\u17d2"
_LONGEST_SHORTENED = 4
"""Letters of a word that is cut short by a dot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """What the two edges of a hit say. ``refused`` = it is part of something longer.

    ``identifier``: a whole segment of a longer identifier. ``glued``: the longer word it is written into, which may be
    another name (FedEx). ``compound``: a hyphen ties it to the word before. ``doubtful``: the dictionary cannot decide.
    """

    refused: Why | None = None
    identifier: bool = False
    glued: Why | None = None
    compound: bool = False
    doubtful: Why | None = None


WHOLE_WORD = Edges()
"""Nothing touches the name."""
_FREE: tuple[Side, Side] = ("free", "free")


def judge_edges(view: View, name: Name, start: int, end: int, words: Words) -> Edges:
    """Judge both edges of the folded characters [start, end)."""
    text = view.text
    compound = is_word_char(text[start]) and start > 1 and text[start - 1] == "-" and is_word_char(text[start - 2])
    if name.inflected:
        return Edges(compound=True) if compound else WHOLE_WORD  # Whole words by construction.
    # Beside Han characters only the dictionary tells a word's end, and a sign of one character.
    han = len(name.compact) > 1 and not name.capital and is_han(text[start]) and is_han(text[end - 1])
    sides = _FREE if han else _both_sides(view, name, start, end)
    if not han and _is_inside_word(view, name, start, end, sides):
        return Edges(refused=why_inside(view, start, end))
    cut = _han_cut(view, name, start, end, words)
    if cut is not CLEAR and cut.number_unit:
        return Edges(refused=Why("number-unit", (name.text, "".join(cut.rival))))
    if cut is not CLEAR and cut.refused:
        return Edges(refused=Why("part-of-words", (name.text, " + ".join(cut.rival))))
    together = runs_together(view, name, start, end)
    glued = glued_word(view, start, end, together=together) if together or "segment" in sides else None
    doubtful = None if cut is CLEAR or cut.believed else Why("doubtful-words", (name.text, " + ".join(cut.rival)))
    identifier = "segment" in sides or is_joined(text, start, end)
    if not (identifier or glued or compound or doubtful):
        return WHOLE_WORD
    return Edges(identifier=identifier and not glued, glued=glued, compound=compound, doubtful=doubtful)


def inflected_range(view: View, name: Name, start: int) -> tuple[int, int] | None:
    """The words around the stem at ``start`` that are the name in one of its forms; ``None`` when they are not."""
    form = name.inflected
    assert form is not None  # noqa: S101 - only such names are looked at here
    if start and is_word_char(view.text[start - 1]):
        return None
    if form.capital[form.anchor] and not view.char(start).isupper():
        return None  # legitimate targets are not Targets.
    end = word_end(view.text, start)
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
    return (tokens[0][0], tokens[-1][1]) if _is_spoken_form(view, form, found) else None


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


def _is_spoken_form(view: View, form: Inflected, found: tuple[str, ...]) -> bool:
    """Are the words forms of the name's in a language that the text may be in?"""
    if not all(map(may_be_form, form.words, found)):
        return False
    if form.capital[-1] and found[-1].endswith("ies") and form.words[-1].endswith("y"):
        return False  # Allies are not the bank Ally, whose plural would be Allys.
    last = len(found) - 1
    changed = last > 0 and all(word != spelt for word, spelt in zip(form.words, found, strict=True))
    # Where each of several words has an ending, the language that explains all of them needs no other witness.
    return any(
        all(
            is_form(word, spelt, (language,), last=number == last, alone=not last)
            for number, (word, spelt) in enumerate(zip(form.words, found, strict=True))
        )
        for language in languages_of_script(found[-1][-1]) or (LANGUAGES if changed else view.languages)
    )


def prefixed_range(view: View, name: Name, start: int, end: int) -> tuple[int, int]:
    """The hit with the letters that Arabic and Hebrew write onto a word: and, in, for, the."""
    if not start or not "\u0590" <= view.text[start - 1] <= "\u06ff":
        return start, end
    low = word_start(view.text, start)
    return (low, end) if low < start and is_attached_prefix(view.text[low:start], name) else (start, end)


def _is_inside_word(view: View, name: Name, start: int, end: int, sides: tuple[Side, Side]) -> bool:
    """Is the hit a part of a longer word?"""
    if "inside" in sides:
        return True
    if "segment" in sides and not has_whole_segments(view, name, start, end):
        return True
    return is_sign_tied(view, name, start, end) or is_other_word(view, name, start, end)


def _both_sides(view: View, name: Name, start: int, end: int) -> tuple[Side, Side]:
    left: Side = "free" if name.open_start else _left_side(view, name, start, end)
    right: Side = "free" if name.open_end else _right_side(view, name, start, end)
    return left, right


def _left_side(view: View, name: Name, start: int, end: int) -> Side:
    text = view.text
    first, before = text[start], text[start - 1] if start else ""
    if name.article:
        return "free" if _ARABIC_ARTICLE_PREFIX.match(text[word_start(text, start) : start]) else "inside"
    if not before or not _same_script(before, first):
        return "free"
    if is_word_char(first):
        prefix = text[word_start(text, start) : start]
        if "\u0590" <= first <= "\u06ff" and is_attached_prefix(prefix, name):
            return "free"
        return left_segment(view, start, end)
    if is_hangul(first) or is_katakana(first):
        return "inside"
    if is_kana(first):
        return "free" if before in HIRAGANA_BEFORE else "inside"
    if is_unspaced(first):
        return "inside" if before in _THAI_BEFORE or before == _COENG or _is_mark(first) else "free"
    return "free"


def _right_side(view: View, name: Name, start: int, end: int) -> Side:
    text = view.text
    last, after = text[end - 1], text[end] if end < len(text) else ""
    if not after or not _same_script(last, after):
        return "free"
    if is_word_char(last):
        if after == "s" and name.capital and not name.compact.isalpha() and word_end(text, end) == end + 1:
            return "free"  # H&Ms Umsatz, two 7-Elevens: names with signs have no other form.
        return right_segment(view, start, end)
    if is_hangul(last):
        return "free" if is_korean_tail(tail_after(text, end, is_hangul), name.compact) else "inside"
    if is_katakana(last):
        return "free" if is_katakana_tail(tail_after(text, end, is_katakana), name.compact) else "inside"
    if is_kana(last):
        return "free" if after in HIRAGANA_AFTER else "inside"
    if is_unspaced(last):
        return "inside" if after in _THAI_AFTER or _is_mark(after) else "free"
    return "free"


def _same_script(left: str, right: str) -> bool:
    """May the two characters belong to one word?"""
    if is_word_char(left):
        return is_word_char(right)
    if is_han(left) or is_han(right):
        return False  # Where the dictionary cuts is another question.
    if is_katakana(left) or is_katakana(right):
        return is_katakana(left) and is_katakana(right)
    return any(test(left) and test(right) for test in (is_hangul, is_kana, is_unspaced))


def _is_mark(char: str) -> bool:
    return not char.isalnum() and is_unspaced(char)


def _han_cut(view: View, name: Name, start: int, end: int, words: Words) -> Cut:
    text = view.text
    han_start, han_end = is_han(text[start]), is_han(text[end - 1])
    if not han_start and not han_end:
        return CLEAR
    before = _han_run(text, start, -1) if han_start and not name.open_start else ""
    after = _han_run(text, end, 1) if han_end and not name.open_end else ""
    if not before and not after:
        return CLEAR
    core = name.compact
    if not han_end:  # 可灵AI: only the Chinese part has a neighbour to be confused with.
        core = core[: next(i for i, char in enumerate(core) if not is_han(char))]
    elif not han_start:
        core = core[max(i for i, char in enumerate(core) if not is_han(char)) + 1 :]
    return words.cut(before, core, after, japanese=view.is_japanese)


def _han_run(text: str, place: int, step: int) -> str:
    """The Han characters that stand directly beside ``place``; before a name a digit counts, too (10万)."""
    if step > 0:
        after = _HAN_AFTER.match(text, place)
        return after[0] if after else ""
    before = _HAN_BEFORE.search(text[max(0, place - _LOOK) : place])
    if before:
        return before[0]
    index = place - 1
    while index >= 0 and text[index] == " ":
        index -= 1
    return text[index] if index >= 0 and text[index].isdigit() else ""


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

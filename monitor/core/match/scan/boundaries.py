"""Where a name begins and ends: each script has its own rule, and a name obeys that of its first and last character."""

import re

from monitor.core.match.reasons import Why
from monitor.core.match.scan.after_han import is_foreign
from monitor.core.match.scan.attachments import (
    is_attached_prefix,
    is_eclipsed,
    is_ethiopic,
    is_ethiopic_suffix,
    is_katakana_tail,
    is_korean_tail,
    tail_after,
    takes_prefix,
)
from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.endings.compounds import is_of_name
from monitor.core.match.scan.endings.inflection import is_form
from monitor.core.match.scan.identifiers import (
    Side,
    glued_word,
    has_whole_segments,
    is_joined,
    is_of_id,
    left_segment,
    right_segment,
    runs_together,
    word_end,
    word_start,
)
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
_MIDDLE_DOT = "·"
"""Between a foreigner's given name and family name: 阿里·哈梅内伊 is not of 阿里."""
_HAN = "[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
_HAN_AFTER = re.compile(f"{_HAN}{{1,{_LOOK}}}")
_HAN_BEFORE = re.compile(rf"{_HAN}{{1,{_LOOK}}}\Z")
_MELTED_ARTICLE = re.compile(r"^[وف]?لل$|^ו?(?:ש|כש|מש|לכש)?[בלכ]$")
"""Before a name whose article has melted with it: للهلال, בליכוד."""
_THAI_BEFORE = frozenset("เแโใไເແໂໃໄ")
"""Vowels that are written before their consonant: a name that follows one begins in the middle of a syllable."""
_THAI_AFTER = frozenset("ะาำๅຳະາ")
_COENG = "\u17d2"


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


def prefixed_range(view: View, name: Name, start: int, end: int) -> tuple[int, int]:
    """The hit with the letters that Arabic, Hebrew and Amharic write onto a word: and, in, for, the."""
    if not start or not takes_prefix(view.text[start - 1]):
        return start, end
    low = word_start(view.text, start)
    return (low, end) if low < start and is_attached_prefix(view.text[low:start], name) else (start, end)


def _is_inside_word(view: View, name: Name, start: int, end: int, sides: tuple[Side, Side]) -> bool:
    """Is the hit a part of a longer word?"""
    if "inside" in sides:
        return True
    if "segment" in sides and not has_whole_segments(view, name, start, end):
        return True
    if is_of_id(view, name, start, end):
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
        return "free" if _MELTED_ARTICLE.match(text[word_start(text, start) : start]) else "inside"
    if not before or not _same_script(before, first) or view.is_parted(start):
        return "free"
    if is_word_char(first):
        prefix = text[word_start(text, start) : start]
        if takes_prefix(first) and is_attached_prefix(prefix, name):
            return "free"
        if view.char(start).isupper() and is_eclipsed(prefix, first) and _is_irish(view, start - len(prefix), start):
            return "free"
        return left_segment(view, start, end)
    if is_hangul(first) or is_katakana(first):
        return "inside"
    if is_kana(first):
        return "free" if before in HIRAGANA_BEFORE else "inside"
    if is_unspaced(first):
        return "inside" if before in _THAI_BEFORE or before == _COENG or _is_mark(first) else "free"
    return "free"


def _is_irish(view: View, start: int, end: int) -> bool:
    """Is the prefix in small letters in a text that may be Irish? Elsewhere mBank and iPhone are written so."""
    return view.surface(start, end).islower() and "ga" in view.languages


def _right_side(view: View, name: Name, start: int, end: int) -> Side:
    text = view.text
    last, after = text[end - 1], text[end] if end < len(text) else ""
    if not after or not _same_script(last, after) or view.is_parted(end):
        return "free"
    if is_word_char(last):
        return "free" if _belongs(view, name, start, end) else right_segment(view, start, end)
    if is_hangul(last):
        return "free" if is_korean_tail(tail_after(text, end, is_hangul), name.compact) else "inside"
    if is_katakana(last):
        return "free" if is_katakana_tail(tail_after(text, end, is_katakana), name.compact) else "inside"
    if is_kana(last):
        return "free" if after in HIRAGANA_AFTER else "inside"
    if is_unspaced(last):
        return "inside" if after in _THAI_AFTER or _is_mark(after) else "free"
    return "free"


def _belongs(view: View, name: Name, start: int, end: int) -> bool:
    """Do the letters that go on behind the name belong to it: an ending, or a word for what is the name's?"""
    text = view.text
    rest = text[end : word_end(text, end)]
    if rest == "s" and _takes_plain_s(view, name, start, end):
        return True
    if is_of_name(view, name, start, end):
        return True
    if is_ethiopic(text[end - 1]):
        return is_ethiopic_suffix(rest, name)
    # Oʻzbekistonda: other forms are looked for of names of letters alone.
    return "'" in name.text and is_form(name.compact, name.compact + rest, view.languages)


def _takes_plain_s(view: View, name: Name, start: int, end: int) -> bool:
    """H&Ms Umsatz, two 7-Elevens: names with signs have no other form. Two AIs: nor have two capitals."""
    if not name.capital:
        return False
    is_acronym = name.acronym and name.compact.isascii() and view.surface(start, end).isupper()
    return not name.compact.isalpha() or (is_acronym and view.char(end) == "s")


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
    if han_end and text[end : end + 1] == _MIDDLE_DOT and words.is_person(name.compact):
        family = text[end + 1 : end + 3]
        if is_foreign(family):
            return Cut(0.0, (f"{name.compact}{_MIDDLE_DOT}{family}…",))
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

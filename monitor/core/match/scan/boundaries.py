"""Where a name begins and ends: each script has its own rule, and a name obeys that of its first and last character."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from monitor.core.match.reasons import Why
from monitor.core.match.scan.dictionaries import is_everyday, words_of
from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.inflection import is_form, languages_of_script
from monitor.core.match.scan.kinds import (
    HIRAGANA_AFTER,
    HIRAGANA_BEFORE,
    KATAKANA_KINDS,
    KOREAN_KINDS,
    KOREAN_PARTICLES,
)
from monitor.core.match.scan.names import (
    Joint,
    Name,
    is_han,
    is_hangul,
    is_kana,
    is_katakana,
    is_letter,
    is_unspaced,
    is_word_char,
)
from monitor.core.match.scan.segmenter import CLEAR, Cut, Words
from monitor.core.text.normalize import is_joiner

_LOOK = 6
_LONGEST_TAIL = 24
_OWN_PARTS = frozenset({
    "ai", "api", "sdk", "app", "cli", "client", "server", "plugin", "node", "nodes", "model", "pipeline", "service",
    "wrapper", "loader", "config", "provider",
})  # fmt: skip
"""What programmers write onto the name of a program without making it another: KlingAI, JimengClient."""
_ARABIC_PREFIX = re.compile(r"^[وف]?[بلكس]?(?:ال)?$|^[وف]?لل$")
_ARABIC_ARTICLE_PREFIX = re.compile(r"^[وف]?لل$")
_HEBREW_PREFIX = re.compile(r"^ו?(?:ש|כש|מש|לכש)?[הבלכמ]?ה?$")
_SHORTEST_PREFIXED = 3
_RARE_PREFIXES = frozenset("فكس")
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


def judge_edges(view: View, name: Name, start: int, end: int, words: Words) -> Edges:
    """Judge both edges of the folded characters [start, end)."""
    text = view.text
    compound = is_word_char(text[start]) and start > 1 and text[start - 1] == "-" and is_word_char(text[start - 2])
    if name.inflected:
        return Edges(compound=compound)  # Whole words by construction.
    sides = _both_sides(view, name, start, end)
    if _is_inside_word(view, name, start, end, sides):
        return Edges(refused=Why("segment", (view.surface(start, end), view.segment(start, end))))
    cut = _han_cut(view, name, start, end, words)
    if cut.number_unit:
        return Edges(refused=Why("number-unit", (name.text, "".join(cut.rival))))
    if cut.refused:
        return Edges(refused=Why("part-of-words", (name.text, " + ".join(cut.rival))))
    together = _runs_together(view, name, start, end)
    glued = _glued_word(view, start, end, together=together) if together or "segment" in sides else None
    doubtful = None if cut.believed else Why("doubtful-words", (name.text, " + ".join(cut.rival)))
    identifier = "segment" in sides or _is_joined(text, start, end)
    return Edges(identifier=identifier and not glued, glued=glued, compound=compound, doubtful=doubtful)


def inflected_range(view: View, name: Name, start: int) -> tuple[int, int] | None:
    """The words around the stem at ``start`` that are the name in one of its forms; ``None`` when they are not."""
    form = name.inflected
    assert form is not None  # noqa: S101 - only such names are looked at here
    if start and is_word_char(view.text[start - 1]):
        return None
    first = _word_end(view.text, start)
    if len(form.words) == 1 and view.text[start:first] == form.words[0]:
        return None  # The name as it is: found as such.
    tokens = [(start, first)]
    for _ in form.words[form.anchor + 1 :]:
        tokens.append(_word_after(view.text, tokens[-1][1]))
    for _ in form.words[: form.anchor]:
        tokens.insert(0, _word_before(view.text, tokens[0][0]))
    found = [view.text[low:high] for low, high in tokens]
    if not all(found) or tuple(found) == form.words:
        return None
    capitals = zip(form.capital, tokens, strict=True)
    if any(capital and not view.char(low).isupper() for capital, (low, _) in capitals):
        return None  # legitimate targets are not Targets.
    last = len(found) - 1
    for language in languages_of_script(found[-1][-1]) or view.languages:
        pairs = enumerate(zip(form.words, found, strict=True))
        if all(is_form(word, spelt, (language,), last=number == last) for number, (word, spelt) in pairs):
            return tokens[0][0], tokens[-1][1]
    return None


def prefixed_range(view: View, name: Name, start: int, end: int) -> tuple[int, int]:
    """The hit with the letters that Arabic and Hebrew write onto a word: and, in, for, the."""
    low = _word_start(view.text, start)
    return (low, end) if low < start and _is_prefix(view.text[low:start], name) else (start, end)


_Side = Literal["free", "segment", "inside"]


def _is_inside_word(view: View, name: Name, start: int, end: int, sides: tuple[_Side, _Side]) -> bool:
    """Is the hit a part of a longer word?"""
    if "inside" in sides:
        return True
    if "segment" in sides and not _whole_segments(view, name, start, end):
        return True
    return (
        _sign_tied(view, name, start, end) or _is_elided(view, name, start, end) or _taken_apart(view, name, start, end)
    )


def _both_sides(view: View, name: Name, start: int, end: int) -> tuple[_Side, _Side]:
    left: _Side = "free" if name.open_start else _left_side(view, name, start, end)
    right: _Side = "free" if name.open_end else _right_side(view, name, start, end)
    return left, right


def _left_side(view: View, name: Name, start: int, end: int) -> _Side:
    text = view.text
    first, before = text[start], text[start - 1] if start else ""
    if name.article:
        return "free" if _ARABIC_ARTICLE_PREFIX.match(text[_word_start(text, start) : start]) else "inside"
    if not before or not _same_script(before, first):
        return "free"
    if is_word_char(first):
        prefix = text[_word_start(text, start) : start]
        if "\u0590" <= first <= "\u06ff" and _is_prefix(prefix, name):
            return "free"
        return _left_segment(view, start, end)
    if is_hangul(first) or is_katakana(first):
        return "inside"
    if is_kana(first):
        return "free" if before in HIRAGANA_BEFORE else "inside"
    if is_unspaced(first):
        return "inside" if before in _THAI_BEFORE or before == _COENG or _is_mark(first) else "free"
    return "free"


def _right_side(view: View, name: Name, start: int, end: int) -> _Side:
    text = view.text
    last, after = text[end - 1], text[end] if end < len(text) else ""
    if not after or not _same_script(last, after):
        return "free"
    if is_word_char(last):
        return _right_segment(view, start, end)
    if is_hangul(last):
        return "free" if _korean_tail(_tail_after(text, end, is_hangul), name.compact) else "inside"
    if is_katakana(last):
        return "free" if _katakana_tail(_tail_after(text, end, is_katakana), name.compact) else "inside"
    if is_kana(last):
        return "free" if after in HIRAGANA_AFTER else "inside"
    if is_unspaced(last):
        return "inside" if after in _THAI_AFTER or _is_mark(after) else "free"
    return "free"


def _same_script(left: str, right: str) -> bool:
    """May the two characters belong to one word?"""
    if is_word_char(left):
        return is_word_char(right)
    if is_katakana(left) or is_katakana(right):
        return is_katakana(left) and is_katakana(right)
    return any(test(left) and test(right) for test in (is_hangul, is_kana, is_unspaced))


def _is_mark(char: str) -> bool:
    return not char.isalnum() and is_unspaced(char)


def _is_prefix(prefix: str, name: Name) -> bool:
    if not prefix or len(name.compact) < _SHORTEST_PREFIXED:
        return False
    if len(name.compact) == _SHORTEST_PREFIXED and _RARE_PREFIXES & set(prefix):
        return False  # Karim is not like Rim.
    return bool(_ARABIC_PREFIX.match(prefix) or _HEBREW_PREFIX.match(prefix))


def _tail_after(text: str, end: int, belongs: Callable[[str], bool]) -> str:
    last = end
    while last < min(len(text), end + _LONGEST_TAIL) and belongs(text[last]):
        last += 1
    return text[end:last]


@cache
def _korean_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    particles = f"(?:{KOREAN_PARTICLES})"
    return (
        re.compile(rf"{particles}{{0,3}}"),
        re.compile(rf"(?:{'|'.join(sorted(KOREAN_KINDS.split('|'), key=len, reverse=True))}){{1,2}}{particles}{{0,3}}"),
    )


_LONG_KOREAN = 3


def _korean_tail(rest: str, name: str) -> bool:
    """May this follow a name in one word: particles, the word for its kind, another noun that makes a compound?

    A compound that the dictionary has as a word of its own (라인업) is that word; so is one with a single syllable.
    """
    particles, kinds = _korean_patterns()
    if particles.fullmatch(rest) or kinds.fullmatch(rest):
        return True
    known = words_of("ko")
    for last in range(len(rest), 1, -1):
        noun = rest[:last]
        if not particles.fullmatch(rest[last:]) or name + noun in known:
            continue
        if len(name) >= _LONG_KOREAN or noun in known:
            return True
    return False


_SHORTEST_KATAKANA = 3


def _katakana_tail(rest: str, name: str) -> bool:
    """The same for a run of katakana: ソニーグループ and イオンモール, but not インドネシア."""
    if rest.startswith(tuple(KATAKANA_KINDS.split("|"))):
        return True
    known = words_of("ja")
    return len(rest) >= _SHORTEST_KATAKANA and rest in known and name + rest not in known


def _left_segment(view: View, start: int, end: int) -> _Side:
    before, first = view.char(start - 1), view.char(start)
    if before.isdigit() and first.isdigit():
        return "inside"
    if before.isdigit() or first.isdigit():
        return "segment"
    if first.isupper() and before.islower():
        return "segment"
    # The end of an acronym: AIKling is AI + Kling, but INKLING is one word.
    second = view.char(start + 1) if start + 1 < end else ""
    return "segment" if first.isupper() and before.isupper() and second.islower() else "inside"


def _right_segment(view: View, start: int, end: int) -> _Side:
    text = view.text
    last, after = view.char(end - 1), view.char(end)
    if last.isdigit() and after.isdigit():
        return "inside"
    if last.isdigit() or after.isdigit():
        return "free"  # Kling3, ChatGPT4, 7Bs: a number goes with a name.
    if last.islower() and after.isupper():
        return "segment"
    if text[end] == "v" and end + 1 < len(text) and text[end + 1].isdigit():
        return "segment"  # deepseekv3: a version goes with a name, too.
    second = view.char(end + 1) if end + 1 < len(text) else ""
    capitals = view.surface(start, end).upper() == view.surface(start, end)
    return "segment" if capitals and after.isupper() and second.islower() else "inside"


def _whole_segments(view: View, name: Name, start: int, end: int) -> bool:
    """Inside an identifier the hit must not be cut by humps that the name has not: ViMi is not Vimi."""
    place = 0
    for index in range(start + 1, end):
        if not is_letter(view.text[index - 1]) or not is_letter(view.text[index]):
            place += 1
            continue
        hump = view.char(index - 1).islower() and view.char(index).isupper()
        if hump and (place >= len(name.joints) or not name.joints[place]):
            return False
        place += 1
    return True


def _glued_word(view: View, start: int, end: int, *, together: bool) -> Why | None:
    """The longer word, unless what is written onto the name is a number, a version or a word such as AI."""
    text = view.text
    low, high = _word_start(text, start), _word_end(text, end)
    if view.in_url(start, end):
        return None
    before = text[low:start].rstrip("0123456789")
    after = re.sub(r"^v?\d[\d.]*", "", text[end:high]).rstrip("0123456789")
    if not together and (not before or before in _OWN_PARTS) and (not after or after in _OWN_PARTS):
        return None
    return Why("segment", (view.surface(start, end), view.segment(start, end)))


def _runs_together(view: View, name: Name, start: int, end: int) -> bool:
    """Is a space of the name left out, so that an everyday word is read: nowhere for Now Here, lining for Li Ning?"""
    if Joint.WRITTEN not in name.joints or (start and view.text[start - 1] in "#@") or view.in_url(start, end):
        return False
    if not is_everyday(view.text[_word_start(view.text, start) : _word_end(view.text, end)], view.languages):
        return False
    index = 0
    for place in range(start + 1, end):
        if is_joiner(view.text[place]):
            continue
        tied = not is_joiner(view.text[place - 1])
        hump = view.char(place).isupper() and view.char(place - 1).islower()
        if index < len(name.joints) and name.joints[index] is Joint.WRITTEN and tied and not hump:
            return True
        index += 1
    return False


def _sign_tied(view: View, name: Name, start: int, end: int) -> bool:
    """Signs that belong to a name: php.net is not .NET, C++ is not C."""
    text = view.text
    before, after = text[start - 1] if start else "", text[end] if end < len(text) else ""
    if not text[start].isalnum() and text[start].isascii() and before and (before.isalnum() or before == text[start]):
        return True
    if text[end - 1] in "+#" and after and (is_letter(after) or after == text[end - 1]):
        return True
    return len(name.compact) == 1 and after in {"#", "+", "&"}


def _is_elided(view: View, name: Name, start: int, end: int) -> bool:
    """Is it a small word behind an elision: j'ai is not AI, though l'Inter is Inter?"""
    if not name.capital or start < 2 or view.text[start - 1] != "'" or not is_letter(view.text[start - 2]):
        return False
    return view.surface(start, end).islower()


def _taken_apart(view: View, name: Name, start: int, end: int) -> bool:
    """Two everyday words for a name that is written as one: open AI models are not OpenAI models."""
    if not name.capital or Joint.WRITTEN in name.joints or not view.char(start).islower():
        return False
    surface = view.surface(start, end)
    first, _, rest = surface.partition(" ")
    return first.isalpha() and rest.isalpha() and not surface.islower()


def _is_joined(text: str, start: int, end: int) -> bool:
    """Tied by an underscore, a path sign or a dot between letters to something else."""
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    beyond = text[end + 1] if end + 1 < len(text) else ""
    if before in {"_", "\\", "$", "@"} or after in {"_", "\\"}:
        return True
    if before == "." and start > 1 and is_word_char(text[start - 2]):
        return True
    if before == "/" and start > 1 and (is_word_char(text[start - 2]) or text[start - 2] in "./") and after in "/-.?_":
        return True
    return (after == "." and is_letter(beyond)) or (after == "-" and beyond.isalpha() and before in {"/", "-", "."})


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
    taken: list[str] = []
    index = place - 1 if step < 0 else place
    while 0 <= index < len(text) and len(taken) < _LOOK and is_han(text[index]):
        taken.append(text[index])
        index += step
    if step < 0 and not taken:
        while index >= 0 and text[index] == " ":
            index -= 1
        if index >= 0 and text[index].isdigit():
            taken.append(text[index])
    return "".join(taken[::-1] if step < 0 else taken)


def _word_start(text: str, place: int) -> int:
    low = max(0, place - _LONGEST_WORD)
    while place > low and is_word_char(text[place - 1]):
        place -= 1
    return place


def _word_end(text: str, place: int) -> int:
    high = min(len(text), place + _LONGEST_WORD)
    while place < high and is_word_char(text[place]):
        place += 1
    return place


def _word_after(text: str, end: int) -> tuple[int, int]:
    """The next word when only a space or a hyphen stands between; else an empty range."""
    if end < len(text) and text[end] in " -\n":
        return end + 1, _word_end(text, end + 1)
    return end, end


def _word_before(text: str, start: int) -> tuple[int, int]:
    if start and text[start - 1] in " -\n":
        return _word_start(text, start - 1), start - 1
    return start, start


_LONGEST_WORD = 40

"""Where a name ends: Latin letters by segments of an identifier, Chinese characters by words."""

from dataclasses import dataclass
from typing import Literal

from monitor.core.match.reasons import Why
from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.names import Name, is_han, is_letter, is_word_char
from monitor.core.match.scan.segmenter import CLEAR, Cut, Words

_LOOK = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """What the two edges of a hit say. ``refused`` = it is part of something longer.

    ``identifier``: a whole segment of a longer identifier. ``compound``: a hyphen ties it to the word before.
    ``doubtful``: the dictionary cannot decide.
    """

    refused: Why | None = None
    identifier: bool = False
    compound: bool = False
    doubtful: Why | None = None


OPEN = Edges()


def edges(view: View, name: Name, start: int, end: int, words: Words) -> Edges:
    """Judge both edges of the folded characters [start, end)."""
    text = view.text
    latin_start, latin_end = is_word_char(text[start]), is_word_char(text[end - 1])
    identifier = False
    if latin_start and not name.open_start:
        side = _left_segment(view, start, end)
        if side == "inside":
            return Edges(refused=Why("segment", (view.surface(start, end), view.segment(start, end))))
        identifier |= side == "segment"
    if latin_end and not name.open_end:
        side = _right_segment(view, start, end)
        if side == "inside" or (side == "segment" and not _whole_segments(view, name, start, end)):
            return Edges(refused=Why("segment", (view.surface(start, end), view.segment(start, end))))
        identifier |= side == "segment"
    if identifier and not _whole_segments(view, name, start, end):
        return Edges(refused=Why("segment", (view.surface(start, end), view.segment(start, end))))
    identifier = identifier or _joined(text, start, end)
    compound = latin_start and start > 1 and text[start - 1] == "-" and is_word_char(text[start - 2])
    cut = _han_cut(text, name, start, end, words)
    if cut.number_unit:
        return Edges(refused=Why("number-unit", (name.text, "".join(cut.rival))))
    if cut.refused:
        return Edges(refused=Why("part-of-words", (name.text, " + ".join(cut.rival))))
    doubtful = None if cut.believed else Why("doubtful-words", (name.text, " + ".join(cut.rival)))
    return Edges(identifier=identifier, compound=compound, doubtful=doubtful)


_Side = Literal["free", "segment", "inside"]


def _left_segment(view: View, start: int, end: int) -> _Side:
    if not start or not is_word_char(view.text[start - 1]):
        return "free"
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
    if end >= len(text) or not is_word_char(text[end]):
        return "free"
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


def _joined(text: str, start: int, end: int) -> bool:
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


def _han_cut(text: str, name: Name, start: int, end: int, words: Words) -> Cut:
    han_start, han_end = is_han(text[start]), is_han(text[end - 1])
    if not han_start and not han_end:
        return CLEAR
    before = _run(text, start, -1) if han_start and not name.open_start else ""
    after = _run(text, end, 1) if han_end and not name.open_end else ""
    if not before and not after:
        return CLEAR
    core = name.compact
    if not han_end:  # 可灵AI: only the Chinese part has a neighbour to be confused with.
        core = core[: next(i for i, char in enumerate(core) if not is_han(char))]
    elif not han_start:
        core = core[max(i for i, char in enumerate(core) if not is_han(char)) + 1 :]
    return words.cut(before, core, after)


def _run(text: str, place: int, step: int) -> str:
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

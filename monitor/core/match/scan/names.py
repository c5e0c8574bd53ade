"""Names as they are looked for: the folded text, and where a space or a hyphen may stand inside it."""

from dataclasses import dataclass
from enum import IntEnum

from monitor.core.text.normalize import fold, is_joiner


class Joint(IntEnum):
    """What may stand between two characters of a name."""

    NOTHING = 0
    ONE_SPACE = 1
    """Between two Han characters: a space that a layout put there."""
    JOINERS = 2
    """Between two parts of a name: Seaweed 7B, Seaweed-7B, seaweed7b, 可灵 AI."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name to look for. ``compact``: folded, without joiners; ``joints[i]`` stands before ``compact[i+1]``."""

    text: str
    compact: str
    joints: tuple[Joint, ...]
    open_start: bool = False
    open_end: bool = False
    """``*`` in a query: the word may go on on this side."""


_MOST_JOINERS = 3


def is_han(char: str) -> bool:
    """True for a Chinese character."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U0003ffff"


def is_letter(char: str) -> bool:
    """True for a letter of an alphabet that writes words with spaces (no Han, kana or Hangul)."""
    return char.isalpha() and not is_han(char) and not ("\u3040" <= char <= "\u31ff" or "\uac00" <= char <= "\ud7af")


def is_word_char(char: str) -> bool:
    """True for a letter as above or a digit."""
    return char.isalnum() and (char.isascii() or char.isdigit() or is_letter(char))


def name_of(text: str, *, open_start: bool = False, open_end: bool = False) -> Name:
    """The name that a user wrote; empty ``compact`` when nothing of it can be looked for."""
    compact: list[str] = []
    joints: list[Joint] = []
    joined = False
    before = ""
    for char in text:
        folded = fold(char)
        if folded and all(is_joiner(part) for part in folded):
            joined = True
            continue
        for part in folded:
            if compact:
                joints.append(Joint.JOINERS if joined else _joint(compact[-1], part, before, char))
            compact.append(part)
            joined = False
        if folded:
            before = char
    whole = fold("".join(compact))
    if len(whole) != len(compact):  # Marks that compose across characters: no joints to speak of.
        return Name(fold(text), whole, (Joint.NOTHING,) * max(len(whole) - 1, 0), open_start, open_end)
    return Name(fold(text).strip(), whole, tuple(joints), open_start, open_end)


def _joint(left: str, right: str, left_original: str, right_original: str) -> Joint:
    if is_han(left) and is_han(right):
        return Joint.ONE_SPACE
    if is_letter(left) and is_letter(right):
        camel = left_original.islower() and right_original.isupper()
        return Joint.JOINERS if camel else Joint.NOTHING
    if is_han(left) or is_han(right) or (is_letter(left) and right.isdigit()):
        return Joint.JOINERS
    return Joint.NOTHING


def fits(name: Name, found: str) -> bool:
    """Does this folded piece of text spell the name, with nothing inside that may not stand there?"""
    if len(found) == len(name.compact):
        return found == name.compact
    index, length = 0, len(name.compact)
    gap = ""
    for char in found:
        if index < length and char == name.compact[index]:
            if gap and not _may_stand(gap, name.joints[index - 1], char):
                return False
            gap = ""
            index += 1
        elif index and is_joiner(char):
            gap += char
        else:
            return False
    return index == length and not gap


def _may_stand(gap: str, joint: Joint, after: str) -> bool:
    if joint is Joint.NOTHING or len(gap) > _MOST_JOINERS:
        return False
    if joint is Joint.ONE_SPACE:
        return gap == " "
    # A number on the next line is a list item, not a version.
    return gap.count("\n") <= (0 if after.isdigit() else 1)

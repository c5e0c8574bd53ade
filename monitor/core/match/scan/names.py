"""Names as they are looked for: the folded text, and where a space or a hyphen may stand inside it."""

import unicodedata
from collections.abc import Collection
from dataclasses import replace
from enum import IntEnum
from functools import lru_cache

from monitor.core.match.scan.endings.inflection import Inflected, inflected_name
from monitor.core.match.scan.spellings import contracted_spellings, initials_spelt, other_spellings, without_article
from monitor.core.text.fold_tables import without_accent
from monitor.core.text.normalize import fold, is_joiner
from monitor.values import dataclass


class Joint(IntEnum):
    """What may stand between two characters of a name."""

    NOTHING = 0
    ONE_SPACE = 1
    """Between two Han characters, a space that a layout put there; beside an ampersand (H&M, H & M)."""
    JOINERS = 2
    """Between two parts of a name: Seaweed 7B, Seaweed-7B, seaweed7b, 可灵 AI."""
    WRITTEN = 3
    """The same where the user wrote a space between two letters: without it Now Here would be nowhere."""
    APOSTROPHE = 4
    """McDonald's, McDonalds."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name to look for. ``compact``: folded, without joiners; ``joints[i]`` stands before ``compact[i+1]``.

    ``capital``: the user wrote it with one. ``inflected``: not the name itself but its forms are looked for.
    ``article``: the Arabic or Hebrew article is the name's and taken off, for it melts with a preposition before it.
    ``contracted``: its French or Italian article has melted with a preposition; what follows must be a name.
    ``initials``: its dots are left out or put in (JK, F.D.A.), which counts in capitals only.
    """

    text: str
    compact: str
    joints: tuple[Joint, ...]
    open_start: bool = False
    open_end: bool = False
    """``*`` in a query: the word may go on on this side."""
    capital: bool = False
    inflected: Inflected | None = None
    article: bool = False
    contracted: bool = False
    initials: bool = False
    acronym: bool = False
    """Letters alone, all of them capitals."""
    written: str = ""
    """As the user wrote it, which tells US Open from Us."""

    @property
    def sought(self) -> str:
        """What the automaton looks for."""
        return self.inflected.stems[self.inflected.anchor] if self.inflected else self.compact


LONGEST_WORD = 40
"""Characters of a word that are looked at."""
_CHARACTERS = 4_096
"""Of so many it is known what they are: the same few stand beside names."""
_MOST_JOINERS = 3
_SHORTEST_IN_S = 5
_DIVIDED = "-\n"
"""Inside a word that is divided at the end of a line."""
_HALF_SPACE = "\u200c"
"""A space that Persian leaves out between two parts of a word."""
_MARKS = dict.fromkeys(map(ord, "™®℠"))
"""Signs of the law behind a name or inside it, which others leave out."""
UMLAUTS = str.maketrans({"ä": "ae", "æ": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "œ": "oe", "å": "aa", "þ": "th"})
"""How letters are written that a keyboard does not have."""


def is_han(char: str) -> bool:
    """True for a Chinese character."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U0003ffff"


@lru_cache(maxsize=_CHARACTERS)
def is_letter(char: str) -> bool:
    """True for a letter of an alphabet that writes words with spaces (no Han, kana, Hangul or Thai)."""
    if char.isascii():
        return char.isalpha()
    if is_han(char) or is_kana(char) or is_hangul(char) or is_unspaced(char):
        return False
    return char.isalpha() or unicodedata.category(char) in {"Mn", "Mc"}


def is_kana(char: str) -> bool:
    """True for a hiragana or katakana, with the sign of a long vowel."""
    return "\u3041" <= char <= "\u30ff" and char not in "゠・"


def is_katakana(char: str) -> bool:
    """True for a katakana, with the sign of a long vowel."""
    return ("\u30a1" <= char <= "\u30ff" and char != "・") or "\u31f0" <= char <= "\u31ff"


def is_hangul(char: str) -> bool:
    """True for a Hangul syllable."""
    return "\uac00" <= char <= "\ud7af" or "\u3130" <= char <= "\u318f"


def is_unspaced(char: str) -> bool:
    """True for the scripts that write no spaces between words: Thai, Lao, Tibetan, Burmese, Khmer."""
    return "\u0e00" <= char <= "\u0fff" or "\u1000" <= char <= "\u109f" or "\u1780" <= char <= "\u17ff"


@lru_cache(maxsize=_CHARACTERS)
def is_word_char(char: str) -> bool:
    """True for a letter as above or a digit."""
    return char.isalnum() if char.isascii() else char.isdigit() or is_letter(char)


@lru_cache(maxsize=8192)
def name_of(text: str, *, open_start: bool = False, open_end: bool = False) -> Name:
    """The name that a user wrote; empty ``compact`` when nothing of it can be looked for."""
    text = unicodedata.normalize("NFC", text).translate(_MARKS)
    compact: list[str] = []
    joints: list[Joint] = []
    joiners = ""
    before = ""
    for char in text:
        folded = " " if char == _HALF_SPACE and "\u0600" <= before <= "\u06ff" else _fold_character(char)
        if folded and all(is_joiner(part) for part in folded):
            joiners += folded
            continue
        for part in folded:
            if compact:
                joints.append(
                    _written_joint(compact[-1], part, joiners) or _joint_between(compact[-1], part, before, char)
                )
            compact.append(part)
            joiners = ""
        if folded:
            before = char
    whole = fold("".join(compact))
    capital = any(char.isupper() for char in text)
    if len(whole) != len(compact):  # Marks that compose across characters: no joints to speak of.
        joints = [Joint.NOTHING] * max(len(whole) - 1, 0)
        return Name(fold(text), whole, tuple(joints), open_start, open_end, capital, written=text)
    if joints and whole[-1] == "s" and len(whole) >= _SHORTEST_IN_S and joints[-1] is Joint.NOTHING:
        joints[-1] = Joint.APOSTROPHE  # Moodys, Moody's.
    acronym = text.isupper() and text.isalpha()
    spelt = fold(text).strip()
    return Name(spelt, whole, tuple(joints), open_start, open_end, capital, acronym=acronym, written=text.strip())


@lru_cache(maxsize=8192)
def _fold_character(char: str) -> str:
    return fold(char)


def forms_of(name: Name, text: str, sought: Collection[str] = ()) -> list[Name]:
    """Other things to look for that are the same name: its forms, its spelling without umlauts, au for à le.

    ``sought``: words that are looked for anyway, so that the name's forms need no other.
    """
    found: list[Name] = []
    if name.open_start or name.open_end:
        return found
    if inflected := inflected_name(text.strip(), name.text, sought):
        found.append(replace(name, inflected=inflected))
    spellings = other_spellings(text.strip())
    for spelt in spellings:
        found.append(replace(name_of(spelt), capital=name.capital))
        if inflected := inflected_name(spelt, found[-1].text, sought):
            found.append(replace(found[-1], inflected=inflected))
    initials = dict.fromkeys(spelt for known in (text.strip(), *spellings) for spelt in initials_spelt(known))
    found += [replace(name_of(spelt), capital=True, initials=True) for spelt in initials]
    if (plain := name.text.translate(UMLAUTS)) != name.text:
        found.append(replace(name_of(plain), capital=name.capital))
    found += [replace(name_of(spelt), capital=True, contracted=True) for spelt in contracted_spellings(text.strip())]
    found += [replace(name_of(bare), article=True) for bare in without_article(name.text)]
    return found


def _written_joint(left: str, right: str, joiners: str) -> Joint | None:
    """The joint where the user wrote something between two characters."""
    if not joiners:
        return None
    if set(joiners) == {"'"}:
        return Joint.APOSTROPHE
    return Joint.WRITTEN if is_letter(left) and is_letter(right) else Joint.JOINERS


def _joint_between(left: str, right: str, left_original: str, right_original: str) -> Joint:
    if (is_han(left) and is_han(right)) or "&" in {left, right}:
        return Joint.ONE_SPACE
    if is_letter(left) and is_letter(right):
        camel = left_original.islower() and right_original.isupper()
        return Joint.JOINERS if camel else Joint.NOTHING
    if is_han(left) or is_han(right) or (is_letter(left) and right.isdigit()):
        return Joint.JOINERS
    if left.isalpha() and right.isalpha() and is_letter(left) != is_letter(right):
        return Joint.JOINERS  # LG전자
    return Joint.NOTHING


def name_fits(name: Name, found: str) -> bool:
    """Does this folded piece of text spell the name, with nothing inside that may not stand there?

    An accent of the name may be missing in the text; one that the name does not have is another letter.
    """
    if found == name.compact:
        return True
    index, length = 0, len(name.compact)
    gap = ""
    for char in found:
        if index < length and (char == (own := name.compact[index]) or char == without_accent(own)):
            if gap and not _may_stand(gap, name.joints[index - 1], char):
                return False
            gap = ""
            index += 1
        elif index and is_joiner(char):
            gap += char
        else:
            return False
    return index == length and not gap


def differs_by_accent(name: Name, found: str) -> bool:
    """Would this folded piece of text spell the name, had it not an accent that the name does not have?"""
    if found.isascii() or name.inflected or name_fits(name, found):
        return False
    return name_fits(name, "".join(map(without_accent, found)))


def _may_stand(gap: str, joint: Joint, after: str) -> bool:
    if joint is Joint.NOTHING:
        return gap == _DIVIDED and is_letter(after)
    if len(gap) > _MOST_JOINERS:
        return False
    if joint is Joint.ONE_SPACE:
        return gap == " "
    if joint is Joint.APOSTROPHE:
        return gap in {"'", " ", "' "}
    # A number on the next line is a list item, not a version.
    return gap.count("\n") <= (0 if after.isdigit() else 1)

"""What each character folds to by itself: two tables, made once from Unicode and the traditional forms."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice, starmap
from typing import TYPE_CHECKING, Any

from monitor.core.text.traditional import SIMPLIFIED, TRADITIONAL
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[Any]
else:
    np = lazy_module("numpy")
    Codes = Any

_SIZE = 0x30000
"""Code points that are looked at: what is beyond them folds to itself."""
DELETED = 0
COMPLEX = 1
"""Characters that fold to several, or that join the one before them: they take the slow path."""
DROPPED_BYTE = 0xE0
COMPLEX_BYTE = 0xFF
"""Both bytes of a unit of the skeleton that is dropped, and of one that takes the slow path: no other unit has them."""
DROPPED = DROPPED_BYTE * 0x101
NO_UNIT = 0xD8D8
"""Half a character, which folded text never holds: to read it as text tells that one stands there."""
JOINERS = " \n-_·‧・'™®℠"
_APOSTROPHES = frozenset("'’‘‛`´ʹʻʼʽˈ′＇ꞌ՚׳")
_PART = 1024
_PRIVATE = 0xE000
_PRIVATE_SIZE = 0x1900
_SURROGATES = (0xD800, 0xE000)
_INVISIBLE = {
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), *range(0xFE00, 0xFE10),
    0xAD, 0x61C, 0x180E, 0xFEFF, 0,
    0x640,  # The tatweel makes an Arabic word wider, nothing else.
}  # fmt: skip
_VARIANTS = {
    "ı": "i",  # Capital I is written for both in headlines of Turkish papers.
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ہ": "ه", "ۀ": "ه",
    "ک": "ك",
    "ґ": "г", "ё": "е",
}  # fmt: skip
"""Letters that writers of one language use for one another."""
_UNDECOMPOSED = {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ɨ": "i"}
"""Letters with a stroke: an accent to the eye, but Unicode does not take it off."""
_HANGUL_JAMO = frozenset((*range(0x1160, 0x1200), *range(0xD7B0, 0xD7FC)))
"""Vowels and final consonants of decomposed Hangul: they join the syllable before them."""
_DASHES = {0x2212, 0x2043, 0xFE63, 0xFF0D}
BEYOND = ((0x1D400, 0x1D800), (0x1F100, 0x1F200), (0x2F800, 0x2FA20))
"""Beyond the first plane: letters of mathematics, enclosed letters, compatibility ideographs."""
_UNCHANGED = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7A4), (0xE000, 0xF900))
"""Ranges [first, last) of the first plane in which nothing but traditional forms changes."""
_KEPT = frozenset("…™©®℠\x1f")
"""Signs whose compatibility form would read as a word or as other punctuation."""
MARKS = frozenset({"Mn", "Mc", "Me"})
_SIGN_OF_CATEGORY = {"Zl": ord("\n"), "Zp": ord("\n"), "Zs": ord(" "), "Cc": ord(" "), "Pd": ord("-")}
FIRST_PLANE = 0x10000
WORD_TABLE_SIZE = 0x20000
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")
_APART = "\x1f"
"""Joins with nothing, and folds to itself."""


@cache
def without_accent(char: str) -> str:
    """The plain letter of an accented Latin or Greek one (folded), else the letter itself: ü → u, but й stays."""
    if char in _UNDECOMPOSED:
        return _UNDECOMPOSED[char]
    base = unicodedata.normalize("NFD", char)[0]
    return base if "a" <= base <= "z" or "\u0370" <= base <= "\u03ff" else char


def is_within(code: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in ranges)


class CodeTable:
    """What each code point becomes. Those of the first plane are held, and those ranges beyond it that change."""

    def __init__(self, whole: Codes, others: Callable[[Codes], Codes]) -> None:
        self.first_plane = whole[:FIRST_PLANE].copy()
        self._beyond = [(first, last, whole[first:last].copy()) for first, last in BEYOND]
        self._others = others

    def take(self, codes: Codes) -> Codes:
        """For any code points."""
        try:
            return self.first_plane.take(codes)
        except IndexError:
            found = np.where(codes < FIRST_PLANE, self.first_plane.take(codes, mode="clip"), self._others(codes))
        for first, last, part in self._beyond:
            is_here = (codes >= first) & (codes < last)
            found[is_here] = part.take(codes[is_here] - first)
        return found


@cache
def build_tables() -> tuple[CodeTable, CodeTable]:
    """Two constants: code point → folded code point (0 = dropped, 1 = complex), and → unit of the skeleton."""
    table = np.arange(_SIZE, dtype=np.uint32)
    changed = _fold_in_parts(chain(_first_plane(), chain.from_iterable(starmap(range, BEYOND))))
    table[list(changed)] = list(changed.values())
    codes = np.array(list(changed))
    for _ in range(2):  # A fold of a fold: é of full width, traditional form of a compatibility ideograph.
        codes = codes[table[codes] > COMPLEX]
        table[codes] = table[table[codes]]
    bones = table.copy()
    for code in (*range(0xC0, 0x250), *range(0x370, 0x400), *range(0x1E00, 0x2000)):
        if bones[code] > COMPLEX:
            bones[code] = ord(without_accent(chr(bones[code])))
    dropped = np.isin(bones[:FIRST_PLANE], [ord(char) for char in JOINERS])
    bones[:FIRST_PLANE][dropped] = DELETED
    own = _own_bytes()
    stand_ins = own[_PRIVATE : _PRIVATE + _PRIVATE_SIZE].copy()
    units = own.take(np.where(bones >= FIRST_PLANE, _PRIVATE + bones % _PRIVATE_SIZE, bones))
    return CodeTable(table, lambda codes: codes), CodeTable(units, lambda codes: stand_ins.take(codes % _PRIVATE_SIZE))


def fold_codes(codes: Codes) -> Codes:
    """Code points → folded code points."""
    return build_tables()[0].take(codes)


def skeleton_units(codes: Codes) -> Codes:
    """Code points → units of the skeleton."""
    return build_tables()[1].take(codes)


@cache
def build_unit_table() -> Codes:
    """A constant: unit of UTF-16 → unit of the skeleton; half a character takes the slow path."""
    units = build_tables()[1].first_plane.copy()
    units[range(*_SURROGATES)] = COMPLEX_BYTE * 0x101
    return units


@cache
def build_fold_units() -> Codes:
    """A constant: unit of UTF-16 → folded unit; ``NO_UNIT`` for what is no unit of its own, before or after."""
    units = build_tables()[0].first_plane.copy()
    units[(units >= FIRST_PLANE) | (units == DELETED) | (units == COMPLEX)] = NO_UNIT
    units[range(*_SURROGATES)] = NO_UNIT
    return units.astype(np.uint16)


@cache
def build_word_table() -> Codes:
    """A constant: code point below ``WORD_TABLE_SIZE`` → is it a letter or a digit, in whatever script?"""
    table = np.zeros(WORD_TABLE_SIZE, dtype=np.bool_)
    everything = np.arange(WORD_TABLE_SIZE, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    for run in _LETTERS_AND_DIGITS.finditer(everything):
        table[run.start() : run.end()] = True
    return table


def _own_bytes() -> Codes:
    """Unit → unit with bytes that no dropped or complex one has: others that have them move to where surrogates are."""
    units = np.arange(0x10000, dtype=np.uint16)
    taken = np.isin(units & 0xFF, (DROPPED_BYTE, COMPLEX_BYTE)) | np.isin(units >> 8, (DROPPED_BYTE, COMPLEX_BYTE))
    free = units[~taken & (units >= _SURROGATES[0]) & (units < _SURROGATES[1])]
    moved = np.flatnonzero(taken)
    units[moved] = free[: len(moved)]
    units[DELETED] = DROPPED
    units[COMPLEX] = COMPLEX_BYTE * 0x101
    return units


def _fold_in_parts(codes: Iterable[int]) -> dict[int, int]:
    """As ``fold_each``. All at once, what it makes on the way leaves the process ten megabytes larger for good."""
    changed: dict[int, int] = {}
    left = iter(codes)
    simplified = dict(zip(TRADITIONAL, SIMPLIFIED, strict=True))
    while part := list(islice(left, _PART)):
        changed.update(fold_each(part, simplified.get))
    return changed


def _first_plane() -> Iterator[int]:
    """Its code points, without most of those that fold to themselves: Han, Hangul, private use."""
    done = 0
    for first, last in _UNCHANGED:
        yield from range(done, first)
        done = last
    yield from range(done, FIRST_PLANE)
    yield from map(ord, TRADITIONAL)


def _simplify(char: str) -> str | None:
    """The simplified form of a traditional character, for who asks for few: to hold all of them takes 0.5 MB."""
    place = bisect_left(TRADITIONAL, char)
    return SIMPLIFIED[place] if TRADITIONAL[place : place + 1] == char else None


def fold_each(codes: Sequence[int], simplify: Callable[[str], str | None] = _simplify) -> dict[int, int]:
    """Code point → folded code point, for those that do not fold to themselves.

    Unicode's forms are asked for once for all of them, apart by a separator: one by one they take ten times as long.
    """
    categories = dict(zip(codes, map(unicodedata.category, map(chr, codes)), strict=True))
    folded = _folded_signs(categories)
    chars = [chr(code) for code in codes if code not in folded]
    if not chars:
        return folded
    forms = unicodedata.normalize("NFKC", _APART.join(chars)).split(_APART)
    lowers = _APART.join(forms).casefold().split(_APART)
    for char, form, lower in zip(chars, forms, lowers, strict=True):
        code = ord(char)
        if categories[code] in MARKS or len(form) != 1 or len(lower) != 1 or (form != char and _is_mark(form)):
            folded[code] = COMPLEX
        elif (plain := _VARIANTS.get(lower) or simplify(lower) or lower) != char:
            folded[code] = ord(plain)
    folded.update(dict.fromkeys(_HANGUL_JAMO & categories.keys(), COMPLEX))
    return folded


def is_jamo(code: int) -> bool:
    return code in _HANGUL_JAMO


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in MARKS


def _folded_signs(categories: Mapping[int, str]) -> dict[int, int]:
    """What signs fold to: nothing, a space, a line end, a dash, an apostrophe. What comes later here wins."""
    signs = {
        code: _SIGN_OF_CATEGORY[category] for code, category in categories.items() if category in _SIGN_OF_CATEGORY
    }
    always = _constant_signs()
    if len(categories) > len(always):
        return {**signs, **always}
    return {**signs, **{code: always[code] for code in categories if code in always}}


@cache
def _constant_signs() -> Mapping[int, int]:
    kept = [*map(ord, _KEPT), ord("\n")]
    return {
        **dict.fromkeys(_DASHES, ord("-")),
        **dict.fromkeys(map(ord, _APOSTROPHES), ord("'")),
        **dict(zip(kept, kept, strict=True)),
        **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
        **dict.fromkeys(_INVISIBLE, DELETED),
    }

"""One form for one name: width, case, script variants, dashes and invisible characters folded away, positions kept.

``fold`` is the readable form (spaces and accents stay). ``skeleton_of`` goes on to drop spaces, hyphens, apostrophes,
accents: it is what the automaton of names reads; ``fold_map`` also says where each folded character stood in the
original. ``without_accent`` gives the letter that an accented one may be written as.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitor.core.text.traditional import SIMPLIFIED, TRADITIONAL

_SIZE = 0x110000
_DELETED = 0
_COMPLEX = 1
"""Characters that fold to several, or that join the one before them: they take the slow path."""
_JOINERS = " \n-_·‧・'"
_APOSTROPHES = frozenset("'’‘‛`´ʹʻʼʽˈ′＇ꞌ՚׳")
_PRIVATE = 0xE000
_PRIVATE_SIZE = 0x1900
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
_IDLE_MARKS = (
    (0x300, 0x36F), (0x483, 0x489), (0x591, 0x5BD), (0x5BF, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670),
    (0x6D6, 0x6ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0x3099, 0x309A), (0xFE20, 0xFE2F),
)  # fmt: skip
"""Marks that say nothing of a name when they compose with nothing: accents, Arabic and Hebrew vowel points. The vowel
signs of Thai or Devanagari are letters."""
_HANGUL_JAMO = ((0x1160, 0x11FF), (0xD7B0, 0xD7FB))
"""Vowels and final consonants of decomposed Hangul: they join the syllable before them."""
_DASHES = {0x2212, 0x2043, 0xFE63, 0xFF0D}
_KEPT = frozenset("…™©®\x1f")
"""Signs whose compatibility form would read as a word or as other punctuation."""
_U32 = np.dtype("<u4")
_COMPLEX_BYTES = _COMPLEX.to_bytes(2, "little")

Codes = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; character ``i`` came from ``original[starts[i]:ends[i]]`` (code points)."""

    text: str
    starts: Codes
    ends: Codes

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The code points [start, end) of the original that folded to these."""
        return int(self.starts[start]), int(self.ends[end - 1])


def fold(text: str) -> str:
    """The folded form: two spellings of one name compare equal, words stay apart. Idempotent."""
    codes = _codes_of(text)
    mapped = _build_tables()[0].take(codes)
    if (mapped == _COMPLEX).any():
        return _fold_clusters(text, mapped).text
    return _text_of_codes(mapped[mapped != _DELETED])


def fold_map(text: str) -> Folded:
    """The folded form with the place of each of its characters in the original."""
    mapped = _build_tables()[0].take(_codes_of(text))
    if (mapped == _COMPLEX).any():
        return _fold_clusters(text, mapped)
    places = np.flatnonzero(mapped)
    return Folded(_text_of_codes(mapped[places]), places, places + 1)


def skeleton_of(text: str) -> bytes:
    """The folded text without spaces and hyphens, as UTF-16-LE units (beyond the BMP: a private stand-in).

    Two bytes a character and no decoding: this runs over every text that is ever read.
    """
    mapped = _build_tables()[1].take(_codes_of(text))
    data: bytes = mapped.compress(mapped).tobytes()
    if _COMPLEX_BYTES in data:
        mapped = _build_tables()[1].take(_codes_of(fold(text)))
        data = mapped.compress(mapped).tobytes()
    return data


def skeleton_places(folded: str) -> Codes:
    """For each unit of ``skeleton_of(folded)`` its index in the already folded text."""
    return np.flatnonzero(_build_tables()[1].take(_codes_of(folded)))


def is_joiner(char: str) -> bool:
    """True for a folded character that ``skeleton_of`` drops: space, line end, hyphen, underscore, dot, apostrophe."""
    return char in _JOINERS


@cache
def without_accent(char: str) -> str:
    """The plain letter of an accented Latin or Greek one (folded), else the letter itself: ü → u, but й stays."""
    if char in _UNDECOMPOSED:
        return _UNDECOMPOSED[char]
    base = unicodedata.normalize("NFD", char)[0]
    return base if "a" <= base <= "z" or "\u0370" <= base <= "\u03ff" else char


def _codes_of(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=_U32)


def _text_of_codes(codes: Codes) -> str:
    return codes.astype(_U32).tobytes().decode("utf-32-le")


def _fold_clusters(text: str, mapped: Codes) -> Folded:
    """The slow path: a base with its marks is normalised as one, everything else as in the table."""
    codes = mapped.tolist()
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for place in np.flatnonzero(mapped == _COMPLEX).tolist():
        if place < done:
            continue
        first = place - 1 if place > done and _joins_before(text[place]) else place
        last = place + 1
        while last < len(codes) and codes[last] == _COMPLEX and _joins_before(text[last]):
            last += 1
        simple = [index for index in range(done, first) if codes[index]]
        piece = _fold_cluster(text[first:last])
        pieces += ["".join([chr(codes[index]) for index in simple]), piece]
        starts += [*simple, *[first] * len(piece)]
        ends += [*[index + 1 for index in simple], *[last] * len(piece)]
        done = last
    rest = [index for index in range(done, len(codes)) if codes[index]]
    pieces.append("".join([chr(codes[index]) for index in rest]))
    starts += rest
    ends += [index + 1 for index in rest]
    return Folded("".join(pieces), np.array(starts, dtype=np.intp), np.array(ends, dtype=np.intp))


def _joins_before(char: str) -> bool:
    """A mark belongs to the character before it; a ligature stands for itself."""
    if _is_within(ord(char), _HANGUL_JAMO):
        return True
    return unicodedata.category(unicodedata.normalize("NFKC", char)[0]) in {"Mn", "Mc", "Me"}


def _is_within(code: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def _fold_cluster(cluster: str) -> str:
    table = _build_tables()[0]
    out: list[str] = []
    for char in unicodedata.normalize("NFC", unicodedata.normalize("NFKC", cluster).casefold()):
        code = int(table[ord(char)])
        if code == _COMPLEX:
            # An accent that composes with nothing says nothing about the name; a vowel sign of Hindi does.
            if not _is_within(ord(char), _IDLE_MARKS):
                out.append(char)
        elif code != _DELETED:
            out.append(chr(code))
    return "".join(out)


@cache
def _build_tables() -> tuple[Codes, Codes]:
    """Two constants: code point → folded code point, and → unit of the skeleton. 0 = dropped, 1 = complex."""
    table = np.arange(_SIZE, dtype=np.uint32)
    simplified = dict(zip(TRADITIONAL, SIMPLIFIED, strict=True))
    for code in (*range(0x10000), *range(0x1D400, 0x1D800), *range(0x1F100, 0x1F200), *range(0x2F800, 0x2FA20)):
        table[code] = _fold_one(code, simplified)
    for _ in range(2):  # A fold of a fold: é of full width, traditional form of a compatibility ideograph.
        plain = table > _COMPLEX
        table[plain] = table[table[plain]]
    bones = table.copy()
    for code in (*range(0xC0, 0x250), *range(0x370, 0x400), *range(0x1E00, 0x2000)):
        if bones[code] > _COMPLEX:
            bones[code] = ord(without_accent(chr(bones[code])))
    for char in _JOINERS:
        bones[bones == ord(char)] = _DELETED
    high = bones > 0xFFFF
    bones[high] = _PRIVATE + bones[high] % _PRIVATE_SIZE
    return table, bones.astype(np.uint16)


def _fold_one(code: int, simplified: dict[str, str]) -> int:
    char = chr(code)
    if (sign := _folded_sign(char)) is not None:
        return sign
    form = unicodedata.normalize("NFKC", char)
    marks = {"Mn", "Mc", "Me"}
    if _is_within(code, _HANGUL_JAMO) or unicodedata.category(char) in marks:
        return _COMPLEX
    if len(form) != 1 or unicodedata.category(form) in marks:
        return _COMPLEX
    lower = form.casefold()
    if len(lower) != 1:
        return _COMPLEX
    return ord(_VARIANTS.get(lower) or simplified.get(lower, lower))


def _folded_sign(char: str) -> int | None:
    """What a sign folds to: nothing, a space, a line end, a dash, an apostrophe; ``None`` for all others."""
    code = ord(char)
    if code in _INVISIBLE:
        return _DELETED
    if 0xD800 <= code < 0xE000:
        return 0xFFFD
    if char in _KEPT or char == "\n":
        return code
    if char in _APOSTROPHES:
        return ord("'")
    category = unicodedata.category(char)
    if category in {"Zl", "Zp"}:
        return ord("\n")
    if category in {"Zs", "Cc"}:
        return ord(" ")
    return ord("-") if category == "Pd" or code in _DASHES else None

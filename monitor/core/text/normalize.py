"""One form for one name: width, case, script variants, dashes and invisible characters folded away, positions kept.

``fold`` is the readable form (spaces and accents stay). ``skeleton_of`` goes on to drop spaces, hyphens, apostrophes,
accents: it is what the automaton of names reads; ``fold_map`` also says where each folded character stood in the
original. ``without_accent`` gives the letter that an accented one may be written as.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, starmap
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
_BEYOND = ((0x1D400, 0x1D800), (0x1F100, 0x1F200), (0x2F800, 0x2FA20))
"""Beyond the first plane: letters of mathematics, enclosed letters, compatibility ideographs."""
_UNCHANGED = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xAC00, 0xD7A4), (0xE000, 0xF900))
"""Ranges [first, last) of the first plane in which nothing but traditional forms changes."""
_KEPT = frozenset("…™©®\x1f")
"""Signs whose compatibility form would read as a word or as other punctuation."""
_MARKS = frozenset({"Mn", "Mc", "Me"})
_SIGN_OF_CATEGORY = {"Zl": ord("\n"), "Zp": ord("\n"), "Zs": ord(" "), "Cc": ord(" "), "Pd": ord("-")}
_FIRST_PLANE = 0x10000
_SHORT = 48
"""Characters up to which a text is folded one by one."""
_NOT_ALONE = "\x01"
"""Stands for a character that is folded with its neighbours; folded text holds none."""
_APART = "\x1f"
"""Joins with nothing, and folds to itself."""
_U32 = "<u4"
_COMPLEX_BYTES = _COMPLEX.to_bytes(2, "little")


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
    if text.isascii() and text.isprintable():
        # The same as by the table, without it: most names and words are short and plain.
        return text.lower().replace("`", "'")
    if len(text) <= _SHORT:
        folded = "".join([_fold_character(char) for char in text])
        if _NOT_ALONE not in folded:
            return folded
    mapped = _build_tables()[0].take(_codes_of(text))
    if (mapped == _COMPLEX).any():
        return _fold_pieces(text, mapped)
    return _text_of_codes(mapped[mapped != _DELETED])


@lru_cache(maxsize=16_384)
def _fold_character(char: str) -> str:
    """As by the table, which takes longer to build than a name to fold; ``_NOT_ALONE`` where its neighbours matter."""
    code = ord(char)
    if code >= _FIRST_PLANE and not any(first <= code < last for first, last in _BEYOND):
        return char
    # A fold of a fold, as in the table: é of full width, traditional form of a compatibility ideograph.
    for _ in range(3):
        after = _fold_each([code]).get(code, code)
        if after == _COMPLEX:
            return _NOT_ALONE
        if after in (code, _DELETED):
            code = after
            break
        code = after
    return chr(code) if code != _DELETED else ""


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


def _find_clusters(text: str, mapped: Codes) -> Iterator[tuple[int, int]]:
    """The places [first, last) of each base with its marks, in order; only of those that the table cannot fold."""
    done = 0
    places = np.flatnonzero(mapped == _COMPLEX).tolist()
    complex_places = frozenset(places)
    for place in places:
        if place < done:
            continue
        first = place - 1 if place > done and _joins_before(text[place]) else place
        last = place + 1
        while last in complex_places and _joins_before(text[last]):
            last += 1
        yield first, last
        done = last


def _fold_pieces(text: str, mapped: Codes) -> str:
    """The text of ``_fold_clusters``, without the places."""
    pieces: list[str] = []
    done = 0
    # A dropped character is 0 in the table, and no folded character is.
    plain = _text_of_codes(mapped)
    for first, last in _find_clusters(text, mapped):
        pieces += [plain[done:first].replace("\0", ""), _fold_cluster(text[first:last])]
        done = last
    return "".join([*pieces, plain[done:].replace("\0", "")])


def _fold_clusters(text: str, mapped: Codes) -> Folded:
    """The slow path: a base with its marks is normalised as one, everything else as in the table."""
    codes = mapped.tolist()
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for first, last in _find_clusters(text, mapped):
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


@cache
def _joins_before(char: str) -> bool:
    """A mark belongs to the character before it; a ligature stands for itself."""
    if _is_jamo(ord(char)):
        return True
    return unicodedata.category(unicodedata.normalize("NFKC", char)[0]) in _MARKS


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
    changed = _fold_each([*_first_plane(), *chain.from_iterable(starmap(range, _BEYOND))])
    table[list(changed)] = list(changed.values())
    codes = np.array(list(changed))
    for _ in range(2):  # A fold of a fold: é of full width, traditional form of a compatibility ideograph.
        codes = codes[table[codes] > _COMPLEX]
        table[codes] = table[table[codes]]
    bones = table.copy()
    for code in (*range(0xC0, 0x250), *range(0x370, 0x400), *range(0x1E00, 0x2000)):
        if bones[code] > _COMPLEX:
            bones[code] = ord(without_accent(chr(bones[code])))
    dropped = np.isin(bones[:0x10000], [ord(char) for char in _JOINERS])
    bones[:0x10000][dropped] = _DELETED
    return table, np.where(bones > 0xFFFF, _PRIVATE + bones % _PRIVATE_SIZE, bones).astype(np.uint16)


def _first_plane() -> Iterator[int]:
    """Its code points, without most of those that fold to themselves: Han, Hangul, private use."""
    done = 0
    for first, last in _UNCHANGED:
        yield from range(done, first)
        done = last
    yield from range(done, _FIRST_PLANE)
    yield from map(ord, TRADITIONAL)


def _fold_each(codes: Sequence[int]) -> dict[int, int]:
    """Code point → folded code point, for those that do not fold to themselves.

    Unicode's forms are asked for once for all of them, apart by a separator: one by one they take ten times as long.
    """
    categories = dict(zip(codes, map(unicodedata.category, map(chr, codes)), strict=True))
    folded = _folded_signs(categories)
    simplified = _simplified()
    chars = [chr(code) for code in codes if code not in folded]
    if not chars:
        return folded
    forms = unicodedata.normalize("NFKC", _APART.join(chars)).split(_APART)
    lowers = _APART.join(forms).casefold().split(_APART)
    for char, form, lower in zip(chars, forms, lowers, strict=True):
        code = ord(char)
        if categories[code] in _MARKS or len(form) != 1 or len(lower) != 1 or _is_mark(form, char):
            folded[code] = _COMPLEX
        elif (plain := _VARIANTS.get(lower) or simplified.get(lower, lower)) != char:
            folded[code] = ord(plain)
    folded.update(dict.fromkeys(filter(_is_jamo, categories), _COMPLEX))
    return folded


def _is_jamo(code: int) -> bool:
    return _is_within(code, _HANGUL_JAMO)


@cache
def _simplified() -> Mapping[str, str]:
    return dict(zip(TRADITIONAL, SIMPLIFIED, strict=True))


def _is_mark(form: str, char: str) -> bool:
    return form != char and unicodedata.category(form) in _MARKS


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
        **dict.fromkeys(_INVISIBLE, _DELETED),
    }

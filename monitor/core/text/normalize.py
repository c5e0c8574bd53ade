"""One form for one name: width, case, script variants, dashes and invisible characters folded away, positions kept.

``fold`` is the readable form (spaces and accents stay). ``skeleton_of`` goes on to drop spaces, hyphens, apostrophes,
accents: it is what the automaton of names reads; ``fold_map`` also says where each folded character stood in the
original.
"""

import unicodedata
from codecs import utf_16_le_decode, utf_16_le_encode
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from monitor.core.text.fold_tables import (
    BEYOND,
    COMPLEX,
    COMPLEX_BYTE,
    DELETED,
    DROPPED,
    DROPPED_BYTE,
    FIRST_PLANE,
    JOINERS,
    MARKS,
    build_fold_units,
    build_unit_table,
    fold_codes,
    fold_each,
    is_jamo,
    is_within,
    skeleton_units,
)
from monitor.lazy import lazy_module
from monitor.values import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[Any]
else:
    np = lazy_module("numpy")
    Codes = Any

_IDLE_MARKS = (
    (0x300, 0x36F), (0x483, 0x489), (0x591, 0x5BD), (0x5BF, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670),
    (0x6D6, 0x6ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0x3099, 0x309A), (0xFE20, 0xFE2F),
)  # fmt: skip
"""Marks that say nothing of a name when they compose with nothing: accents, Arabic and Hebrew vowel points. The vowel
signs of Thai or Devanagari are letters."""
_SHORT = 32
"""Characters up to which a text is folded one by one."""
_FEW = 4
"""Characters of a cluster that comes back (℃, é in two); longer ones are not kept."""
_NOT_ALONE = "\x01"
"""Stands for a character that is folded with its neighbours; folded text holds none."""
_U32 = "<u4"
_U16 = "<u2"
_DROPPED_BYTES = bytes((DROPPED_BYTE,))
_COMPLEX_BYTES = bytes((COMPLEX_BYTE,))


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; character ``i`` came from ``original[starts[i]:ends[i]]`` (code points)."""

    text: str
    starts: Codes | range
    ends: Codes | range

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
    elif (plain := _fold_in_place(text)) is not None:  # Character by character, as nearly every text.
        return plain
    mapped = fold_codes(_codes_of(text))
    if (mapped == COMPLEX).any():
        return _fold_pieces(text, mapped)
    return _text_of_codes(mapped[mapped != DELETED])


@lru_cache(maxsize=16_384)
def _fold_character(char: str) -> str:
    """As by the table, which takes longer to build than a name to fold; ``_NOT_ALONE`` where its neighbours matter."""
    code = ord(char)
    if code >= FIRST_PLANE and not any(first <= code < last for first, last in BEYOND):
        return char
    # A fold of a fold, as in the table: é of full width, traditional form of a compatibility ideograph.
    for _ in range(3):
        after = fold_each([code]).get(code, code)
        if after == COMPLEX:
            return _NOT_ALONE
        if after in (code, DELETED):
            code = after
            break
        code = after
    return chr(code) if code != DELETED else ""


def fold_map(text: str) -> Folded:
    """The folded form with the place of each of its characters in the original."""
    plain = _fold_in_place(text)
    if plain is not None:  # Character by character, as nearly every text.
        return Folded(plain, range(len(text)), range(1, len(text) + 1))
    mapped = fold_codes(_codes_of(text))
    if (mapped == COMPLEX).any():
        return _fold_clusters(text, mapped)
    places = np.flatnonzero(mapped)
    return Folded(_text_of_codes(mapped[places]), places, places + 1)


def _fold_in_place(text: str) -> str | None:
    """The folded text where each character is one of it; ``None`` where one is not."""
    if text.isascii():
        data = text.encode("ascii")
        return data.translate(_ascii_folds()).decode("ascii") if b"\0" not in data else None
    take, array_of, kind = _fold_reader()
    folded: bytes = take(array_of(utf_16_le_encode(text, "surrogatepass")[0], kind)).tobytes()
    try:
        return utf_16_le_decode(folded, "strict", True)[0]  # noqa: FBT003 — the codec has no names for them
    except UnicodeDecodeError:
        return None


def skeleton_of(text: str) -> bytes:
    """The folded text without spaces and hyphens, as UTF-16-LE units (beyond the BMP: a private stand-in).

    Two bytes a character and no decoding: this runs over every text that is ever read. What is dropped goes byte by
    byte, for its bytes are no other unit's.
    """
    if text.isascii():
        plain, dropped = _plain_bytes()
        return text.encode("ascii").translate(plain, dropped).decode("latin-1").encode("utf-16-le")
    take, array_of, kind = _unit_reader()
    data: bytes = take(array_of(utf_16_le_encode(text, "surrogatepass")[0], kind)).tobytes()
    if _COMPLEX_BYTES in data:
        data = _slow_skeleton(text)
    return data.translate(None, _DROPPED_BYTES)


@cache
def _unit_reader() -> tuple[Callable[[Codes], Codes], Callable[[bytes, Any], Codes], Any]:
    """The table's look-up, and what it reads: found once, for to find them takes as long as a short text."""
    return build_unit_table().take, np.frombuffer, np.dtype(_U16)


@cache
def _fold_reader() -> tuple[Callable[[Codes], Codes], Callable[[bytes, Any], Codes], Any]:
    """The same for the folded text."""
    return build_fold_units().take, np.frombuffer, np.dtype(_U16)


@cache
def _ascii_folds() -> bytes:
    """Of ASCII: what each character folds to."""
    return bytes(fold_codes(np.arange(0x80)).tolist()).ljust(0x100, b"\0")


@cache
def _ascii_kept() -> bytes:
    """Of ASCII: 1 for what stays in the skeleton, 0 for what is dropped."""
    return bytes(unit != DROPPED for unit in build_unit_table()[:0x80].tolist()).ljust(0x100, b"\0")


@cache
def _plain_bytes() -> tuple[bytes, bytes]:
    """Of ASCII: what each character becomes in the skeleton, and which are dropped."""
    units = build_unit_table()[:128].tolist()
    dropped = bytes(char for char, unit in enumerate(units) if unit == DROPPED)
    return bytes(0 if unit == DROPPED else unit for unit in units).ljust(256, b"\0"), dropped


def _slow_skeleton(text: str) -> bytes:
    """The same with what is dropped still in it, for a text with emoji, or with characters to fold in clusters."""
    data: bytes = skeleton_units(_codes_of(text)).tobytes()
    return skeleton_units(_codes_of(fold(text))).tobytes() if _COMPLEX_BYTES in data else data


def skeleton_places(folded: str) -> Codes:
    """For each unit of ``skeleton_of(folded)`` its index in the already folded text."""
    places: Codes
    if folded.isascii():
        places = np.frombuffer(folded.encode("ascii").translate(_ascii_kept()), dtype=np.bool_).nonzero()[0]
        return places
    data = utf_16_le_encode(folded, "surrogatepass")[0]
    take, array_of, kind = _unit_reader()
    # Beyond the first plane a character has two units, and one in the skeleton.
    units = take(array_of(data, kind)) if len(data) == 2 * len(folded) else skeleton_units(_codes_of(folded))
    places = (units != DROPPED).nonzero()[0]
    return places


def is_joiner(char: str) -> bool:
    """True for a folded character that ``skeleton_of`` drops: space, line end, hyphen, dot, apostrophe, ™."""
    return char in JOINERS


def _codes_of(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=_U32)


def _text_of_codes(codes: Codes) -> str:
    return codes.astype(_U32).tobytes().decode("utf-32-le")


def _find_clusters(text: str, mapped: Codes) -> Iterator[tuple[int, int]]:
    """The places [first, last) of each base with its marks, in order; only of those that the table cannot fold."""
    done = 0
    places = np.flatnonzero(mapped == COMPLEX).tolist()
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
    is_plain = mapped != DELETED
    pieces: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    for first, last in _find_clusters(text, mapped):
        piece = _fold_cluster(text[first:last])
        is_plain[first:last] = False
        pieces.append(piece)
        firsts += [first] * len(piece)
        lasts += [last] * len(piece)
    plain = is_plain.nonzero()[0]
    starts = np.concatenate([plain, np.array(firsts, dtype=np.intp)])
    # What a cluster folds to stays in its order: all of it starts where the cluster does.
    order = starts.argsort(kind="stable")
    codes = np.concatenate([mapped[plain], _codes_of("".join(pieces))])[order]
    ends = np.concatenate([plain + 1, np.array(lasts, dtype=np.intp)])[order]
    return Folded(_text_of_codes(codes), starts[order], ends)


@cache
def _joins_before(char: str) -> bool:
    """A mark belongs to the character before it; a ligature stands for itself."""
    if is_jamo(ord(char)):
        return True
    return unicodedata.category(unicodedata.normalize("NFKC", char)[0]) in MARKS


def _fold_cluster(cluster: str) -> str:
    return _fold_frequent(cluster) if len(cluster) <= _FEW else _fold_marks(cluster)


@lru_cache(maxsize=1_024)
def _fold_frequent(cluster: str) -> str:
    return _fold_marks(cluster)


def _fold_marks(cluster: str) -> str:
    out: list[str] = []
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", cluster).casefold())
    for char, code in zip(composed, fold_codes(_codes_of(composed)).tolist(), strict=True):
        if code == COMPLEX:
            # An accent that composes with nothing says nothing about the name; a vowel sign of Hindi does.
            if not is_within(ord(char), _IDLE_MARKS):
                out.append(char)
        elif code != DELETED:
            out.append(chr(code))
    return "".join(out)

"""Words of a text as the search index keeps them: Latin runs as words, Chinese and its kin as overlapping pairs.

"可灵发布 2.1" is kept as 可灵 灵发 发布 布 2 1: any two or more characters of a run are a phrase of its pairs, found by
looking them up, not by scanning. One character alone is the beginning of a pair.
"""

import re
from codecs import utf_16_le_encode
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from monitor.core.model.searches import Phrase
from monitor.core.text.fold_tables import (
    FIRST_PLANE,
    NO_UNIT,
    WORD_TABLE_SIZE,
    build_fold_units,
    build_word_table,
)
from monitor.core.text.normalize import fold
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[Any]
else:
    np = lazy_module("numpy")
    Codes = Any

FOLDING = 1
"""Changes when the same text is kept as other words: what is indexed is then indexed again."""
_UNSPACED = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{_UNSPACED}]+|[^\\W_{_UNSPACED}]+")
_PAIRED = re.compile(f"[{_UNSPACED}]")
_LONG = 120
"""Characters from which a text is cut by a table of characters."""
_TOGETHER = 8_192
"""Characters of texts that are cut at once: a headline alone takes longer than to be cut with others."""
_APART = "\x1f"
"""Between two such texts: it folds to itself, and joins with nothing."""
_LAST_UNSPACED = 0x4_0000
_SPACED_KIND, _UNSPACED_KIND, _APART_KIND, _OTHER_KIND = 1, 2, 3, 4
_KINDS = 4
"""Of them a character of a cut text may be, with that of none of them."""
_U16, _U32 = "<u2", "<u4"
_ASCII_WORDS = bytes(ord(chr(code).lower()) if code < 0x80 and chr(code).isalnum() else ord(" ") for code in range(256))
"""By byte: what stands in a word, folded, else a space."""


def index_words(text: str) -> str:
    """The words of a text in their order, with a space between two."""
    if text.isascii():
        return " ".join(text.encode("ascii").translate(_ASCII_WORDS, b"\0").decode("ascii").split())
    if len(text) >= _LONG and (cut := _cut_by_units(text)) is not None:
        return cut.replace(_APART, "").rstrip(" ")
    folded = fold(text)
    if len(folded) >= _LONG and (cut := _cut_by_table(folded)) is not None:
        return cut.replace(_APART, "").rstrip(" ")
    return " ".join(word for run in _RUNS.findall(folded) for word in _words_of(run))


def index_words_of(texts: Sequence[str]) -> list[str]:
    """The same for each of many texts: short ones are cut together."""
    cut: list[str] = [""] * len(texts)
    group: list[int] = []
    length = 0
    for number, text in enumerate(texts):
        if len(text) >= _LONG or text.isascii() or _APART in text:
            cut[number] = index_words(text)
            continue
        if length + len(text) > _TOGETHER:
            _cut_together(texts, group, cut)
            group, length = [], 0
        group.append(number)
        length += len(text)
    _cut_together(texts, group, cut)
    return cut


def _cut_together(texts: Sequence[str], group: Sequence[int], cut: list[str]) -> None:
    """Cut the texts of these numbers at once, into their places."""
    if not group:
        return
    joined = _APART.join([texts[number] for number in group])
    found = _cut_by_units(joined)
    if found is None:
        found = _cut_by_table(fold(joined))
    words = map(index_words, [texts[number] for number in group]) if found is None else found.split(_APART)
    for number, own in zip(group, words, strict=True):
        cut[number] = own.rstrip(" ")


def _cut_by_units(text: str) -> str | None:
    """The words of a text that has not been folded, all characters at once; ``None`` where one of them does not fold
    by itself to one of the first plane."""
    fold_units, kinds_of = _unit_tables()
    folded = fold_units.take(np.frombuffer(utf_16_le_encode(text, "surrogatepass")[0], dtype=_U16))
    kinds = kinds_of.take(folded)
    if kinds.max(initial=0) >= _OTHER_KIND:
        return None
    return _write_words(folded, kinds).decode("utf-16-le")


def _cut_by_table(folded: str) -> str | None:
    """The same of a folded text; ``None`` where a character is beyond the table."""
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=_U32)
    if codes.max(initial=0) >= _LAST_UNSPACED:
        return None
    return _write_words(codes, _kinds_of_characters().take(codes)).decode("utf-32-le")


def _write_words(codes: Codes, kinds: Codes) -> bytes:
    """Each character is written, with the next one of a pair, and a space behind it where a word ends."""
    pairs = kinds * _KINDS
    pairs[:-1] += kinds[1:]
    written = np.empty((len(codes), 3), dtype=codes.dtype)
    written[:, 0] = codes
    written[:-1, 1] = codes[1:]
    written[:, 2] = ord(" ")
    # Both made flat: to look through rows takes three times as long.
    words: bytes = written.ravel().compress(_shown_of_pairs().take(pairs, axis=0).ravel()).tobytes()
    return words


@cache
def _shown_of_pairs() -> Codes:
    """By the kinds of a character and the next one: which are shown of itself, of the next one, of a space."""
    shown = np.zeros((_KINDS, _KINDS, 3), dtype=np.bool_)
    shown[1:, :, 0] = True
    shown[_UNSPACED_KIND, _UNSPACED_KIND, 1] = True
    shown[_SPACED_KIND : _UNSPACED_KIND + 1, :, 2] = True
    shown[_SPACED_KIND, _SPACED_KIND, 2] = False
    return shown.reshape(-1, 3)


@cache
def _kinds_of_characters() -> Codes:
    """For each code point whether it stands in a word between spaces, in a run without spaces, or in none."""
    kinds = np.zeros(_LAST_UNSPACED, dtype=np.uint8)
    kinds[:WORD_TABLE_SIZE] = build_word_table()  # all beyond are ideographs
    for first, last in re.findall(r"(.)(?:-(.))?", _UNSPACED):
        kinds[ord(first) : ord(last or first) + 1] = _UNSPACED_KIND
    kinds[ord(_APART)] = _APART_KIND
    return kinds


@cache
def _unit_tables() -> tuple[Codes, Codes]:
    """What each unit of UTF-16 folds to, and the kinds of those."""
    kinds = _kinds_of_characters()[:FIRST_PLANE].copy()
    kinds[NO_UNIT] = _OTHER_KIND
    return build_fold_units(), kinds


def phrase_of(text: str, *, is_open: bool = False) -> Phrase | None:
    """What to look up for a word or phrase that somebody typed; ``None`` when it holds no word."""
    runs: Sequence[str] = _RUNS.findall(fold(text))
    if not runs:
        return None
    words = [word for run in runs[:-1] for word in _words_of(run)]
    last = runs[-1]
    if not _PAIRED.match(last):
        return Phrase((*words, last), is_open)
    if len(last) == 1:
        # It may stand at the end of a run or begin a pair.
        return Phrase((*words, last), is_open=True)
    # Whatever follows in the text: the last character alone is a word only at the end of a run.
    return Phrase((*words, *_words_of(last)[:-1]))


def _words_of(run: str) -> list[str]:
    if not _PAIRED.match(run):
        return [run]
    return [run[place : place + 2] for place in range(len(run))]

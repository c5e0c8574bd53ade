"""Words of a text as the search index keeps them: Latin runs as words, Chinese and its kin as overlapping pairs.

"可灵发布 2.1" is kept as 可灵 灵发 发布 布 2 1: any two or more characters of a run are a phrase of its pairs, found by
looking them up, not by scanning. One character alone is the beginning of a pair.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from monitor.core.model.searches import Phrase
from monitor.core.text.fold_tables import WORD_TABLE_SIZE, build_word_table
from monitor.core.text.normalize import fold
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import numpy as np
else:
    np = lazy_module("numpy")

FOLDING = 1
"""Changes when the same text is kept as other words: what is indexed is then indexed again."""
_UNSPACED = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{_UNSPACED}]+|[^\\W_{_UNSPACED}]+")
_PAIRED = re.compile(f"[{_UNSPACED}]")
_LONG = 120
"""Characters from which a text is cut by a table of characters."""
_LAST_UNSPACED = 0x4_0000
_SPACED_KIND, _UNSPACED_KIND = 1, 2
_U32 = "<u4"
_ASCII_WORDS = bytes(code if chr(code).isascii() and chr(code).isalnum() else ord(" ") for code in range(256))
"""By byte: what stands in a word, else a space."""


def index_words(text: str) -> str:
    """The words of a text in their order, with a space between two."""
    folded = fold(text)
    if folded.isascii():
        return " ".join(folded.encode("ascii").translate(_ASCII_WORDS).decode("ascii").split())
    if len(folded) >= _LONG and (cut := _cut_by_table(folded)) is not None:
        return cut
    return " ".join(word for run in _RUNS.findall(folded) for word in _words_of(run))


def _cut_by_table(folded: str) -> str | None:
    """The same words, all characters at once: each is written, with the next one of a pair, and a space behind it
    where a word ends; ``None`` for a text with a character beyond the table."""
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=_U32)
    if codes.max(initial=0) >= _LAST_UNSPACED:
        return None
    kinds = _kinds_of_characters().take(codes)
    unspaced, spaced = kinds == _UNSPACED_KIND, kinds == _SPACED_KIND
    written = np.empty((len(codes), 3), dtype=_U32)
    written[:, 0] = codes
    written[:-1, 1] = codes[1:]
    written[:, 2] = ord(" ")
    shown = np.zeros((len(codes), 3), dtype=np.bool_)
    shown[:, 0] = kinds
    np.logical_and(unspaced[:-1], unspaced[1:], out=shown[:-1, 1])
    shown[:, 2] = unspaced | spaced
    shown[:-1, 2] ^= spaced[:-1] & spaced[1:]
    cut: str = written[shown].tobytes().decode("utf-32-le")
    return cut.rstrip(" ")


@cache
def _kinds_of_characters() -> Any:
    """For each code point whether it stands in a word between spaces, in a run without spaces, or in none."""
    kinds = np.zeros(_LAST_UNSPACED, dtype=np.uint8)
    kinds[:WORD_TABLE_SIZE] = build_word_table()  # all beyond are ideographs
    for first, last in re.findall(r"(.)(?:-(.))?", _UNSPACED):
        kinds[ord(first) : ord(last or first) + 1] = _UNSPACED_KIND
    return kinds


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

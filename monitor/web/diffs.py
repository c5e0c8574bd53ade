"""What an edit changed, as pieces of text: kept, taken out, put in."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

from monitor.values import dataclass

_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+|\s+|.", re.DOTALL)
_LONGEST = 6_000
_KEPT = 60
"""Characters of unchanged text that are shown on either side of a change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffPiece:
    """A run of text."""

    kind: Literal["same", "out", "in"]
    text: str


def diff_pieces(before: str, after: str) -> Sequence[DiffPiece]:
    """The changes between two texts, word by word, with a little of what stands around them."""
    old, new = _WORDS.findall(before[:_LONGEST]), _WORDS.findall(after[:_LONGEST])
    pieces: list[DiffPiece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(DiffPiece(kind="same", text=_shorten("".join(old[a:b]))))
            continue
        if a < b:
            pieces.append(DiffPiece(kind="out", text="".join(old[a:b])))
        if c < d:
            pieces.append(DiffPiece(kind="in", text="".join(new[c:d])))
    return pieces


def _shorten(text: str) -> str:
    return text if len(text) <= 2 * _KEPT + 3 else f"{text[:_KEPT]} … {text[-_KEPT:]}"

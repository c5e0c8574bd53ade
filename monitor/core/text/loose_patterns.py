"""Which of many patterns may find something in a text, told in one look: most find nothing, and each look takes long.

RE2 reads a text once for all of them. It has no look-arounds and its classes are ASCII's, so it gets a looser form of
each pattern, which finds something wherever the pattern does; the pattern itself has the last word.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import re2
else:
    re2 = lazy_module("re2")

_BLANKS = r"\s\x{b}\x{1c}-\x{1f}\x{85}\p{Z}"
_CLASSES = {r"\d": r"\p{Nd}", r"\w": r"\p{L}\p{N}_", r"\s": _BLANKS}
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\]){0,400}+\]|(?<=[*+?}])\+|\(\?<?[=!]|.", re.DOTALL)
"""One element of a pattern: an escape, a class, the plus of a quantifier that gives nothing back, a look-around's
beginning, any other character."""
_TEXTUAL = re.compile(r"\\[dws]")


class PatternSet:
    """Patterns of folded texts, which tell capitals from small letters."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._patterns = patterns

    def may_find(self, text: str) -> Sequence[int]:
        """The places of the patterns that may find something, in order; no other finds anything."""
        try:
            return sorted(self._loose.Match(text.encode()) or ())
        except UnicodeEncodeError:  # RE2 reads UTF-8, which has no half characters.
            return range(len(self._patterns))

    @cached_property
    def _loose(self) -> Any:
        """Made when it is first asked: the patterns of headlines take some milliseconds."""
        made = re2.Set.SearchSet(re2.Options())
        for pattern in self._patterns:
            made.Add(loosen(pattern.pattern))
        made.Compile()
        return made


def loosen(pattern: str) -> str:
    """A form for RE2 that finds something wherever the pattern does: without look-arounds and ends of words."""
    pieces: list[str] = []
    depth = 0
    for match in _PIECE.finditer(pattern):
        piece = match[0]
        if piece.startswith(("(?=", "(?!", "(?<=", "(?<!")) or (depth and piece == "("):
            depth += 1
        elif depth:
            depth -= piece == ")"
        elif piece in {r"\b", "$", "^"} or (piece == "+" and match.start() and pattern[match.start() - 1] in "*+?}"):
            continue
        else:
            pieces.append(_for_re2(piece))
    return "".join(pieces)


def _for_re2(piece: str) -> str:
    """An element with the classes of Python."""
    if piece.startswith("["):
        return _TEXTUAL.sub(lambda found: _CLASSES[found[0]], piece)
    return f"[{_CLASSES[piece]}]" if piece in _CLASSES else piece

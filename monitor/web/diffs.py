"""What an edit changed, as pieces of text: kept, taken out, put in."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import Match, SequenceMatcher
from itertools import accumulate
from typing import Literal

from monitor.values import dataclass

_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+\s*|\s+|.", re.DOTALL)
_LONGEST = 6_000
_KEPT = 60
"""Characters of unchanged text that are shown on either side of a change."""
_MOST_WORK = 2_000_000
"""Pairs of equal words that are looked at, half a second of them: a text of dots would take an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffPiece:
    """A run of text."""

    kind: Literal["same", "out", "in"]
    text: str


def diff_pieces(before: str, after: str) -> Sequence[DiffPiece]:
    """The changes between two texts, word by word, with a little of what stands around them.

    Where words recur so often that comparing them takes too long, what is left is shown as replaced.
    """
    old, new = _WORDS.findall(before[:_LONGEST]), _WORDS.findall(after[:_LONGEST])
    pieces: list[DiffPiece] = []
    a = b = 0
    for match in (*_common_runs(old, new), Match(len(old), len(new), 0)):
        if a < match.a:
            pieces.append(DiffPiece(kind="out", text="".join(old[a : match.a])))
        if b < match.b:
            pieces.append(DiffPiece(kind="in", text="".join(new[b : match.b])))
        a, b = match.a + match.size, match.b + match.size
        if match.size:
            pieces.append(DiffPiece(kind="same", text=_shorten("".join(old[match.a : a]))))
    return pieces


def _common_runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Match]:
    """The runs that both have, in order: the longest first, then what stands before it and behind it.

    As ``get_matching_blocks`` finds them, but for its time, which grows with the cube of what recurs.
    """
    matcher, counts = SequenceMatcher(None, old, new, autojunk=False), Counter(new)
    # What a look at old[a:b] costs: each of its words is compared with every equal one of the other text.
    work = list(accumulate((counts[word] + 1 for word in old), initial=0))
    spent, found, ranges = 0, list[Match](), [(0, len(old), 0, len(new))]
    while ranges:
        old_from, old_to, new_from, new_to = ranges.pop()
        cost = work[old_to] - work[old_from]
        if old_from == old_to or new_from == new_to or spent + cost > _MOST_WORK:
            continue
        spent += cost
        match = matcher.find_longest_match(old_from, old_to, new_from, new_to)
        if match.size:
            found.append(match)
            ranges.append((old_from, match.a, new_from, match.b))
            ranges.append((match.a + match.size, old_to, match.b + match.size, new_to))
    yield from _joined(sorted(found))


def _joined(runs: Sequence[Match]) -> Iterator[Match]:
    """Runs that touch each other in both texts are one."""
    a = b = size = 0
    for run in runs:
        if (a + size, b + size) == (run.a, run.b):
            size += run.size
            continue
        if size:
            yield Match(a, b, size)
        a, b, size = run
    if size:
        yield Match(a, b, size)


def _shorten(text: str) -> str:
    return text if len(text) <= 2 * _KEPT + 3 else f"{text[:_KEPT]} … {text[-_KEPT:]}"

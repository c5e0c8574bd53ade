"""The part of a text that a mention shows: its sentence where that is short, else what stands around the name."""

from collections.abc import Sequence

from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.names import is_hangul, is_word_char

_LENGTH = 160
_MARKS = "#•> \t\r\n"
_WORD_REACH = 24
"""How far the end of a word is looked for: what is longer, or written without spaces, is cut inside."""


def snippet_of(
    view: View, shown: tuple[int, int], places: Sequence[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """About 160 characters around the range ``shown``, at best its sentence, with all ``places`` in it marked.

    What begins within a sentence begins with a word and is marked by "…"; ranges are those of the folded text.
    """
    sentence = view.sentence(*shown)
    first, last = _window(view.text, sentence, shown)
    start, end = view.folded.original(first, last)
    raw = view.original[start:end]
    cut = len(raw) - len(raw.lstrip(_MARKS))
    start, raw = start + cut, raw[cut:].rstrip()
    lead = "…" if first > sentence[0] and raw else ""
    snippet = raw.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    marks = []
    for place in places:
        a, b = view.folded.original(*place)
        if start <= a and b <= start + len(snippet):
            marks.append((a - start + len(lead), b - start + len(lead)))
    return lead + snippet, tuple(marks)


def _window(text: str, sentence: tuple[int, int], shown: tuple[int, int]) -> tuple[int, int]:
    """The sentence, or so much of it around ``shown`` as may be shown, from word to word."""
    first, last = sentence
    if last - first <= _LENGTH:
        return sentence
    before = max(0, _LENGTH - (shown[1] - shown[0])) // 2
    start = max(first, min(shown[0] - before, last - _LENGTH))
    end = max(min(last, start + _LENGTH), shown[1])
    if start > first:
        start = _next_word(text, start, shown[0])
    if end < last:
        end = _word_before(text, end, shown[1])
    return start, end


def _next_word(text: str, start: int, limit: int) -> int:
    if not _splits_a_word(text, start):
        return start
    reach = range(start, min(limit, start + _WORD_REACH))
    return next((at + 1 for at in reach if text[at].isspace()), start)


def _word_before(text: str, end: int, limit: int) -> int:
    if not _splits_a_word(text, end):
        return end
    reach = range(end - 1, max(limit, end - _WORD_REACH) - 1, -1)
    return next((at for at in reach if text[at].isspace()), end)


def _splits_a_word(text: str, at: int) -> bool:
    return all(is_word_char(char) or is_hangul(char) for char in text[at - 1 : at + 1])

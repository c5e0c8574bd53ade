"""Which paragraphs, list items and rows of a watched page changed, each with the words that it is understood by."""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from typing import Final

from monitor.core.change_detection.moving_parts import (
    fold_paragraph,
    holds_age,
    words_besides_age,
    words_besides_day,
)
from monitor.core.change_detection.table_rows import TableRow, is_row, read_table
from monitor.core.text.clip import text_weight
from monitor.values import dataclass

_COMPARED: Final = 50_000
"""Characters of changed paragraphs up to which their sentences are looked for: that takes its time for each."""
_TRIED: Final = 20
"""Places of one sentence that are looked at: a page may say the same a thousand times."""
_SENTENCE_END: Final = re.compile(r"(?<=[。！？])|(?<=[.!?…:;])\s|\n|\s·\s|\s(?=\[)|(?<=\])\s")
_MARK: Final = re.compile(r"^(?:#{1,6}\s|•\s(?:◦\s){0,9})")
_HEADING: Final = re.compile(r"#{1,6}\s")
_ITEM: Final = re.compile(r"•\s((?:◦\s){0,9})")
_SPEAKS_FOR_ITSELF: Final = 80
"""Letters from which a paragraph is understood without what it stands under (a Han character is three)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passage:
    """A paragraph, list item or row: ``text`` as it is told."""

    text: str
    row: TableRow | None = None
    under: "_Passage | None" = None
    """The heading right above its block, or the list item that it is a part of."""

    def folded(self) -> str:
        """As it is compared; nothing where all of it runs on by itself."""
        return fold_paragraph(self.text) if self.row is None else self.row.folded()

    def in_full(self) -> str:
        """With the words that it stands under, where it is short."""
        words = _MARK.sub("", self.under.text).rstrip(" .:：") if self.under is not None else ""
        if not words or text_weight(self.text) >= _SPEAKS_FOR_ITSELF or text_weight(words) >= _SPEAKS_FOR_ITSELF:
            return self.text
        mark = _MARK.match(self.text)
        return f"{mark[0][:2] if mark else ''}{words}: {_MARK.sub('', self.text)}"


def changed_paragraphs(old: str, new: str, *, title: str = "") -> Sequence[str]:
    """The paragraphs of ``new`` that ``old`` does not have, in their order; moved ones are not changed.

    A paragraph that was there once and is there twice now has changed once. Case, spaces and the form of quotation
    marks do not count, and neither do numbers of views, ages, clocks, countdowns, tokens and labelled adverts, which
    change though nobody changed anything; prices, states and dates do. Nor does it where the page is divided into
    paragraphs: the same sentences in the same order are the same.

    A row of a table is told by itself with the names of its columns, a short paragraph under its heading, unless that
    is in the page's ``title``, and a short item of an inner list with the item that it belongs to.
    """
    if old == new:
        return []
    before, after = list(_passages_of(old)), list(_passages_of(new))
    # Most of a page stays to the letter, and what does need not be folded.
    left, changed = _without_common(before, after, key=lambda passage: passage.text)
    left, changed = _without_common(left, changed, key=_Passage.folded)
    changed = _without_dated(left, [passage for passage in changed if passage.folded()])
    if changed and sum(len(passage.text) for passage in changed) <= _COMPARED:
        changed = _Sentences(before, left=left).without_divided(changed)
    return _told(changed, title=title)


def _without_common(
    before: Sequence[_Passage], after: Sequence[_Passage], *, key: Callable[[_Passage], str]
) -> tuple[list[_Passage], list[_Passage]]:
    """Those of each side that have no partner on the other; each is the partner of one."""
    old, new = list(map(key, before)), list(map(key, after))
    return _beyond(before, old, Counter(new)), _beyond(after, new, Counter(old))


def _beyond(passages: Sequence[_Passage], keys: Sequence[str], others: Counter[str]) -> list[_Passage]:
    left = []
    for passage, key in zip(passages, keys, strict=True):
        if others[key] > 0:
            others[key] -= 1
        else:
            left.append(passage)
    return left


def _without_dated(before: Sequence[_Passage], after: Sequence[_Passage]) -> list[_Passage]:
    """Those of ``after`` but for what only says by its day now what it said by its age: "6 days ago", then "22 Nov"."""
    aged = Counter(words_besides_age(passage.text) for passage in before if holds_age(passage.text))
    return _beyond(after, [words_besides_day(passage.text) for passage in after], aged) if aged else list(after)


def _told(changed: Sequence[_Passage], *, title: str) -> Sequence[str]:
    """What is said of them; what stands above goes before the first of those that stand under it."""
    named: set[int] = {id(passage) for passage in changed}
    said = []
    for passage in changed:
        above = passage.under
        if above is None or id(above) in named or fold_paragraph(_MARK.sub("", above.text)) in fold_paragraph(title):
            passage = replace(passage, under=None)
        else:
            named.add(id(above))
        said.append(passage.in_full())
    return said


class _Sentences:
    """The sentences of a text in their order, of paragraphs that are not accounted for yet."""

    def __init__(self, passages: Sequence[_Passage], *, left: Sequence[_Passage]) -> None:
        """``left``: those of ``passages`` that are not accounted for."""
        places = {id(passage) for passage in left}
        self._sentences: list[str] = []
        for passage in passages:
            if id(passage) in places:
                self._sentences += _sentences_of(passage.text)
            elif self._sentences and self._sentences[-1]:
                self._sentences.append("")  # what stands around another paragraph does not follow each other
        self._places: dict[str, deque[int]] = defaultdict(deque)
        for place, sentence in enumerate(self._sentences):
            self._places[sentence].append(place)
        self._used: set[int] = set()
        # An earlier version kept no buttons: that they are there is no news then.
        self._has_buttons = any("[" in passage.text for passage in passages)
        # A text without any row was kept by a version that knew none, or the table was something else before.
        had_rows = any(passage.row is not None for passage in passages)
        self._unparted = "" if had_rows else "".join(self._sentences).replace(":", "")

    def without_divided(self, passages: Sequence[_Passage]) -> list[_Passage]:
        """Those whose sentences did not stand one after the other in the text; each sentence stands for one only."""
        return [passage for passage in passages if not self._take(passage)]

    def _take(self, passage: _Passage) -> bool:
        if passage.row is not None:
            return passage.row.folded().replace(":", "") in self._unparted
        wanted = _sentences_of(passage.text)
        if not self._has_buttons and any(map(_is_button, wanted)):
            wanted = [sentence for sentence in wanted if not _is_button(sentence)]
            if not wanted:
                return True
        places = self._places.get(wanted[0], deque()) if wanted else deque()
        while places and places[0] in self._used:
            places.popleft()
        for place in islice(places, _TRIED):
            span = range(place, place + len(wanted))
            if self._sentences[place : place + len(wanted)] == wanted and self._used.isdisjoint(span):
                self._used.update(span)
                return True
        return False


def _sentences_of(paragraph: str) -> list[str]:
    parts = _SENTENCE_END.split(_MARK.sub("", paragraph))
    return [folded for part in parts if part and (folded := fold_paragraph(part))]


def _is_button(sentence: str) -> bool:
    return sentence.startswith("[") and sentence.endswith("]")


def _passages_of(text: str) -> Iterator[_Passage]:
    heading: _Passage | None = None
    before: _Passage | None = None
    opened: list[_Passage] = []
    for block in text.split("\n\n"):
        lines = [line for line in block.strip().split("\n") if line.strip()]
        if any(line.startswith("• ") or is_row(line) for line in lines):
            for are_rows, group in groupby(lines, key=is_row):
                run = list(group)
                yield from _rows_of(run, heading) if are_rows else _items_of(run, heading, opened)
            heading = before = None
        elif lines:
            written = block.strip()
            # What a button says, it says of what stands above it.
            passage = _Passage(text=written, under=heading or (before if _is_button(written) else None))
            yield passage
            before = before if _is_button(written) else passage
            heading = passage if _HEADING.match(written) else None
            opened.clear()


def _rows_of(lines: Sequence[str], heading: _Passage | None) -> Iterator[_Passage]:
    for row in read_table(lines):
        yield _Passage(text=row.told(), row=row, under=heading)


def _items_of(lines: Sequence[str], heading: _Passage | None, opened: list[_Passage]) -> Iterator[_Passage]:
    """``opened``: the items that are not over yet, one inside the other; an inner list is a block of its own."""
    for line in lines:
        found = _ITEM.match(line)
        depth = len(found[1]) // 2 if found else 0
        del opened[depth:]
        passage = _Passage(text=line, under=opened[-1] if opened else heading)
        yield passage
        if found:
            opened.append(passage)

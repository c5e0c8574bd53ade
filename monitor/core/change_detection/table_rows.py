"""Rows of tables in the text of a watched page: what of them is compared, and how one is told by itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from monitor.core.change_detection.moving_parts import fold_paragraph
from monitor.core.change_detection.titles import without_moving_parts
from monitor.values import dataclass

DITTO: Final = "〃"
"""In a cell: the cell above reaches down to here."""
_HEAD_MARK: Final = re.compile(r"\|(?: --- \|){1,100}")
_CELLS: Final = re.compile(r"(?<!\\)\|")
_SORTED: Final = re.compile(r"[▲▼△▽▴▾▵▿▲↑↓⇅⇵↕⬆⬇⏶⏷]")
_AMOUNT: Final = re.compile(r"[\d\s.,'’kKmMbB万萬亿億만+~≈]{1,20}")
_NUMBERING: Final = frozenset(
    {"", "#", "no", "no.", "nr", "nr.", "n°", "№", "nº", "序号", "序號", "番号", "번호", "п/п"}
)
_SCORES: Final = frozenset({"points", "online"})
_LONGEST_LABEL: Final = 80
_MOST_NUMBERED: Final = 1_000
"""Of columns that count up from more, most are of years."""


def write_row(cells: Sequence[str]) -> str:
    """One line for the cells of a row."""
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def head_mark(columns: int) -> str:
    """The line behind the row that names the columns."""
    return f"|{' --- |' * columns}"


def is_row(line: str) -> bool:
    """Whether a line of a page's text is a row of a table, or the mark of its head."""
    return line.startswith("| ") and line.endswith("|") and len(line) > 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """``cells`` as written; ``heads`` = the words above each, where the table names its columns."""

    cells: Sequence[str]
    heads: Sequence[str] = ()
    above: Sequence[str] = ()
    """What ``DITTO`` stands for in each column."""
    label: str = ""
    """The line over all columns that this row stands under."""
    is_head: bool = False
    numbered: bool = False
    """The first cell counts the rows: it tells where the row stands."""

    def folded(self) -> str:
        """What of the row is compared: not its place, nor what runs on by itself, nor the names of its columns."""
        cells = [cell if cell != DITTO else "" for cell in self.cells]
        if self.numbered:
            cells[0] = ""
        if not self.heads and not self.is_head:
            # "Views | 1,234" reads as "Views: 1,234".
            return fold_paragraph(": ".join(filter(None, cells)) if len(cells) == 2 else " ".join(cells)).replace(
                ":", ""
            )
        return "".join(_fold_cell(head, cell) for head, cell in zip(self._padded(self.heads), cells, strict=True))

    def told(self) -> str:
        """The row as a sentence of its own: "Plan: Pro · Price: $30"."""
        above = self._padded(self.above)
        cells = [above[place] if cell == DITTO else cell for place, cell in enumerate(self.cells)]
        shown = [
            f"{head}: {cell}" if head else cell
            for head, cell in zip(self._padded(self.heads), cells, strict=True)
            if cell
        ]
        if not self.heads and not self.is_head and len(shown) == 2:
            shown = [f"{shown[0].removesuffix(':')}: {shown[1]}"]
        text = " · ".join(shown)
        return f"{self.label}: {text}" if self.label else text

    def _padded(self, words: Sequence[str]) -> Sequence[str]:
        return [*words[: len(self.cells)], *[""] * (len(self.cells) - len(words))]


def read_table(lines: Sequence[str]) -> Sequence[TableRow]:
    """The rows of a run of lines that ``is_row`` holds for; a row that names the columns is one, too."""
    rows = list(_rows_of(lines))
    if not _counts([row.cells[0] for row in rows if _may_be_numbered(row)]):
        return rows
    return [replace(row, numbered=True) if _may_be_numbered(row) else row for row in rows]


def _may_be_numbered(row: TableRow) -> bool:
    """A place that is called a rank says something, and does not only count."""
    return len(row.cells) > 1 and not row.is_head and (not row.heads or row.heads[0].casefold() in _NUMBERING)


def _rows_of(lines: Sequence[str]) -> Iterator[TableRow]:
    heads: Sequence[str] = ()
    above: list[str] = []
    label = ""
    for place, line in enumerate(lines):
        if _HEAD_MARK.fullmatch(line):
            continue
        cells = [cell.strip().replace("\\|", "|") for cell in _CELLS.split(line)[1:-1]]
        above = [above[column] if cell == DITTO and column < len(above) else cell for column, cell in enumerate(cells)]
        if place + 1 < len(lines) and _HEAD_MARK.fullmatch(lines[place + 1]):
            names = [_SORTED.sub("", cell).strip() for cell in above]
            heads = [" ".join(without_moving_parts(name).split()) for name in names]
            yield TableRow(cells=names, is_head=True)
            continue
        yield TableRow(cells=cells, heads=heads, above=tuple(above), label=label if len(cells) > 1 else "")
        if len(cells) == 1 and len(cells[0]) <= _LONGEST_LABEL:
            label = cells[0]


def _counts(cells: Sequence[str]) -> bool:
    """Whether the cells of a column are 1, 2, 3 … or the other way round."""
    if len(cells) < 2 or not all(cell.isdecimal() and len(cell) < 7 for cell in cells):
        return False
    numbers = list(map(int, cells))
    step = numbers[1] - numbers[0]
    return (
        abs(step) == 1
        and min(numbers) < _MOST_NUMBERED
        and numbers == list(range(numbers[0], numbers[0] + step * len(numbers), step))
    )


def _fold_cell(head: str, cell: str) -> str:
    """A cell's words without what runs on, which the name of its column may tell ("Views", "Last updated")."""
    # Points are what a league is about; beside a post they count as its votes do.
    if not cell or not head or head.casefold() in _SCORES:
        return fold_paragraph(cell) if cell else ""
    named, before = fold_paragraph(f"{head}: {cell}"), fold_paragraph(head)
    if not named.startswith(before):
        return ""
    if _AMOUNT.fullmatch(cell) and not any(char.isdigit() for char in fold_paragraph(f"{cell} {head}")):
        return ""
    return named.removeprefix(before).removeprefix(":")

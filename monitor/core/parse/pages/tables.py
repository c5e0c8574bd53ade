"""Tables and lists of terms, written as lines that keep their cells: "| Plan | Price |".

What compares a page row by row, and what tells a row with the words at the head of its columns, needs to know where one
cell ends; plain text forgets it. See ``monitor.core.change_detection.table_rows``, which reads the lines.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from monitor.core.change_detection.table_rows import DITTO, head_mark, write_row
from monitor.core.parse.pages.elements import holds_any, tags_named
from monitor.core.text.html import html_to_text
from monitor.lazy import lazy_module
from monitor.values import dataclass

if TYPE_CHECKING:
    import bs4
else:
    bs4 = lazy_module("bs4")

_MOST_ROWS: Final = 5_000
_MOST_COLUMNS: Final = 60
_LONGEST_CELL: Final = 300
"""Characters from which a cell is prose of its own: the columns of a page that is laid out as a table, say."""
_MOST_INNER: Final = 9
_FIRST_TEXTS: Final = 9
_PROSE: Final = frozenset(
    {"li", "dl", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "table", "form", "article"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadRow:
    row: "bs4.Tag"
    cells: Sequence[str]
    """One text a column, ``DITTO`` where a cell of a row above reaches down, empty where one reaches across."""
    is_head: bool


def write_tables(page: "bs4.BeautifulSoup", part: "bs4.Tag | None" = None) -> bool:
    """Write each row of a table with data, and each term of a list of terms, as one line, in place; whether any was.

    With ``part`` only what stands in that part of the page, or is it.
    Tables that arrange a page (others inside, one column, prose in their cells) stay as they are, and so do rows of
    which a cell holds a list or prose.
    """
    inside = page if part is None else part
    found = [inside, *tags_named(inside, ("table", "dl"))]
    tables = [table for table in found if table.name == "table" and _is_of_data(table)]
    wrote = [_write_table(page, table) for table in tables]
    terms = [terms for terms in found if terms.name == "dl" and not holds_any(terms, ("dl", "table"))]
    listed = [_write_terms(page, each) for each in terms]
    return any((*wrote, *listed))


def _is_of_data(table: "bs4.Tag") -> bool:
    if holds_any(table, ("table",)) or table.get("role") in {"presentation", "none"}:
        return False
    rows = tags_named(table, ("tr",))
    wide = sum(1 for row in rows if len(_cells_of(row)) > 1)
    return 2 <= len(rows) <= _MOST_ROWS and 2 * wide >= len(rows)


def _cells_of(row: "bs4.Tag") -> "Sequence[bs4.Tag]":
    return [cell for cell in row.children if isinstance(cell, bs4.Tag) and cell.name in ("td", "th")]


def _write_table(page: "bs4.BeautifulSoup", table: "bs4.Tag") -> bool:
    rows = list(_read_rows(table))
    if not any(len([cell for cell in read.cells if cell]) > 1 for read in rows):
        return False
    for read in rows:
        cells = [cell for cell in read.cells if cell and cell != DITTO]
        shown = read.cells if len(cells) > 1 or DITTO in read.cells else cells
        if read.is_head and len(cells) > 1:
            _fill(page, _row_behind(page, read.row), head_mark(len(shown)))
        _fill(page, read.row, write_row(shown) if shown else "")
    caption = table.find("caption")
    if isinstance(caption, bs4.Tag) and rows and (words := _words_of(caption)):
        first = page.new_tag("tr")
        rows[0].row.insert_before(first)
        _fill(page, first, write_row([words]))
        caption.decompose()
    for part in tags_named(table, ("thead", "tbody", "tfoot")):
        part.unwrap()  # a block of its own would part the rows from their head
    return True


def _row_behind(page: "bs4.BeautifulSoup", row: "bs4.Tag") -> "bs4.Tag":
    following = page.new_tag("tr")
    row.insert_after(following)
    return following


def _fill(page: "bs4.BeautifulSoup", row: "bs4.Tag", line: str) -> None:
    cell = page.new_tag("td")
    cell.string = line
    row.clear()
    row.append(cell)


def _read_rows(table: "bs4.Tag") -> Iterator[_ReadRow]:
    """The rows whose cells are short texts, with what reaches into them from rows above."""
    reaching: dict[int, int] = {}
    heads_are_over = False
    for row in tags_named(table, ("tr",)):
        cells = _cells_of(row)
        placed: list[str] = []
        flat = bool(cells)
        for cell in cells:
            _let_reach(placed, reaching)
            words = _words_of(cell)
            flat = flat and words is not None
            across, down = _span(cell, "colspan", _MOST_COLUMNS), _span(cell, "rowspan", _MOST_ROWS)
            for column in range(len(placed), len(placed) + across):
                if down > 1:
                    reaching[column] = down - 1
            placed += [words or "", *[""] * (across - 1)]
        _let_reach(placed, reaching)
        is_head = not heads_are_over and _is_head(row, cells)
        heads_are_over = heads_are_over or not is_head
        if flat and len(placed) <= _MOST_COLUMNS:
            yield _ReadRow(row=row, cells=placed, is_head=is_head)


def _let_reach(placed: list[str], reaching: dict[int, int]) -> None:
    """Put marks where cells of rows above reach down."""
    while reaching.get(len(placed), 0) > 0:
        reaching[len(placed)] -= 1
        placed.append(DITTO)


def _span(cell: "bs4.Tag", name: str, most: int) -> int:
    written = cell.get(name)
    return min(max(int(written), 1), most) if isinstance(written, str) and written.isdecimal() else 1


def _is_head(row: "bs4.Tag", cells: "Sequence[bs4.Tag]") -> bool:
    """Whether a row names the columns: it says so, or every cell of it stands out."""
    if row.find_parent("thead") is not None:
        return True
    return len(cells) > 1 and all(cell.name == "th" or _is_bold(cell) for cell in cells)


def _is_bold(cell: "bs4.Tag") -> bool:
    bold = cell.find(["b", "strong"])
    return isinstance(bold, bs4.Tag) and bold.get_text(strip=True) == cell.get_text(strip=True)


def _words_of(cell: "bs4.Tag") -> str | None:
    """A cell's text on one line; ``None`` where it holds prose or a list."""
    if isinstance(cell.string, str) and type(cell.string) is bs4.NavigableString:
        words = " ".join(cell.string.split())
    elif holds_any(cell, _PROSE):
        return None
    else:
        words = " ".join(html_to_text(cell.decode_contents()).split())
    return words if len(words) <= _LONGEST_CELL else None


def _write_terms(page: "bs4.BeautifulSoup", terms: "bs4.Tag") -> bool:
    """A list of terms as a table of two columns, where what is said of each is short."""
    lines: list[str] = []
    named: list[str] = []
    is_told = False
    for part in tags_named(terms, ("dt", "dd")):
        words = _words_of(part)
        if words is None or (part.name == "dd" and not named):
            return False
        if part.name == "dt":
            named = [words] if is_told else [*named, words]
            is_told = False
        else:
            lines.append(write_row([DITTO if is_told else " / ".join(named), words]))
            is_told = True
    if not lines:
        return False
    terms.clear()
    terms.name = "table"
    for line in lines:
        row = page.new_tag("tr")
        terms.append(row)
        _fill(page, row, line)
    return True


def mark_inner_items(page: "bs4.BeautifulSoup") -> bool:
    """Write "◦ " before each item of a list inside an item, in place, so that its text tells what it is a part of."""
    marked = False
    for inner in tags_named(page, ("li",)):
        depth = min(sum(around.name == "li" for around in inner.parents), _MOST_INNER)
        if depth == 0:
            continue
        texts = islice((part for part in inner.descendants if isinstance(part, bs4.NavigableString)), _FIRST_TEXTS)
        words = next((text for text in texts if text.strip()), None)
        if type(words) is not bs4.NavigableString or _item_around(words) is not inner:
            continue
        words.replace_with(f"{'◦ ' * depth}{words.lstrip()}")
        marked = True
    return marked


def _item_around(words: "bs4.NavigableString") -> "bs4.Tag | None":
    return next((around for around in words.parents if around.name == "li"), None)

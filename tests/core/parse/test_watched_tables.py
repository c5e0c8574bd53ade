"""A table of a watched page is compared row by row, and a row is told with the names of its columns."""

import time
from collections.abc import Callable, Sequence

import pytest

from monitor.core.change_detection.changed_paragraphs import changed_paragraphs
from monitor.core.model.entries import ParsedDocument
from monitor.core.model.sources import Selectors

Parse = Callable[..., ParsedDocument]

HEAD = "<thead><tr><th>Boat</th><th>Leaves</th><th>Fare</th></tr></thead>"
ROWS = (
    "<td>Gull</td><td>6:00</td><td>£3</td>",
    "<td>Tern</td><td>7:30</td><td>£4</td>",
    "<td>Skua</td><td>9:00</td><td>£5</td>",
)
PROSE = "".join(
    f"<p>On day {day} the harbour master wrote that boats leave from the new quay and that cars wait in line.</p>"
    for day in range(8)
)


def table(*rows: str, head: str = HEAD) -> str:
    return f"<table>{head}<tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"


def changes(parse: Parse, before: str, after: str, *, title: str = "Harbour") -> Sequence[str]:
    page = "<html><head><title>" + title + "</title></head><body><main>{}</main></body></html>"
    old, new = (parse(page.format(shown), kind="watch").entries[0].text for shown in (before, after))
    return changed_paragraphs(old, new, title=title)


@pytest.mark.parametrize("around", ["", PROSE])
def test_a_changed_row_is_told_alone_with_the_names_of_its_columns(parse: Parse, around: str) -> None:
    later = ROWS[1].replace("£4", "£6")
    assert changes(parse, around + table(*ROWS), around + table(ROWS[0], later, ROWS[2])) == [
        "Boat: Tern · Leaves: 7:30 · Fare: £6"
    ]
    added = "<td>Auk</td><td>11:00</td><td>£9</td>"
    assert changes(parse, around + table(*ROWS), around + table(added, *ROWS)) == [
        "Boat: Auk · Leaves: 11:00 · Fare: £9"
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (table(*ROWS), table(*reversed(ROWS))),
        (table(*ROWS), table(*reversed(ROWS), head=HEAD.replace("Fare", "Fare ▲"))),
        (table(*ROWS), table(*ROWS[:2])),
        (
            table("<td>1</td><td>Gull</td>", "<td>2</td><td>Tern</td>", head="<tr><th>#</th><th>Boat</th></tr>"),
            table("<td>1</td><td>Tern</td>", "<td>2</td><td>Gull</td>", head="<tr><th>#</th><th>Boat</th></tr>"),
        ),
        (
            table(
                "<td>Gull</td><td>1,204</td>", "<td>Tern</td><td>88</td>", head="<tr><th>Boat</th><th>Views</th></tr>"
            ),
            table(
                "<td>Gull</td><td>1,377</td>", "<td>Tern</td><td>90</td>", head="<tr><th>Boat</th><th>Views</th></tr>"
            ),
        ),
        (
            table("<td>船</td><td>120</td>", "<td>车</td><td>88</td>", head="<tr><th>名称</th><th>浏览</th></tr>"),
            table("<td>船</td><td>121</td>", "<td>车</td><td>93</td>", head="<tr><th>名称</th><th>浏览</th></tr>"),
        ),
        (
            table("<td>Gull</td><td>3 hours ago</td>", "<td>Tern</td><td>a day ago</td>"),
            table("<td>Gull</td><td>5 hours ago</td>", "<td>Tern</td><td>2 days ago</td>"),
        ),
    ],
    ids=["sorted", "arrow", "gone", "numbered", "counted", "gezählt", "aged"],
)
def test_another_order_and_counters_are_no_change(parse: Parse, before: str, after: str) -> None:
    assert changes(parse, before, after) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        # A rank and a time of day are what a table is about.
        (
            table("<td>1</td><td>Gull</td>", "<td>2</td><td>Tern</td>", head="<tr><th>Rank</th><th>Boat</th></tr>"),
            table("<td>1</td><td>Tern</td>", "<td>2</td><td>Gull</td>", head="<tr><th>Rank</th><th>Boat</th></tr>"),
            ["Rank: 1 · Boat: Tern", "Rank: 2 · Boat: Gull"],
        ),
        (table(*ROWS), table(*ROWS[:2], ROWS[2].replace("9:00", "9:20")), ["Boat: Skua · Leaves: 9:20 · Fare: £5"]),
        (
            table("<td>Gull</td><td>30</td>", "<td>Tern</td><td>28</td>", head="<tr><th>Boat</th><th>Points</th></tr>"),
            table("<td>Gull</td><td>30</td>", "<td>Tern</td><td>31</td>", head="<tr><th>Boat</th><th>Points</th></tr>"),
            ["Boat: Tern · Points: 31"],
        ),
        # Cells that reach down, a line over all columns, bold words for a head, wrapped cells.
        (
            table("<td rowspan=2>Gull</td><td>am</td><td>£3</td>", "<td>pm</td><td>£4</td>"),
            table("<td rowspan=2>Gull</td><td>am</td><td>£3</td>", "<td>pm</td><td>£5</td>"),
            ["Boat: Gull · Leaves: pm · Fare: £5"],
        ),
        (
            table("<td colspan=3>Winter</td>", *ROWS),
            table("<td colspan=3>Winter</td>", *ROWS[:2], ROWS[2].replace("£5", "£1")),
            ["Winter: Boat: Skua · Leaves: 9:00 · Fare: £1"],
        ),
        (
            table(
                "<td><p>Gull</p></td><td><div>£3</div></td>", head="<tr><td><b>Boat</b></td><td><b>Fare</b></td></tr>"
            ),
            table(
                "<td><p>Gull</p></td><td><div>£4</div></td>", head="<tr><td><b>Boat</b></td><td><b>Fare</b></td></tr>"
            ),
            ["Boat: Gull · Fare: £4"],
        ),
        (
            table("<th>Quay</th><td>north</td>", "<th>Tide</th><td>low</td>", head=""),
            table("<th>Quay</th><td>south</td>", "<th>Tide</th><td>low</td>", head=""),
            ["Quay: south"],
        ),
        (table(*ROWS), table(*ROWS, head=HEAD.replace("Fare", "Fare from May")), ["Boat · Leaves · Fare from May"]),
        ("<dl><dt>Quay<dd>north<dt>Tide<dd>low</dl>", "<dl><dt>Quay<dd>north<dt>Tide<dd>high</dl>", ["Tide: high"]),
        (
            "<ul><li>Gull<ul><li>£3 a head</li></ul></li><li>Tern<ul><li>£4 a head</li></ul></li></ul>",
            "<ul><li>Gull<ul><li>£3 a head</li></ul></li><li>Tern<ul><li>£5 a head</li></ul></li></ul>",
            ["• Tern: £5 a head"],
        ),
        (
            "<h2>Gull</h2><p>Sails</p><h2>Tern</h2><p>Sails</p>",
            "<h2>Gull</h2><p>Waits</p><h2>Tern</h2><p>Sails</p>",
            ["Gull: Waits"],
        ),
        ("<h1>Harbour</h1><p>Open</p>", "<h1>Harbour</h1><p>Shut</p>", ["Shut"]),
        ("<h2>Gull</h2><p>Sails</p>", "<h2>Skua</h2><p>Waits</p>", ["## Skua", "Waits"]),
    ],
)
def test_what_changed_is_told_so_that_it_is_understood(parse: Parse, before: str, after: str, told: list[str]) -> None:
    assert changes(parse, before, after) == told


def test_a_page_laid_out_as_a_table_is_read_as_before(parse: Parse) -> None:
    menu = "<td><ul><li>Home</li></ul></td>"
    page = f"<table><tr>{menu}<td><h1>Boats</h1>{{}}</td></tr><tr><td></td><td>© Harbour</td></tr></table>"
    (entry,) = parse(page.format(PROSE), kind="watch").entries
    assert "|" not in entry.text
    assert changes(parse, page.format("<p>Open</p>"), page.format("<p>Shut</p>"), title="Boats") == ["Shut"]


def test_a_text_kept_before_rows_were_known_is_compared_as_it_was_meant(parse: Parse) -> None:
    kept = "Boat Leaves Fare\nGull 6:00 £3\nTern 7:30 £4\n\nQuay\n\nnorth"
    page = f"<main>{table(*ROWS)}<dl><dt>Quay</dt><dd>north</dd></dl></main>"
    (entry,) = parse(page, kind="watch").entries
    assert changed_paragraphs(kept, entry.text) == ["Boat: Skua · Leaves: 9:00 · Fare: £5"]


def test_a_bar_in_a_cell_parts_no_cells(parse: Parse) -> None:
    rows = [row.replace("£3", "£3 | £2") for row in ROWS]
    assert changes(parse, table(*ROWS), table(*rows)) == ["Boat: Gull · Leaves: 6:00 · Fare: £3 | £2"]


def test_very_many_rows_take_linear_time(parse: Parse) -> None:
    before, after = (
        table(*(f"<td>Boat {n}</td><td>£{n * step}</td><td>x</td>" for n in range(4_000))) for step in (2, 3)
    )
    began = time.process_time()
    assert len(changes(parse, before, after)) > 1_000
    assert time.process_time() - began < 10


@pytest.mark.parametrize("selector", ["#fares", "table", "main"])
def test_a_selected_table_is_read_by_rows(parse: Parse, selector: str) -> None:
    page = f"<main><h1>x</h1>{table(*ROWS).replace('<table>', '<table id=fares>')}</main>"
    (entry,) = parse(page, kind="watch", selectors=Selectors(item=selector)).entries
    assert "| Tern | 7:30 | £4 |" in entry.text
    (cells,) = parse(page, kind="watch", selectors=Selectors(item="td:last-child")).entries
    assert cells.text == "£3\n\n£4\n\n£5"

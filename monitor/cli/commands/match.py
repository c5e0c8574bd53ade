"""``monitor match``: rows of JSON Lines against the watchlists."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.arguments.options import AsJson, matcher_of
from monitor.cli.console.labelled_rows import read_rows
from monitor.cli.console.output import print_lines, print_table
from monitor.cli.context import load_for_reading
from monitor.evaluation.matching import match_rows


def match(
    file: Annotated[Path, typer.Argument(help="JSON Lines with title and/or body.", exists=True, dir_okay=False)],
    refused: Annotated[bool, typer.Option("--refused", help="Show refused hits, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Match rows against the watchlists, a line a mention. Example: monitor match rows.jsonl --json"""
    here = load_for_reading()
    rows = list(match_rows(read_rows(file), matcher_of(here), refused=refused))
    if as_json:
        print_lines(rows)
        return
    print_table(
        ("row", "topic", "field", "surface", "score", "signals", "snippet", "reason"),
        [
            (r["row"], r["topic"], r["field"], r["surface"], f"{r['score']:.2f}", ",".join(r["signals"]),
             r["snippet"], r["reason"])
            for r in rows
        ],
        empty="No mentions.",
    )  # fmt: skip

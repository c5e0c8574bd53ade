"""``monitor eval …``: the monitor measures itself on labelled rows."""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.cli.context import loaded
from monitor.cli.output import print_json, print_table
from monitor.dedup.evaluate import predict_pair, score_pairs, score_stories, story_errors
from monitor.errors import UserError
from monitor.match.evaluate import score_mentions
from monitor.match.matcher import compile_matcher

cli = typer.Typer(
    help="Measure matching, stories and polling on labelled data.", no_args_is_help=True, rich_markup_mode=None
)

File = Annotated[Path, typer.Argument(help="JSON Lines, plain or .gz.", exists=True, dir_okay=False)]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Errors = Annotated[Path | None, typer.Option("--errors", help="Write the rows that came out wrong here.")]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file; UserError names the line that is none."""
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            where = f"{path}:{number}:{error.colno}"
            raise UserError(f"{where}: no JSON: {error.msg}; expected one object a line") from None
        if not isinstance(row, dict):
            raise UserError(f"{path}:{number}:1: expected an object; got {type(row).__name__}")
        rows.append(row)
    return rows


def _lines(path: Path) -> list[str]:
    raw = path.read_bytes()
    try:
        return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8").split("\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: cannot be read as JSON Lines: {error}") from None


@cli.command("mentions")
def mentions(
    file: File,
    as_json: AsJson = False,
    errors: Errors = None,
    only_known: Annotated[bool, typer.Option("--only-known", help="Skip rows of topics no watchlist has.")] = False,
) -> None:
    """Precision and recall of matching. Example: monitor eval mentions $MONITOR_DATA/mentions/mentions.jsonl"""
    here = loaded()
    matcher = compile_matcher(here.watchlists.topics, here.watchlists.signals)
    rows = read_rows(file)
    known = {topic.id for topic in here.watchlists.topics}
    strange = _count(row.get("topic", "") for row in rows if row.get("topic") not in known)
    if strange and not only_known:
        raise UserError("rows of topics that no watchlist has: " + _spoken(strange) + "; --only-known skips them")
    scored = score_mentions([row for row in rows if row.get("topic") in known], matcher)
    _write_errors(errors, scored.wrong)
    document = scored.document
    if as_json:
        print_json(document)
        return
    if strange:
        typer.echo(f"skipped, no watchlist has the topic: {_spoken(strange)}", err=True)
    parts = [("overall", document["overall"]), *sorted(document["topics"].items())]
    columns = ("tp", "fp", "fn", "tn", "precision", "recall", "f1")
    print_table(
        ("topic", *columns), [(name, *(_shown(part[c]) for c in columns)) for name, part in parts], empty="no rows"
    )


@cli.command("stories")
def stories(file: File, as_json: AsJson = False, errors: Errors = None) -> None:
    """Do reports of one event meet? Example: monitor eval stories $MONITOR_DATA/stories/clusters.jsonl"""
    rows = read_rows(file)
    if errors is not None:
        _write_errors(errors, story_errors(rows))
    _show(score_stories(rows), as_json=as_json)


@cli.command("pairs")
def pairs(file: File, as_json: AsJson = False, errors: Errors = None) -> None:
    """Are two reports one story? Example: monitor eval pairs $MONITOR_DATA/stories/pairs.jsonl"""
    rows = read_rows(file)
    if errors is not None:
        _write_errors(errors, [row for row in rows if (predict_pair(row) == "same") != (row["label"] == "same")])
    _show(score_pairs(rows), as_json=as_json)


def _show(document: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(document)
        return
    rows = [
        (name, ", ".join(f"{key} {_shown(value)}" for key, value in part.items()) if isinstance(part, dict) else part)
        for name, part in document.items()
    ]
    print_table(("measure", "value"), rows, empty="no rows")


def _write_errors(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def _shown(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _count(values: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts


def _spoken(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name or '(none)'} {count}" for name, count in sorted(counts.items()))

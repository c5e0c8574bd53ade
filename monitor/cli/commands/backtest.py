"""``monitor backtest``: changed rules on stored history."""

import os
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from monitor.adapters.clock import SystemClock
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.cli.arguments.options import AsJson, matcher_of
from monitor.cli.console.labelled_rows import read_rows
from monitor.cli.console.output import print_json, say
from monitor.cli.context import Loaded, in_store, load_for_reading
from monitor.core.match.document import document_of
from monitor.core.match.matcher import Matcher, compile_matcher
from monitor.core.model.filters import EntryFilter
from monitor.core.model.settings import Watchlists
from monitor.evaluation.backtest import compare_matchers as compare
from monitor.evaluation.matching import document_of_row


def backtest(
    watchlists: Annotated[
        Path | None,
        typer.Argument(
            help="Changed watchlists: a folder, or one file (its topics alone); default: those in force.", exists=True
        ),
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, help="How far back.")] = 30,
    against: Annotated[
        Path | None,
        typer.Option("--rows", help="Use these JSON Lines, not the stored history.", exists=True, dir_okay=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Backtest changed rules on stored history: +new −lost =same. Example: monitor backtest new-rules/ --days 30"""
    here = load_for_reading()
    changed = _changed_watchlists(here, watchlists)
    since = SystemClock().now() - timedelta(days=days)
    documents = (
        [(f"row {n}", document_of_row(row, n)) for n, row in enumerate(read_rows(against))]
        if against
        else [
            (entry.title, document_of(entry))
            for entry in in_store(here, lambda tx: tx.entries.find(_entries_since(since)))
        ]
    )
    result = compare(_in_force(here, changed, watchlists), compile_matcher(changed.topics, changed.signals), documents)
    if as_json:
        print_json(asdict(result))
        return
    say(f"{result}  ({result.documents} documents)")
    for change in result.topics:
        say(f"  {change}")


def _changed_watchlists(here: Loaded, path: Path | None) -> Watchlists:
    if path is None:
        return here.watchlists
    return load_watchlists(path, settings=replace(here.settings, watchlists=str(path)), env=os.environ)


def _in_force(here: Loaded, changed: Watchlists, path: Path | None) -> Matcher:
    """The rules in force; of a file alone, those of its topics."""
    if path is None or path.is_dir():
        return matcher_of(here)
    ids = {topic.id for topic in changed.topics}
    return compile_matcher([topic for topic in here.watchlists.topics if topic.id in ids], here.watchlists.signals)


def _entries_since(at: datetime) -> EntryFilter:
    return EntryFilter(since=at, limit=None)

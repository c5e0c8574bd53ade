"""``monitor mentions``: what was found, newest first."""

from datetime import datetime
from typing import Annotated

import typer

from monitor.cli.arguments.options import (
    MENTION_STATUSES,
    AsJson,
    Limit,
    Since,
    Topic,
    Wide,
    current_time,
    one_of_states,
)
from monitor.cli.arguments.values import moment_ago
from monitor.cli.console.json_forms import documented_rows
from monitor.cli.console.output import print_json, print_table
from monitor.cli.console.times import relative_time
from monitor.cli.readers import Listing, document_in, open_reader, parse_time
from monitor.core.model.stories import news_time


def mentions(
    topic: Topic = "",
    since: Since = "",
    state: Annotated[str, typer.Option("--state", help="new, baseline, late, duplicate or muted.")] = "",
    limit: Limit = 50,
    wide: Wide = False,
    as_json: AsJson = False,
) -> None:
    """List mentions, newest first. Example: monitor mentions --topic kling --since 7d"""
    one_of_states(state, MENTION_STATUSES)
    with open_reader() as reader:
        found = reader.mentions(Listing(topic=topic, since=moment_ago(since), state=state, limit=limit))
        zone, at = reader.zone, current_time()
    if as_json:
        print_json(documented_rows("mention", found))
        return
    empty = "No mentions" + (f" of {topic}" if topic else "") + " in the store."
    heads: tuple[str, ...] = ("entry", "when", "topic", "headline", "source")
    rows = []
    for row in found:
        entry = document_in(row, "entry")
        when = relative_time(_news_at(row["created_at"], entry["published"]), zone, now=at)
        cells = [row["entry_id"], when, row["topic"], entry["title"], entry["source"]]
        if wide:
            cells[3:3] = [row["status"], f"{row['score']:.2f}"]
            cells.append(row["snippet"])
        rows.append(cells)
    if wide:
        heads = ("entry", "when", "topic", "status", "score", "headline", "source", "sentence")
    print_table(heads, rows, empty=empty)


def _news_at(found: object, published: object) -> datetime | None:
    found_at, published_at = parse_time(found), parse_time(published)
    return news_time(seen_at=found_at, told_at=published_at) if found_at and published_at else found_at

"""``monitor search``: everything that is kept, in the query language of topics."""

from typing import Annotated

import typer

from monitor.cli.arguments.options import AsJson, Limit, Since, Topic, current_time
from monitor.cli.arguments.values import moment_ago
from monitor.cli.console.output import counted, print_json, print_table, say
from monitor.cli.console.times import relative_time
from monitor.cli.readers import Listing, open_reader, parse_time, rows_in


def search(
    query: Annotated[str, typer.Argument(help='Words; AND OR - ( ) "…" open* title: body: source: @topic.')],
    topic: Topic = "",
    since: Since = "",
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Search every stored entry, last seen first. Example: monitor search "可灵 -汽车" --since 7d"""
    with open_reader() as reader:
        found = reader.search(query, Listing(topic=topic, since=moment_ago(since), limit=limit))
        zone, at = reader.zone, current_time()
    if as_json:
        print_json(found)
        return
    rows = [
        (
            row["entry"],
            relative_time(parse_time(row["published"] or row["first_seen_at"]), zone, now=at),
            row["title"],
            row["source"],
            row["sentence"],
        )
        for row in rows_in(found, "items")
    ]
    print_table(("entry", "when", "headline", "source", "sentence"), rows, empty="Nothing that is kept says this.")
    total = found["found"]
    if isinstance(total, int) and total > len(rows):
        say(f"\n{len(rows)} of {counted(total, 'entry', 'entries')}")
    indexed, newest = found["indexed_to"], found["newest"]
    if isinstance(indexed, int) and isinstance(newest, int) and indexed < newest:
        say(f"The index is behind: it has {indexed} of {newest} entries.")

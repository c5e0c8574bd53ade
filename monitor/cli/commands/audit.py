"""``monitor audit``: who changed what, when and from where."""

from typing import Annotated

import typer

from monitor.cli.arguments.options import AsJson, Limit, Since, current_time
from monitor.cli.arguments.values import moment_ago
from monitor.cli.console.output import print_json, print_table
from monitor.cli.console.times import relative_time
from monitor.cli.readers import Listing, open_reader, parse_time


def audit(
    since: Since = "",
    about: Annotated[
        str, typer.Option("--about", help="Only lines with these words: what, who or from where.", metavar="WORDS")
    ] = "",
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List who changed what, when and from where; newest first. Example: monitor audit --since 7d --about config"""
    with open_reader() as reader:
        found = reader.audit(about, Listing(since=moment_ago(since), limit=limit))
        zone, at = reader.zone, current_time()
    if as_json:
        print_json(found)
        return
    print_table(
        ("when", "who", "what", "from where"),
        [(relative_time(parse_time(row["at"]), zone, now=at), row["who"], row["what"], row["from"]) for row in found],
        empty="No such change was noted.",
    )

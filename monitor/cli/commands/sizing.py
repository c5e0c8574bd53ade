"""``monitor sizing``: how many machines so many sources need."""

from typing import Annotated

import typer

from monitor.cli.arguments.options import AsJson
from monitor.cli.console.output import print_json, say
from monitor.core.polling.sizing import Sizing, size_fleet

_LIMITS = {
    "writer": "the database's one writer",
    "queue": "the queue of jobs",
    "processors": "the processors of the workers",
}


def sizing(
    sources: Annotated[int, typer.Option(min=1, max=100_000_000, help="How many sources.")],
    per_day: Annotated[float, typer.Option(min=0.1, max=1440, help="Requests per source and day.")] = 24.0,
    posts: Annotated[float, typer.Option(min=0, max=100_000, help="Entries that a source posts a day.")] = 2.0,
    as_json: AsJson = False,
) -> None:
    """Say what so many sources need, from measured costs of one. Example: monitor sizing --sources 10000"""
    needed = size_fleet(sources, per_day, posts)
    if as_json:
        print_json(
            {
                "polls_per_second": round(needed.polls_per_second, 3),
                "entries_per_day": round(needed.entries_per_day),
                "cores": round(needed.cores, 2),
                "workers": needed.workers,
                "writer_share": round(needed.writer_share, 3),
                "queue_share": round(needed.queue_share, 3),
                "store_bytes": round(needed.store_bytes),
                "network_bytes_per_second": round(needed.network_bytes_per_second),
                "first_limit": needed.first_limit,
            }
        )
        return
    for line in _told(needed):
        say(line)


def _told(needed: Sizing) -> list[str]:
    who = f"a leader and {needed.workers} workers" if needed.workers else "one machine, without workers"
    return [
        f"{needed.polls_per_second:,.1f} polls a second, {needed.entries_per_day:,.0f} new entries a day",
        f"{who}: {needed.cores:,.1f} cores, planned half busy",
        f"database: {needed.store_bytes / 1e9:,.1f} GB after 90 days, its writer {needed.writer_share:.0%} busy",
        f"network: {needed.network_bytes_per_second / 1e6:,.2f} MB/s; queue {needed.queue_share:.0%} used",
        f"what would be full first: {_LIMITS[needed.first_limit]}",
    ]

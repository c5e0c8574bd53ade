"""``monitor mentions``: what was found, newest first."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.cli.context import in_store, load_for_reading
from monitor.cli.options import (
    MENTION_STATUSES,
    AsJson,
    Limit,
    Since,
    Topic,
    Wide,
    current_time,
    one_of_states,
    require_topic,
)
from monitor.cli.output import print_json, print_table
from monitor.cli.times import relative_time
from monitor.cli.values import moment_ago
from monitor.core.model.filters import MentionFilter
from monitor.core.render.json_documents import mention_json


def mentions(
    topic: Topic = "",
    since: Since = "",
    state: Annotated[str, typer.Option("--state", help="new, baseline, late, duplicate or muted.")] = "",
    limit: Limit = 50,
    wide: Wide = False,
    as_json: AsJson = False,
) -> None:
    """List mentions, newest first. Example: monitor mentions --topic kling --since 7d"""
    here = load_for_reading()
    require_topic(here, topic)
    wanted = MentionFilter(
        topic=topic, since=moment_ago(since), state=one_of_states(state, MENTION_STATUSES), limit=limit
    )
    found = in_store(here, lambda tx: tx.mentions.find(wanted))
    if as_json:
        print_json([mention_json(mention) for mention in found])
        return
    zone, at = ZoneInfo(here.settings.timezone), current_time()
    empty = "No mentions" + (f" of {topic}" if topic else "") + " in the store."
    if wide:
        rows = [
            (m.entry_id, relative_time(m.created_at, zone, now=at), m.topic, m.status, f"{m.score:.2f}", m.entry_title,
             m.source_title, m.snippet)
            for m in found
        ]  # fmt: skip
        heads = ("entry", "when", "topic", "status", "score", "headline", "source", "sentence")
        print_table(heads, rows, empty=empty)
        return
    cells = [
        (m.entry_id, relative_time(m.created_at, zone, now=at), m.topic, m.entry_title, m.source_title) for m in found
    ]
    print_table(("entry", "when", "topic", "headline", "source"), cells, empty=empty)

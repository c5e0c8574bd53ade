"""``monitor mentions | stories | sources | deliveries | topics``: what is in the store, as tables or JSON."""

from typing import Annotated

import typer

from monitor.cli.context import in_store, loaded
from monitor.cli.options import MENTION_STATUSES, AsJson, Limit, Since, Topic, one_of_states, require_topic
from monitor.cli.output import local, print_json, print_table
from monitor.cli.values import moment_ago
from monitor.core.model.filters import MentionFilter
from monitor.core.render.json_documents import mention_json


def mentions(
    topic: Topic = "",
    since: Since = "",
    state: Annotated[str, typer.Option("--state", help="new, baseline, late, duplicate or muted.")] = "",
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List mentions, newest first. Example: monitor mentions --topic kling --since 7d"""
    here = loaded()
    require_topic(here, topic)
    wanted = MentionFilter(
        topic=topic, since=moment_ago(since), state=one_of_states(state, MENTION_STATUSES), limit=limit
    )
    found = in_store(here, lambda tx: tx.mentions.find(wanted))
    if as_json:
        print_json([mention_json(mention) for mention in found])
        return
    print_table(
        ("when", "topic", "status", "score", "entry", "source", "sentence"),
        [
            (local(m.created_at), m.topic, m.status, f"{m.score:.2f}", m.entry_title, m.source_title, m.snippet)
            for m in found
        ],
        empty="No mentions" + (f" of {topic}" if topic else "") + " in the store.",
    )

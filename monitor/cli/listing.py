"""``monitor mentions | stories | sources | deliveries | topics``: what is in the store, as tables or JSON."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, TypeVar, get_args

import typer

from monitor.app.status import SourceRow, deliveries_about, source_row_json, source_rows, stories_with, topic_rows
from monitor.cli.context import Loaded, in_store, loaded
from monitor.cli.output import local, print_json, print_table
from monitor.cli.values import moment_ago
from monitor.clock import SystemClock
from monitor.errors import UserError
from monitor.policy.push_record import push_in_words
from monitor.render.plain import delivery_json, mention_json, story_json
from monitor.types.delivery import DeliveryState
from monitor.types.mentions import MentionStatus
from monitor.types.queries import DeliveryFilter, MentionFilter, StoryFilter
from monitor.types.sources import Health, SourceState

T = TypeVar("T")

_STATUSES: tuple[MentionStatus, ...] = get_args(MentionStatus)
_STATES: tuple[DeliveryState, ...] = get_args(DeliveryState)
STATES_OF_SOURCES: tuple[str, ...] = tuple(dict.fromkeys((*get_args(SourceState), *get_args(Health))))

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Topic = Annotated[str, typer.Option("--topic", help="Only this topic id.")]
Since = Annotated[str, typer.Option("--since", help='Only since then: "24h", "7d", "2026-11-01".')]
Limit = Annotated[int, typer.Option("--limit", min=1, help="At most so many.")]


def mentions(
    topic: Topic = "",
    since: Since = "",
    state: Annotated[str, typer.Option("--state", help="new, baseline, late, duplicate or muted.")] = "",
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List mentions, newest first. Example: monitor mentions --topic kling --since 7d"""
    here = loaded()
    _known_topic(here, topic)
    wanted = MentionFilter(topic=topic, since=moment_ago(since), state=_one_of(state, _STATUSES), limit=limit)
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


def stories(*, topic: str = "", since: str = "", state: str = "", limit: int = 50, as_json: bool = False) -> None:
    """``stories.stories`` says what it does."""
    here = loaded()
    _known_topic(here, topic)
    wanted = StoryFilter(topic=topic, since=moment_ago(since), limit=limit)
    status = _one_of(state, _STATUSES)
    found = in_store(here, lambda tx: stories_with(tx, wanted, status))
    if as_json:
        print_json([story_json(story) for story in found])
        return
    print_table(
        ("id", "first seen", "topics", "signals", "outlets", "title"),
        [
            (s.id, local(s.first_seen_at), ",".join(s.topics), ",".join(s.signals), len(s.outlets), s.title)
            for s in found
        ],
        empty="No stories in the store.",
    )


def deliveries(
    topic: Topic = "",
    state: Annotated[str, typer.Option("--state", help="pending, sending, sent, deferred, held or dead.")] = "",
    since: Since = "",
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List what was sent, waits or was given up, and the answers. Example: monitor deliveries --state dead"""
    here = loaded()
    _known_topic(here, topic)
    wanted = DeliveryFilter(state=_one_of(state, _STATES), since=moment_ago(since), limit=limit)
    found = in_store(here, lambda tx: deliveries_about(tx, wanted, topic))
    if as_json:
        print_json([delivery_json(delivery) for delivery in found])
        return
    print_table(
        ("id", "created", "kind", "channel", "recipient", "state", "tries", "next", "answer"),
        [
            (d.id, local(d.created_at), d.kind, d.channel, d.recipient, d.state, d.attempts,
             "" if d.state in ("sent", "dead") else local(d.send_at), d.answer)
            for d in found
        ],
        empty="No deliveries in the store.",
    )  # fmt: skip


def topics(as_json: AsJson = False) -> None:
    """List the topics with their mentions of the last 7 days. Example: monitor topics --json"""
    here = loaded()
    rows = in_store(here, lambda tx: topic_rows(tx, here.watchlists.topics, since=_week_ago()))
    if as_json:
        print_json(rows)
        return
    print_table(
        ("id", "name", "watchlist", "aliases", "7 days"),
        [(row["id"], row["name"], row["watchlist"], row["aliases"], row["mentions"]) for row in rows],
        empty=f"No topics: {here.settings.watchlists} names none.",
    )


def sources(*, topic: str = "", since: str = "", state: str = "", limit: int = 1000, as_json: bool = False) -> None:
    """``managing.sources_cli`` says what it does."""
    here = loaded()
    _known_topic(here, topic)
    _one_of(state, STATES_OF_SOURCES)
    at = moment_ago(since)
    found = in_store(here, lambda tx: source_rows(tx, here.settings, now=_now(), topic=topic, since=at))
    rows = [
        row
        for row in found
        if (state in (row.source.state, row.source.health) if state else row.source.state != "removed")
    ][:limit]
    if as_json:
        print_json([source_row_json(row, now=_now()) for row in rows])
        return
    print_table(
        (
            "source",
            "kind",
            "health",
            "what",
            "last success",
            "a day",
            "busiest",
            "delay",
            "asked",
            "budget",
            "next",
            "why then",
            "push",
        ),
        [_source_cells(row) for row in rows],
        empty="No such source in the store."
        if found or topic or since
        else "No sources in the store yet: `monitor once` or `monitor run` reads the watchlists into it.",
    )


def _source_cells(row: SourceRow) -> Sequence[object]:
    source, known = row.source, row.polling
    delay = known.median_delay_minutes if known else None
    waits = source.state == "active"
    return (
        source.title or source.url,
        source.kind,
        source.health if waits else source.state,
        source.error,
        local(source.last_success_at),
        f"{known.posts_per_day:.1f}" if known else "",
        known.busiest_hours if known else "",
        "" if delay is None else f"{delay:.0f} min",
        f"{known.requests_24h:.0f}" if known else "",
        f"{known.budget_share:.1%}" if known else "",
        local(source.next_due_at) if waits else "",
        source.why_then if waits else "",
        push_in_words(row.push, now=_now()) if row.push else "",
    )


def _known_topic(here: Loaded, topic: str) -> None:
    ids = [one.id for one in here.watchlists.topics]
    if topic and topic not in ids:
        raise UserError(f'no topic "{topic}"; the watchlists have: {", ".join(sorted(ids)) or "none"}')


def _one_of(written: str, choices: Sequence[T]) -> T | None:
    if not written:
        return None
    if written not in choices:
        raise UserError(f'no state "{written}"; one of {", ".join(map(str, choices))}')
    return next(choice for choice in choices if choice == written)


def _now() -> datetime:
    return SystemClock().now()


def _week_ago() -> datetime:
    return _now() - timedelta(days=7)

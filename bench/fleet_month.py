"""Plays a recorded month on one machine and on fleets, and compares what they know and what they sent, as data.

``MONITOR_DATA=… sh .ci/with-postgres .venv/bin/python -m bench.fleet_month [DAYS]``: five recorded histories of
``$MONITOR_DATA/replay`` that overlap in July 2026, each an outlet of its own, every eight hours the document that it
showed then, matched with the shipped topics. SQLite, PostgreSQL with one process, and a leader with 1, 2 and 4 workers.
"""

import asyncio
import logging
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bench.fleet import own_database
from bench.replay import Recorded, recorded
from bench.shipped import shipped_topics
from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.core.model.fetch import FetchOutcome
from monitor.core.model.filters import DeliveryFilter, EntryFilter, MentionFilter, StoryFilter
from monitor.ports import Transaction
from tests.app.fleet_harness import Fleet, open_fleet

NAMES = (
    "0xSMW__feed_digg_tech",
    "Olshansk__feed_openai_research",
    "alan-turing-institute__tldr-ai",
    "leontloveless__wenweipo",
    "zhouqun197746__huxiu",
)
FIRST_DAY = datetime(2026, 6, 30, tzinfo=UTC)
STEP = timedelta(hours=8)
_ALL = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is known and what was sent, in an order that does not depend on who did it."""

    entries: Sequence[str]
    mentions: Sequence[str]
    stories: Sequence[Sequence[str]]
    deliveries: Sequence[str]
    sent: Sequence[str]


def shown_at(histories: Mapping[str, Sequence[Recorded]], at: datetime) -> dict[str, bytes | FetchOutcome]:
    """The newest document of each history that is not younger than ``at``; an empty feed before its first."""
    empty = b"<rss version='2.0'><channel><title>-</title></channel></rss>"
    return {
        f"https://outlet{number}.example/feed": next(
            (poll.body for poll in reversed(histories[name]) if poll.at <= at), empty
        )
        for number, name in enumerate(NAMES)
    }


def look(tx: Transaction) -> Outcome:
    """All of it, as words."""
    return Outcome(
        entries=sorted(f"{entry.url} {entry.title}" for entry in tx.entries.find(EntryFilter(limit=_ALL))),
        mentions=sorted(f"{one.topic} {one.entry_title}" for one in tx.mentions.find(MentionFilter(limit=_ALL))),
        stories=sorted(
            sorted(f"{outlet.source} {outlet.title}" for outlet in story.outlets)
            for story in tx.stories.find(StoryFilter(limit=_ALL))
        ),
        deliveries=sorted(
            f"{one.kind} {one.channel} {one.state} {len(one.stories)}"
            for one in tx.outbox.find(DeliveryFilter(limit=None))
        ),
        sent=(),
    )


async def play(fleet: Fleet, histories: Mapping[str, Sequence[Recorded]], *, workers: int, days: int) -> Outcome:
    """The month, round by round."""
    for step in range(days * 3):
        at = FIRST_DAY + step * STEP
        fleet.clock.jump_to(max(fleet.clock.now(), at))
        fleet.documents.update(shown_at(histories, at))
        await fleet.round(workers)
    known = await fleet.apps[0].in_store.read(look)
    sent = sorted(headline for payload in fleet.team.payloads for headline in headlines(payload))
    return Outcome(
        entries=known.entries,
        mentions=known.mentions,
        stories=known.stories,
        deliveries=known.deliveries,
        sent=sent,
    )


def headlines(payload: Mapping[str, object]) -> Sequence[str]:
    """What a message told."""
    data = payload["data"]
    assert isinstance(data, Mapping)
    stories = data.get("stories") or [data["story"]] if "story" in data or "stories" in data else []
    return [f"{data.get('kind', payload['type'])} {story['title']}" for story in stories]


def compare(name: str, outcome: Outcome, expected: Outcome, seconds: float) -> None:
    """One line, and what differs."""
    same = outcome == expected
    print(
        f"{name}: {len(outcome.entries)} entries, {len(outcome.mentions)} mentions, {len(outcome.stories)} stories,"
        f" {len(outcome.deliveries)} deliveries, {len(outcome.sent)} headlines sent, {seconds:.0f} s:"
        f" {'the same' if same else 'DIFFERENT'}",
        flush=True,
    )
    for part in ("entries", "mentions", "stories", "deliveries", "sent"):
        ours, theirs = [str(one) for one in getattr(outcome, part)], [str(one) for one in getattr(expected, part)]
        for line in sorted(set(ours) ^ set(theirs))[:6]:
            print(f"    {part}: only {'here' if line in ours else 'on one machine'}: {line[:160]}")


async def measure(server: str, days: int) -> None:
    """Print a line for each way to run it."""
    data = Path(os.environ.get("MONITOR_DATA", "../shared/data"))
    histories = {name: list(recorded(data / "replay" / f"{name}.tar.xz")) for name in NAMES}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as databases:
        watched = load_watchlists(
            shipped_topics(Path(folder)), settings=load_settings(None, env={}, base=Path(folder)), env={}
        )
        expected: Outcome | None = None
        for workers, name in ((0, "SQLite"), (0, "PostgreSQL"), (1, "1 worker"), (2, "2 workers"), (4, "4 workers")):
            url = (
                f"sqlite:///{folder}/monitor.db" if name == "SQLite" else databases.enter_context(own_database(server))
            )
            began = time.monotonic()
            async with open_fleet(
                url,
                folder,
                shown_at(histories, FIRST_DAY),
                workers=workers,
                watched=(watched.topics, watched.signals),
                at=FIRST_DAY,
            ) as fleet:
                outcome = await play(fleet, histories, workers=workers, days=days)
            expected = expected or outcome
            compare(name, outcome, expected, time.monotonic() - began)


if __name__ == "__main__":
    logging.basicConfig(level=logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(measure(os.environ["MONITOR_TEST_POSTGRESQL"], int(sys.argv[1]) if len(sys.argv) > 1 else 30))

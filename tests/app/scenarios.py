"""What tests do with the program: bring news, let time pass, look at the outbox."""

import asyncio
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from monitor.adapters.channels.fake import ListChannel
from monitor.app.delivery.enqueue_alerts import enqueue_alerts
from monitor.app.delivery.next_send import next_send_at
from monitor.app.delivery.waiting import send_due
from monitor.core.alerting.alert_plan import AlertCandidate
from monitor.core.model.deliveries import Delivery
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.filters import DeliveryFilter, MentionFilter
from monitor.core.model.matches import Match as MentionFound
from monitor.core.model.matches import MentionStatus
from monitor.core.model.sources import Source, SourceSpec, Tier
from monitor.core.model.stories import Excerpt, Fact, Features, NewStory, Report
from monitor.ports import Transaction
from tests.app.harness import Harness

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
SOURCE = Source(id=1, url="https://outlet.example/feed.xml", kind="feed", title="Outlet")


async def news(
    harness: Harness, count: int = 1, *, topic: str = "kling", tier: Tier = "press", title: str = ""
) -> list[int]:
    """So many new stories, each stored, mentioned and owed as the pipeline does it."""

    def tell(tx: Transaction) -> list[int]:
        now = harness.clock.now()
        there = len(tx.mentions.find(MentionFilter(limit=100_000)))
        names = [title or f"story {there + n}" for n in range(count)]
        return [story(tx, harness, name, now, topic=topic, tier=tier) for name in names]

    return await harness.app.in_store.write(tell)


def story(tx: Transaction, harness: Harness, title: str, now: datetime, *, topic: str, tier: Tier) -> int:
    if not tx.sources.all():
        tx.sources.sync([SourceSpec(url=SOURCE.url)], now=now)
    key = zlib.crc32(title.encode("utf-8", "replace"))
    entry_id = tx.entries.add(
        tx.sources.all()[0].id, ParsedEntry(title=title), key=title, content_hash="", keys={key: "guid"},
        first_sight=False, now=now,
    )  # fmt: skip
    report = Report(title=title, text=title, topics=frozenset({topic}), seen_at=now, source="Outlet", tier=tier)
    number = tx.stories.add_report(
        report, Features(keys=(key,)), NewStory(), Excerpt(entry_id=entry_id, snippet=title, score=0.9), now=now
    )
    found = MentionFound(topic=topic, spans=(), surface=topic, score=0.9, snippet=title)
    tx.mentions.add(entry_id, found, story_id=number, status="new", now=now)
    sight(tx, harness, number, topic=topic, tier=tier)
    return number


def sight(
    tx: Transaction, harness: Harness, number: int, *, topic: str = "kling", tier: Tier = "press",
    status: MentionStatus = "new", facts: Sequence[Fact] = (),
) -> None:  # fmt: skip
    candidate = AlertCandidate(
        story_id=number, source=replace(SOURCE, tier=tier), topics=frozenset({topic}), signals=frozenset(), lang="zh",
        score=0.9, status=status, fresh=True, new_facts=facts,
    )  # fmt: skip
    enqueue_alerts(harness.app, tx, candidate, now=harness.clock.now())


async def rows(harness: Harness, **wanted: Any) -> Sequence[Delivery]:
    return await harness.app.in_store.read(lambda tx: tx.outbox.find(DeliveryFilter(limit=100_000, **wanted)))


async def until(harness: Harness, at: datetime) -> None:
    """Send what becomes due until then, at the moments the program itself asks to be woken."""
    while harness.clock.now() < at:
        await sent(harness)
        upcoming = await harness.app.in_store.read(lambda tx: next_send_at(harness.app, tx))
        harness.clock.jump_to(min(upcoming or at, at))
    await sent(harness)


async def sent(harness: Harness) -> None:
    """Send what is due; a nap of the sender passes at once."""
    sending = asyncio.create_task(send_due(harness.app))
    while not sending.done():
        await asyncio.wait([sending], timeout=0.01)
        sleeper = harness.clock.next_sleeper()
        if sleeper is not None:
            harness.clock.jump_to(sleeper)
    await sending


def told(channel: ListChannel) -> list[int]:
    """How many stories each message told."""
    return [len(one["data"].get("stories", [1])) for one in channel.payloads]

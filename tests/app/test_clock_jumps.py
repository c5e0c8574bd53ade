"""A clock that is set while the daemon runs: ticks go on, nothing is asked or told twice, nothing is made up for."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from monitor.adapters.clock import SystemClock
from monitor.app.context import AppContext
from monitor.app.runtime.scheduler import Scheduler
from monitor.app.runtime.start import prepare_store
from monitor.app.runtime.ticker import JumpDetector, Ticker
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.core.model.fetch import Fetched, FetchOutcome, FetchRequest
from monitor.core.model.sources import SourceSpec
from monitor.errors import StoreError
from tests.app.harness import NOON, HarnessRules, opener, rss
from tests.app.scenarios import rows

FEED = "https://a.example/feed"
DAY = timedelta(days=1)
PATIENCE = 120
"""Seconds for what takes three on an idle machine."""
JUMPS = [
    sign * size for size in (timedelta(seconds=1), timedelta(hours=1), 200 * DAY, 30 * 365 * DAY) for sign in (1, -1)
]


class SetClock(SystemClock):
    """The machine's clock with an offset that a test sets."""

    def __init__(self, start: datetime) -> None:
        self.offset = start - super().now()

    @override
    def now(self) -> datetime:
        return super().now() + self.offset


class SlowFetcher:
    """Answers when it is let, and counts the requests."""

    def __init__(self, body: bytes) -> None:
        self.body, self.asked, self.at_once, self.most_at_once = body, 0, 0, 0
        self.is_asked, self.may_answer = asyncio.Event(), asyncio.Event()

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        self.asked += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.is_asked.set()
        await self.may_answer.wait()
        self.at_once -= 1
        return Fetched(body=self.body, url=request.url)


@dataclass(slots=True)
class Ticks:
    """How many there were, and whoever waits for the next."""

    count: int = 0
    another: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self) -> None:
        self.count += 1
        self.another.set()

    async def more(self, count: int) -> None:
        """Until there were so many more."""
        end = self.count + count
        async with asyncio.timeout(PATIENCE):
            while self.count < end:
                self.another.clear()
                await self.another.wait()


async def ticking(app: AppContext, during: Callable[[Ticks], Awaitable[None]]) -> None:
    """Run the ticker around ``during``; never more than one tick a second."""
    ticks, began = Ticks(), time.monotonic()
    scheduler = Scheduler(app)

    async def tick() -> None:
        await scheduler.tick()
        ticks.note()

    async def nothing() -> None:
        """Retention has its own tests."""

    ticker = Ticker(app, Heartbeat(app.clock), tick, nothing)
    running = asyncio.create_task(ticker.run())
    await during(ticks)
    ticker.stop()
    await running
    assert ticks.count <= time.monotonic() - began + 1, "one a second, whatever the clock says"
    await scheduler.drain(within=timedelta(seconds=PATIENCE))


@pytest.mark.parametrize("jump", JUMPS, ids=str)
async def test_a_jump_while_polls_and_messages_are_under_way_repeats_nothing(tmp_path: Path, jump: timedelta) -> None:
    clock = SetClock(NOON)
    specs = {FEED: SourceSpec(url=FEED, every=timedelta(minutes=5))}
    async with opener(tmp_path)({FEED: rss(("旧闻", "与此无关。", NOON - DAY))}, HarnessRules(specs=specs)) as harness:
        await harness.round(after=timedelta(0))
        fetcher = SlowFetcher(rss(("可灵 3 发布", "可灵今天发布。", clock.now()), ("旧闻", "与此无关。", NOON - DAY)))
        app = replace(harness.app, clock=clock, fetcher=fetcher)
        await app.in_store.write(lambda tx: tx.sources.set_state(1, "active", now=clock.now() - DAY))

        async def put_right(ticks: Ticks) -> None:
            await fetcher.is_asked.wait()
            assert fetcher.at_once == 1, "the jump comes in the middle of a poll"
            clock.offset += jump
            await ticks.more(1)
            fetcher.may_answer.set()
            await ticks.more(2)

        await ticking(app, put_right)
        alerts = [row for row in await rows(harness) if row.kind == "alert"]
        kept = await app.in_store.read(lambda tx: tx.sources.counts(since=NOON - 99 * DAY))
    assert fetcher.most_at_once == 1, "never two polls of one source"
    assert len(alerts) == len({row.key for row in alerts}) <= 1
    assert len(harness.team.envelopes) == len({one.key for one in harness.team.envelopes}), "nothing twice"
    assert kept[1].entries == 2, "nothing lost, nothing deleted"


@pytest.mark.parametrize("jump", JUMPS, ids=str)
async def test_a_start_under_another_clock_tells_nothing_again(tmp_path: Path, jump: timedelta) -> None:
    body = rss(("可灵 3 发布", "可灵今天发布。", NOON), ("旧闻", "与此无关。", NOON - DAY))
    old = rss(("旧闻", "与此无关。", NOON - DAY))
    async with opener(tmp_path)({FEED: old}) as harness:
        await harness.round(after=timedelta(0))
        harness.documents[FEED] = body
        await harness.round(after=timedelta(minutes=1))
        assert len(harness.team.envelopes) == 1
        stuck = await harness.app.in_store.write(
            lambda tx: tx.sources.claim_due(now=NOON + 400 * DAY, lease=timedelta(minutes=10), limit=9)
        )
        assert len(stuck) == 1, "left over of a run that was killed under a wrong clock"
    async with opener(tmp_path)({FEED: body}, at=NOON + jump) as harness:
        await prepare_store(harness.app)
        result = await harness.round(after=timedelta(minutes=2))
        assert len(result.polls) == 1, "a leftover lease holds up nobody"
        assert [one for one in harness.team.envelopes if one.kind == "alert"] == []


async def test_a_failed_tick_is_no_end(tmp_path: Path) -> None:
    async with opener(tmp_path)({}) as harness:
        app = replace(harness.app, clock=SetClock(NOON))
        heartbeat, calls, third = Heartbeat(app.clock), 0, asyncio.Event()
        seen: list[tuple[dict[str, str], datetime | None]] = []

        async def tick() -> None:
            nonlocal calls
            calls += 1
            seen.append((dict(heartbeat.troubles), heartbeat.beat_at))
            if calls == 1:
                raise StoreError("database x: the disk is full")
            if calls == 2:
                raise ValueError("a bug")
            third.set()

        async def clean() -> None:
            raise StoreError("database x: the disk is full")

        ticker = Ticker(app, heartbeat, tick, clean)
        running = asyncio.create_task(ticker.run())
        async with asyncio.timeout(PATIENCE):
            await third.wait()
        ticker.stop()
        await running
    full = {"store": "database x: the disk is full"}
    assert seen[:3] == [({}, None), (full, None), (full, None)]
    assert heartbeat.troubles == {}
    assert heartbeat.beat_at is not None


def test_only_what_no_time_server_does_is_a_jump() -> None:
    clock = SetClock(datetime(2026, 11, 1, tzinfo=UTC))
    jumps = JumpDetector(clock)
    seen = []
    for step in (timedelta(0), timedelta(seconds=2), 200 * DAY, timedelta(0), -200 * DAY, timedelta(seconds=-5)):
        clock.offset += step
        seen.append(round(jumps.jump() / DAY))
    assert seen == [0, 0, 200, 0, -200, 0]


async def test_a_sleeper_does_not_wait_for_the_time_that_a_clock_was_set_back_from() -> None:
    clock = SetClock(NOON)
    sleeping = asyncio.create_task(clock.sleep_until(clock.now() + timedelta(seconds=0.4)))
    await asyncio.sleep(0)
    clock.offset -= 400 * DAY
    await asyncio.wait_for(sleeping, PATIENCE)

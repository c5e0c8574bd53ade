"""When sources are asked, what it costs, and what people are told of it: the whole program over documents in memory."""

import asyncio
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean

import numpy as np
import pytest
from typing_extensions import override

from bench.polling_live import SPACING, chosen, compare
from monitor.adapters.clock import SteppedClock
from monitor.adapters.fetch.fake import MemoryFetcher
from monitor.app.context import AppContext
from monitor.app.polling.budget import balance_budget
from monitor.app.queries.sources import SourceRow, source_rows
from monitor.app.runtime.scheduler import Scheduler, drive_clock
from monitor.app.runtime.start import prepare_store
from monitor.core.model.fetch import FetchOutcome, FetchRequest
from monitor.core.model.sources import Source, SourceSpec
from monitor.core.polling.budget import BudgetState, interval_limits, load_of, solve_rates
from monitor.core.polling.optimal_time import baseline_weight
from tests.app.harness import NOON, Harness, HarnessRules, OpenHarness, rss

A, B, C = (f"https://{name}.example/feed.xml" for name in "abc")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class SettableClock(SteppedClock):
    """A machine's clock: it can be set to any time, back too."""

    def set_to(self, at: datetime) -> None:
        """The clock shows ``at`` from now on."""
        self._now = at


def posts(*hours_ago: float) -> bytes:
    """A feed with a post at each of these hours before noon."""
    return rss(*((f"第 {hours:g} 篇", "天气晴。", NOON - timedelta(hours=hours)) for hours in hours_ago))


async def rows(harness: Harness) -> list[SourceRow]:
    """As ``monitor sources`` sees them."""
    return await harness.app.in_store.read(lambda tx: source_rows(tx, harness.app.settings, now=harness.clock.now()))


async def test_a_source_tells_its_rhythm_its_delay_and_what_it_costs(open_harness: OpenHarness) -> None:
    """Ten days of morning posts are known at first sight; a post seen an hour late gives the delay."""
    history = [24 * day + 3.0 for day in range(1, 15)] + [24 * day + 2.5 for day in range(1, 15)]
    async with open_harness({A: posts(*sorted(history))}) as harness:
        (unknown,) = await rows(harness)
        assert unknown.polling is None
        await harness.round(after=timedelta(0))
        harness.documents[A] = posts(-0.5, *sorted(history))
        await harness.round(after=timedelta(hours=1.5))
        (row,) = await rows(harness)
        assert row.polling is not None
        assert row.polling.posts_per_day == pytest.approx(2, rel=0.2)
        assert row.polling.busiest_hours == "17-19", "09:00 and 09:30 UTC, told in the user's zone (Shanghai)"
        assert row.polling.median_delay_minutes == 60
        assert row.polling.requests_24h == pytest.approx(2, rel=0.1)
        assert row.polling.budget_share == pytest.approx(2 / 24, rel=0.1)
        assert "a post a day, busiest 17–19" in row.source.due_reason


async def test_history_read_at_first_sight_is_no_haste_that_then_looks_like_silence(open_harness: OpenHarness) -> None:
    """A post every four days, the last one four days ago: nothing is wrong."""
    async with open_harness({A: posts(*(96 * number for number in range(1, 11)))}) as harness:
        await harness.round(after=timedelta(0))
        (row,) = await rows(harness)
        assert (row.source.health, row.source.error) == ("ok", "")


async def test_a_source_that_fell_silent_long_ago_says_so(open_harness: OpenHarness) -> None:
    """It did not post in the last week at all; its rhythm of before is remembered."""
    async with open_harness({A: posts(*(6 * number for number in range(1, 26)))}) as harness:
        await harness.round(after=timedelta(0))
        await harness.round(after=timedelta(days=20))
        (row,) = await rows(harness)
        assert row.source.health == "silent"
        assert "silent: 20 days, usually every" in row.source.error


async def sources_of(app: AppContext) -> dict[str, Source]:
    """By address."""
    return {one.url: one for one in await app.in_store.read(lambda tx: tx.sources.all())}


async def steering_of(app: AppContext) -> BudgetState:
    """What is kept of the budget."""
    return await app.in_store.read(lambda tx: tx.budget.load())


def one_at_a_time(app: AppContext) -> AppContext:
    """The same program with a single place for fetching."""
    return replace(app, settings=replace(app.settings, fetch=replace(app.settings.fetch, concurrency=1)))


async def test_when_more_is_due_than_can_be_fetched_the_fullest_source_goes_first(open_harness: OpenHarness) -> None:
    """All three are overdue, the quick one for the shortest time; the user's own times go before all."""
    slow, quick, wished = posts(*range(48, 480, 48)), posts(*range(1, 25)), posts(*range(48, 480, 48))
    rules = HarnessRules(specs={C: SourceSpec(url=C, every=HOUR)})
    async with open_harness({A: slow, B: quick, C: wished}, rules) as harness:
        await harness.round(after=timedelta(0))
        harness.clock.jump_to(NOON + DAY)
        scheduler = Scheduler(one_at_a_time(harness.app))
        order = []
        while polls := await scheduler.start_polls():
            order += [(await task).source for task in polls]
        assert order == [C, B, A]


async def test_a_clock_that_is_set_back_while_running_delays_nobody(open_harness: OpenHarness) -> None:
    """It ran four hundred days ahead; an hour after it was put right everything has been asked again."""
    async with open_harness({A: posts(1, 5), B: posts(2, 9)}) as harness:
        clock = SettableClock(NOON + 400 * DAY)
        app = replace(harness.app, clock=clock)
        scheduler = Scheduler(app)
        await scheduler.tick()
        await scheduler.drain(within=10 * MINUTE)
        ahead = await sources_of(app)
        assert all(source.next_due_at and source.next_due_at > clock.now() for source in ahead.values())
        clock.set_to(NOON)
        await scheduler.tick()
        for url, source in (await sources_of(app)).items():
            before = ahead[url]
            assert before.next_due_at
            assert before.last_polled_at
            assert source.next_due_at == NOON + (before.next_due_at - before.last_polled_at)


async def test_a_clock_that_was_set_back_between_two_runs_delays_nobody(open_harness: OpenHarness) -> None:
    """The hour that was last accounted for lies ahead: that is how it shows."""
    async with open_harness({A: posts(1, 5)}, at=NOON + 400 * DAY) as harness:
        await harness.round()
    async with open_harness({A: posts(1, 5)}) as harness:
        await balance_budget(harness.app)
        source = (await sources_of(harness.app))[A]
        assert source.next_due_at is not None
        assert NOON < source.next_due_at < NOON + DAY


async def test_the_price_is_solved_in_slices_and_others_get_their_turn(open_harness: OpenHarness) -> None:
    """Over two and a half thousand sources somebody else uses the store meanwhile; the price is for all of them."""
    async with open_harness({A: posts(1, 5)}) as harness:
        specs = [SourceSpec(url=f"https://outlet{number}.example/") for number in range(2_500)]
        await harness.app.in_store.write(lambda tx: tx.sources.sync(specs, now=NOON))
        going, turns = asyncio.ensure_future(balance_budget(harness.app)), 0
        while not going.done():
            await harness.app.in_store.read(lambda tx: tx.budget.load())
            turns += 1
        await going
        assert turns >= 5
        shortest, longest = interval_limits(harness.app.settings.polling)
        unknown = (load_of(None, now=NOON).rate, math.inf, baseline_weight(None, budget=24))
        limits = (shortest.total_seconds(), longest.total_seconds())
        expected = solve_rates(*np.array(unknown).reshape(3, 1), polls_per_day=24, limits=limits)
        assert (await steering_of(harness.app)).solved == pytest.approx(expected, rel=1e-3)
        before = await steering_of(harness.app)
        await balance_budget(harness.app)
        assert await steering_of(harness.app) == before, "once an hour"


async def test_hours_that_the_machine_slept_are_no_hours_of_the_budget(open_harness: OpenHarness) -> None:
    """After ten hours of sleep everything overdue is asked, and one hour more is accounted for, not ten."""
    async with open_harness({A: posts(*range(1, 25))}) as harness:
        await drive_clock(harness.app, harness.clock, until=NOON + 6 * HOUR)
        before = await steering_of(harness.app)
        harness.clock.jump_to(NOON + 16 * HOUR)
        scheduler = Scheduler(harness.app)
        await scheduler.tick()
        await scheduler.drain(within=10 * MINUTE)
        after = await steering_of(harness.app)
        assert len(after.spent) == len(before.spent) + 1
        assert (await sources_of(harness.app))[A].last_polled_at == harness.clock.now()


async def test_a_time_of_day_stays_what_the_wall_clock_shows_when_summer_begins(open_harness: OpenHarness) -> None:
    """Berlin, 28 March 2027: seven o'clock is 06:00 UTC the day before and 05:00 that day."""
    rules = HarnessRules(specs={A: SourceSpec(url=A, at=("07:00",), timezone="Europe/Berlin")})
    polled = []
    async with open_harness({A: posts(1, 5)}, rules, at=datetime(2027, 3, 26, 12, tzinfo=UTC)) as harness:
        for day in (27, 28, 29):
            await drive_clock(harness.app, harness.clock, until=datetime(2027, 3, day, 12, tzinfo=UTC))
            polled.append((await sources_of(harness.app))[A].last_polled_at)
    assert polled == [datetime(2027, 3, day, hour, tzinfo=UTC) for day, hour in ((27, 6), (28, 5), (29, 5))]


@pytest.mark.parametrize("count", [60, pytest.param(1000, marks=pytest.mark.slow)])
async def test_sources_added_at_once_do_not_stampede_at_the_start_nor_on_the_hour(
    open_harness: OpenHarness, count: int
) -> None:
    """All of them publish on the hour sharp, which is what each learns; requests are counted by the second."""
    on_the_hour = posts(*range(2, 48, 2))
    documents = {f"https://outlet{number}.example/feed.xml": on_the_hour for number in range(count)}
    async with open_harness(documents, HarnessRules(patient=True)) as harness:
        fetcher = Timed(harness.documents, harness.clock)
        await drive_clock(replace(harness.app, fetcher=fetcher), harness.clock, until=NOON + 3 * HOUR)
    by_second = Counter(int((at - NOON).total_seconds()) for at in fetcher.times)
    start = timedelta(seconds=2) * count
    first = [at for at in fetcher.times if at - NOON < start]
    assert len({second for second in by_second if second < start.total_seconds()}) > 0.3 * count
    assert len(first) >= count
    assert max(by_second.values()) <= max(5, count / 30)
    for quarter in range(12):
        busy = [at for at in fetcher.times if 0 <= (at - NOON - quarter * 15 * MINUTE).total_seconds() < 1]
        assert len(busy) <= 3, f"in the second at {quarter} quarters of an hour"


async def test_a_source_that_is_added_later_does_not_wait_behind_those_that_were_never_read(
    open_harness: OpenHarness,
) -> None:
    """Sixty wait two minutes for their first turn; the one that a person adds meanwhile has its own at once."""
    documents = {f"https://outlet{number}.example/feed.xml": posts(2) for number in range(60)}
    async with open_harness(documents, HarnessRules(patient=True)) as harness:
        watchlists = harness.app.watchlists
        late = replace(watchlists.sources[0], url="https://late.example/feed.xml")
        await prepare_store(harness.app)
        before = await _due_times(harness.app)
        added = replace(watchlists, sources=(*watchlists.sources, late))
        await prepare_store(replace(harness.app, watchlists=added))
        after = await _due_times(harness.app)
    assert max(before.values()) - NOON > MINUTE
    assert after.pop(late.url) - NOON <= timedelta(seconds=2)
    assert after == before


async def _due_times(app: AppContext) -> dict[str, datetime]:
    found = await app.in_store.read(lambda tx: tx.sources.all())
    return {source.url: source.next_due_at for source in found if source.next_due_at is not None}


class Timed(MemoryFetcher):
    """Notes when it is asked."""

    def __init__(self, documents: Mapping[str, bytes | FetchOutcome], clock: SteppedClock) -> None:
        super().__init__(documents)
        self._clock = clock
        self.times: list[datetime] = []

    @override
    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        if request.url.endswith("feed.xml"):
            self.times.append(self._clock.now())
        return await super().fetch(request)


@pytest.mark.data
async def test_the_running_program_is_as_quick_as_the_evaluation_says(data: Path, tmp_path: Path) -> None:
    """Two measured days of eight sources over HTTP on loopback, after a warm-up that is loaded into the store."""
    traces = chosen(data / "polling/traces_spring.jsonl.gz", 8)
    done = await compare(traces, tmp_path, days=2, budget=4)
    assert len(done.program) > 50
    assert mean(done.program) == pytest.approx(mean(done.evaluation), rel=0.05)
    assert done.program_requests == pytest.approx(done.evaluation_requests, rel=0.05)
    assert done.closest is not None
    assert done.closest >= SPACING

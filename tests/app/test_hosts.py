"""Hosts that hang or ask to wait, through the whole program: they hold up nobody else, and all their sources obey."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from monitor.adapters.clock import SteppedClock
from monitor.adapters.fetch.fake import MemoryFetcher
from monitor.app.polling.hosts import Hosts
from monitor.app.runtime.scheduler import Scheduler
from monitor.app.runtime.start import prepare_store
from monitor.core.i18n.phrases import Reason
from monitor.core.model.fetch import FetchOutcome, FetchRequest, Throttled, Unavailable
from monitor.core.model.sources import Source, SourceSpec
from monitor.ports import Transaction
from tests.app.harness import NOON, Harness, HarnessRules, opener, rss

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
GOOD = rss(("Harbour", "Calm.", NOON - timedelta(days=2)))
HANGS = Unavailable(reason="did not answer within 30 s", unreached="host")


class Slow(MemoryFetcher):
    """Needs half a minute for what hangs; notes when each address is asked, and how many requests it had at once."""

    def __init__(self, documents: Mapping[str, bytes | FetchOutcome], clock: SteppedClock) -> None:
        super().__init__(documents)
        self._clock = clock
        self.asked: dict[str, list[datetime]] = {}
        self.under_way: Counter[str] = Counter()
        self.most: Counter[str] = Counter()

    @override
    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        host = request.url.split("/")[2]
        self.asked.setdefault(request.url, []).append(self._clock.now())
        for name in (request.url, host):
            self.under_way[name] += 1
            self.most[name] = max(self.most[name], self.under_way[name])
        try:
            outcome = await super().fetch(request)
            if outcome is HANGS:
                await self._clock.sleep_until(self._clock.now() + 30 * SECOND)
            return outcome
        finally:
            for name in (request.url, host):
                self.under_way[name] -= 1


@asynccontextmanager
async def running(
    folder: Path, documents: dict[str, bytes | FetchOutcome], *, concurrency: int = 64
) -> AsyncIterator[tuple[Harness, Slow, Scheduler]]:
    specs = {url: SourceSpec(url=url, every=MINUTE) for url in documents}
    async with opener(folder)(documents, HarnessRules(specs=specs, patient=True)) as harness:
        fetcher = Slow(harness.documents, harness.clock)
        fetch = replace(harness.app.settings.fetch, concurrency=concurrency)
        app = replace(harness.app, fetcher=fetcher, settings=replace(harness.app.settings, fetch=fetch))
        await make_all_due(harness)
        scheduler = Scheduler(app)
        yield replace(harness, app=app), fetcher, scheduler
        drained = asyncio.ensure_future(scheduler.drain(within=MINUTE))
        while not drained.done():
            await asyncio.sleep(0.005)
            if sleeper := harness.clock.next_sleeper():
                harness.clock.jump_to(sleeper)


async def make_all_due(harness: Harness) -> None:
    now = harness.clock.now()

    def change(tx: Transaction) -> None:
        for source in tx.sources.all():
            tx.timetable.expedite(source.id, now, why=Reason("poll.round"))

    await harness.app.in_store.write(change)


async def refresh(harness: Harness, url: str) -> None:
    """Ask for one source, as ``monitor sources refresh`` does."""
    wanted, now = await source_at(harness, url), harness.clock.now()
    await harness.app.in_store.write(lambda tx: tx.sources.set_state(wanted.id, "active", now=now))


async def pass_time(harness: Harness, scheduler: Scheduler, fetcher: Slow, *, seconds: int) -> None:
    """A tick each second; between two of them everything that does not hang comes to its end."""
    for _ in range(seconds):
        await scheduler.tick()
        for _ in range(400):
            hanging = sum(harness.documents[url] is HANGS and count for url, count in requests(fetcher).items())
            if len(scheduler.polls_under_way) <= hanging:
                break
            await asyncio.sleep(0.002)
        harness.clock.jump_to(harness.clock.now() + SECOND)


def requests(fetcher: Slow) -> dict[str, int]:
    return {name: count for name, count in fetcher.under_way.items() if "/" in name}


async def source_at(harness: Harness, url: str) -> Source:
    return next(one for one in await harness.app.in_store.read(lambda tx: tx.sources.all()) if one.url == url)


def sixty(*, mixed: bool) -> dict[str, bytes | FetchOutcome]:
    """Six sources on each of ten hosts; thirty hang: three of each host, or all of five hosts."""
    return {
        f"https://host{host}.example/{number}.xml": HANGS if (number < 3 if mixed else host < 5) else GOOD
        for number in range(6)
        for host in range(10)
    }


@pytest.mark.parametrize("concurrency", [64, 12])
@pytest.mark.parametrize("mixed", [True, False])
async def test_what_hangs_holds_up_nobody(tmp_path: Path, mixed: bool, concurrency: int) -> None:
    async with running(tmp_path, sixty(mixed=mixed), concurrency=concurrency) as (harness, fetcher, scheduler):
        await pass_time(harness, scheduler, fetcher, seconds=150)
        healthy = [url for url, document in harness.documents.items() if document is GOOD]
        late = {url: fetcher.asked[url][0] - NOON for url in healthy if fetcher.asked[url][0] - NOON > 10 * SECOND}
        assert not late
        assert all(len(fetcher.asked[url]) >= 2 for url in healthy), "and again each minute"
        assert {fetcher.most[url] for url in harness.documents} <= {0, 1}, "no source has two polls under way"
        assert max(count for name, count in fetcher.most.items() if "/" not in name) <= 4


async def test_thirteen_that_hang_on_one_host_do_not_take_every_slot(tmp_path: Path) -> None:
    stuck = {f"https://stuck.example/{number}": HANGS for number in range(13)}
    others = {f"https://well{number}.example/": GOOD for number in range(5)}
    async with running(tmp_path, {**stuck, **others}, concurrency=2) as (harness, fetcher, scheduler):
        await pass_time(harness, scheduler, fetcher, seconds=6)
        assert all(url in fetcher.asked for url in others)
        await pass_time(harness, scheduler, fetcher, seconds=34)
        assert sum(url in fetcher.asked for url in stuck) <= 4, "a host that hangs is not tried source by source"
        put_off = [await source_at(harness, url) for url in stuck if url not in fetcher.asked]
        assert {str(one.due_reason) for one in put_off} == {"stuck.example does not answer; its sources wait"}
        assert {one.failures for one in put_off} == {0}
        harness.documents.update(dict.fromkeys(stuck, GOOD))
        await pass_time(harness, scheduler, fetcher, seconds=75)
        assert all(url in fetcher.asked for url in stuck), "it answers again: all are asked"


async def test_a_rest_for_silence_gives_way_to_a_person_who_asks(tmp_path: Path) -> None:
    """A host that hung rests for its other sources; the one that somebody refreshes is tried at the next tick."""
    urls = [f"https://fallen.example/{number}" for number in range(3)]
    async with running(tmp_path, dict.fromkeys(urls, HANGS)) as (harness, fetcher, scheduler):
        await pass_time(harness, scheduler, fetcher, seconds=40)
        harness.documents.update(dict.fromkeys(urls, GOOD))
        before = {url: len(times) for url, times in fetcher.asked.items()}
        await refresh(harness, urls[2])
        await pass_time(harness, scheduler, fetcher, seconds=2)
        after = {url: len(times) for url, times in fetcher.asked.items()}
        assert {url for url in after if after[url] > before.get(url, 0)} == {urls[2]}
        assert (await source_at(harness, urls[2])).health == "ok"


async def test_what_a_host_asked_for_binds_the_next_run_and_those_who_ask(tmp_path: Path) -> None:
    first, second = "https://busy.example/one", "https://busy.example/two"
    documents: dict[str, bytes | FetchOutcome] = {first: GOOD, second: GOOD}
    documents[first] = Throttled(reason="too many requests", retry_after=20 * MINUTE)
    async with running(tmp_path, documents) as (harness, fetcher, scheduler):
        await pass_time(harness, scheduler, fetcher, seconds=1)
        assert list(fetcher.asked) == [first]
        # Another run begins: nothing is left in memory.
        renewed = replace(harness.app, hosts=Hosts())
        await prepare_store(renewed)
        again = Scheduler(renewed)
        await refresh(harness, first)
        await refresh(harness, second)
        await pass_time(harness, again, fetcher, seconds=3)
        assert {url: len(times) for url, times in fetcher.asked.items()} == {first: 1}
        harness.clock.jump_to(NOON + 21 * MINUTE)
        await pass_time(harness, again, fetcher, seconds=3)
        assert set(fetcher.asked) == {first, second}
        await again.drain(within=MINUTE)


async def test_a_host_that_asked_to_wait_is_left_alone_by_all_its_sources(tmp_path: Path) -> None:
    busy = {f"https://busy.example/{number}": GOOD for number in range(4)}
    elsewhere = "https://busy.example:8443/feed"
    first = next(iter(busy))
    documents: dict[str, bytes | FetchOutcome] = {**busy, elsewhere: GOOD}
    documents[first] = Throttled(reason="too many requests", retry_after=5 * MINUTE)
    async with running(tmp_path, documents) as (harness, fetcher, scheduler):
        await pass_time(harness, scheduler, fetcher, seconds=290)
        assert [url for url in fetcher.asked if url in busy] == [first]
        assert len(fetcher.asked[elsewhere]) >= 3, "another port is another server"
        sibling = await source_at(harness, list(busy)[1])
        assert str(sibling.due_reason) == "busy.example asked to wait, which holds for all its sources"
        assert (sibling.health, sibling.failures, sibling.next_due_at) == ("ok", 0, NOON + 5 * MINUTE)
        harness.documents[first] = GOOD
        await pass_time(harness, scheduler, fetcher, seconds=30)
        assert all(url in fetcher.asked for url in busy)
        assert all(fetcher.asked[url][0] >= NOON + 5 * MINUTE for url in list(busy)[1:])


async def test_a_poll_that_outlives_its_lease_is_not_started_again(tmp_path: Path) -> None:
    url = "https://endless.example/feed"
    async with running(tmp_path, {url: HANGS}) as (harness, fetcher, scheduler):
        fetcher.asked.clear()
        forever = asyncio.Event()

        async def endless(request: FetchRequest) -> FetchOutcome:
            fetcher.asked.setdefault(request.url, []).append(harness.clock.now())
            await forever.wait()
            return HANGS

        fetcher.fetch = endless  # type: ignore[method-assign] # hangs from now on
        for _ in range(12):
            await scheduler.start_polls()
            await asyncio.sleep(0.01)
            harness.clock.jump_to(harness.clock.now() + 4 * MINUTE)
        await scheduler.start_polls()
        assert len(fetcher.asked[url]) == 1
        now = harness.clock.now()
        others = await harness.app.in_store.write(lambda tx: tx.sources.claim_due(now=now, lease=10 * MINUTE, limit=9))
        assert not others, "its lease is renewed: another process does not take it either"
        forever.set()

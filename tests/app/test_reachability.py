"""Our own outage through the whole program: sources are not blamed, nobody waits for long, and a sweep ends it."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.model.fetch import FetchOutcome, Unavailable
from monitor.core.model.http import Blame
from monitor.core.model.sources import Source, SourceSpec
from tests.app.harness import NOON, Harness, HarnessRules, opener, rss

FEEDS = [f"https://outlet{number}.example/feed" for number in range(8)]
GOOD = rss(("Weather", "Rain.", NOON - timedelta(days=2)))
HOUR = timedelta(hours=1)


def out(blame: Blame) -> dict[str, bytes | FetchOutcome]:
    return {url: Unavailable(reason="the name server did not answer", unreached=blame) for url in FEEDS}


async def sources(harness: Harness) -> list[Source]:
    return list(await harness.app.in_store.read(lambda tx: tx.sources.all()))


@pytest.mark.parametrize("blame", ["us", "network", "host"])
async def test_hours_without_a_way_out_count_against_no_source(tmp_path: Path, blame: Blame) -> None:
    async with opener(tmp_path)(dict.fromkeys(FEEDS, GOOD)) as harness:
        await harness.round()
        harness.documents.update(out(blame))
        for _ in range(5):
            await harness.round(after=HOUR)
        found = await sources(harness)
        assert {one.failures for one in found} == {0}
        assert {one.error for one in found} == {"the name server did not answer"}
        assert all(one.failing_since for one in found), "it is not hidden that they are not seen"
        now = harness.clock.now()
        assert all(one.next_due_at and one.next_due_at - now <= HOUR for one in found)
        assert blame != "us" or all(one.body_hash for one in found), "what was known of their documents stays"
        harness.documents.update(dict.fromkeys(FEEDS, GOOD))
        await harness.round(after=timedelta(minutes=11), force=False)
        assert {(one.health, one.error) for one in await sources(harness)} == {("ok", "")}


async def test_one_host_that_is_down_is_its_own_fault(tmp_path: Path) -> None:
    async with opener(tmp_path)(dict.fromkeys(FEEDS, GOOD)) as harness:
        await harness.round()
        harness.documents[FEEDS[3]] = Unavailable(reason="refused", unreached="host")
        for _ in range(3):
            await harness.round()
        failures = {one.url: one.failures for one in await sources(harness)}
    assert failures == {url: 3 if url == FEEDS[3] else 0 for url in FEEDS}


async def test_a_changed_interval_holds_from_the_reload_on(tmp_path: Path) -> None:
    slow = {FEEDS[0]: SourceSpec(url=FEEDS[0], every=12 * HOUR)}
    async with opener(tmp_path)({FEEDS[0]: GOOD}, HarnessRules(specs=slow)) as harness:
        await harness.round()
        (before,) = await sources(harness)
        polled = harness.clock.now()
        assert before.next_due_at is not None
        assert before.next_due_at - polled > 10 * HOUR
    for spec, latest in (
        (SourceSpec(url=FEEDS[0], every=HOUR), 1.2 * HOUR),
        (SourceSpec(url=FEEDS[0], at=("21:30",)), 2 * HOUR),
    ):
        async with opener(tmp_path)({FEEDS[0]: GOOD}, HarnessRules(specs={FEEDS[0]: spec}), at=polled) as harness:
            (after,) = await sources(harness)
            assert after.next_due_at is not None
            assert after.next_due_at - polled <= latest
    hours = SourceSpec(url=FEEDS[0], every=HOUR, active="01:00-02:00")
    async with opener(tmp_path)({FEEDS[0]: GOOD}, HarnessRules(specs={FEEDS[0]: hours}), at=polled) as harness:
        (after,) = await sources(harness)
        assert after.next_due_at is not None
        assert after.next_due_at.astimezone(harness.app.zone).hour == 1

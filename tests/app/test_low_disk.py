"""A disk that fills: fetching stops in time, what waits is sent, it is said once, and it goes on by itself."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import structlog
from structlog.testing import capture_logs

from monitor.app.runtime.scheduler import Scheduler
from monitor.app.runtime.watches.disk_watch import DiskWatch
from monitor.core.model.operations.administration import Room
from monitor.core.status.conditions import status_of
from monitor.core.status.facts import StatusFacts
from tests.app.harness import NOON, OpenHarness, rss

FEED = "https://a.example/feed"
GIGABYTE = 10**9


@dataclass(slots=True)
class SetDisk:
    """A disk whose room a test sets."""

    free: int
    total: int = 100 * GIGABYTE
    place: str = "/var/lib/monitor"

    def room(self) -> Room | None:
        return Room(free=self.free, total=self.total) if self.free >= 0 else None


async def test_nothing_is_fetched_while_the_disk_is_low_and_what_waits_is_sent(open_harness: OpenHarness) -> None:
    disk = SetDisk(free=GIGABYTE)
    async with open_harness({FEED: rss(("可灵发布2.0", "可灵", NOON))}) as harness:
        await harness.round()
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
        app = replace(harness.app, disk=DiskWatch(disk))
        # The next news is there, and a message waits, when the disk runs low.
        harness.documents[FEED] = rss(
            ("快手财报：可灵年化收入突破一亿美元", "财报会上披露。", NOON), ("可灵发布2.0", "可灵", NOON)
        )
        disk.free = 150_000_000
        sent = len(harness.team.envelopes)
        with capture_logs() as said:
            scheduler = Scheduler(app)
            for _ in range(30):
                harness.clock.jump_to(harness.clock.now() + timedelta(minutes=10))
                await scheduler.tick()
        assert not scheduler.polls_under_way
        assert [line["event"] for line in said if "disk" in line["event"]] == ["disk low"]
        assert len(harness.team.envelopes) == sent
        # At the edge it does not begin at once; with room it does, and tells what it could not see before.
        disk.free = 210_000_000
        assert app.disk is not None
        assert app.disk.is_low()
        disk.free = 260_000_000
        with capture_logs() as said:
            assert not app.disk.is_low()
        assert ["room again" in line["event"] for line in said] == [True]
        await harness.round()
        assert len(harness.team.envelopes) == sent + 1


def test_health_is_degraded_and_says_what_to_do() -> None:
    watch = DiskWatch(SetDisk(free=1_000_000))
    assert watch.is_low()
    facts = StatusFacts(
        now=NOON,
        zone=ZoneInfo("UTC"),
        holder="daemon",
        store=None,
        room=watch.disk.room(),
        troubles={"disk": watch.trouble},
    )
    (condition,) = status_of(facts).conditions
    assert (condition.kind, condition.level) == ("disk", "degraded")
    assert "only 1 MB are free" in condition.reason
    assert "250 MB are free" in watch.trouble


def test_a_small_disk_is_judged_by_its_size_and_one_that_cannot_be_asked_is_not_low() -> None:
    assert not DiskWatch(SetDisk(free=10_000_000, total=64_000_000)).is_low()
    assert DiskWatch(SetDisk(free=3_000_000, total=64_000_000)).is_low()
    assert not DiskWatch(SetDisk(free=-1)).is_low()

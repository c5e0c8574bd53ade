"""While another monitor has the database nothing is begun; what the other one is sending is left to it."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from typing_extensions import override

from monitor.adapters.channels.fake import ListChannel
from monitor.app.delivery.recovery import recover_interrupted
from monitor.app.delivery.sender import drain_channel
from monitor.app.runtime.scheduler import Scheduler
from monitor.app.runtime.start import prepare_store
from monitor.core.model.deliveries import Delivery, Envelope, SendOutcome
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.settings import FleetSettings
from monitor.errors import LockLostError
from monitor.ports import Transaction
from tests.app.harness import NOON, Harness, OpenHarness, rss
from tests.app.scenarios import news, rows

FEED = "https://outlet.example/feed"
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Lock:
    """The ``StoreLock`` port as a test wants it."""

    folder_mark: str = "here"
    is_lost: bool = False

    async def hold(self) -> None:
        if self.is_lost:
            raise LockLostError("another instance is using it")


def locked(harness: Harness) -> Lock:
    lock = Lock()
    harness.app = replace(harness.app, lock=lock)
    return lock


async def test_nothing_is_asked_or_sent_until_the_other_monitor_has_ended(open_harness: OpenHarness) -> None:
    old, new = ("天气", "多云", NOON), ("可灵发布3.0版本", "快手旗下可灵今日更新。", NOON + HOUR)
    async with open_harness({FEED: rss(old)}) as harness:
        lock = locked(harness)
        await harness.round()
        harness.documents[FEED] = rss(new, old)
        harness.clock.jump_to(harness.clock.now() + HOUR)
        lock.is_lost = True
        scheduler = Scheduler(harness.app)
        with pytest.raises(LockLostError):
            await scheduler.tick()
        assert not scheduler.busy
        with pytest.raises(LockLostError):
            await prepare_store(harness.app)
        lock.is_lost = False
        await harness.round()
        assert len(harness.team.envelopes) == 1


async def test_a_lock_that_is_lost_between_two_messages_keeps_the_second_back(open_harness: OpenHarness) -> None:
    async with open_harness({}) as harness:
        lock = locked(harness)
        await news(harness, 2)

        class Losing(ListChannel):
            @override
            async def send(self, envelope: Envelope) -> SendOutcome:
                lock.is_lost = True
                return await super().send(envelope)

        harness.app.channels["team"] = Losing()  # type: ignore[index]  # a plain dictionary behind the Mapping
        with pytest.raises(LockLostError):
            await drain_channel(harness.app, "team")
        assert [row.state for row in reversed(await rows(harness))] == ["sent", "pending"]


@pytest.mark.parametrize(
    ("mark", "fleet", "found"),
    [("here", False, 1), ("elsewhere", False, 0), ("here", True, 0)],
    ids=["the same state folder", "another state folder", "a fleet"],
)
async def test_what_was_being_sent_is_in_doubt_at_once_only_where_its_sender_has_surely_ended(
    open_harness: OpenHarness, mark: str, fleet: bool, found: int
) -> None:
    """A server frees a lock with its connection; the monitor on another machine may be sending all the same."""

    def claim(tx: Transaction) -> Delivery | None:
        (row,) = tx.outbox.find(DeliveryFilter())
        return tx.outbox.claim_one(row.id, now=harness.clock.now(), lease=HOUR / 4)

    async with open_harness({}) as harness:
        locked(harness)
        await news(harness, 1)
        assert await recover_interrupted(harness.app) == 0
        assert await harness.app.in_store.write(claim) is not None
        later = replace(
            harness.app,
            lock=Lock(folder_mark=mark),
            settings=replace(harness.app.settings, fleet=FleetSettings(enabled=fleet)),
        )
        assert await recover_interrupted(later) == found
        harness.clock.jump_to(harness.clock.now() + HOUR)
        assert await recover_interrupted(later, at_start=False) == 1 - found, "its lease is over: that process died"


async def test_behind_a_fleet_nobody_is_sure_that_its_workers_have_ended(open_harness: OpenHarness) -> None:
    async with open_harness({}) as harness:
        locked(harness)
        await recover_interrupted(harness.app)
        fleet = replace(harness.app, settings=replace(harness.app.settings, fleet=FleetSettings(enabled=True)))
        await recover_interrupted(fleet)
        await news(harness, 1)

        def claim(tx: Transaction) -> None:
            (row,) = tx.outbox.find(DeliveryFilter())
            assert tx.outbox.claim_one(row.id, now=harness.clock.now(), lease=HOUR / 4) is not None

        await harness.app.in_store.write(claim)
        assert await recover_interrupted(harness.app) == 0

"""Clean stops and reloads with alerts waiting lose nothing and send nothing twice (``bench/stops.py``)."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from bench.stops import measure
from monitor.adapters.channels.fake import ListChannel
from monitor.app.delivery.on_demand import send_test
from monitor.app.delivery.recovery import recover_interrupted
from monitor.app.delivery.sender import drain_channel
from monitor.app.delivery.waiting import send_due
from monitor.app.digests.open import open_due
from monitor.core.model.deliveries import Envelope, SendOutcome
from monitor.core.model.settings import ChannelSettings, DigestSettings
from tests.app.harness import NOON, Harness, HarnessRules, OpenHarness
from tests.app.scenarios import MINUTE, news, rows, sent


class Slow(ListChannel):
    """Takes every message, and answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.taken, self.answered = asyncio.Event(), asyncio.Event()

    @override
    async def send(self, envelope: Envelope) -> SendOutcome:
        outcome = await super().send(envelope)
        self.taken.set()
        await self.answered.wait()
        return outcome


def slow(harness: Harness) -> Slow:
    channel = Slow()
    harness.app.channels["team"] = channel  # type: ignore[index]  # a plain dictionary behind the Mapping
    return channel


def test_twenty_stops_and_reloads_lose_nothing_and_send_nothing_twice(tmp_path: Path) -> None:
    result = measure(tmp_path, stops=20, seed=3, alerts=40)
    assert (result.enqueued, result.lost, result.twice, result.marked) == (40, 0, 0, 0)


async def test_once_a_stop_is_asked_for_no_further_message_begins(open_harness: OpenHarness) -> None:
    async with open_harness({}) as harness:
        await news(harness, 5)
        stopping = asyncio.Event()

        class Second(ListChannel):
            @override
            async def send(self, envelope: Envelope) -> SendOutcome:
                if self.envelopes:
                    stopping.set()
                return await super().send(envelope)

        harness.app.channels["team"] = Second()  # type: ignore[index]  # as above
        await drain_channel(harness.app, "team", stopping=stopping)
        assert [row.state for row in reversed(await rows(harness))] == ["sent", "sent", "pending", "pending", "pending"]


async def test_a_send_that_is_cut_short_is_in_doubt_at_once_and_a_claim_is_given_back(
    open_harness: OpenHarness,
) -> None:
    async with open_harness({}) as harness:
        channel = slow(harness)
        await news(harness, 2)
        sending = asyncio.create_task(drain_channel(harness.app, "team"))
        await channel.taken.wait()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        waits, cut = await rows(harness)
        assert (cut.state, cut.possible_repeat, waits.state, waits.attempts) == ("deferred", True, "pending", 0)
        assert await recover_interrupted(harness.app) == 0, "nothing is left in the hands of nobody"


async def test_a_long_message_whose_parts_outlast_the_lease_stays_with_its_sender_and_is_found_after_a_crash(
    open_harness: OpenHarness,
) -> None:
    """Each part takes a new lease; what was marked as lost while it was being sent would never be found again."""
    team = ChannelSettings(name="team", kind="wecom", rate=(1000, timedelta(minutes=1)))
    digests = (DigestSettings(name="daily", at="20:30", channels=("team",)),)
    async with open_harness({}, HarnessRules(team=team, routes=(), digests=digests)) as harness:
        await news(harness, 300)
        harness.clock.jump_to(NOON + timedelta(minutes=31))
        found = []

        class Creeping(ListChannel):
            @override
            async def send(self, envelope: Envelope) -> SendOutcome:
                harness.clock.jump_to(harness.clock.now() + timedelta(minutes=10))
                found.append(
                    len(await harness.app.in_store.read(lambda tx: tx.outbox.recover(now=harness.clock.now())))
                )
                return await super().send(envelope)

        harness.team = Creeping()
        harness.app.channels["team"] = harness.team  # type: ignore[index]  # as above
        await open_due(harness.app)
        await sent(harness)
        assert len(found) >= 3
        assert set(found) == {0}
        assert {row.state for row in await rows(harness, kinds=("digest",))} == {"sent"}


async def test_a_send_test_that_is_interrupted_shuts_its_channel_for_nobody(open_harness: OpenHarness) -> None:
    async with open_harness({}) as harness:
        channel = slow(harness)
        asked = asyncio.create_task(send_test(harness.app, "team"))
        await channel.taken.wait()
        await news(harness)
        channel.answered.set()
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        await send_due(harness.app)
        states = {row.kind: row.state for row in await rows(harness)}
        assert states["alert"] == "sent"
        assert states["test"] != "sending"


async def test_a_send_test_that_was_killed_leaves_its_channel_open(open_harness: OpenHarness) -> None:
    """Its lease may have a quarter of an hour to go; alerts do not wait for it, and it is not sent again."""
    async with open_harness({}) as harness:
        channel = slow(harness)
        asked = asyncio.create_task(send_test(harness.app, "team"))
        await channel.taken.wait()
        harness.team = ListChannel()
        harness.app.channels["team"] = harness.team  # type: ignore[index]  # as above
        await news(harness)
        await send_due(harness.app)
        assert [envelope.kind for envelope in harness.team.envelopes] == ["alert"]
        harness.clock.jump_to(NOON + 16 * MINUTE)
        assert await recover_interrupted(harness.app) == 1
        (killed,) = await rows(harness, kinds=("test",))
        assert killed.state == "dead"
        channel.answered.set()
        await asyncio.gather(asked, return_exceptions=True)

"""Which alerts come alone, which together, which wait, and what becomes of them when a channel cannot take them."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from typing_extensions import override

from monitor.adapters.channels.fake import ListChannel
from monitor.app.delivery.channel_state import switch_sending
from monitor.app.delivery.on_demand import send_test
from monitor.app.delivery.recovery import recover_interrupted, retry_delivery
from monitor.app.delivery.waiting import send_due
from monitor.app.runtime.scheduler import drive_clock
from monitor.core.model.deliveries import Deferred, Envelope, InDoubt, Refused, SendOutcome, Sent
from monitor.core.model.settings import ChannelSettings, Route, RouteMatch
from monitor.core.model.stories import Fact
from monitor.errors import UserError
from tests.app.harness import NOON, Harness, HarnessRules, OpenHarness
from tests.app.scenarios import HOUR, MINUTE, SECOND, news, rows, sight, told, until


def at(channel: ListChannel) -> list[timedelta]:
    return [envelope.at - NOON for envelope in channel.envelopes]


class Hook(ListChannel):
    """Answers by rule instead of by list."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.answer = answer

    @override
    async def send(self, envelope: Envelope) -> SendOutcome:
        said: SendOutcome = self.answer(envelope)
        self.envelopes.append(envelope)
        return said


def by_rule(harness: Harness, answer: Any) -> Hook:
    hook = Hook(answer)
    harness.app.channels["team"] = hook  # type: ignore[index]  # a plain dictionary behind the Mapping
    harness.team = hook
    return hook


async def test_stories_of_a_group_wait_for_each_other_and_then_keep_the_interval(open_harness: OpenHarness) -> None:
    route = Route(channels=("team",), group_by=("topic",), group_wait=30 * SECOND, group_interval=5 * MINUTE)
    async with open_harness({}, HarnessRules(routes=(route,), patient=True)) as harness:
        await news(harness)
        await until(harness, NOON + 10 * SECOND)
        await news(harness)
        await news(harness, topic="jimeng")
        await until(harness, NOON + 50 * SECOND)
        await news(harness)
        await until(harness, NOON + 3 * MINUTE)
        await news(harness)
        await until(harness, NOON + HOUR)
        assert told(harness.team) == [2, 1, 2]
        assert at(harness.team) == [30 * SECOND, 40 * SECOND, 5 * MINUTE + 30 * SECOND]
        assert {row.state for row in await rows(harness)} == {"sent"}


async def test_without_group_by_each_story_is_told_alone_and_its_follow_up_keeps_the_interval(
    open_harness: OpenHarness,
) -> None:
    facts = [Fact(kind="price", value="99", surface="99 元")], [Fact(kind="version", value="3.1", surface="3.1")]
    async with open_harness({}) as harness:
        first, _ = await news(harness, 2)
        await send_due(harness.app)
        for new in facts:
            await harness.app.in_store.write(partial(sight, harness=harness, number=first, facts=new))
        await until(harness, NOON + HOUR)
        assert told(harness.team) == [1, 1, 1]
        assert at(harness.team)[2] == 5 * MINUTE
        last = harness.team.payloads[2]["data"]
        assert (last["kind"], len(last["new_facts"])) == ("follow-up", 2), "two follow-ups at once are one message"


async def test_a_storm_is_one_summary_and_what_follows_comes_together_after_its_time(open_harness: OpenHarness) -> None:
    route = Route(channels=("team",), storm=(5, 10 * MINUTE))
    async with open_harness({}, HarnessRules(routes=(route,))) as harness:
        await news(harness, 8)
        await until(harness, NOON + MINUTE)
        for _ in range(3):
            await news(harness)
            await until(harness, harness.clock.now() + MINUTE)
        await until(harness, NOON + HOUR)
        await news(harness)
        await until(harness, NOON + 2 * HOUR)
        assert told(harness.team) == [8, 3, 1]
        assert at(harness.team) == [timedelta(0), 10 * MINUTE, HOUR]
        assert "8 条" in harness.team.payloads[0]["data"]["reason"]
        assert {row.state for row in await rows(harness)} == {"sent"}


async def test_alerts_below_the_storms_number_come_one_by_one(open_harness: OpenHarness) -> None:
    async with open_harness({}, HarnessRules(routes=(Route(channels=("team",), storm=(5, 10 * MINUTE)),))) as harness:
        for _ in range(7):
            await news(harness)
            await until(harness, harness.clock.now() + MINUTE)
        await until(harness, NOON + HOUR)
        assert told(harness.team) == [1, 1, 1, 1, 1, 1, 1]
        assert at(harness.team)[-1] == 15 * MINUTE, "the sixth within ten minutes begins the storm, the seventh waits"


@pytest.mark.parametrize(("kind", "messages"), [("dingtalk", 18), ("wecom", 18), ("feishu", 21), ("webhook", 21)])
async def test_twenty_one_alerts_at_once_stay_within_what_a_bot_may_send(
    open_harness: OpenHarness, kind: str, messages: int
) -> None:
    team = ChannelSettings(name="team", kind=kind)
    async with open_harness({}, HarnessRules(team=team, routes=(Route(channels=("team",)),))) as harness:
        await news(harness, 21)
        await until(harness, NOON + MINUTE - SECOND)
        assert len(harness.team.envelopes) == messages
        assert {row.state for row in await rows(harness)} == {"sent"}
        assert len(await rows(harness)) == 21 + (messages < 21)


async def test_a_channels_own_rate_wins_and_a_spent_rate_counts_no_attempt(open_harness: OpenHarness) -> None:
    team = ChannelSettings(name="team", kind="dingtalk", rate=(1, MINUTE))
    async with open_harness({}, HarnessRules(team=team)) as harness:
        await news(harness)
        await until(harness, NOON + SECOND)
        await news(harness, 2)
        await until(harness, NOON + 30 * SECOND)
        assert [row.attempts for row in await rows(harness, state="pending")] == [0, 0]
        await until(harness, NOON + 5 * MINUTE)
        assert at(harness.team) == [timedelta(0), MINUTE]
        assert {row.attempts for row in await rows(harness, state="sent")} == {0, 1}


async def test_a_refused_key_stops_the_channel_with_one_notice_until_a_test_gets_through(
    open_harness: OpenHarness,
) -> None:
    async with open_harness({}) as harness:
        await news(harness, 3)
        harness.team.answers = [Refused(reason="key revoked", code="93000", disable=True)]
        await until(harness, NOON + HOUR)
        await news(harness, 3)
        await until(harness, NOON + 5 * HOUR)
        assert len(harness.team.envelopes) == 1, "no hammering"
        (notice,) = [envelope for envelope in harness.mail.envelopes if envelope.kind == "notice"]
        assert "key revoked" in notice.rendered.text
        assert "team" in await harness.app.in_store.read(lambda tx: tx.channels.stops())
        await send_test(harness.app, "team")
        await until(harness, NOON + 6 * HOUR)
        assert [envelope.kind for envelope in harness.team.envelopes] == ["alert", "test", "grouped"]
        assert {row.state for row in await rows(harness)} == {"sent"}


async def test_a_stopped_channel_hands_everything_to_its_fallback(open_harness: OpenHarness) -> None:
    team = ChannelSettings(name="team", kind="webhook", fallback="mail")
    async with open_harness({}, HarnessRules(team=team)) as harness:
        await news(harness, 3)
        harness.team.answers = [Refused(reason="410", code="410", disable=True)]
        await send_due(harness.app)
        assert sorted(envelope.kind for envelope in harness.mail.envelopes) == ["alert", "alert", "alert", "notice"]
        assert {row.state for row in await rows(harness, channel="team")} == {"dead"}


@pytest.mark.parametrize("times", [20, pytest.param(100, marks=pytest.mark.slow)])
async def test_after_three_days_down_the_backlog_is_one_alert_and_one_summary(
    open_harness: OpenHarness, times: int
) -> None:
    """Five stories so many times over the seventy hours."""
    async with open_harness({}) as harness:
        back = NOON + 70 * HOUR
        hook = by_rule(harness, lambda one: Sent() if one.at >= back else Deferred(reason="connection refused"))
        for _ in range(times):
            await news(harness, 5)
            await until(harness, harness.clock.now() + 70 * HOUR / times)
        asked = len(hook.envelopes)
        await until(harness, back + 2 * HOUR)
        first, *parts = told(hook)[asked:]
        assert (first, sum(parts)) == (1, 5 * times - 1)
        assert len({one.key for one in hook.envelopes[asked + 1 :]}) == 1, "one summary, in as many parts as it needs"
        assert asked < 100, "one probe an hour, not one for each of the alerts"
        assert {row.state for row in await rows(harness)} == {"sent"}


async def test_a_channel_that_never_comes_back_gives_each_alert_up_after_its_own_three_days(
    open_harness: OpenHarness,
) -> None:
    async with open_harness({}) as harness:
        by_rule(harness, lambda _: Deferred(reason="connection refused"))
        await news(harness, 5)
        await until(harness, NOON + 40 * HOUR)
        await news(harness, 5)
        await until(harness, NOON + 80 * HOUR)
        states = [row.state for row in reversed(await rows(harness))]
        assert states == ["dead"] * 5 + [*states[5:]]
        assert set(states[5:]) <= {"pending", "deferred"}
        await until(harness, NOON + 120 * HOUR)
        assert {row.state for row in await rows(harness)} == {"dead"}


async def test_a_refused_summary_falls_apart_so_that_one_bad_story_takes_no_other_along(
    open_harness: OpenHarness,
) -> None:
    route = Route(channels=("team",), group_by=("topic",))
    async with open_harness({}, HarnessRules(routes=(route,))) as harness:
        numbers = await news(harness, 4)
        bad = f"story-{numbers[2]}"
        hook = by_rule(
            harness,
            lambda one: Refused(reason="content") if one.kind == "grouped" or one.thread == bad else Sent(),
        )
        await until(harness, NOON + 2 * HOUR)
        assert told(hook) == [4, 1, 1, 1, 1]
        states = [row.state for row in reversed(await rows(harness))]
        assert states == ["sent", "sent", "dead", "sent", "dead"]


async def test_one_message_that_is_never_taken_does_not_hold_up_the_others(open_harness: OpenHarness) -> None:
    async with open_harness({}) as harness:
        numbers = await news(harness, 3)
        bad = f"story-{numbers[0]}"
        by_rule(harness, lambda one: Deferred(reason="500") if one.thread == bad else Sent())
        await until(harness, NOON + HOUR)
        assert [row.state for row in reversed(await rows(harness))] == ["deferred", "sent", "sent"]


async def test_order_is_kept_over_a_short_failure(open_harness: OpenHarness) -> None:
    async with open_harness({}) as harness:
        numbers = await news(harness, 3)
        harness.team.answers = [Deferred(reason="500"), Deferred(reason="500")]
        await until(harness, NOON + 10 * MINUTE)
        threads = [envelope.thread for envelope in harness.team.envelopes]
        assert threads == [f"story-{numbers[n]}" for n in (0, 0, 0, 1, 2)]


async def test_the_kill_switch_holds_everything_and_its_end_is_one_summary(open_harness: OpenHarness) -> None:
    async with open_harness({}) as harness:
        switch = harness.app.in_store.write
        await switch(lambda tx: switch_sending(tx, on=False, who="test", now=NOON))
        for _ in range(6):
            await news(harness)
            await until(harness, harness.clock.now() + 10 * MINUTE)
        assert harness.team.envelopes == []
        await drive_clock(harness.app, harness.clock, until=NOON + 2 * HOUR)
        assert harness.team.envelopes == []
        await switch(lambda tx: switch_sending(tx, on=True, who="test", now=harness.clock.now()))
        await until(harness, NOON + 3 * HOUR)
        assert told(harness.team) == [6]
        assert "积压 6 条" in harness.team.payloads[0]["data"]["reason"]


async def test_a_morning_release_is_one_message(open_harness: OpenHarness) -> None:
    route = Route(channels=("team",), quiet_hours="19:00-07:30")
    async with open_harness({}, HarnessRules(routes=(route,))) as harness:
        for _ in range(8):
            await news(harness)
            await until(harness, harness.clock.now() + HOUR)
        await until(harness, NOON + 12 * HOUR)
        assert told(harness.team) == [8]
        assert at(harness.team) == [11 * HOUR + 30 * MINUTE]


async def test_muting_a_topic_drops_what_waits_to_the_digest(open_harness: OpenHarness) -> None:
    route = Route(channels=("team",), group_wait=10 * MINUTE)
    async with open_harness({}, HarnessRules(routes=(route,), patient=True)) as harness:
        await news(harness)
        await news(harness, topic="jimeng")
        await harness.app.in_store.write(lambda tx: tx.topics.mute("kling", NOON + 24 * HOUR, now=NOON))
        await until(harness, NOON + HOUR)
        assert told(harness.team) == [1]
        muted, sent = reversed(await rows(harness))
        assert (muted.state, muted.provider_code, sent.state) == ("dead", "muted", "sent")
        await drive_clock(harness.app, harness.clock, until=NOON + 14 * HOUR)
        (digest,) = harness.mail.envelopes
        assert "muted" not in digest.rendered.text


async def test_a_summary_that_a_crash_left_in_doubt_is_sent_again_under_its_own_key(open_harness: OpenHarness) -> None:
    route = Route(channels=("team",), group_by=("topic",))
    async with open_harness({}, HarnessRules(routes=(route,))) as harness:
        await news(harness, 3)
        harness.team.answers = [InDoubt(reason="no answer")]
        await send_due(harness.app)
        newest, *_ = await rows(harness)
        lease = 15 * MINUTE
        await harness.app.in_store.write(
            lambda tx: tx.outbox.claim_one(newest.id, now=harness.clock.now(), lease=lease)
        )
        assert await recover_interrupted(harness.app) == 1
        await news(harness)
        await until(harness, NOON + HOUR)
        first, again, other = harness.team.envelopes
        assert first.key == again.key != other.key
        assert told(harness.team) == [3, 3, 1]
        assert harness.team.payloads[1]["data"]["possible_repeat"]
        assert {row.state for row in await rows(harness)} == {"sent"}


async def test_a_dead_letter_can_be_tried_again_and_a_sent_one_cannot(open_harness: OpenHarness) -> None:
    async with open_harness({}) as harness:
        await news(harness)
        harness.team.answers = [Refused(reason="keyword missing")]
        await send_due(harness.app)
        (dead,) = await rows(harness)
        asked = await harness.app.in_store.write(lambda tx: retry_delivery(harness.app, tx, dead.id, who="test"))
        assert (asked.state, asked.attempts) == ("pending", 0)
        await send_due(harness.app)
        assert [row.state for row in await rows(harness)] == ["sent"]
        with pytest.raises(UserError, match="tell it twice"):
            await harness.app.in_store.write(lambda tx: retry_delivery(harness.app, tx, dead.id, who="test"))
        with pytest.raises(UserError, match="no such message"):
            await harness.app.in_store.write(lambda tx: retry_delivery(harness.app, tx, 99, who="test"))


async def test_a_story_that_goes_on_is_told_again_only_where_the_route_says_so(open_harness: OpenHarness) -> None:
    for interval, messages in ((None, 1), (24 * HOUR, 2)):
        route = Route(channels=("team",), repeat_interval=interval)
        async with open_harness({}, HarnessRules(routes=(route,))) as harness:
            (number,) = await news(harness)
            for _ in range(30):
                await until(harness, harness.clock.now() + HOUR)
                await harness.app.in_store.write(partial(sight, harness=harness, number=number, status="duplicate"))
            assert len(harness.team.envelopes) == messages
            assert bool(harness.team.payloads[-1]["data"]["reason"]) == (messages == 2)


async def test_an_official_post_reaches_the_channel_that_the_press_did_not(open_harness: OpenHarness) -> None:
    routes = (Route(match=RouteMatch(tier=frozenset({"official"})), channels=("team",)), Route())
    async with open_harness({}, HarnessRules(routes=routes)) as harness:
        (number,) = await news(harness)
        await send_due(harness.app)
        assert harness.team.envelopes == []
        await harness.app.in_store.write(lambda tx: sight(tx, harness, number, status="duplicate"))
        for _ in range(2):
            await harness.app.in_store.write(lambda tx: sight(tx, harness, number, status="duplicate", tier="official"))
            await until(harness, harness.clock.now() + HOUR)
        assert told(harness.team) == [1]

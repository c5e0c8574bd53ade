"""What a channel sends next, decided purely: who waits, what is given up, and what all of it costs."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.core.alerting.grouping import NO_CHANNEL, grouping_of
from monitor.core.alerting.outcome_plan import plan_hold, plan_outcome
from monitor.core.alerting.outcomes import Attempt, NoWay, Situation
from monitor.core.alerting.send_plan import ChannelView, GiveUp, Hold, Send, Wait, plan_send, routes_by_id
from monitor.core.model.channel_state import ChannelState, ChannelStop, Cooldown
from monitor.core.model.deliveries import Deferred, Delivery, GroupPayload, InDoubt, Refused
from monitor.core.model.filters import SentAlert
from monitor.core.model.settings import ChannelSettings, Route, Settings

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEAM = ChannelSettings(name="team", kind="webhook")
ROUTE = Route(channels=("team",), group_by=("topic",), group_interval=timedelta(minutes=5))
VIEW = ChannelView(
    now=NOW, name="team", channel=TEAM, state=ChannelState(name="team"), routes=routes_by_id((ROUTE,)), zone=UTC
)
GROUP = grouping_of(ROUTE, {"topic": ("rain",)})
SETTINGS = Settings(state_dir="", database="", timezone="Etc/UTC", watchlists="", templates="", channels=(TEAM,))


def waits(number: int = 1, **values: Any) -> Delivery:
    blank: dict[str, Any] = {
        "id": number, "key": f"{number:032x}", "kind": "alert", "subject": f"story:{number}", "channel": "team",
        "recipient": "", "state": "pending", "send_at": NOW, "created_at": NOW,
    }  # fmt: skip
    return Delivery(**blank | values)


def failing(**values: Any) -> ChannelState:
    blank = {"failures": 3, "since": NOW - 73 * HOUR, "until": NOW - 72 * HOUR, "failed_at": NOW - 73 * HOUR}
    return ChannelState(name="team", cooldowns={"": Cooldown(**{**blank, **values})})


def situation(delivery: Delivery, state: ChannelState, **values: Any) -> Situation:
    return Situation(now=NOW, delivery=delivery, channel=TEAM, state=state, settings=SETTINGS, zone=UTC, **values)


def test_after_73_hours_off_what_waited_gets_its_try() -> None:
    """Nobody tried for 72 of them: the way is tried with one message, and nothing is given up unseen."""
    old = waits(send_at=NOW - 73 * HOUR, created_at=NOW - 73 * HOUR)
    assert plan_send(replace(VIEW, state=failing()), [old]) == Send(deliveries=(old,))


def test_a_try_that_fails_after_73_hours_off_goes_on_trying_for_what_is_left_of_72_hours() -> None:
    tried = waits(
        state="sending",
        attempts=4,
        send_at=NOW - 72 * HOUR,
        created_at=NOW - 74 * HOUR,
        first_attempt_at=NOW - 73 * HOUR,
    )
    plan = plan_outcome(situation(tried, failing()), Attempt(Deferred(reason="no route"), 0))
    assert plan.state == "deferred"
    assert plan.marks[0].first_attempt_at == NOW - 2 * HOUR, "an hour of trying, and an hour that a try may be late"
    cooldown = plan.channel.cooldowns[""]
    assert (cooldown.failures, cooldown.since, cooldown.failed_at) == (4, NOW - 2 * HOUR, NOW)


def test_72_hours_of_trying_are_the_end() -> None:
    state = failing(since=NOW - 72 * HOUR, until=NOW, failed_at=NOW - HOUR)
    tried = waits(state="sending", attempts=80, first_attempt_at=NOW - 72 * HOUR, created_at=NOW - 72 * HOUR)
    plan = plan_outcome(situation(tried, state), Attempt(Deferred(reason="no route"), 0))
    assert (plan.state, plan.marks[0].answer) == ("dead", "given up after 72 h: no route")


def test_a_channel_that_the_settings_do_not_name_holds_what_waits_for_it() -> None:
    step = plan_send(replace(VIEW, channel=None), [waits()])
    assert isinstance(step, Hold)
    (mark,) = plan_hold(step.deliveries, reason=step.reason)
    assert (mark.state, mark.code, mark.answer) == (
        "held", NO_CHANNEL, 'channel "team" is not in the settings: this waits for it',
    )  # fmt: skip
    plan = plan_outcome(replace(situation(waits(), VIEW.state), channel=None), Attempt(NoWay(reason="gone"), 0))
    assert plan.state == "held"


@pytest.mark.parametrize(("trusted", "expected"), [(True, GiveUp), (False, Wait)])
def test_a_stopped_channels_deliveries_are_not_given_up_by_a_clock_in_doubt(trusted: bool, expected: type) -> None:
    stopped = ChannelState(
        name="team", stop=ChannelStop(at=NOW - 100 * HOUR, reason="key revoked", settings="00000000")
    )
    view = replace(VIEW, state=stopped, clock_is_trusted=trusted)
    assert isinstance(plan_send(view, [waits(send_at=NOW - 99 * HOUR)]), expected)


def test_a_group_comes_with_those_of_it_that_are_not_due_yet() -> None:
    step = plan_send(VIEW, [waits(grouping=GROUP)])
    assert isinstance(step, Send)
    assert step.along is not None
    assert (step.along.state, step.along.grouping) == ("pending", GROUP)


def test_a_hundred_held_alerts_beside_twenty_thousand_sent_cost_milliseconds() -> None:
    """Each look reads what was sent once; it was read once for each alert, at every tick."""
    sent = [
        SentAlert(recipient="", grouping=GROUP, sent_at=NOW - timedelta(seconds=1 + number % 200))
        for number in range(20_000)
    ]
    held = [waits(number, grouping=GROUP) for number in range(100)]
    begun = time.process_time()
    view = ChannelView(now=NOW, name="team", channel=TEAM, state=VIEW.state, routes=VIEW.routes, zone=UTC, sent=sent)
    step = plan_send(view, held)
    assert time.process_time() - begun < 0.2
    assert step == Wait(until=NOW - timedelta(seconds=1) + ROUTE.group_interval)


def test_a_test_message_in_doubt_is_not_sent_again() -> None:
    plan = plan_outcome(situation(waits(kind="test"), VIEW.state), Attempt(InDoubt(reason="no answer"), 0))
    assert (plan.state, plan.new_deliveries) == ("dead", ())


def test_a_refused_group_without_members_is_a_dead_letter_and_no_dissolution() -> None:
    """A fallback got it in place of another channel: there are no alerts to send one by one."""
    payload = GroupPayload(reason="storm", count=3, waited=HOUR)
    grouped = waits(kind="grouped", payload=payload)
    plan = plan_outcome(situation(grouped, VIEW.state), Attempt(Refused(reason="content"), 0))
    assert (plan.state, plan.restarts, plan.marks[0].answer) == ("dead", (), "content")

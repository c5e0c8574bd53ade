"""What follows from each end of an attempt: the delivery, what it tells for others, the channel, who is told of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.core.alerting.channel_rules import settings_hash
from monitor.core.alerting.grouping import ALONE, MERGED, NO_CHANNEL
from monitor.core.alerting.outcome_plan import plan_give_up, plan_outcome
from monitor.core.alerting.outcomes import Attempt, NoWay, OutcomePlan, Postponed, Situation, Unsent
from monitor.core.model.channel_state import ChannelState, ChannelStop, Cooldown
from monitor.core.model.deliveries import (
    Deferred,
    Delivery,
    DeliveryState,
    GroupPayload,
    InDoubt,
    Refused,
    SendOutcome,
    Sent,
)
from monitor.core.model.settings import ChannelSettings, DigestSettings, SelfAlertSettings, Settings

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
TEAM = ChannelSettings(name="team", kind="feishu", fallback="mail")
MAIL = ChannelSettings(name="mail", kind="email", recipients=("ann@example.org", "bob@example.org"))
OTHER = ChannelSettings(name="other", kind="slack")
SETTINGS = Settings(
    state_dir="", database="", timezone="Etc/UTC", watchlists="", templates="", channels=(OTHER, TEAM, MAIL)
)
GROUP = GroupPayload(reason="group", count=2, waited=timedelta(0))
BOTH = 2


def a_delivery(number: int = 1, **values: Any) -> Delivery:
    blank: dict[str, Any] = {
        "id": number, "key": f"{number:032x}", "kind": "alert", "subject": f"story:{number}", "channel": "team",
        "recipient": "", "state": "sending", "send_at": NOW, "created_at": NOW, "attempts": 1, "stories": (number,),
    }  # fmt: skip
    return Delivery(**blank | values)


MEMBERS = (a_delivery(2, state="deferred"), a_delivery(3, state="deferred"))


def situation(**values: Any) -> Situation:
    blank: dict[str, Any] = {
        "now": NOW, "delivery": a_delivery(), "channel": TEAM, "state": ChannelState(name="team"),
        "settings": SETTINGS, "zone": UTC,
    }  # fmt: skip
    return Situation(**blank | values)


def plan(outcome: SendOutcome | Postponed | Unsent | NoWay, parts_sent: int = 0, **values: Any) -> OutcomePlan:
    return plan_outcome(situation(**values), Attempt(outcome, parts_sent))


def states(made: OutcomePlan) -> dict[int, DeliveryState]:
    return {mark.id: mark.state for mark in made.marks}


def test_what_was_sent_ends_with_all_that_it_tells_and_opens_its_way() -> None:
    failing = {name: Cooldown(failures=2, since=NOW, until=NOW, failed_at=NOW) for name in ("", "ann")}
    stop = ChannelStop(at=NOW, reason="401", settings="")
    state = ChannelState(name="team", cooldowns=failing, stop=stop, paused_until=NOW + MINUTE)
    made = plan(Sent(code="200", answer="ok"), 1, members=MEMBERS, state=state)
    assert (states(made), made.forget_parts) == ({1: "sent", 2: "sent", 3: "sent"}, True)
    assert [mark.code for mark in made.marks] == ["200", MERGED, MERGED]
    assert (made.channel.stop, set(made.channel.cooldowns)) == (None, {"ann"})
    assert made.channel.paused_until == NOW + MINUTE
    assert plan(Sent(rest=2 * MINUTE), state=state).channel.paused_until == NOW + 2 * MINUTE


def test_its_slot_counts_from_the_answer() -> None:
    state = ChannelState(name="team", send_times=(NOW - MINUTE, NOW - 5 * SECOND))
    limits = ((2, 5 * MINUTE),)
    assert plan(Sent(), state=state, limits=limits).channel.send_times == (NOW - MINUTE, NOW)
    assert plan(Sent(), state=state, limits=limits, channel=None).channel.send_times == state.send_times


@pytest.mark.parametrize(
    ("outcome", "state", "code"),
    [
        (Postponed(until=NOW + MINUTE), "deferred", ""),
        (Unsent(reason="told before", code="told-before"), "dead", "told-before"),
        (NoWay(reason="no such channel"), "held", NO_CHANNEL),
        (Deferred(reason="busy", code="503"), "deferred", "503"),
        (InDoubt(reason="no answer"), "deferred", "in-doubt"),
        (Refused(reason="no such room", code="404"), "dead", "404"),
    ],
)
def test_each_end_has_its_state(outcome: Any, state: DeliveryState, code: str) -> None:
    made = plan(outcome)
    assert (made.state, made.marks[0].code) == (state, code)
    assert made.forget_parts is (state == "dead")
    assert plan(outcome, 1).forget_parts is False, "what arrived of it is not sent again"


@pytest.mark.parametrize("fallback", ["mail", "nobody", ""])
def test_a_dead_letter_goes_to_the_fallback_if_there_is_one(fallback: str) -> None:
    made = plan(Refused(reason="no"), channel=replace(TEAM, fallback=fallback))
    told = [(new.channel, new.recipient, new.stories) for new in made.new_deliveries]
    wanted = [("mail", who, (1,)) for who in MAIL.recipients]
    assert told == (wanted if fallback == "mail" else [])


def test_a_test_message_puzzles_nobody_later() -> None:
    test = a_delivery(kind="test", stories=())
    doubted = plan(InDoubt(reason="no answer"), delivery=test)
    assert (doubted.state, doubted.new_deliveries) == ("dead", ())
    refused = plan(Refused(reason="401", disable=True), delivery=test)
    assert (refused.state, refused.new_deliveries, refused.channel.stop) == ("dead", (), None)


@pytest.mark.parametrize(("on_doubt", "state"), [("hold", "held"), ("resend", "deferred")])
def test_what_may_have_arrived_says_so(on_doubt: Any, state: DeliveryState) -> None:
    made = plan(InDoubt(reason="no answer"), 1, channel=replace(TEAM, on_doubt=on_doubt))
    assert (made.state, made.marks[0].possible_repeat, made.marks[0].parts_sent) == (state, True, 1)
    assert plan(InDoubt(reason="no answer"), channel=None).state == "deferred"
    assert plan(Deferred(reason="busy")).marks[0].possible_repeat is None, "of this one nothing arrived"


def test_a_message_that_fails_a_third_time_lets_the_others_go_first() -> None:
    def again(attempts: int) -> tuple[datetime, datetime]:
        made = plan(Deferred(reason="busy", retry_after=10 * MINUTE), delivery=a_delivery(attempts=attempts))
        at = made.marks[0].send_at
        assert at is not None
        return at, made.channel.cooldowns[""].until

    assert again(2) == (NOW + 10 * MINUTE, NOW + 10 * MINUTE)
    assert again(3) == (NOW + 10 * MINUTE + SECOND, NOW + 10 * MINUTE)


def test_after_three_days_of_trying_it_is_given_up() -> None:
    tried = a_delivery(attempts=9, first_attempt_at=NOW - timedelta(hours=72), created_at=NOW - timedelta(hours=80))
    assert plan(Deferred(reason="busy", code="503"), delivery=tried).state == "dead"
    assert plan(Deferred(reason="busy"), delivery=replace(tried, first_attempt_at=NOW - MINUTE)).state == "deferred"


def test_a_refused_group_falls_apart_and_what_a_part_told_stays_told() -> None:
    group = a_delivery(kind="grouped", stories=(2, 3), payload=GROUP)
    made = plan_outcome(
        situation(delivery=group, members=MEMBERS), Attempt(Refused(reason="no", code="400"), 1, stories_sent=1)
    )
    assert (states(made), made.new_deliveries) == ({1: "dead", 2: "sent"}, ())
    assert [(mark.id, mark.state, mark.code) for mark in made.restarts] == [(3, "pending", ALONE)]
    whole = plan(Refused(reason="no"), delivery=group, members=MEMBERS)
    assert (states(whole), [mark.id for mark in whole.restarts]) == ({1: "dead"}, [2, 3])
    empty = plan(Refused(reason="no"), delivery=group)
    assert (len(empty.new_deliveries), empty.restarts) == (BOTH, ()), "a group of nobody is a dead letter"


def test_giving_up_a_group_gives_up_what_it_tells() -> None:
    made = plan_give_up(
        situation(delivery=a_delivery(payload=GROUP), members=MEMBERS), reason="stopped", code="channel"
    )
    assert states(made) == {1: "dead", 2: "dead", 3: "dead"}
    assert [mark.code for mark in made.marks] == ["channel", MERGED, MERGED]


@pytest.mark.parametrize(
    ("changed", "stopped", "told"),
    [
        ({}, (), "mail"),
        ({}, ("mail",), "other"),
        ({}, ("mail", "other"), ""),
        ({"channels": (TEAM,)}, (), ""),
        ({"digests": (DigestSettings(name="daily", at="08:30", channels=("other",)),)}, ("mail",), "other"),
        ({"self_alerts": SelfAlertSettings(channels=("mail",))}, (), ""),
    ],
)
def test_a_channel_that_wants_nothing_more_is_stopped_and_somebody_is_told(
    changed: dict[str, Any], stopped: tuple[str, ...], told: str
) -> None:
    made = plan(Refused(reason="401", code="401", disable=True), settings=replace(SETTINGS, **changed),
                stopped=frozenset(stopped))  # fmt: skip
    assert (made.state, made.marks[0].send_at, made.forget_parts) == ("deferred", NOW, False)
    assert made.channel.stop == ChannelStop(at=NOW, reason="401", settings=settings_hash(TEAM))
    assert {new.channel for new in made.new_deliveries} == ({told} if told else set())
    assert all(new.kind == "notice" and new.subject == "notice:stopped:team:2026-11-23" for new in made.new_deliveries)


def test_without_a_channel_nothing_can_be_stopped() -> None:
    assert plan(Refused(reason="401", disable=True), channel=None).state == "dead"

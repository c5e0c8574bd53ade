"""A channel's stops, cool-downs and slots, to the second."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.alerting.channel_rules import (
    after_failure,
    cooldown_of,
    is_worth_a_retry,
    next_turn,
    overdue_by,
    settings_hash,
    stop_channel,
    with_cooldown,
    with_slot,
    with_slot_confirmed,
)
from monitor.core.model.channel_state import ChannelState, ChannelStop, Cooldown
from monitor.core.model.settings import ChannelSettings, RateLimit

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
TEAM = ChannelSettings(name="team", kind="feishu", options={"url": "https://a.example/hook", "secret": "one"})
FAILED = Cooldown(failures=2, since=NOW - HOUR, until=NOW, failed_at=NOW - MINUTE)
TWO_A_MINUTE: tuple[RateLimit, ...] = ((2, MINUTE),)


@pytest.mark.parametrize(
    ("ago", "expected"),
    [(timedelta(0), False), (HOUR - SECOND, False), (HOUR, True), (2 * HOUR, True), (-SECOND, True), (-HOUR, True)],
)
def test_a_stopped_channel_is_tried_again_after_an_hour_or_when_the_clock_was_set_back(
    ago: timedelta, expected: bool
) -> None:
    state = stop_channel(ChannelState(name="team"), TEAM, reason="401", now=NOW - ago)
    assert state.stop is not None
    assert (state.stop.reason, state.stop.at) == ("401", NOW - ago)
    assert is_worth_a_retry(state.stop, TEAM, NOW) is expected


@pytest.mark.parametrize(
    "changed", [{"kind": "slack"}, {"options": {"url": "https://a.example/hook", "secret": "two"}}]
)
def test_a_stopped_channel_is_tried_again_when_its_settings_changed(changed: dict[str, object]) -> None:
    stop = ChannelStop(at=NOW, reason="401", settings=settings_hash(TEAM))
    assert not is_worth_a_retry(stop, TEAM, NOW)
    other: ChannelSettings = replace(TEAM, **changed)  # type: ignore[arg-type]  # fields of it
    assert is_worth_a_retry(stop, other, NOW)
    assert len(settings_hash(TEAM)) <= 16, "too short to tell a secret"


def test_the_failures_of_one_recipient_are_nobody_elses() -> None:
    state = with_cooldown(with_cooldown(ChannelState(name="team"), "ann", FAILED), "bob", FAILED)
    assert cooldown_of(state, "ann", NOW) == FAILED
    assert cooldown_of(state, "eve", NOW) is None
    opened = with_cooldown(state, "ann", None)
    assert (cooldown_of(opened, "ann", NOW), cooldown_of(opened, "bob", NOW)) == (None, FAILED)


def test_failures_of_a_future_that_has_not_come_count_for_nothing() -> None:
    state = with_cooldown(ChannelState(name="team"), "ann", FAILED)
    assert cooldown_of(state, "ann", FAILED.since) == FAILED
    assert cooldown_of(state, "ann", FAILED.since - SECOND) is None


def test_waits_double_with_each_failure_and_the_streak_keeps_its_beginning() -> None:
    first = after_failure(None, now=NOW, retry_after=None, draw=0.5)
    assert first == Cooldown(failures=1, since=NOW, until=NOW + 30 * SECOND, failed_at=NOW)
    later = NOW + 40 * SECOND
    second = after_failure(first, now=later, retry_after=None, draw=0.5)
    assert second == Cooldown(failures=2, since=NOW, until=later + 60 * SECOND, failed_at=later)
    asked = after_failure(second, now=later, retry_after=10 * MINUTE, draw=0.5)
    assert (asked.failures, asked.until) == (3, later + 10 * MINUTE)


def test_time_in_which_nobody_could_try_is_no_part_of_the_streak() -> None:
    assert overdue_by(NOW - HOUR, NOW) == timedelta(0)
    assert overdue_by(NOW - HOUR - SECOND, NOW) == SECOND
    late = FAILED.until + 5 * HOUR
    assert after_failure(FAILED, now=late, retry_after=None, draw=0.5).since == FAILED.since + 4 * HOUR
    back = after_failure(FAILED, now=FAILED.since - MINUTE, retry_after=None, draw=0.5)
    assert back.since == back.failed_at, "a clock that was set back begins it anew"


def test_a_slot_is_counted_and_moved_to_the_answer() -> None:
    empty = ChannelState(name="team")
    assert with_slot(empty, (), NOW) == empty, "without a rate nothing is counted"
    taken = with_slot(with_slot(empty, TWO_A_MINUTE, NOW), TWO_A_MINUTE, NOW + SECOND)
    assert taken.send_times == (NOW, NOW + SECOND)
    confirmed = with_slot_confirmed(taken, TWO_A_MINUTE, NOW + 5 * SECOND)
    assert confirmed.send_times == (NOW, NOW + 5 * SECOND)


def test_the_next_turn_waits_for_the_rate_and_for_what_the_provider_said() -> None:
    full = ChannelState(name="team", send_times=(NOW, NOW))
    assert next_turn(ChannelState(name="team"), TWO_A_MINUTE, NOW) == NOW
    by_rate = next_turn(full, TWO_A_MINUTE, NOW)
    assert by_rate >= NOW + MINUTE
    assert next_turn(replace(full, paused_until=NOW + HOUR), TWO_A_MINUTE, NOW) == NOW + HOUR
    assert next_turn(replace(full, paused_until=NOW + SECOND), TWO_A_MINUTE, NOW) == by_rate
    assert next_turn(replace(full, paused_until=NOW + HOUR + SECOND), TWO_A_MINUTE, NOW) == by_rate, "a clock set back"

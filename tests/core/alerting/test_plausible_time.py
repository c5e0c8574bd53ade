"""A clock that is implausibly far ahead is followed, but nothing that cannot be undone rests on it."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.alerting.plausible_time import is_plausible, update_clock_trust
from monitor.core.model.operations.key_values import ClockTrust

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.mark.parametrize("jump", [timedelta(seconds=1), HOUR, 29 * DAY])
def test_a_monitor_that_was_off_for_weeks_is_believed(jump: timedelta) -> None:
    trust = update_clock_trust(None, NOW, newest=None)
    assert is_plausible(update_clock_trust(trust, NOW + jump, newest=None), NOW + jump)


@pytest.mark.parametrize("jump", [31 * DAY, 200 * DAY, 30 * 365 * DAY])
def test_a_jump_of_months_is_doubted_until_it_has_held_for_a_day(jump: timedelta) -> None:
    trust = update_clock_trust(None, NOW, newest=None)
    for hour in range(24):
        trust = update_clock_trust(trust, NOW + jump + hour * HOUR, newest=None)
        assert not is_plausible(trust, NOW + jump + hour * HOUR)
    assert is_plausible(update_clock_trust(trust, NOW + jump + 24 * HOUR, newest=None), NOW + jump + 24 * HOUR)


def test_a_second_jump_is_no_day_of_trust() -> None:
    trust = update_clock_trust(update_clock_trust(None, NOW, newest=None), NOW + 400 * DAY, newest=None)
    assert not is_plausible(update_clock_trust(trust, NOW + 800 * DAY, newest=None), NOW + 800 * DAY)


def test_the_newest_time_in_a_store_speaks_before_the_first_look() -> None:
    """A store of an earlier version, first opened under a wrong clock, is not pruned by it."""
    assert not is_plausible(update_clock_trust(None, NOW + 400 * DAY, newest=NOW), NOW + 400 * DAY)


def test_a_clock_put_right_after_a_start_in_the_past_is_believed_at_once() -> None:
    trust = update_clock_trust(update_clock_trust(None, NOW, newest=None), NOW - 200 * DAY, newest=None)
    assert is_plausible(update_clock_trust(trust, NOW + HOUR, newest=None), NOW + HOUR)


def test_a_wrong_clock_that_is_put_right_leaves_no_trace() -> None:
    trust = update_clock_trust(update_clock_trust(None, NOW, newest=None), NOW + 400 * DAY, newest=None)
    assert update_clock_trust(trust, NOW + HOUR, newest=None) == ClockTrust(known_at=NOW + HOUR)

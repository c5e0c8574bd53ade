"""Which window a digest spans: each meets the one before, and none is opened for a time that was or is to come."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.core.calendar.schedule import read_schedule
from monitor.core.digest.windows import FIRST_WINDOW, Window, brought_back, next_window

ZONE = ZoneInfo("Asia/Shanghai")
DAILY = read_schedule("08:30")
FIRE = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""08:30 in Shanghai."""
DAY, HOUR, MOMENT = timedelta(days=1), timedelta(hours=1), timedelta(microseconds=1)


def window(
    now: datetime,
    *,
    last_end: datetime | None = None,
    known_since: datetime = FIRE - HOUR,
    passed: datetime | None = None,
) -> Window | None:
    return next_window(DAILY, ZONE, last_end=last_end, known_since=known_since, now=now, passed=passed)


def test_the_first_window_is_a_day_and_all_that_was_known_before() -> None:
    assert FIRST_WINDOW == DAY
    young = Window(period="2026-11-23T08:30", from_at=FIRE - DAY, to_at=FIRE)
    assert window(FIRE) == window(FIRE + 23 * HOUR) == young
    assert window(FIRE - MOMENT) is None
    missed = window(FIRE + HOUR, known_since=FIRE - 3 * DAY - HOUR)
    assert missed == Window(period="2026-11-23T08:30", from_at=FIRE - 3 * DAY - HOUR, to_at=FIRE)
    assert window(FIRE + HOUR, known_since=FIRE) is None, "a digest that is made after its time waits for the next"


def test_each_window_meets_the_one_before() -> None:
    assert window(FIRE + DAY, last_end=FIRE) == Window(period="2026-11-24T08:30", from_at=FIRE, to_at=FIRE + DAY)
    late = window(FIRE + 4 * DAY + HOUR, last_end=FIRE)
    assert late == Window(period="2026-11-27T08:30", from_at=FIRE, to_at=FIRE + 4 * DAY)
    assert window(FIRE + DAY - MOMENT, last_end=FIRE) is None
    # Its end decides, however long ago or lately the digest was first known.
    assert window(FIRE + DAY, last_end=FIRE, known_since=FIRE + 2 * DAY) is not None


@pytest.mark.parametrize(("passed", "is_due"), [(FIRE - MOMENT, True), (FIRE, False), (FIRE + HOUR, False)])
def test_a_time_that_came_a_second_time_opens_no_window(passed: datetime, *, is_due: bool) -> None:
    assert (window(FIRE + 2 * HOUR, last_end=FIRE - DAY, passed=passed) is not None) is is_due
    told = window(FIRE + DAY, last_end=FIRE - DAY, passed=FIRE)
    assert told == Window(period="2026-11-24T08:30", from_at=FIRE - DAY, to_at=FIRE + DAY)


def test_ends_in_a_future_that_is_none_come_back_in_their_order() -> None:
    late, later, latest = FIRE + DAY, FIRE + 2 * DAY, FIRE + 3 * DAY
    images = brought_back([latest, late, later], FIRE)
    assert images == {late: FIRE - 2 * MOMENT, later: FIRE - MOMENT, latest: FIRE}
    assert brought_back([late], FIRE) == {late: FIRE}
    assert brought_back([], FIRE) == {}

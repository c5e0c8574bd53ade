"""Local days and weeks, also where clocks are changed."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.core.text.written_dates.quarters import count_per_day, equal_days, last_days, sum_weeks, week_begins

BERLIN, NEPAL = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu")
HOURS = [datetime(2026, 10, 20, tzinfo=UTC) + timedelta(hours=number) for number in range(24 * 12)]


def read_hours(since: datetime, until: datetime, step: timedelta) -> Mapping[str, Mapping[int, int]]:
    """One thing every full hour."""
    counts: dict[int, int] = {}
    for at in HOURS:
        if since <= at < until:
            number = (at - since) // step
            counts[number] = counts.get(number, 0) + 1
    return {"hours": counts}


def test_days_without_a_change_of_clocks_are_one_run() -> None:
    days = last_days(datetime(2026, 11, 27, 9, tzinfo=UTC), NEPAL, 90)
    (run,) = equal_days(days, NEPAL)
    assert (run.first, run.length, run.until - run.since) == (0, timedelta(days=1), timedelta(days=90))


def test_the_day_of_25_hours_counts_what_was_seen_in_all_of_them() -> None:
    days = [date(2026, 10, day) for day in range(23, 28)]
    assert [run.length / timedelta(hours=1) for run in equal_days(days, BERLIN)] == [24, 25, 24]
    assert count_per_day(days, BERLIN, read_hours) == {"hours": [24, 24, 25, 24, 24]}


def test_a_group_seen_on_one_side_of_the_change_only_has_zeros_on_the_other() -> None:
    days = [date(2026, 10, day) for day in range(18, 27)]
    assert count_per_day(days, BERLIN, read_hours) == {"hours": [0, 0, 22, 24, 24, 24, 24, 25, 24]}


def test_weeks_end_with_the_last_day_and_the_first_may_be_shorter() -> None:
    days = [date(2026, 10, day) for day in range(1, 17)]
    assert sum_weeks([1] * 16) == [2, 7, 7]
    assert week_begins(days) == [date(2026, 10, 1), date(2026, 10, 3), date(2026, 10, 10)]
    assert sum_weeks([3]) == [3]

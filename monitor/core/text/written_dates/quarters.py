"""Quarters of an hour since 1970 and the local days they make up: every zone's days begin on a quarter."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import groupby, pairwise

from monitor.values import dataclass

QUARTER = timedelta(minutes=15)
_WEEK = 7
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def quarter_at(number: int) -> datetime:
    """When a quarter begins."""
    return _EPOCH + number * QUARTER


def day_begins(day: date, zone: tzinfo) -> datetime:
    """The local midnight of a day."""
    return datetime.combine(day, time(), zone)


def last_days(now: datetime, zone: tzinfo, days: int) -> Sequence[date]:
    """The local day of ``now`` and those before it, the oldest first."""
    today = now.astimezone(zone).date()
    return [today - timedelta(days=back) for back in range(days - 1, -1, -1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualDays:
    """Days that follow each other and are equally long, so that one division tells the day of a time."""

    first: int
    """The place of the first among all days asked for."""
    since: datetime
    until: datetime
    length: timedelta


def equal_days(days: Sequence[date], zone: tzinfo) -> Sequence[EqualDays]:
    """Days that follow each other, in runs of one length: one run, or more where clocks are changed."""
    begins = [day_begins(day, zone).astimezone(UTC) for day in (*days, days[-1] + timedelta(days=1))]
    lengths = [after - before for before, after in pairwise(begins)]
    runs = []
    for length, group in groupby(range(len(days)), key=lambda place: lengths[place]):
        places = list(group)
        runs.append(EqualDays(first=places[0], since=begins[places[0]], until=begins[places[-1] + 1], length=length))
    return runs


def count_per_day(
    days: Sequence[date], zone: tzinfo, read: Callable[[datetime, datetime, timedelta], Mapping[str, Mapping[int, int]]]
) -> Mapping[str, Sequence[int]]:
    """Group → counts per local day. ``read`` is asked for [since, until) in steps, and counts steps from ``since``."""
    found: dict[str, list[int]] = {}
    for run in equal_days(days, zone):
        for group, counts in read(run.since, run.until, run.length).items():
            values = found.setdefault(group, [0] * len(days))
            for step, count in counts.items():
                values[run.first + step] += count
    return found


def sum_weeks(values: Sequence[int]) -> Sequence[int]:
    """Daily values as weekly ones, the last week ending with the last day; the first may be shorter."""
    return [sum(values[max(end - _WEEK, 0) : end]) for end in _week_ends(len(values))]


def week_begins(days: Sequence[date]) -> Sequence[date]:
    """The first day of each of these weeks."""
    return [days[max(end - _WEEK, 0)] for end in _week_ends(len(days))]


def _week_ends(count: int) -> Sequence[int]:
    return range((count - 1) % _WEEK + 1, count + 1, _WEEK)

"""Quarters of an hour since 1970 and the local days they make up: every zone's days begin on a quarter."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

QUARTER = timedelta(minutes=15)
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


def per_day(counts: Mapping[int, int], days: Sequence[date], zone: tzinfo) -> Sequence[int]:
    """Counts per quarter as counts per local day; ``days`` follow each other, what lies on none of them is left out."""
    begins = [quarter_number(day_begins(day, zone)) for day in (*days, days[-1] + timedelta(days=1))]
    found = [0] * len(days)
    for quarter, count in counts.items():
        place = bisect_right(begins, quarter) - 1
        if 0 <= place < len(days):
            found[place] += count
    return found


def quarter_number(at: datetime) -> int:
    """The quarter that a time lies in."""
    return (at - _EPOCH) // QUARTER

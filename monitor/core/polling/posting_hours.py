"""When in the week, and at which minute of the hour, a source's entries are to be expected."""

from datetime import UTC, datetime
from functools import lru_cache

from monitor.core.polling.posting_rate import DAY, HOUR, PostingRate, bin_of, shape_fade
from monitor.values import dataclass

_PSEUDO_ENTRIES = 8.0
"""Spread evenly over the week: few entries say little about the hour."""
_PSEUDO_MINUTES = 30.0
_WEEKDAY_SHARE, _WEEKEND_SHARE = 5 / 168, 2 / 168
"""What part of a week one hour of the weekdays, and of the week-end, stands for."""
_STANDS_OUT = 1.5


_SHARES = (_WEEKDAY_SHARE,) * 24 + (_WEEKEND_SHARE,) * 24
"""What part of a week each bin stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HourShape:
    """How much more than usual each hour of the week and each minute of the hour brings: 1 on average."""

    hours: tuple[float, ...]
    minutes: tuple[float, ...]

    def at(self, stamp: float) -> float:
        """The factor of the hour that ``stamp`` (seconds since 1970) lies in."""
        return self.hours[bin_of(stamp)]


@lru_cache(maxsize=64)
def shape_of(posting_rate: PostingRate, now: float) -> HourShape:
    """The learnt shape, smoothed over neighbouring hours and pulled towards evenness while little is known.

    When to poll next, and why then, are asked of the same shape: it is remembered.
    """
    fade = shape_fade(posting_rate, now)
    return HourShape(hours=_hours_of(posting_rate.bins, fade), minutes=_minutes_of(posting_rate.minutes, fade))


def _hours_of(bins: tuple[float, ...], fade: float) -> tuple[float, ...]:
    known = fade / 4
    usual = sum(bins) * fade + _PSEUDO_ENTRIES
    hours: list[float] = []
    for day in (bins[:24], bins[24:]):
        # The hours of a day come around: the last stands before the first.
        around = (day[-1], *day, day[0])
        smooth = zip(around, day, around[2:], strict=False)
        hours += [(before + hour + hour + after) * known for before, hour, after in smooth]
    return tuple([(hour / share + _PSEUDO_ENTRIES) / usual for hour, share in zip(hours, _SHARES, strict=True)])


def _minutes_of(minutes: tuple[float, ...], fade: float) -> tuple[float, ...]:
    usual = sum(minutes) * fade + _PSEUDO_MINUTES
    known = len(minutes) * fade
    return tuple([(minute * known + _PSEUDO_MINUTES) / usual for minute in minutes])


def busiest_hours(posting_rate: PostingRate, now: datetime) -> tuple[datetime, datetime] | None:
    """The busiest weekday hour and the better of its neighbours, on ``now``'s day; ``None`` while none stands out."""
    hours = shape_of(posting_rate, now.timestamp()).hours[:24]
    best = max(range(24), key=hours.__getitem__)
    if hours[best] < _STANDS_OUT * sum(hours) / 24:
        return None
    start = best - 1 if hours[best - 1] > hours[(best + 1) % 24] else best
    midnight = now.timestamp() // DAY * DAY
    begins, ends = (datetime.fromtimestamp(midnight + hour * HOUR, tz=UTC) for hour in (start, start + 2))
    return begins, ends

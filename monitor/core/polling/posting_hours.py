"""When in the week, and at which minute of the hour, a source's entries are to be expected."""

from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from monitor.core.polling.posting_rate import DAY, HOUR, PostingRate, bin_of, shape_fade
from monitor.lazy import lazy_module
from monitor.values import dataclass

if TYPE_CHECKING:
    import numpy as np
else:
    np = lazy_module("numpy")

_PSEUDO_ENTRIES = 8.0
"""Spread evenly over the week: few entries say little about the hour."""
_PSEUDO_MINUTES = 30.0
_WEEKDAY_SHARE, _WEEKEND_SHARE = 5 / 168, 2 / 168
"""What part of a week one hour of the weekdays, and of the week-end, stands for."""
_STANDS_OUT = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class HourShape:
    """How much more than usual each hour of the week and each minute of the hour brings: 1 on average."""

    hours: tuple[float, ...]
    minutes: "np.ndarray[tuple[int], np.dtype[np.float64]]"

    def at(self, stamp: float) -> float:
        """The factor of the hour that ``stamp`` (seconds since 1970) lies in."""
        return self.hours[bin_of(stamp)]


@lru_cache(maxsize=64)
def shape_of(posting_rate: PostingRate, now: float) -> HourShape:
    """The learnt shape, smoothed over neighbouring hours and pulled towards evenness while little is known.

    When to poll next, and why then, are asked of the same shape: it is remembered, and nobody changes it.
    """
    fade = shape_fade(posting_rate, now)
    counts = np.array(posting_rate.bins).reshape(2, 24) * fade
    # The hours of a day come around: the last stands before the first.
    around = np.concatenate((counts[:, -1:], counts, counts[:, :1]), axis=1)
    smooth = (around[:, :-2] + 2 * counts + around[:, 2:]).ravel() / 4
    hours = (smooth / _shares() + _PSEUDO_ENTRIES) / (counts.sum() + _PSEUDO_ENTRIES)
    minutes = np.array(posting_rate.minutes) * fade
    by_minute = (minutes * len(minutes) + _PSEUDO_MINUTES) / (minutes.sum() + _PSEUDO_MINUTES)
    return HourShape(hours=tuple(hours.tolist()), minutes=by_minute)


@cache
def _shares() -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """What part of a week each bin stands for."""
    return np.array((_WEEKDAY_SHARE,) * 24 + (_WEEKEND_SHARE,) * 24)


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

"""Which window a digest spans when its time has come: each meets the one before, whatever clock and zone did."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.core.calendar.schedule import Schedule, last_fire
from monitor.values import dataclass

FIRST_WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """[from_at, to_at) under the name of a local period."""

    period: str
    from_at: datetime
    to_at: datetime


def next_window(
    schedule: Schedule,
    zone: ZoneInfo,
    *,
    last_end: datetime | None,
    known_since: datetime,
    now: datetime,
    passed: datetime | None = None,
) -> Window | None:
    """The window that is due at ``now``, or ``None``; several missed periods are one window, named by the last.

    ``last_end`` is where the last window ended; before the first, ``known_since`` is when the digest was first known.
    ``passed`` is a time that came a second time, and is over.
    """
    after = known_since if last_end is None else last_end
    fire = last_fire(schedule, after=max(after, passed or after), until=now, zone=zone)
    if fire is None:
        return None
    start = min(known_since, fire.at - FIRST_WINDOW) if last_end is None else last_end
    return Window(period=fire.period, from_at=start, to_at=fire.at)


def brought_back(bounds: list[datetime], now: datetime) -> dict[datetime, datetime]:
    """Where window ends that lie in a future that is none belong: at ``now`` and before it, in their order.

    A microsecond apart, so that a stamp between two of them can still stand between them.
    """
    last = len(bounds) - 1
    return {at: now - timedelta(microseconds=last - n) for n, at in enumerate(sorted(bounds))}

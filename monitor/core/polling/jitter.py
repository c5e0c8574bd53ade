"""Keeping polls apart: jitter, and a start without a stampede, without chance (a replay must repeat itself)."""

from monitor.core.calendar.waits import draw_for
from monitor.core.polling.posting_rate import DAY

_LATER = 0.02
_LATEST = 60.0
_START_STEP = 2.0
"""Seconds per source when many start at once."""


def jittered_time(at: float, *, now: float, limits: tuple[float, float], draw: float) -> float:
    """``at`` within the limits (seconds), put off by up to 2 % of the wait and one minute.

    Later only: whoever aims just after the full hour must not come just before it.
    """
    wait = min(max(at - now, limits[0]), limits[1])
    return now + wait + min(_LATER * wait, _LATEST) * draw


def spread_start(name: str, now: float, *, count: int, budget: float) -> float:
    """The first poll of one of ``count`` sources added at once: two seconds each, at most one mean interval."""
    return now + min(count * _START_STEP, DAY / max(budget, 0.01)) * draw_for(name, 0)

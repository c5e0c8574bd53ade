"""When a failed delivery is tried again, and when it is given up."""

from datetime import datetime, timedelta

from monitor.core.calendar.waits import LONGEST_ASKED, doubled_wait

_BASE = timedelta(seconds=30)
_LONGEST = timedelta(hours=1)
_JITTER = 0.2
GIVE_UP_AFTER = timedelta(hours=72)
"""Of trying: time in which nobody could try does not count."""
SLACK = timedelta(hours=1)
"""An attempt that comes later than this after its time was held up by us, not by the receiver."""
_SOONEST = timedelta(seconds=1)


def next_attempt_at(
    now: datetime, *, attempts: int, first_attempt_at: datetime, retry_after: timedelta | None, draw: float
) -> datetime | None:
    """The next attempt: 30 s · 2ⁿ up to 1 h, ±20 % by ``draw`` (0–1), never sooner than asked; ``None`` after 72 h.

    ``attempts`` counts those already made. ``retry_after`` is clamped to 1 s–24 h.
    """
    if now - first_attempt_at >= GIVE_UP_AFTER:
        return None
    wait = doubled_wait(_BASE, attempts - 1, longest=_LONGEST) * (1 + _JITTER * (2 * draw - 1))
    if retry_after is not None:
        wait = max(wait, min(max(retry_after, _SOONEST), LONGEST_ASKED))
    return now + wait

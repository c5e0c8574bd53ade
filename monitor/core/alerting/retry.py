"""When a failed delivery is tried again, and when it is given up."""

from datetime import datetime, timedelta

_BASE = timedelta(seconds=30)
_LONGEST = timedelta(hours=1)
_MAX_DOUBLINGS = 10
_JITTER = 0.2
GIVE_UP_AFTER = timedelta(hours=72)
"""Of trying: time in which nobody could try does not count."""
SLACK = timedelta(hours=1)
"""An attempt that comes later than this after its time was held up by us, not by the receiver."""
_SOONEST, _LATEST = timedelta(seconds=1), timedelta(hours=24)


def next_attempt_at(
    now: datetime, *, attempts: int, first_attempt_at: datetime, retry_after: timedelta | None, draw: float
) -> datetime | None:
    """The next attempt: 30 s · 2ⁿ up to 1 h, ±20 % by ``draw`` (0–1), never sooner than asked; ``None`` after 72 h.

    ``attempts`` counts those already made. ``retry_after`` is clamped to 1 s–24 h.
    """
    if now - first_attempt_at >= GIVE_UP_AFTER:
        return None
    # Capped before the power: timedelta overflows long before a provider stops failing.
    doublings = 2.0 ** min(max(attempts - 1, 0), _MAX_DOUBLINGS)
    wait = min(_BASE * doublings, _LONGEST) * (1 + _JITTER * (2 * draw - 1))
    if retry_after is not None:
        wait = max(wait, min(max(retry_after, _SOONEST), _LATEST))
    return now + wait


def draw_for(key: str, attempts: int) -> float:
    """A number in [0, 1) that is spread evenly over keys and attempts, and the same in every run.

    ``key`` is hexadecimal (a delivery key): chance would make a replay differ from what it replays.
    """
    return ((int(key[:12], 16) + attempts * 0x9E3779B97F4A) % 2**48) / 2**48

"""A channel's rate: how long until one more message fits."""

from collections.abc import Iterable
from datetime import datetime, timedelta


def wait_for_turn(sent_at: Iterable[datetime], *, count: int, per: timedelta, now: datetime) -> timedelta:
    """Zero while fewer than ``count`` messages were sent within the last ``per``; else until the oldest leaves it."""
    inside = sorted(at for at in sent_at if at > now - per)
    if len(inside) < count:
        return timedelta(0)
    return inside[-count] + per - now

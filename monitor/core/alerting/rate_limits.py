"""A channel's rate: how long until one more message fits into its limits, and how many still fit."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from monitor.core.model.settings import RateLimit

_SOON = timedelta(minutes=1)
"""Messages that can go one by one within this time are not put together."""


def wait_for_turn(sent_at: Iterable[datetime], *, count: int, per: timedelta, now: datetime) -> timedelta:
    """Zero while fewer than ``count`` messages were sent within the last ``per``; else until the oldest leaves it."""
    # One far in the future was noted before the clock was set back.
    inside = sorted(at for at in sent_at if now - per < at <= now + per)
    if len(inside) < count:
        return timedelta(0)
    return inside[-count] + per - now


def turn_at(turns: Sequence[datetime], limits: Sequence[RateLimit], now: datetime) -> datetime:
    """When one more message fits into every limit: ``now`` or later."""
    waits = (wait_for_turn(turns, count=count, per=per, now=now) for count, per in limits)
    return now + max(waits, default=timedelta(0))


def rate_room(turns: Sequence[datetime], limits: Sequence[RateLimit], now: datetime) -> int | None:
    """How many messages can go one by one within a minute from now; ``None`` = any number."""
    return min((_room_within(turns, count, per, now) for count, per in limits), default=None)


def recent_turns(turns: Sequence[datetime], limits: Sequence[RateLimit], now: datetime) -> list[datetime]:
    """The turns that still count for some limit."""
    longest = max((per for _, per in limits), default=timedelta(0))
    return [at for at in turns if at > now - longest]


def _room_within(turns: Sequence[datetime], count: int, per: timedelta, now: datetime) -> int:
    if per < _SOON:
        return int(count * (_SOON / per))
    return max(count - sum(at > now - per for at in turns), 0)

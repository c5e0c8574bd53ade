"""A channel's rate: what each provider allows, how long until one more message fits, and how many still fit."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

Limit = tuple[int, timedelta]
"""At most so many messages in any span of that length."""

_SECOND, _MINUTE = timedelta(seconds=1), timedelta(minutes=1)
_SOON = _MINUTE
"""Messages that can go one by one within this time are not put together."""

DEFAULTS: Mapping[str, Sequence[Limit]] = {
    # Published limits less a tenth: the provider counts when a message arrives, we when it leaves.
    "dingtalk": ((18, _MINUTE),),  # 20/min, then muted for 10 min
    "wecom": ((18, _MINUTE),),  # 20/min
    "feishu": ((90, _MINUTE), (4, _SECOND)),  # 100/min and 5/s
    "telegram": ((18, _MINUTE), (1, _SECOND)),  # 20/min in a group, 1/s in a chat
    "slack": ((1, _SECOND),),
    # No published number; these keep a burst from becoming a flood.
    "discord": ((25, _MINUTE),),
    "teams": ((25, _MINUTE),),
    "bark": ((25, _MINUTE),),
    "ntfy": ((25, _MINUTE),),
    "apprise": ((18, _MINUTE),),
}
"""By channel kind; kinds that are not named (e-mail, web hook, file, terminal) have no limit of their own."""


def limits_of(kind: str, rate: Limit | None) -> Sequence[Limit]:
    """The channel's own ``rate`` wins over what is known of its kind."""
    return (rate,) if rate is not None else DEFAULTS.get(kind, ())


def wait_for_turn(sent_at: Iterable[datetime], *, count: int, per: timedelta, now: datetime) -> timedelta:
    """Zero while fewer than ``count`` messages were sent within the last ``per``; else until the oldest leaves it."""
    # One far in the future was noted before the clock was set back.
    inside = sorted(at for at in sent_at if now - per < at <= now + per)
    if len(inside) < count:
        return timedelta(0)
    return inside[-count] + per - now


def turn_at(turns: Sequence[datetime], limits: Sequence[Limit], now: datetime) -> datetime:
    """When one more message fits into every limit: ``now`` or later."""
    waits = (wait_for_turn(turns, count=count, per=per, now=now) for count, per in limits)
    return now + max(waits, default=timedelta(0))


def room(turns: Sequence[datetime], limits: Sequence[Limit], now: datetime) -> int | None:
    """How many messages can go one by one within a minute from now; ``None`` = any number."""
    return min((_room(turns, count, per, now) for count, per in limits), default=None)


def recent(turns: Sequence[datetime], limits: Sequence[Limit], now: datetime) -> list[datetime]:
    """The turns that still count for some limit."""
    longest = max((per for _, per in limits), default=timedelta(0))
    return [at for at in turns if at > now - longest]


def _room(turns: Sequence[datetime], count: int, per: timedelta, now: datetime) -> int:
    if per < _SOON:
        return int(count * (_SOON / per))
    return max(count - sum(at > now - per for at in turns), 0)

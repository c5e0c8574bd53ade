"""Which status a new mention gets: does it owe an alert, or is it old news?"""

from datetime import datetime, timedelta
from typing import Final

from monitor.core.model.entries import Precision, Trust
from monitor.core.model.mentions import MentionStatus

_DAY: Final = timedelta(days=1)
_ZONES: Final = timedelta(hours=14)
"""How far midnight of a source's zone may lie from midnight UTC."""


def status_of(
    *,
    published_at: datetime | None,
    trust: Trust,
    precision: Precision,
    first_sight: bool,
    muted: bool,
    now: datetime,
    max_age: timedelta,
    restored_at: datetime | None = None,
) -> MentionStatus:
    """``baseline`` for a first sight, ``late`` beyond ``max_age``, ``muted`` by the user, else ``new``.

    ``restored_at``: the store was put back then, and its source was not read since. What was published before may have
    been told by the store that was lost: it is ``late``, so that no alert tells it again and the next digest does.

    A date alone counts as late when all of what it may mean is beyond ``max_age``: see ``_newest_instant``.
    """
    if muted:
        return "muted"
    if first_sight:
        return "baseline"
    if restored_at is not None and not (trust == "stated" and published_at is not None and published_at > restored_at):
        return "late"
    if published_at is not None and trust != "first_seen" and now - _newest_instant(published_at, precision) > max_age:
        return "late"
    return "new"


def _newest_instant(published_at: datetime, precision: Precision) -> datetime:
    """The last instant that a date may stand for.

    A day lasts until its end, and a publisher's zone may be another than ours. The first of a month may be a month
    without a day ("2026-11"), and 1 January a year: these last until the month's or the year's end.
    """
    if precision == "second":
        return published_at
    firsts = [at for at in (published_at - _ZONES, published_at, published_at + _ZONES) if at.day == 1]
    months = 12 if any(at.month == 1 for at in firsts) else len(firsts[:1])
    span = {0: _DAY, 1: 31 * _DAY}.get(months, 366 * _DAY)
    return published_at + span + _ZONES


def is_fresh(*, published_at: datetime | None, trust: Trust, now: datetime, max_age: timedelta) -> bool:
    """At a first sight only a stated date within ``max_age`` is worth the one summary."""
    return published_at is not None and trust == "stated" and now - published_at <= max_age

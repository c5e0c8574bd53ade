"""Which status a new mention gets: is it alerted, or is it old news?"""

from datetime import datetime, timedelta
from typing import Final

from monitor.core.model.entries import Precision, Trust
from monitor.core.model.matches import MentionStatus

_SPANS: Final = {"day": timedelta(days=1), "month": timedelta(days=31), "year": timedelta(days=366)}
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

    A day, a month or a year without more lasts until its end, and a publisher's zone may be another than ours.
    """
    return published_at + _SPANS[precision] + _ZONES if precision != "second" else published_at


def is_fresh(*, published_at: datetime | None, trust: Trust, now: datetime, max_age: timedelta) -> bool:
    """At a first sight only a stated date within ``max_age`` is worth the one summary."""
    return published_at is not None and trust == "stated" and now - published_at <= max_age

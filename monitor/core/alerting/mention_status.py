"""Which status a new mention gets: does it owe an alert, or is it old news?"""

from datetime import datetime, timedelta

from monitor.core.model.entries import Precision, Trust
from monitor.core.model.mentions import MentionStatus


def status_of(
    *,
    published_at: datetime | None,
    trust: Trust,
    precision: Precision,
    first_sight: bool,
    muted: bool,
    now: datetime,
    max_age: timedelta,
) -> MentionStatus:
    """``baseline`` for a first sight, ``late`` beyond ``max_age``, ``muted`` by the user, else ``new``.

    A date alone is no time: it never counts as late.
    """
    if muted:
        return "muted"
    if first_sight:
        return "baseline"
    if published_at is not None and trust != "first_seen" and precision == "second" and now - published_at > max_age:
        return "late"
    return "new"


def is_fresh(*, published_at: datetime | None, trust: Trust, now: datetime, max_age: timedelta) -> bool:
    """At a first sight only a stated date within ``max_age`` is worth the one summary."""
    return published_at is not None and trust == "stated" and now - published_at <= max_age

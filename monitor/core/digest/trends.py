"""Which days a digest's counts of mentions are of."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.core.model.sources import Source

TREND_DAYS = 14
_DAY = timedelta(days=1)


def trend_days(to_at: datetime) -> list[tuple[datetime, datetime]]:
    """The days before the end of a window, oldest first."""
    return [(to_at - _DAY * back, to_at - _DAY * (back - 1)) for back in range(TREND_DAYS, 0, -1)]


def days_known(sources: Iterable[Source], to_at: datetime) -> int:
    """Days that a trend can speak of. On the first one sources were read for a part of it, and told what they had."""
    began = min((source.created_at for source in sources if source.created_at is not None), default=None)
    if began is None:
        return TREND_DAYS
    return min(max((to_at - began) // _DAY, 1), TREND_DAYS)

"""Which days a digest compares."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.digest.trends import TREND_DAYS, days_known, trend_days
from monitor.core.model.sources import Source

TO = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("age", "days"), [(HOUR, 1), (DAY + HOUR, 1), (2 * DAY + HOUR, 2), (100 * DAY, TREND_DAYS), (-HOUR, 1)]
)
def test_the_first_day_of_all_sources_is_compared_with_nothing(age: timedelta, days: int) -> None:
    """It was looked at for a part of it, and holds what sources had: the second day would always be "fewer"."""
    source = Source(id=1, url="https://example.org/feed", kind="feed", title="", created_at=TO - age)
    assert days_known([source], TO) == days
    assert days_known([], TO) == len(trend_days(TO)) == TREND_DAYS

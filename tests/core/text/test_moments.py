"""Points in time as people and language models write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.core.text.written_dates.moments import read_moment

NOW = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)
"""A Wednesday; in Shanghai it is Thursday already."""
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("24h", "2026-11-24T18:30"),
        ("7d", "2026-11-18T18:30"),
        ("last 3 days", "2026-11-22T18:30"),
        ("past 90 minutes", "2026-11-25T17:00"),
        ("2 weeks ago", "2026-11-11T18:30"),
        ("最近7天", "2026-11-18T18:30"),
        ("过去24小时", "2026-11-24T18:30"),
        ("3日前", "2026-11-22T18:30"),
        ("today", "2026-11-25T16:00"),
        ("今天", "2026-11-25T16:00"),
        ("昨日", "2026-11-24T16:00"),
        ("前天", "2026-11-23T16:00"),
        ("This  Week", "2026-11-22T16:00"),
        ("上周", "2026-11-15T16:00"),
        ("先週", "2026-11-15T16:00"),
        ("本月", "2026-10-31T16:00"),
        ("last month", "2026-09-30T16:00"),
        ("2026-11-01", "2026-10-31T16:00"),
        ("2026-11-01T08:00", "2026-11-01T00:00"),
        ("2026-11-01T08:00:00+01:00", "2026-11-01T07:00"),
        ("2026-11-01T08:00:00Z", "2026-11-01T08:00"),
    ],
)
def test_what_is_understood(written: str, expected: str) -> None:
    assert read_moment(written, now=NOW, zone=ZONE) == datetime.fromisoformat(f"{expected}:00+00:00")


@pytest.mark.parametrize("written", ["", "soon", "7", "7 moons", "99999w", "2026-13-01", "0001-01-01", "-7d", "7d7d"])
def test_what_is_not(written: str) -> None:
    assert read_moment(written, now=NOW, zone=ZONE) is None

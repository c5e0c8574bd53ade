"""Dates that a program wrote with a slip are read as they were meant; what may mean two days stays unread."""

from datetime import UTC, datetime

import pytest

from monitor.core.text.written_dates.dates import read_date

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-22T10:00:00Z+01:00", "2026-11-22T09:00:00"),
        ("2026-11-22T10:00:00+00:00Z", "2026-11-22T10:00:00"),
        ("Sun, 22 Nov 2026 10:00:00 GMT GMT", "2026-11-22T10:00:00"),
        ("Sun, 22 Nov 2026 10:00:00 EDT-0400", "2026-11-22T14:00:00"),
        ("Sun, 22 Nov 2026 10:00:00 --0500", "2026-11-22T15:00:00"),
        ("Sun, 22 Nov 2026 10:00:00 +00000", "2026-11-22T10:00:00"),
        ("Wed, 22 Jul 2026 10:00:00 MST7MDT", "2026-07-22T16:00:00"),
        ("2026-11-22T10:00:00&#43;01:00", "2026-11-22T09:00:00"),
        ("2026-11-22T1000Z", "2026-11-22T10:00:00"),
        ("2026-11-22 at 10:00", "2026-11-22T10:00:00"),
        ("22Nov2026", "2026-11-22T00:00:00"),
        ("22 Nov '26", "2026-11-22T00:00:00"),
        ("1795341600000000000", "2026-11-22T10:00:00"),
        ("22 جوان 2026", "2026-06-22T00:00:00"),
        ("22 نوامبر 2026", "2026-11-22T00:00:00"),
        ("الأحد, 22 كانون الأول 2025 10:00", "2025-12-22T10:00:00"),
        # Nothing is taken from what was right.
        ("Sun, 22 Nov 2026 10:00:00 GMT+0100", "2026-11-22T09:00:00"),
        ("Sun, 22 Nov 2026 10:00:00 UTC-05:00", "2026-11-22T15:00:00"),
    ],
)
def test_a_slip_costs_no_date(written: str, read: str) -> None:
    found = read_date(written, now=NOW)
    assert found is not None
    assert found.at.replace(tzinfo=None).isoformat() == read
    assert found.trust == "stated"


@pytest.mark.parametrize("written", ["22-11-26", "2026-11-31T100000Z", "Sun, 22 13 2026 10:00:00 GMT", "179534160000"])
def test_what_is_no_day_stays_unread(written: str) -> None:
    assert read_date(written, now=NOW) is None

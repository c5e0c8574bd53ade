"""Dates are read as people write them; the table in docs/parsing.md is the list of cases."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text.written_dates.dates import read_date
from monitor.core.text.written_dates.zones import zone_named

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DOCS = Path(__file__).parents[3] / "docs" / "parsing.md"


def table() -> list[tuple[str, str, str, str]]:
    rows = [line.strip("| \n").split(" | ") for line in DOCS.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [tuple(part.strip(" |") for part in [*row, "", "", ""][:4]) for row in rows if row[0] != "written"]  # type: ignore[misc]  # four parts each


def test_the_table_is_long_enough() -> None:
    assert len(table()) >= 90


@pytest.mark.parametrize(("written", "read_as", "trust", "precision"), table())
def test_every_form_of_the_table_is_read_as_it_says(written: str, read_as: str, trust: str, precision: str) -> None:
    read = read_date(written, now=NOW, timezone="Asia/Shanghai")
    if read_as == "—":
        assert read is None
    else:
        assert read is not None
        assert (f"{read.at:%Y-%m-%d %H:%M:%S}", read.trust, read.precision) == (read_as, trust, precision)


def test_a_time_without_zone_is_read_in_the_sources_zone() -> None:
    for zone, hour in (("UTC", 10), ("Asia/Shanghai", 2), ("America/New_York", 15), ("", 10), ("No/Where", 10)):
        read = read_date("2026-11-23 10:00", now=NOW, timezone=zone)
        assert read is not None
        assert (read.at.hour, read.zoned) == (hour, False)


def test_a_zone_in_the_text_wins() -> None:
    read = read_date("Mon, 23 Nov 2026 10:00:00 +0530", now=NOW, timezone="Asia/Shanghai")
    assert read is not None
    assert read.at == datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
    assert read.zoned


def test_a_date_without_year_is_the_latest_that_has_come() -> None:
    new_year = datetime(2027, 1, 2, tzinfo=UTC)
    for written, year in (("12-31", 2026), ("01-02", 2027), ("02-29", 2024), ("Dec 31", 2026)):
        read = read_date(written, now=new_year)
        assert read is not None, written
        assert read.at.year == year


def test_an_hour_that_the_clocks_skipped_is_still_an_instant() -> None:
    assert read_date("2026-03-29 02:30", now=NOW, timezone="Europe/Berlin") is not None


def test_monstrous_input_is_no_date() -> None:
    for text in (
        "1 " * 50_000,
        "9" * 50_000,
        "99999-99-99",
        "9999-12-31T23:59:59-23:59",
        "Mon, " * 1_000,
        "00:00:99:99",
        "12:61",
    ):
        read_date(text, now=NOW)  # must not raise
    assert read_date("9" * 500, now=NOW) is None


def test_an_unknown_zone_name_is_utc() -> None:
    assert zone_named("Mars/Olympus") is UTC
    assert NOW.astimezone(zone_named("Asia/Shanghai")).utcoffset() == timedelta(hours=8)


@given(st.text(max_size=60), st.sampled_from(["UTC", "Asia/Shanghai", "nonsense"]))
def test_no_text_makes_reading_fail(text: str, zone: str) -> None:
    read = read_date(text, now=NOW, timezone=zone)
    assert read is None or read.at.tzinfo is not None


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_what_is_written_in_iso_form_is_read_back(at: datetime) -> None:
    at = at.replace(microsecond=0, tzinfo=UTC)
    read = read_date(at.isoformat(), now=NOW)
    assert read is not None
    assert read.at == at

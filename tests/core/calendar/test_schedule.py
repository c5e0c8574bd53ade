"""Local schedules: never twice, never skipped, whatever the clocks of a zone do."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest

from monitor.core.calendar.schedule import fires_after, last_fire, next_fire, read_schedule

ZONES = (
    "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca",
    "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham", "America/Sao_Paulo", "Asia/Tehran", "UTC",
)  # fmt: skip


@pytest.mark.parametrize("zone_name", ZONES)
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 8, 23])
def test_a_daily_digest_fires_once_for_every_local_day(zone_name: str, hour: int) -> None:
    zone = ZoneInfo(zone_name)
    schedule = read_schedule(f"{hour:02d}:30")
    start = datetime(2024, 1, 1, tzinfo=UTC)
    fires = list(islice(fires_after(schedule, start, zone), 800))
    assert len({fire.period for fire in fires}) == 800
    assert all(timedelta(hours=20) < later.at - earlier.at < timedelta(hours=28) for earlier, later in pairwise(fires))


def test_a_wall_time_skipped_in_spring_fires_when_the_clock_has_jumped() -> None:
    fire = next_fire(read_schedule("02:30"), datetime(2026, 3, 8, 5, tzinfo=UTC), ZoneInfo("America/New_York"))
    assert fire is not None
    assert (fire.period, fire.at) == ("2026-03-08T02:30", datetime(2026, 3, 8, 7, 30, tzinfo=UTC))


def test_a_wall_time_that_comes_twice_in_autumn_fires_once() -> None:
    zone = ZoneInfo("America/New_York")
    fires = list(islice(fires_after(read_schedule("01:30"), datetime(2026, 11, 1, 0, tzinfo=UTC), zone), 2))
    assert [fire.period for fire in fires] == ["2026-11-01T01:30", "2026-11-02T01:30"]


def test_several_missed_fires_are_one() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    fire = last_fire(
        read_schedule("08:30"),
        after=datetime(2026, 5, 1, tzinfo=UTC),
        until=datetime(2026, 5, 4, tzinfo=UTC),
        zone=zone,
    )
    assert fire is not None
    assert fire.period == "2026-05-03T08:30"


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("Mon 09:00", "2026-11-23T09:00"),
        ("mon-fri 09:00", "2026-11-23T09:00"),
        ("0 9 1 * *", "2026-12-01T09:00"),
        ("*/30 8-10 * * 0", "2026-11-29T08:00"),
        ("0 9 * * Sunday", "2026-11-29T09:00"),
        ("0 9 * * Tue", "2026-11-24T09:00"),
        ("0 12 29 2 *", "2028-02-29T12:00"),
    ],
)
def test_schedules_are_read_as_written(written: str, period: str) -> None:
    fire = next_fire(read_schedule(written), datetime(2026, 11, 23, tzinfo=UTC), ZoneInfo("UTC"))
    assert fire is not None
    assert fire.period == period


@pytest.mark.parametrize("written", ["25:00", "8h30", "Moon 09:00", "61 9 * * *", "", "1 2 3 4", "0 9 * * mon#1"])
def test_a_wrong_schedule_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_schedule(written)


def test_a_schedule_that_never_comes_has_no_next_fire() -> None:
    assert next_fire(read_schedule("0 0 31 2 *"), datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("UTC")) is None

"""Waits are read, doubled and drawn in one place, whoever asks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.calendar.waits import clamp_wait, doubled_wait, draw_for, read_http_date, read_retry_after

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("failures", "wait"), [(-3, 1), (0, 1), (1, 2), (4, 16), (6, 60), (7, 60), (10**9, 60)]
)  # fmt: skip
def test_a_wait_doubles_with_each_failure_up_to_the_longest(failures: int, wait: int) -> None:
    assert doubled_wait(MINUTE, failures, longest=timedelta(hours=1)) == wait * MINUTE


@given(st.integers(0, 10**12), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_no_number_of_failures_overflows(failures: int, first: timedelta) -> None:
    assert doubled_wait(first, failures, longest=timedelta(days=1)) <= timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("90", timedelta(seconds=90)), (" 90 ", 1.5 * MINUTE), ("0", MINUTE), ("90.5", timedelta(seconds=90.5)),
        ("Mon, 23 Nov 2026 08:30:00 GMT", timedelta(minutes=30)), ("Mon, 23 Nov 2026 08:30:00", timedelta(minutes=30)),
        ("Mon, 23 Nov 2026 07:30:00 GMT", MINUTE), ("99999999999999", timedelta(hours=24)), ("later", None), ("", None),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(said: str, wait: timedelta | None) -> None:
    assert read_retry_after(said, now=NOW, at_least=MINUTE) == wait


def test_a_wait_that_is_no_number_says_nothing() -> None:
    assert [clamp_wait(said, at_least=MINUTE) for said in (None, "5", True, float("nan"))] == [None] * 4


def test_dates_of_http_are_gmt() -> None:
    assert read_http_date("Mon, 23 Nov 2026 08:00:00 GMT") == read_http_date("Mon, 23 Nov 2026 08:00:00") == NOW
    assert read_http_date("Mon, 23 Nov 2026 10:00:00 +0200") == NOW
    assert read_http_date("Mon, 23 Nov 2026 08:00:00 -0000") == NOW
    assert read_http_date("Monday") is None
    assert read_http_date("") is None
    assert read_http_date("Mon, 23 Nov 2026 08:00:00 GMT" + " " * 35) == NOW
    assert read_http_date("Mon, 23 Nov 2026 08:00:00 GMT" + " " * 36) is None, "no server's date is so long"


@pytest.mark.parametrize("zone", ["-0100", "-1400"])
def test_a_date_beyond_the_last_one_is_none(zone: str) -> None:
    """A server's Last-Modified ended the poll."""
    assert read_http_date(f"Fri, 31 Dec 9999 23:59:59 {zone}") is None


def test_draws_repeat_and_spread() -> None:
    draws = [draw_for("a source", number) for number in range(400)]
    assert draws == [draw_for("a source", number) for number in range(400)]
    assert all(sum(low <= 4 * draw < low + 1 for draw in draws) > 60 for low in range(4))

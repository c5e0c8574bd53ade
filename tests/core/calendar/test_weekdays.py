"""One reader of days of the week."""

import pytest

from monitor.core.calendar.weekdays import read_weekdays, weekday_number


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("Mon", {0}), ("mon-fri", {0, 1, 2, 3, 4}), ("Sat, Sun", {5, 6}), ("Fri-Mon", {4, 5, 6, 0}),
        ("Tue,Thu-Fri", {1, 3, 4}), ("Sunday", {6}), ("Wed-Wed", {2}),
    ],
)  # fmt: skip
def test_lists_and_spans_of_days(written: str, days: set[int]) -> None:
    assert read_weekdays(written) == days


@pytest.mark.parametrize("written", ["", "Moonday", "Mo", "1", "Mon--Fri"])
def test_what_is_no_day_is_named(written: str) -> None:
    with pytest.raises(ValueError, match="is none of mon, tue"):
        read_weekdays(written)


def test_a_day_counts_from_monday() -> None:
    assert [weekday_number(name) for name in ("monday", "Sun")] == [0, 6]

"""What was looked at last is kept for a while."""

from datetime import timedelta

import pytest

from monitor.app.recent import Recent
from tests.app.harness import NOON


@pytest.mark.parametrize(
    ("passed", "is_known"),
    [
        (timedelta(0), True),
        (timedelta(minutes=9), True),
        (timedelta(minutes=10), False),
        (timedelta(seconds=-1), False),  # the clock was set back
    ],
)
def test_what_was_seen_is_found_for_ten_minutes(passed: timedelta, *, is_known: bool) -> None:
    seen = Recent[str]()
    seen.keep("https://a.example/", "page", now=NOON)
    assert (seen.find("https://a.example/", now=NOON + passed) == "page") == is_known


def test_the_oldest_of_many_goes() -> None:
    seen = Recent[int]()
    for number in range(5):
        seen.keep(f"/{number}", number, now=NOON)
    assert [seen.find(f"/{number}", now=NOON) for number in range(5)] == [None, 1, 2, 3, 4]

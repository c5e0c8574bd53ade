"""A document's entries in the order in which they were published."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.change_detection.publication_order import oldest_first

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def _hours_ago(*hours: int | None) -> list[datetime | None]:
    return [None if ago is None else NOW - timedelta(hours=ago) for ago in hours]


@pytest.mark.parametrize(
    ("shown", "order", "why"),
    [
        ((), [], "nothing"),
        ((1, 2, 3), [2, 1, 0], "the newest stands on top"),
        ((3, 2, 1), [0, 1, 2], "the newest stands below, and dates say so"),
        ((9, 1, 5), [0, 2, 1], "an old one is pinned on top"),
        ((1, 1, 1), [2, 1, 0], "one time, as of days without an hour"),
        ((None, None), [1, 0], "nobody says when"),
        ((1, None, 3), [2, 1, 0], "between its neighbours"),
        ((None, 1, 9, 2), [2, 3, 1, 0], "with the one below it"),
        ((-48, 1), [1, 0], "a time ahead is none"),
    ],
)
def test_the_oldest_comes_first(shown: tuple[int | None, ...], order: list[int], why: str) -> None:
    assert list(oldest_first(_hours_ago(*shown), now=NOW)) == order, why

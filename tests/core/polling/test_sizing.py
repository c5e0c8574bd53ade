"""How many machines: it grows with what is asked, and says what is full first."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.polling.fleet_priority import host_priority
from monitor.core.polling.sizing import UnitCosts, size_fleet


def test_a_few_sources_need_one_machine() -> None:
    needed = size_fleet(200, 24)
    assert needed.workers == 0
    assert needed.polls_per_second == pytest.approx(200 * 24 / 86_400)


def test_twice_the_sources_need_twice_as_much() -> None:
    once, twice = size_fleet(100_000, 24), size_fleet(200_000, 24)
    assert twice.cores == pytest.approx(2 * once.cores)
    assert twice.store_bytes == pytest.approx(2 * once.store_bytes)
    assert twice.workers >= 2 * once.workers - 1


def test_more_posts_cost_more_and_no_poll_brings_more_than_one_document() -> None:
    few, many = size_fleet(1_000, 24, posts_per_day=2), size_fleet(1_000, 24, posts_per_day=200)
    assert many.cores > few.cores
    assert many.entries_per_day == pytest.approx(200_000)
    assert many.network_bytes_per_second <= many.polls_per_second * UnitCosts().bytes_per_document + 1


def test_what_is_full_first_follows_from_the_costs() -> None:
    assert size_fleet(10_000_000, 26).first_limit == "writer"
    fast_writer = UnitCosts(commits_per_second=1_000_000.0)
    assert size_fleet(10_000_000, 26, costs=fast_writer).first_limit != "writer"


def test_hosts_with_set_times_go_first_then_the_longest_waiting() -> None:
    noon, minute = datetime(2026, 11, 3, 12, tzinfo=UTC), timedelta(minutes=1)
    due = [host_priority(due_at=noon - number * minute, fixed_times=False) for number in (0, 5, 600, 10_000_000)]
    assert due == sorted(set(due))
    assert host_priority(due_at=noon, fixed_times=True) > max(due)
    # Nothing in it depends on when a job was queued, and the queue keeps four bytes.
    far = [datetime(year, 1, 1, tzinfo=UTC) for year in (1970, 9999)]
    assert all(abs(host_priority(due_at=at, fixed_times=fixed)) < 2**31 for at in far for fixed in (True, False))

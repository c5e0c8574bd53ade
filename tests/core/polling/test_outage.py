"""Many hosts that cannot be reached at once are one outage of ours; one host that is down is its own fault."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.model.http import Blame
from monitor.core.polling.outage import LONGEST_WAIT, Miss, Reach, after_miss, choose_probes, wait_of

NOW = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def missed(hosts: list[str], blame: Blame, *, watched: int = 40, apart: timedelta = MINUTE / 6) -> Reach:
    """One miss a source, some seconds apart."""
    reach = Reach()
    for number, host in enumerate(hosts):
        reach = after_miss(
            reach, number, Miss(host=host, at=NOW + number * apart, blame=blame), reason="x", hosts=watched
        )
    return reach


@pytest.mark.parametrize(
    ("hosts", "blame", "watched", "out"),
    [
        (["a"], "us", 40, True),
        (["a", "b"], "network", 40, False),
        (["a", "b", "c"], "network", 40, True),
        (["a", "a", "a", "a"], "network", 40, False),
        (["a", "b"], "network", 2, True),
        (["a"], "network", 1, False),
        (list("abcde"), "host", 40, False),
        (list("abcdef"), "host", 40, True),
        (list("abc"), "host", 3, True),
    ],
)
def test_the_nearer_the_fault_the_fewer_hosts_are_needed(
    hosts: list[str], blame: Blame, watched: int, out: bool
) -> None:
    assert missed(hosts, blame, watched=watched).is_out is out


def test_misses_of_long_ago_are_no_sign_of_an_outage_now() -> None:
    assert not missed(list("abcdefgh"), "host", apart=10 * MINUTE).is_out


def test_during_an_outage_a_few_sources_are_asked_and_the_rest_wait_an_hour_at_most() -> None:
    reach = missed([f"h{number % 9}" for number in range(60)], "network")
    asked = choose_probes(reach)
    assert len(asked) == 3
    waits = {number: wait_of(reach, number) for number in range(60)}
    assert all(waits[number] == MINUTE for number in asked)
    assert {waits[number] for number in range(60) if number not in asked} == {LONGEST_WAIT}
    for round_ in range(30):
        for number in sorted(asked):
            miss = Miss(host=f"h{number % 9}", at=NOW + round_ * MINUTE, blame="network")
            reach = after_miss(reach, number, miss, reason="x", hosts=9)
    assert wait_of(reach, min(asked)) == 10 * MINUTE
    assert reach.since == NOW

"""Many hosts that cannot be reached at once are one outage of ours; one host that is down is its own fault."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.model.http import Blame
from monitor.core.model.sources import Source
from monitor.core.polling.outage import (
    LONGEST_WAIT,
    Miss,
    Reach,
    after_miss,
    after_outage,
    choose_probes,
    forgive_failure,
    wait_of,
)

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


def test_probes_wait_longer_with_each_of_their_rounds_that_fails() -> None:
    reach = missed(list("abcdef"), "host")
    assert (reach.since, reach.reason, reach.rounds) == (NOW, "x", 0)
    waits = []
    for _ in range(6):
        waits.append(wait_of(reach, 0) // MINUTE)
        for number in sorted(choose_probes(reach)):
            miss = Miss(host="abcdef"[number], at=NOW, blame="host")
            reach = after_miss(reach, number, miss, reason="x", hosts=40)
        reach = after_miss(reach, 5, Miss(host="f", at=NOW, blame="host"), reason="x", hosts=40)
    assert waits == [1, 2, 4, 8, 10, 10]
    assert wait_of(reach, 5) == timedelta(hours=1), "which is no probe"


@pytest.mark.parametrize(("later", "out"), [(15 * MINUTE - timedelta(seconds=1), True), (15 * MINUTE, False)])
def test_a_miss_is_a_sign_for_a_quarter_of_an_hour(later: timedelta, out: bool) -> None:
    reach = after_miss(Reach(), 1, Miss(host="a", at=NOW, blame="network"), reason="x", hosts=2)
    assert after_miss(reach, 2, Miss(host="b", at=NOW + later, blame="network"), reason="x", hosts=2).is_out is out


def test_a_source_that_an_outage_spoilt_is_not_blamed_for_it() -> None:
    fresh = Source(id=1, url="https://a.example/", kind="feed", title="")
    source = replace(fresh, failures=2, failing_since=NOW - MINUTE, error="no way out")
    spoilt = after_outage(source, reason="nothing answers", now=NOW, due=NOW + MINUTE)
    assert (spoilt.failures, spoilt.error, spoilt.next_due_at) == (2, "nothing answers", NOW + MINUTE)
    assert spoilt.failing_since == NOW - MINUTE, "it was not seen since then"
    assert after_outage(fresh, reason="y", now=NOW, due=NOW).failing_since == NOW
    forgiven = forgive_failure(source, due=NOW + MINUTE)
    assert (forgiven.failures, forgiven.error, forgiven.next_due_at) == (1, "no way out", NOW + MINUTE)
    assert forgive_failure(fresh, due=NOW).failures == 0

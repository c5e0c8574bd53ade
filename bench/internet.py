"""Ten million sources, three thousand polls a second: a simulation of scheduler, queue and host locks.

``python -m bench.internet [SOURCES] [SECONDS] [SEED]``: sources lie on hosts as feeds do on the web (a few hosts carry
very many, most carry one; a Pareto law), each asked once in its own interval (an hour on average), each host with a
second between two requests. A second is a step. Due sources wait for their host's turn, then for one of the queue's
jobs, then for a slot, then for the writer; each of them serves so many a second as measured (docs: fleet.md), times
the number of shards. Prints how late polls begin after they were due, and what everybody waited for.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from monitor.core.polling.sizing import UnitCosts

COSTS = UnitCosts()
HOSTS_PER_SOURCE = 0.2
LARGEST_HOST = 2_000.0
"""Times the sources of a host with one: blogs of a platform have host names of their own."""
PAUSE = 1.0
"""Seconds between two requests to one host."""
FETCH = 0.6
"""Seconds that a request takes on average, from due host to parsed answer."""
SLOTS_OF_A_WORKER = 16
INTERVAL = 3_323.0
"""Mean seconds between two polls of a source: 26 a day."""
WARM_UP = 0.25
"""Share of the steps that are not counted: the backlog of the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """What there is of each."""

    name: str
    shards: int
    """Independent queues and writers, sources parted by the hash of their host."""
    workers: int
    commits_per_poll: float
    jobs_of_a_host: bool = True
    """One job asks all due sources of a host; else one job a source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the polls, in seconds and shares."""

    polled: float
    """Polls a second."""
    wanted: float
    late_half: float
    late_most: float
    """Nineteen of twenty began within so many seconds after they were due."""
    behind_hosts: float
    """Share of the sources whose host cannot be asked as often as they want, at a second between two requests."""
    full: str
    """What was used most, with its share."""


def place_sources(sources: int, chance: np.random.Generator) -> np.ndarray:
    """The host of each source, int64 of shape (sources,)."""
    hosts = max(1, int(sources * HOSTS_PER_SOURCE))
    weights = np.minimum(chance.pareto(1.3, hosts) + 1.0, LARGEST_HOST)
    shares = np.cumsum(weights / weights.sum())
    return np.searchsorted(shares, chance.random(sources)).clip(0, hosts - 1)


def simulate(fleet: Fleet, hosts: np.ndarray, seconds: int, chance: np.random.Generator) -> Outcome:
    """Step through the time; every second the due sources take what there is, those that waited longest first."""
    sources = len(hosts)
    interval = chance.exponential(INTERVAL, sources).clip(300.0, 86_400.0)
    # So that all of them together want as many a second as with the mean interval.
    interval *= np.mean(1.0 / interval) * INTERVAL
    due = chance.random(sources) * interval
    free = np.zeros(int(hosts.max()) + 1)
    slots = fleet.workers * SLOTS_OF_A_WORKER / FETCH
    writes = fleet.shards * COSTS.commits_per_second / fleet.commits_per_poll
    jobs = fleet.shards * COSTS.jobs_per_second
    late: list[np.ndarray] = []
    asked = jobs_used = 0.0
    counted = int(seconds * WARM_UP)
    for now in range(seconds):
        ready = np.flatnonzero(due <= now)
        ready = ready[np.argsort(due[ready], kind="stable")]
        # The longest overdue source of each host that may be asked now: with a second's pause that is one a step.
        _, first = np.unique(hosts[ready], return_index=True)
        first = np.sort(first)
        turn = ready[first]
        turn = turn[free[hosts[turn]] <= now]
        most = min(slots, writes, jobs * (_sources_of_a_job(turn, ready) if fleet.jobs_of_a_host else 1.0))
        taken = turn[: int(most)]
        if now >= counted:
            late.append(now - due[taken])
            asked += len(taken)
            jobs_used += len(taken) / (_sources_of_a_job(turn, ready) if fleet.jobs_of_a_host else 1.0)
        free[hosts[taken]] = now + PAUSE
        due[taken] = now + interval[taken]
    steps = seconds - counted
    waits = np.concatenate(late) if late else np.zeros(1)
    used = {
        "slots": asked / steps / slots,
        "writer": asked / steps / writes,
        "queue": jobs_used / steps / jobs,
    }
    full = max(used, key=lambda name: used[name])
    load = np.bincount(hosts, weights=PAUSE / interval)
    return Outcome(
        polled=asked / steps,
        wanted=float(np.sum(1.0 / interval)),
        late_half=float(np.quantile(waits, 0.5)),
        late_most=float(np.quantile(waits, 0.95)),
        behind_hosts=float((load[hosts] > 1.0).mean()),
        full=f"{full} {used[full]:.0%}",
    )


def _sources_of_a_job(turn: np.ndarray, ready: np.ndarray) -> float:
    """How many due sources a host has on average: they are one job, which asks them one after the other."""
    return max(1.0, len(ready) / max(1, len(turn)))


FLEETS: Sequence[Fleet] = (
    Fleet(name="one database, 16 workers", shards=1, workers=16, commits_per_poll=COSTS.commits_per_poll),
    Fleet(name="one database, 128 workers", shards=1, workers=128, commits_per_poll=COSTS.commits_per_poll),
    Fleet(name="… one commit a poll", shards=1, workers=128, commits_per_poll=1.0),
    Fleet(name="8 shards, 128 workers, one commit", shards=8, workers=128, commits_per_poll=1.0),
    Fleet(name="16 shards, 128 workers", shards=16, workers=128, commits_per_poll=COSTS.commits_per_poll),
    Fleet(name="32 shards, 192 workers", shards=32, workers=192, commits_per_poll=COSTS.commits_per_poll),
)


def main(sources: int, seconds: int, seed: int) -> None:
    """Print a line for each fleet."""
    hosts = place_sources(sources, np.random.default_rng(seed))
    sizes = np.bincount(hosts)
    print(
        f"{sources:,} sources on {np.count_nonzero(sizes):,} hosts; the largest has {sizes.max():,}, the median one"
        f" {np.median(sizes[sizes > 0]):.0f}; {seconds:,} simulated seconds"
    )
    for fleet in FLEETS:
        found = simulate(fleet, hosts, seconds, np.random.default_rng(seed))
        print(
            f"{fleet.name}: {found.polled:,.0f} of {found.wanted:,.0f} polls a second, late by {found.late_half:,.0f} s"
            f" (half) and {found.late_most:,.0f} s (95 %); used most: {found.full};"
            f" sources on hosts that are asked for more than they may be: {found.behind_hosts:.1%}",
            flush=True,
        )


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [10_000_000, 3_600, 18][len(given) :]))

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
HOPELESS = 60.0
"""Seconds' worth of polls that wait: more is never caught up with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """What there is of each."""

    name: str
    shards: int
    """Independent queues and writers, sources parted by the hash of their host."""
    workers: int
    commits_per_poll: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the polls, in seconds and shares."""

    polled: float
    """Polls a second."""
    wanted: float
    late_half: float
    late_most: float
    """Nineteen of twenty began within so many seconds after they were due."""
    waits: int
    """Sources that are due and wait at the end."""
    simulated: int
    """Seconds."""
    behind_hosts: float
    """Share of the sources whose host cannot be asked as often as they want, at a second between two requests."""
    full: str
    """What was used most, with its share."""


class Calendar:
    """Which sources are due in which second; later ones are left out."""

    def __init__(self, seconds: int) -> None:
        self.due_in: list[list[np.ndarray]] = [[] for _ in range(seconds)]

    def note(self, sources: np.ndarray, due: np.ndarray) -> None:
        """``due`` in seconds since the beginning; a source is due in the second that begins after it."""
        steps = np.ceil(due).astype(np.int64)
        order = np.argsort(steps, kind="stable")
        steps, sources = steps[order], sources[order]
        within = int(np.searchsorted(steps, len(self.due_in)))
        if not within:
            return
        found, begins = np.unique(steps[:within], return_index=True)
        for step, group in zip(found, np.split(sources[:within], begins[1:]), strict=True):
            self.due_in[step].append(group)


def place_sources(sources: int, chance: np.random.Generator) -> np.ndarray:
    """The host of each source, int64 of shape (sources,)."""
    hosts = max(1, int(sources * HOSTS_PER_SOURCE))
    weights = np.minimum(chance.pareto(1.3, hosts) + 1.0, LARGEST_HOST)
    shares = np.cumsum(weights / weights.sum())
    return np.searchsorted(shares, chance.random(sources)).clip(0, hosts - 1)


def draw_intervals(sources: int, chance: np.random.Generator) -> np.ndarray:
    """Seconds between two polls of each source; together they want as many a second as with the mean interval."""
    interval = chance.exponential(INTERVAL, sources).clip(300.0, 86_400.0)
    return interval * float(np.mean(1.0 / interval)) * INTERVAL


def limits_of(fleet: Fleet, sources_of_a_job: float) -> dict[str, float]:
    """Polls that each part can do in a second."""
    return {
        "slots": fleet.workers * SLOTS_OF_A_WORKER / FETCH,
        "writer": fleet.shards * COSTS.commits_per_second / fleet.commits_per_poll,
        "queue": fleet.shards * COSTS.jobs_per_second * sources_of_a_job,
    }


def simulate(fleet: Fleet, hosts: np.ndarray, seconds: int, chance: np.random.Generator) -> Outcome:
    """Step through the time; every second the due sources take what there is, those that waited longest first.

    It ends early when more wait than a minute's polls: such a fleet never catches up.
    """
    sources = len(hosts)
    interval = draw_intervals(sources, chance)
    wanted = float(np.sum(1.0 / interval))
    due = chance.random(sources) * interval
    free = np.zeros(int(hosts.max()) + 1)
    calendar = Calendar(seconds)
    calendar.note(np.arange(sources), due)
    late, shares, waiting, now = list[np.ndarray](), list[dict[str, float]](), np.zeros(0, dtype=np.int64), 0
    while now < seconds and len(waiting) <= HOPELESS * wanted:
        ready = np.concatenate([waiting, *calendar.due_in[now]])
        ready = ready[np.argsort(due[ready], kind="stable")]
        # The longest overdue source of each host that may be asked now: with a second's pause that is one a step.
        _, first = np.unique(hosts[ready], return_index=True)
        turn = ready[np.sort(first)]
        turn = turn[free[hosts[turn]] <= now]
        limits = limits_of(fleet, max(1.0, len(ready) / max(1, len(turn))))
        taken = turn[: int(min(limits.values()))]
        late.append(now - due[taken])
        shares.append({name: len(taken) / limit for name, limit in limits.items()})
        free[hosts[taken]] = now + PAUSE
        due[taken] = now + interval[taken]
        calendar.note(taken, due[taken])
        waiting = np.setdiff1d(ready, taken, assume_unique=True)
        now += 1
    used = {name: float(np.mean([share[name] for share in shares])) for name in shares[0]}
    full, waits = max(used, key=lambda name: used[name]), np.concatenate(late)
    load = np.bincount(hosts, weights=PAUSE / interval)
    return Outcome(
        polled=len(waits) / now,
        wanted=wanted,
        late_half=float(np.quantile(waits, 0.5)),
        late_most=float(np.quantile(waits, 0.95)),
        waits=len(waiting),
        simulated=now,
        behind_hosts=float((load[hosts] > 1.0).mean()),
        full=f"{full} {used[full]:.0%}",
    )


FLEETS: Sequence[Fleet] = (
    Fleet(name="one database, 16 workers", shards=1, workers=16, commits_per_poll=COSTS.commits_per_poll),
    Fleet(name="one database, 128 workers", shards=1, workers=128, commits_per_poll=COSTS.commits_per_poll),
    Fleet(name="… one commit a poll", shards=1, workers=128, commits_per_poll=1.0),
    Fleet(name="8 shards, 128 workers, one commit", shards=8, workers=128, commits_per_poll=1.0),
    Fleet(name="8 shards, 128 workers", shards=8, workers=128, commits_per_poll=COSTS.commits_per_poll),
    Fleet(name="16 shards, 128 workers", shards=16, workers=128, commits_per_poll=COSTS.commits_per_poll),
    Fleet(name="16 shards, 192 workers", shards=16, workers=192, commits_per_poll=COSTS.commits_per_poll),
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
            f" (half) and {found.late_most:,.0f} s (95 %); used most: {found.full}; after {found.simulated:,} s"
            f" {found.waits:,} wait; on hosts that are wanted more often than they may be asked:"
            f" {found.behind_hosts:.1%} of the sources",
            flush=True,
        )


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [10_000_000, 3_600, 18][len(given) :]))

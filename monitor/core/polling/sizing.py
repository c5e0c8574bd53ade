"""How many machines so many sources need, reckoned from the measured cost of one.

The costs are those that ``python -m bench.fleet`` and ``python -m bench.pages`` printed on two cores that PostgreSQL
shared (docs/development/measurements/fleet.md). Another machine differs by a factor: it is an order of magnitude.
"""

import math

from monitor.values import dataclass

_DAY = 86_400.0
_KEPT_DAYS = 90
_BUSY = 0.5
"""A machine is planned to be half busy: news comes in bursts."""
_SOURCES_A_HOST = 5
"""Assumed; one job asks the due sources of one host."""
_MANY_CORES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCosts:
    """What one of each costs, in processor seconds and bytes, and what the shared parts reach in a second."""

    unchanged_poll: float = 0.015
    """An answer that brings nothing new, with its job."""
    changed_poll: float = 0.080
    """A document with one new entry that is matched, put into a story and alerted."""
    entry: float = 0.0025
    """Each further new entry."""
    jobs_per_second: float = 400.0
    """Queued, taken and ended, each with its lock, by two workers that do nothing else."""
    commits_per_second: float = 720.0
    """Small ones, by the one writer at a time that a store has."""
    commits_per_poll: float = 3.0
    bytes_per_entry: float = 1_400.0
    """In the store, with its search index."""
    bytes_per_document: float = 54_000.0
    """On the network: 202 real feeds are 11 MB."""
    bytes_per_unchanged: float = 500.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizing:
    """What so many sources need."""

    polls_per_second: float
    entries_per_day: float
    cores: float
    """Processor cores for polling and matching, half busy."""
    workers: int
    """Processes of `monitor worker`; 0 = one machine does it all."""
    writer_share: float
    """How much of the one writer's time is used."""
    queue_share: float
    """How much of what the queue reaches is used."""
    store_bytes: float
    """After 90 days, the usual keeping time of entries."""
    network_bytes_per_second: float

    @property
    def first_limit(self) -> str:
        """What is full first when it grows further."""
        shares = {"writer": self.writer_share, "queue": self.queue_share, "processors": self.cores / _MANY_CORES}
        return max(shares, key=lambda name: shares[name])


def size_fleet(
    sources: int,
    per_day: float,
    posts_per_day: float = 2.0,
    costs: UnitCosts = UnitCosts(),
) -> Sizing:
    """``sources`` that are asked ``per_day`` times a day each and post ``posts_per_day`` entries."""
    polls = sources * per_day / _DAY
    entries = sources * posts_per_day / _DAY
    changed = min(entries, polls)
    busy = (polls - changed) * costs.unchanged_poll + changed * costs.changed_poll + (entries - changed) * costs.entry
    cores = busy / _BUSY
    return Sizing(
        polls_per_second=polls,
        entries_per_day=entries * _DAY,
        cores=cores,
        workers=0 if cores <= 1 else math.ceil(cores),
        writer_share=polls * costs.commits_per_poll / costs.commits_per_second,
        queue_share=polls / _SOURCES_A_HOST / costs.jobs_per_second,
        store_bytes=entries * _DAY * _KEPT_DAYS * costs.bytes_per_entry,
        network_bytes_per_second=changed * costs.bytes_per_document + (polls - changed) * costs.bytes_per_unchanged,
    )

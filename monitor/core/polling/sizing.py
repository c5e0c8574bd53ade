"""How many machines so many sources need, from measured unit costs.

The costs are those of docs/development/measurements.md, taken on one core; a machine of another speed differs by a
factor, so the answer is an order of magnitude with its arithmetic shown, never a promise.
"""

import math
from dataclasses import dataclass

_DAY = 86_400.0
_HEADROOM = 0.5
"""A machine is planned to be half busy: news comes in bursts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCosts:
    """What one of each costs: processor seconds, bytes, and what one process reaches in a second."""

    unchanged_poll: float = 0.0015
    """An answer that brings nothing new."""
    changed_poll: float = 0.02
    """A document that is parsed, compared and stored."""
    entry: float = 0.003
    """Matching and storing one new entry."""
    changed_share: float = 0.08
    """Of a hundred polls so many bring a new document."""
    entries_per_changed_poll: float = 1.3
    job: float = 0.0028
    """Queueing and finishing one job, with its lock: 360 a second."""
    commits_per_second: float = 400.0
    """The one writer of a database."""
    bytes_per_entry: float = 2_600.0
    bytes_per_poll: float = 4_000.0
    """On the network, most answers being empty."""


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
    """How much of the one writer's time is used; above 0.7 the database is what to look at first."""
    queue_share: float
    """How much of the queue's reach is used, at one job a host of five sources."""
    store_bytes: float
    """After 90 days, the usual keeping time of entries."""
    network_bytes_per_second: float

    @property
    def first_limit(self) -> str:
        """What breaks first when it grows further."""
        shares = {"writer": self.writer_share, "queue": self.queue_share, "processors": self.cores / 64}
        return max(shares, key=lambda name: shares[name])


def size_fleet(sources: int, per_day: float, costs: UnitCosts = UnitCosts()) -> Sizing:
    """``sources`` asked ``per_day`` times a day each."""
    polls = sources * per_day / _DAY
    changed = polls * costs.changed_share
    entries = changed * costs.entries_per_changed_poll
    busy = polls * costs.unchanged_poll + changed * costs.changed_poll + entries * costs.entry
    jobs = polls / 5
    cores = (busy + jobs * costs.job) / _HEADROOM
    return Sizing(
        polls_per_second=polls,
        entries_per_day=entries * _DAY,
        cores=cores,
        workers=0 if cores <= 1 else math.ceil(cores),
        writer_share=polls / costs.commits_per_second,
        queue_share=jobs * costs.job,
        store_bytes=entries * _DAY * 90 * costs.bytes_per_entry,
        network_bytes_per_second=polls * costs.bytes_per_poll,
    )

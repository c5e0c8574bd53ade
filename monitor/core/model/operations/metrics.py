"""The work of this monitor in numbers that only grow, as a scrape finds them."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime

from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkMarks:
    """How far the store's work was counted: the newest ids, and the newest end of a delivery."""

    entry: int = 0
    mention: int = 0
    story: int = 0
    delivery_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDone:
    """What happened after some marks."""

    marks: WorkMarks
    entries: int = 0
    delays: Sequence[float] = ()
    """Seconds from publication to first sight, of entries that state a time and were no history of a new source."""
    mentions: Mapping[str, int] = field(default_factory=dict)
    """By topic."""
    stories: Mapping[str, int] = field(default_factory=dict)
    deliveries: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """By channel and how they ended: sent, dead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreGauges:
    """How the store stands now."""

    store_bytes: int
    waiting_since: Mapping[str, datetime]
    """Channel → since when the delivery that waits longest could have gone out."""
    digests_sent_at: Mapping[str, datetime]
    """Digest → when it last went out."""


@dataclass(slots=True)
class Durations:
    """Counts of seconds within bounds, in ascending order; the last count is of what lies beyond all of them."""

    bounds: tuple[float, ...]
    counts: list[int] = field(init=False)
    total: float = 0.0

    def __post_init__(self) -> None:
        self.counts = [0] * (len(self.bounds) + 1)

    def observe(self, seconds: float) -> None:
        """Count one; a clock that was set back makes no negative time."""
        seconds = max(seconds, 0.0)
        self.counts[bisect_left(self.bounds, seconds)] += 1
        self.total += seconds

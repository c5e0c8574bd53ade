"""What people look at, counted and found by the store itself: never more rows than a page shows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from monitor.core.model.filters import HeldCount
from monitor.core.model.matches import Mention, MentionStatus
from monitor.core.model.metrics import StoreGauges, WorkDone, WorkMarks
from monitor.core.model.sources import Health, Source, SourceState


class TrendReads(Protocol):
    """Counts over time. Times are grouped by quarters of an hour since 1970, which every zone's days are made of."""

    def entries(self, *, since: datetime, until: datetime) -> Mapping[int, int]:
        """Quarter → entries first seen in it."""
        ...

    def stories(self, *, since: datetime, until: datetime) -> Mapping[int, int]:
        """Quarter → stories first seen in it."""
        ...

    def sent(self, *, since: datetime, until: datetime) -> Mapping[int, int]:
        """Quarter → deliveries that went out in it."""
        ...

    def mentions(
        self, *, since: datetime, until: datetime, topics: Collection[str] = ()
    ) -> Mapping[str, Mapping[int, int]]:
        """Topic → quarter → mentions seen in it; ``topics`` empty = all."""
        ...


class HeldReads(Protocol):
    """What was found and not told."""

    def counts(self, *, since: datetime) -> Sequence[HeldCount]:
        """How many mentions got each status since then."""
        ...

    def newest(self, status: MentionStatus, *, since: datetime, limit: int) -> Sequence[Mention]:
        """The newest of one status."""
        ...

    def newest_id(self) -> int:
        """The number of the newest mention; 0 while there is none."""
        ...


class WorkReads(Protocol):
    """The store's work in numbers that only grow."""

    def marks(self) -> WorkMarks:
        """Where counting begins: after all that there is."""
        ...

    def since(self, marks: WorkMarks) -> WorkDone:
        """What came after these marks, and the marks to go on from."""
        ...

    def gauges(self, *, now: datetime) -> StoreGauges:
        """How the store stands."""
        ...


class SourceReads(Protocol):
    """The sources as a list that is looked through page by page."""

    def troubled(self, *, limit: int) -> Sequence[Source]:
        """Those whose last poll failed, the longest first."""
        ...

    def states(self) -> Mapping[tuple[SourceState, Health], int]:
        """How many sources are in each state of work and of health; those that nobody watches are left out."""
        ...

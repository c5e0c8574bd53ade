"""What people look at, counted and found by the store itself: never more rows than a page shows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from monitor.core.model.entries import Entry
from monitor.core.model.filters import HeldCount, SourceFilter, ToldFact
from monitor.core.model.matches import Mention, MentionStatus
from monitor.core.model.operations.metrics import StoreGauges, WorkDone, WorkMarks
from monitor.core.model.searches import IndexProgress, SearchFilter
from monitor.core.model.sources import Health, Source, SourceState


class TrendReads(Protocol):
    """Counts over [since, until) in steps of one length, which are counted from ``since`` on, the first being 0."""

    def entries(self, *, since: datetime, until: datetime, step: timedelta) -> Mapping[int, int]:
        """Step → entries first seen in it."""
        ...

    def stories(self, *, since: datetime, until: datetime, step: timedelta) -> Mapping[int, int]:
        """Step → stories first seen in it."""
        ...

    def sent(self, *, since: datetime, until: datetime, step: timedelta) -> Mapping[int, int]:
        """Step → deliveries that went out in it."""
        ...

    def mentions(
        self, *, since: datetime, until: datetime, step: timedelta, topics: Collection[str] = ()
    ) -> Mapping[str, Mapping[int, int]]:
        """Topic → step → mentions seen in it; ``topics`` empty = all."""
        ...

    def totals(self, topics: Collection[str], *, since: datetime, until: datetime) -> Mapping[str, int]:
        """Topic → mentions seen in all; those without any are left out."""
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

    def store_bytes(self) -> int:
        """Its size alone, which is told at once."""
        ...


class SourceReads(Protocol):
    """The sources as a list that is looked through page by page."""

    def find(self, wanted: SourceFilter) -> Sequence[Source]:
        """By title."""
        ...

    def entries_since(self, source_ids: Collection[int], *, since: datetime) -> Mapping[int, int]:
        """Source → entries first seen since then."""
        ...

    def posted_since(self, since: datetime) -> frozenset[int]:
        """Active sources with an entry that was published, and seen, since then; one is looked for of each."""
        ...

    def mentions_since(self, *, since: datetime) -> Mapping[int, int]:
        """Source → mentions seen since then, for those that brought any."""
        ...

    def quarters(self, source_id: int, *, since: datetime) -> Mapping[int, int]:
        """Quarter → entries that were published in it, or first seen where nobody says when."""
        ...

    def states(self) -> Mapping[tuple[SourceState, Health], int]:
        """How many sources are in each state of work and of health; those that nobody watches are left out."""
        ...


class SearchReads(Protocol):
    """Searching every stored entry."""

    def find(self, wanted: SearchFilter) -> Sequence[Entry]:
        """The newest first, or the best of the newest thousand; ``before_id`` goes on after the page before."""
        ...

    def count(self, wanted: SearchFilter) -> int:
        """How many there are; where other tables must be asked, 10,001 stands for more than 10,000."""
        ...

    def progress(self) -> IndexProgress:
        """How far the index is behind."""
        ...


class SearchIndexing(Protocol):
    """Filling the search index."""

    def index_more(self, *, limit: int) -> int:
        """Take edits in, then the next entries; returns how many rows were looked at: 0 = nothing is left to do."""
        ...

    def forget(self, entry_ids: Collection[int]) -> None:
        """Entries are about to be removed."""
        ...


class TopicReads(Protocol):
    """One topic in figures; steps as in ``TrendReads``."""

    def by_tier(
        self, topic: str, *, since: datetime, until: datetime, step: timedelta
    ) -> Mapping[str, Mapping[int, int]]:
        """Tier of the outlet → step → mentions."""
        ...

    def by_outlet(self, topic: str, *, since: datetime, limit: int) -> Sequence[tuple[int, str, int]]:
        """Source, its title, its mentions: the most first."""
        ...

    def signals(
        self, topic: str, *, since: datetime, until: datetime, step: timedelta
    ) -> Mapping[str, Mapping[int, int]]:
        """Signal → step → mentions that carry it."""
        ...

    def latest_stories(self) -> Mapping[str, int]:
        """Topic → the story of it that was seen last."""
        ...

    def facts(self, topic: str, *, since: datetime, limit: int) -> Sequence[ToldFact]:
        """Facts that its stories told, the newest first."""
        ...

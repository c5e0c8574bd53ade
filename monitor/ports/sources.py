"""What the store keeps of sources: what is polled when, and what was agreed with hubs."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from monitor.core.model.filters import (
    SourceCounts,
)
from monitor.core.model.sources import DueSource, PostingRateRow, Source, SourceSpec, SourceState, WaitingSource
from monitor.core.model.subscriptions import Advertised, Subscription


class Admission(Protocol):
    """Chooses which due sources may be claimed."""

    def considers(self, due: DueSource) -> bool:
        """Whether it may be a candidate; asked in order of the due times."""
        ...

    def takes(self, source: Source) -> bool:
        """Whether this candidate is claimed; asked from the best on."""
        ...


class SourceRepository(Protocol):
    """The sources, and what each poll learnt about them."""

    def sync(self, configured: Sequence[SourceSpec], *, now: datetime) -> None:
        """Make the table follow the watchlists: add, change, mark ``removed``, bring back where it was."""
        ...

    def claim_due(
        self,
        *,
        now: datetime,
        lease: timedelta,
        limit: int,
        force: bool = False,
        rank: Callable[[Source], float] | None = None,
        admission: Admission | None = None,
        among: Sequence[int] | None = None,
    ) -> Sequence[Source]:
        """Lease sources that are due (``force``: all active ones), the longest overdue first.

        ``rank``: when more are due than ``limit``, the highest of some hundreds of them. ``admission``: only those that
        it takes. ``among``: only these.
        """
        ...

    def save(self, source: Source, *, now: datetime) -> None:
        """Store every changeable column of ``source`` and give the lease back.

        ClaimLostError when somebody else claimed it meanwhile: nothing of this transaction is stored then.
        """
        ...

    def all(self, *, removed: bool = False) -> Sequence[Source]: ...

    def set_state(self, source_id: int, state: SourceState, *, now: datetime) -> None:
        """Pause, resume, or mark gone; resuming makes it due at once."""
        ...

    def counts(self, *, since: datetime, among: Collection[int] | None = None) -> Mapping[int, SourceCounts]:
        """Entries by source, of these or of all: in all, and since. It reads an index entry for each of them."""
        ...


class Timetable(Protocol):
    """When sources are polled, read without all the rest."""

    def active(self, *, after: int, limit: int) -> Sequence[PostingRateRow]:
        """Active sources with a higher id, in order of their ids."""
        ...

    def next_due(self) -> datetime | None:
        """The earliest time at which an active source is due."""
        ...

    def due(self, *, now: datetime, limit: int, since: datetime | None = None) -> Sequence[WaitingSource]:
        """Sources that are due (``since`` then, or at all) and that nobody holds, the longest overdue first."""
        ...

    def source(self, source_id: int) -> Source | None: ...

    def release(self, source_ids: Sequence[int] | None = None) -> None:
        """Give leases back: those of these sources, or all of them."""
        ...

    def renew(self, source_ids: Sequence[int], *, until: datetime) -> None:
        """Let the leases of these sources last until then."""
        ...

    def postpone(self, source_id: int, due: datetime, *, why: str) -> None:
        """Poll it no sooner than then."""
        ...

    def expedite(self, source_id: int, due: datetime, *, why: str) -> None:
        """Poll it then, unless that is to be sooner anyway."""
        ...

    def expedite_all(self, due: datetime, *, why: str) -> None:
        """The same for every active source."""
        ...


class SubscriptionRepository(Protocol):
    """What was agreed with hubs."""

    def advertised(self) -> Sequence[Advertised]:
        """The active sources that name a hub."""
        ...

    def all(self) -> Sequence[Subscription]: ...

    def of_source(self, source_id: int) -> Subscription | None:
        """The one that is not being ended."""
        ...

    def by_token(self, token: str) -> Subscription | None: ...

    def due(self, *, now: datetime, limit: int) -> Sequence[Subscription]:
        """Those whose hub is to be asked, the longest waiting first."""
        ...

    def save(self, subscription: Subscription | None, *, was: Subscription) -> None:
        """Store what became of one: changed, new (id 0), or ended (``None``)."""
        ...

"""The store itself: transactions, small facts, and what removes old rows."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from monitor.core.model.operations.audit import AuditEntry, AuditFilter
from monitor.core.model.operations.key_values import Key
from monitor.core.model.operations.tokens import AccessToken
from monitor.ports.content import EntryRepository, MentionRepository, StoryRepository
from monitor.ports.deliveries import DigestRepository, Outbox, ProposalRepository, SummaryRepository, VerdictRepository
from monitor.ports.reading import (
    HeldReads,
    SearchIndexing,
    SearchReads,
    SourceReads,
    TopicReads,
    TrendReads,
    WorkReads,
)
from monitor.ports.sources import SourceRepository, SubscriptionRepository, Timetable
from monitor.ports.states import (
    ChannelStateRepository,
    DeliveryPartRepository,
    FigureRepository,
    HostTurnRepository,
    PollingBudgetRepository,
    SourceReadingRepository,
    TopicStateRepository,
)
from monitor.ports.web import WebSessionRepository

T = TypeVar("T")


class KeyValues(Protocol):
    """Small facts that outlive a run, each under a key of ``core.model.operations.key_values``."""

    def get(self, key: Key[T]) -> T | None:
        """What was set; ``None`` when nothing was."""
        ...

    def set(self, key: Key[T], value: T, *, now: datetime) -> None: ...

    def remove(self, key: Key[T]) -> None: ...


class Audit(Protocol):
    """The audit trail."""

    def note(self, what: str, *, who: str, now: datetime) -> None:
        """One more line; an ``Actor`` says from where, too."""
        ...

    def find(self, wanted: AuditFilter) -> Sequence[AuditEntry]:
        """Newest first."""
        ...

    def prune(self, *, before: datetime) -> int:
        """Remove what is older; returns how many lines went."""
        ...


class TokenRepository(Protocol):
    """What programs log in with."""

    def add(self, token: AccessToken) -> None: ...

    def find(self, token_hash: str) -> AccessToken | None:
        """The token with this hash."""
        ...

    def all(self) -> Sequence[AccessToken]:
        """By name."""
        ...

    def remove(self, token_id: int) -> None: ...


class Pruner(Protocol):
    """What removes rows that are older than their keeping time."""

    def prune(self, *, entries_before: datetime, deliveries_before: datetime, limit: int | None = None) -> int:
        """Remove what is older, but never what is still to be sent nor an identity key; returns how many rows went.

        ``limit``: at most so many; what hangs on them goes too. Call again until nothing goes.
        """
        ...

    def newest_time(self) -> datetime | None:
        """The newest time that anything in the store was noted at; ``None`` for an empty store."""
        ...


class Transaction(Protocol):
    """One transaction's view of the store."""

    @property
    def sources(self) -> SourceRepository: ...
    @property
    def entries(self) -> EntryRepository: ...
    @property
    def mentions(self) -> MentionRepository: ...
    @property
    def stories(self) -> StoryRepository: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def digests(self) -> DigestRepository: ...
    @property
    def ai_summaries(self) -> SummaryRepository: ...
    @property
    def key_values(self) -> KeyValues: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def channels(self) -> ChannelStateRepository: ...
    @property
    def parts(self) -> DeliveryPartRepository: ...
    @property
    def topics(self) -> TopicStateRepository: ...
    @property
    def readings(self) -> SourceReadingRepository: ...
    @property
    def budget(self) -> PollingBudgetRepository: ...
    @property
    def verdicts(self) -> VerdictRepository: ...
    @property
    def proposals(self) -> ProposalRepository: ...
    @property
    def timetable(self) -> Timetable: ...
    @property
    def host_turns(self) -> HostTurnRepository: ...
    @property
    def figures(self) -> FigureRepository: ...
    @property
    def subscriptions(self) -> SubscriptionRepository: ...
    @property
    def trends(self) -> TrendReads: ...
    @property
    def held(self) -> HeldReads: ...
    @property
    def source_list(self) -> SourceReads: ...
    @property
    def work(self) -> WorkReads: ...
    @property
    def tokens(self) -> TokenRepository: ...
    @property
    def topic_figures(self) -> TopicReads: ...
    @property
    def web_sessions(self) -> WebSessionRepository: ...
    @property
    def search(self) -> SearchReads: ...
    @property
    def search_index(self) -> SearchIndexing: ...
    @property
    def retention(self) -> Pruner: ...


class Store(Protocol):
    """Where everything is kept."""

    def write(self) -> AbstractContextManager[Transaction]:
        """A transaction that takes the write lock at once and commits at the end, or rolls back on any error."""
        ...

    def read(self) -> AbstractContextManager[Transaction]:
        """A consistent snapshot; writing through it is a bug."""
        ...

    def maintain(self) -> None:
        """Housekeeping of the database itself, beside the work of others."""
        ...


class StoreLock(Protocol):
    """What keeps a second monitor off a database that others can reach, too."""

    @property
    def folder_mark(self) -> str:
        """Names the state folder that is locked as well, on whichever machine it lies."""
        ...

    async def hold(self) -> None:
        """Make sure of the lock, or take it again where its connection broke.

        LockLostError while another has it, StoreError while nobody answers: nothing may be begun then.
        """
        ...

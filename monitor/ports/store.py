"""The store itself: transactions, small facts, and what removes old rows."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from monitor.ports.content import EntryRepository, MentionRepository, StoryRepository
from monitor.ports.deliveries import DigestRepository, GistRepository, Outbox, ProposalRepository, VerdictRepository
from monitor.ports.sources import SourceRepository, SubscriptionRepository, Timetable


class KeyValues(Protocol):
    """Small facts that outlive a run, and the audit trail."""

    def get_text(self, name: str) -> str: ...

    def keep(self, name: str, value: str, *, now: datetime) -> None: ...

    def count_refusals(self, refused: int, *, now: datetime) -> None:
        """Add to the day's count of refused hits."""
        ...

    def audit(self, what: str, *, who: str, now: datetime) -> None: ...


class Pruner(Protocol):
    """What removes rows that are older than their keeping time."""

    def prune(self, *, entries_before: datetime, deliveries_before: datetime) -> int:
        """Remove what is older, but never what is still owed nor an identity key; returns how many rows went."""
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
    def gists(self) -> GistRepository: ...
    @property
    def memory(self) -> KeyValues: ...
    @property
    def verdicts(self) -> VerdictRepository: ...
    @property
    def proposals(self) -> ProposalRepository: ...
    @property
    def timetable(self) -> Timetable: ...
    @property
    def subscriptions(self) -> SubscriptionRepository: ...
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

"""What the store keeps of what is told, and of what readers said."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from monitor.core.model.deliveries import Delivery, DeliveryState, Digest, NewDelivery
from monitor.core.model.feedback import Judged, Proposal, ProposalState, Verdict
from monitor.core.model.filters import (
    DeliveryFilter,
    WindowCounts,
)
from monitor.core.model.summaries import GistAttempt, GistOutcome


class Outbox(Protocol):
    """Deliveries. Nothing on an error path deletes."""

    def owe(self, owed: Sequence[NewDelivery], *, now: datetime) -> int:
        """Store what is owed; a key that is already there is left alone. Returns how many are new.

        A ``summary`` of a topic whose delivery is still pending takes the new stories in instead.
        """
        ...

    def claim(self, *, now: datetime, lease: timedelta, limit: int) -> Sequence[Delivery]:
        """Lease pending and deferred ones whose time has come, oldest first, at most one per channel."""
        ...

    def claim_one(self, delivery_id: int, *, now: datetime, lease: timedelta) -> Delivery | None:
        """Lease this one at once, whatever else waits; ``None`` when somebody has it or it has ended."""
        ...

    def mark(
        self,
        delivery_id: int,
        state: DeliveryState,
        *,
        now: datetime,
        send_at: datetime | None = None,
        code: str = "",
        answer: str = "",
        parts_sent: int | None = None,
        possible_repeat: bool | None = None,
        told_by: int | None = None,
    ) -> None:
        """Note how an attempt ended. One with ``told_by`` waits for that summary and is claimed by nobody."""
        ...

    def restart(self, delivery_id: int, *, now: datetime, code: str = "", answer: str = "") -> None:
        """Make it pending and due now, as if it had never been tried; a mark as possible repeat stays."""
        ...

    def retell(self, delivery_id: int, stories: Sequence[int]) -> None:
        """Change which stories a delivery tells that nobody has yet."""
        ...

    def waiting(self) -> Mapping[str, datetime]:
        """Channels that something waits for, with the earliest time of it."""
        ...

    def recover(self, *, now: datetime) -> Sequence[Delivery]:
        """Deliveries in ``sending`` whose lease has ended: their fate is in doubt. They stay as they are."""
        ...

    def find(self, wanted: DeliveryFilter) -> Sequence[Delivery]:
        """Newest first."""
        ...

    def counts(self, *, since: datetime) -> Mapping[DeliveryState, int]:
        """How many changed into each state since then."""
        ...

    def bring_back(self, *, now: datetime) -> int:
        """Times later than now become now: the clock was set back since they were noted. Returns how many waited."""
        ...


class DigestRepository(Protocol):
    """Digests by name and local period."""

    def open(self, name: str, period: str, *, from_at: datetime, to_at: datetime, now: datetime) -> Digest | None:
        """Create it; ``None`` when this period of this name already exists."""
        ...

    def last(self, name: str) -> Digest | None: ...

    def get(self, digest_id: int) -> Digest | None: ...

    def beyond(self, now: datetime) -> Sequence[Digest]:
        """Those whose window ends later than now: the clock was set back since."""
        ...

    def bring_back(self, digest_id: int, *, period: str, from_at: datetime, to_at: datetime) -> None:
        """Give such a digest the window it should have had."""
        ...

    def counts(self, *, from_at: datetime, to_at: datetime) -> WindowCounts:
        """Entries read and hits refused in a window."""
        ...


class GistRepository(Protocol):
    """What a language model was asked about stories, and what came of it."""

    def ask(self, story_id: int, language: str, state: str, *, characters: int, now: datetime) -> int:
        """Note that a question is about to go out; it counts from now on, whatever comes of it."""
        ...

    def settle(
        self,
        attempt_id: int,
        outcome: GistOutcome,
        *,
        text: str = "",
        basis: Sequence[tuple[int, int, str]] = (),
        why: str = "",
    ) -> None:
        """Note what came of a question."""
        ...

    def of(self, story_ids: Collection[int], language: str) -> Mapping[int, Sequence[GistAttempt]]:
        """Every question about these stories in this language, oldest first, by story."""
        ...

    def spent(self, *, since: datetime) -> tuple[int, int]:
        """Questions asked and characters sent since then."""
        ...

    def outcomes(self, *, from_at: datetime, to_at: datetime) -> Mapping[GistOutcome, int]:
        """How many questions of [from_at, to_at) ended in which way."""
        ...

    def latest(self, *, limit: int) -> Sequence[GistAttempt]:
        """Newest first."""
        ...


class VerdictRepository(Protocol):
    """What readers said about stories."""

    def add(self, said: Verdict) -> int:
        """Store one; returns its number."""
        ...

    def of_ticket(self, ticket: str) -> Sequence[Verdict]:
        """What a link recorded; nothing when it was not used."""
        ...

    def find(self, *, limit: int = 100) -> Sequence[Verdict]:
        """Newest first."""
        ...

    def judged(self, story_ids: Collection[int]) -> Judged:
        """(story, topic) → the newest judgement; ``mute`` is none."""
        ...


class ProposalRepository(Protocol):
    """Rule changes that wait for a yes or no."""

    def add(self, proposed: Proposal) -> int:
        """Store one; returns its number."""
        ...

    def get(self, proposal_id: int) -> Proposal | None: ...

    def find(self, *, limit: int = 100) -> Sequence[Proposal]:
        """Newest first."""
        ...

    def decide(self, proposal_id: int, state: ProposalState, *, who: str, now: datetime) -> None:
        """Close one."""
        ...

"""What the store keeps of what is told, and of what readers said."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from monitor.core.model.deliveries import Delivery, DeliveryState, Digest, DigestStart, NewDelivery
from monitor.core.model.feedback import Change, Judged, Proposal, ProposalState, Verdict
from monitor.core.model.filters import (
    DeliveryFilter,
    SentAlert,
    WindowCounts,
)
from monitor.core.model.stories import Fact
from monitor.core.model.summaries import SummaryAttempt, SummaryCooldown, SummaryOutcome


class Outbox(Protocol):
    """Deliveries. Nothing on an error path deletes."""

    def enqueue(self, new_deliveries: Sequence[NewDelivery], *, now: datetime) -> int:
        """Store what is to be sent; a key that is already there is left alone. Returns how many are new.

        A ``grouped`` one of which nothing has left takes the new stories in instead.
        """
        ...

    def claim_one(
        self, delivery_id: int, *, now: datetime, lease: timedelta, is_manual: bool = False
    ) -> Delivery | None:
        """Lease this one at once, whatever else waits; ``None`` when somebody has it or it has ended.

        ``is_manual``: another process than the running monitor sends it.
        """
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
        grouped_into: int | None = None,
        first_attempt_at: datetime | None = None,
        lease: timedelta | None = None,
    ) -> None:
        """Note how an attempt ended, or (``sending``) how far it is, with a new ``lease``.

        One with ``grouped_into`` waits for that delivery and is claimed by nobody.
        """
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

    def earliest(self, channel: str) -> datetime | None:
        """When the first of what waits for this channel may be sent."""
        ...

    def how_many_wait(self) -> int:
        """Deliveries that are still to be sent, those inside a group too."""
        ...

    def sent_lately(self, channel: str, *, since: datetime) -> Sequence[SentAlert]:
        """What of groups was sent on a channel since then."""
        ...

    def unwanted(self, channel: str, *, now: datetime, muted: Collection[str]) -> Sequence[Delivery]:
        """Due alerts of which nothing has left, that may tell nothing wanted: judged, or of muted topics only."""
        ...

    def note_facts(self, delivery_id: int, facts: Mapping[int, Collection[Fact]]) -> None:
        """What a delivery tells, as it was composed: story → facts."""
        ...

    def facts_told(
        self, channel: str, recipient: str, story_ids: Collection[int], *, but: Collection[int] = ()
    ) -> Mapping[int, frozenset[tuple[str, str]]]:
        """Story → the facts (kind, value) that this recipient was told, or is being told, by other deliveries."""
        ...

    def recover(self, *, now: datetime, void_leases: bool = False) -> Sequence[Delivery]:
        """Deliveries in ``sending`` whose lease has ended: their fate is in doubt. They stay as they are.

        ``void_leases``: no lease holds but those of what somebody sends manually.
        """
        ...

    def find(self, wanted: DeliveryFilter) -> Sequence[Delivery]:
        """Newest first."""
        ...

    def told_of(self, story_ids: Collection[int]) -> frozenset[int]:
        """Which of these stories a delivery tells, or is to tell; what told a merged one tells the one it is in."""
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

    def newest(self, *, limit: int) -> Sequence[Digest]:
        """Newest first."""
        ...

    def beyond(self, now: datetime) -> Sequence[Digest]:
        """Those whose window ends later than now: the clock was set back since."""
        ...

    def bring_back(self, digest_id: int, *, period: str, from_at: datetime, to_at: datetime) -> None:
        """Give such a digest the window it should have had."""
        ...

    def counts(self, *, from_at: datetime, to_at: datetime) -> WindowCounts:
        """Entries read and hits refused in a window."""
        ...

    def count_refusals(self, refused: int, *, now: datetime) -> None:
        """Add to the count of refused hits."""
        ...

    def start_of(self, name: str) -> DigestStart | None:
        """Since when a digest is known; ``None`` when it never was."""
        ...

    def set_start(self, name: str, start: DigestStart) -> None: ...


class SummaryRepository(Protocol):
    """What a language model was asked about stories, and what came of it."""

    def cooldown(self, settings: str) -> SummaryCooldown | None:
        """Why the endpoint of these settings (a hash) is left alone, if it is."""
        ...

    def set_cooldown(self, settings: str, cooldown: SummaryCooldown | None) -> None:
        """Note that it failed once more, or (``None``) that it is well."""
        ...

    def ask(self, story_id: int, language: str, state: str, *, characters: int, now: datetime) -> int:
        """Note that a question is about to go out; it counts from now on, whatever comes of it."""
        ...

    def settle(
        self,
        attempt_id: int,
        outcome: SummaryOutcome,
        *,
        text: str = "",
        basis: Sequence[tuple[int, int, str]] = (),
        why: str = "",
    ) -> None:
        """Note what came of a question."""
        ...

    def of(self, story_ids: Collection[int], language: str) -> Mapping[int, Sequence[SummaryAttempt]]:
        """Every question about these stories in this language, oldest first, by story."""
        ...

    def spent(self, *, since: datetime) -> tuple[int, int]:
        """Questions asked and characters sent since then."""
        ...

    def outcomes(self, *, from_at: datetime, to_at: datetime) -> Mapping[SummaryOutcome, int]:
        """How many questions of [from_at, to_at) ended in which way."""
        ...

    def latest(self, *, limit: int) -> Sequence[SummaryAttempt]:
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

    def of_verdicts(self, verdict_ids: Collection[int]) -> Sequence[Proposal]:
        """What these verdicts proposed, newest first."""
        ...

    def of_change(self, change: Change) -> Sequence[Proposal]:
        """Every proposal of this very change, newest first."""
        ...

    def decide(self, proposal_id: int, state: ProposalState, *, who: str, now: datetime) -> None:
        """Close one."""
        ...

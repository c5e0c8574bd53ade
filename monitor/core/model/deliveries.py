"""Deliveries: one message owed to one recipient of one channel."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from monitor.core.model.messages import Rendered

DeliveryKind = Literal["alert", "follow-up", "summary", "digest", "notice", "test"]
DeliveryState = Literal["pending", "sending", "sent", "deferred", "held", "dead"]


def delivery_key(kind: DeliveryKind, subject: str, channel: str, recipient: str) -> str:
    """The unique key of a delivery: 32 hex digits of SHA-256 over what, for which story or digest, to whom.

    ``subject`` names the story ("story:17"), its follow-up ("story:17:facts:…") or the digest period. ``webhook-id``
    and ``Message-ID`` derive from the key, so a receiver can drop a repeat.
    """
    return hashlib.sha256("\x1f".join((kind, subject, channel, recipient)).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """A delivery that a decision asks for; it becomes a row in the same transaction as its cause."""

    kind: DeliveryKind
    subject: str
    channel: str
    recipient: str
    stories: tuple[int, ...] = ()
    digest_id: int | None = None
    send_at: datetime
    severity: str = ""
    topic: str = ""
    """The topic of a first-sight summary, else empty."""
    grouping: str = ""
    """The route and the group it put the story into (``policy.grouping``); empty = belongs to no group."""

    @property
    def key(self) -> str:
        """See ``delivery_key``."""
        return delivery_key(self.kind, self.subject, self.channel, self.recipient)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A row of the outbox."""

    id: int
    key: str
    kind: DeliveryKind
    subject: str
    channel: str
    recipient: str
    state: DeliveryState
    stories: tuple[int, ...] = ()
    digest_id: int | None = None
    attempts: int = 0
    parts_sent: int = 0
    send_at: datetime
    """Not before; also the next attempt of a deferred one."""
    first_attempt_at: datetime | None = None
    provider_code: str = ""
    answer: str = ""
    possible_repeat: bool = False
    sent_at: datetime | None = None
    created_at: datetime
    severity: str = ""
    topic: str = ""
    grouping: str = ""
    told_by: int | None = None
    """The summary that tells this one's stories in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The receiver said yes."""

    code: str = ""
    answer: str = ""
    rest: timedelta | None = None
    """The provider takes nothing more before then: its bucket is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """Not now: try again, not sooner than ``retry_after`` when that is set."""

    reason: str
    code: str = ""
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Never: the same message would be refused again. ``disable`` = the receiver wants nothing more (410, 535)."""

    reason: str
    code: str = ""
    disable: bool = False
    too_big: bool = False
    """It may be taken in smaller parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InDoubt:
    """The whole message went out and no answer came: it may have arrived."""

    reason: str


SendOutcome = Sent | Deferred | Refused | InDoubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One part of a rendered message on its way to one recipient."""

    key: str
    recipient: str
    rendered: Rendered
    kind: DeliveryKind
    thread: str = ""
    """Stable per story: e-mail programs put its messages together."""
    part: int = 1
    parts: int = 1
    at: datetime
    """When this attempt is made (goes into signatures and the Date header)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One digest of one name for one local period: unique, so it can neither be sent twice nor skipped."""

    id: int
    name: str
    period: str
    """The local period: "2026-11-23", "2026-W48", "2026-11-23T09:30"."""
    from_at: datetime
    to_at: datetime
    created_at: datetime
    stories: Sequence[int] = ()

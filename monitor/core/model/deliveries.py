"""Deliveries: one message for one recipient of one channel."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from monitor.core.model.messages import Rendered
from monitor.core.model.stories import Fact
from monitor.values import dataclass

DeliveryKind = Literal["alert", "follow-up", "grouped", "digest", "notice", "test"]
"""``grouped``: several alerts in one message, or the first sight of a topic."""
DeliveryState = Literal["pending", "sending", "sent", "deferred", "held", "dead"]
GroupReason = Literal["group", "storm", "rate", "backlog"]
_KEYED_AS = {"grouped": "summary"}
"""What a kind was called when the first keys were made: a key must never change, nor what documents call it."""


def documented_kind(kind: str) -> str:
    """What JSON documents call a kind of delivery or alert."""
    return _KEYED_AS.get(kind, kind)


def delivery_key(kind: DeliveryKind, subject: str, channel: str, recipient: str) -> str:
    """The unique key of a delivery: 32 hex digits of SHA-256 over what, for which story or digest, to whom.

    ``subject`` is an id: of the story ("story:17"), its follow-up ("story:17:facts:HASH") or the digest period.
    ``webhook-id`` and ``Message-ID`` derive from the key, so a receiver can drop a repeat.
    """
    said = "\x1f".join((documented_kind(kind), subject, channel, recipient))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpPayload:
    """What a follow-up adds."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatPayload:
    """A story that goes on, told for the n-th time again (``repeat_interval``)."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPayload:
    """Why several alerts became one message, how many they were and how long the oldest had waited."""

    reason: GroupReason
    count: int
    waited: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePayload:
    """A notice of the monitor itself."""

    title: str
    lines: tuple[str, ...] = ()


DeliveryPayload = FollowUpPayload | RepeatPayload | GroupPayload | NoticePayload
"""What a delivery tells beside its stories or its digest (``adapters.store.delivery_payloads`` is its JSON)."""


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
    """The topic of a first sight, else empty."""
    topics: tuple[str, ...] = ()
    """The topics that its routes were asked about."""
    grouping: str = ""
    """The route and the group it put the story into (``alerting.grouping``); empty = belongs to no group."""
    payload: DeliveryPayload | None = None

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
    topics: tuple[str, ...] = ()
    grouping: str = ""
    grouped_into: int | None = None
    """The grouped delivery that tells this one's stories in its place."""
    payload: DeliveryPayload | None = None

    @property
    def is_group(self) -> bool:
        """Whether it tells other deliveries in their place."""
        return isinstance(self.payload, GroupPayload)

    @property
    def is_repeat(self) -> bool:
        """Whether it tells a story again that was told before."""
        return isinstance(self.payload, RepeatPayload)

    @property
    def is_untold(self) -> bool:
        """Whether nothing of it can have reached anybody yet, so that it may still change."""
        return self.state in ("pending", "deferred") and not self.parts_sent and not self.possible_repeat


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestStart:
    """Where a digest's first window starts, and which of its times came a second time."""

    known_since: datetime
    passed_at: datetime | None = None
    """A fire that came again after the clock was set back, and is over."""

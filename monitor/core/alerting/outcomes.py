"""How an attempt to send ended, the situation around it, and what is to be stored of it."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime, tzinfo
from functools import partial

from monitor.core.i18n.phrases import Reason
from monitor.core.model.channel_state import ChannelState
from monitor.core.model.deliveries import (
    Delivery,
    DeliveryState,
    NewDelivery,
    SendOutcome,
)
from monitor.core.model.settings import ChannelSettings, RateLimit, Settings
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """It was cut off by us (the rate is spent, the program stops): no failure."""

    until: datetime
    reason: str = field(default_factory=partial(Reason, "send.waits-for-rate"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """There is nothing left to send, and nobody waits for it; ``code`` is one of ``grouping.SETTLED``."""

    reason: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoWay:
    """Its channel is not in the settings: it is held until that comes back, or somebody decides."""

    reason: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """How sending the parts of one delivery ended."""

    outcome: SendOutcome | Postponed | Unsent | NoWay
    parts_sent: int
    stories_sent: int = 0
    """Stories that the parts which were taken told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A change to a delivery (``Outbox.mark``); ``None`` leaves a column as it is."""

    id: int
    state: DeliveryState
    code: str = ""
    answer: str = ""
    send_at: datetime | None = None
    parts_sent: int | None = None
    possible_repeat: bool | None = None
    first_attempt_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomePlan:
    """Everything that is to be stored, in one transaction."""

    marks: Sequence[Mark]
    """The delivery's own first."""
    restarts: Sequence[Mark] = ()
    """Deliveries that begin anew (``Outbox.restart``)."""
    new_deliveries: Sequence[NewDelivery] = ()
    channel: ChannelState
    forget_parts: bool = False

    @property
    def state(self) -> DeliveryState:
        """The delivery's new state."""
        return self.marks[0].state


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One delivery whose attempt has ended, and what is known around it."""

    now: datetime
    delivery: Delivery
    members: Sequence[Delivery] = ()
    """What it tells in their place."""
    channel: ChannelSettings | None
    limits: Sequence[RateLimit] = ()
    """How many messages the channel may send in which time."""
    state: ChannelState
    settings: Settings
    zone: tzinfo
    stopped: frozenset[str] = frozenset()
    """Channels that are stopped."""
    channels: Mapping[str, ChannelSettings] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "channels", {channel.name: channel for channel in self.settings.channels})

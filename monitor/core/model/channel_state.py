"""What the sender remembers of a channel between two looks: loaded once, decided on purely, stored once."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooldown:
    """A recipient who could not be reached: nothing goes there until ``until``, then one message tries."""

    failures: int
    since: datetime
    until: datetime
    failed_at: datetime
    """When the last attempt failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStop:
    """A channel that wants nothing more (a revoked key, a refused login) until somebody mends it."""

    at: datetime
    reason: str
    settings: str
    """A hash of the channel's settings at that time: other settings are worth another try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """All of one channel that outlives an attempt."""

    name: str
    stop: ChannelStop | None = None
    paused_until: datetime | None = None
    """The provider said that its bucket is empty until then."""
    send_times: tuple[datetime, ...] = ()
    """When its last messages went out, as far as the channel's rate counts them; oldest first."""
    cooldowns: Mapping[str, Cooldown] = field(default_factory=dict)
    """By recipient."""
    storms: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    """(recipient, route) → when the last message of a storm went out."""

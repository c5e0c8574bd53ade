"""Push: what was agreed with the hub of a source (W3C WebSub), and how far that hub keeps its word."""

from dataclasses import field
from datetime import datetime
from typing import Literal

from monitor.values import dataclass

SubscriptionState = Literal["asked", "verified", "denied", "leaving"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advertised:
    """An active source that names a hub."""

    source_id: int
    configured_url: str
    hub: str
    topic: str
    """The address under which the hub knows the source: its rel="self"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One subscription of one source at one hub."""

    id: int = 0
    """0 = not stored yet."""
    source_id: int
    hub: str
    topic: str
    token: str = field(repr=False)
    """The last part of ``callback``, which nobody but the hub knows."""
    callback: str = field(repr=False)
    secret: str = field(repr=False)
    state: SubscriptionState = "asked"
    reason: str = ""
    """Why it was denied or did not come about, in words a person reads."""
    next_at: datetime
    """When the hub is asked next: for the first time, again, to renew, or to end it."""
    failures: int = 0
    """Requests in a row that led to nothing."""
    verified_at: datetime | None = None
    lease_until: datetime | None = None
    pushed_at: datetime | None = None
    pushes: int = 0
    dropped: int = 0
    """Deliveries that were not the hub's: no signature, or a wrong one."""
    news_at: datetime | None = None
    """A delivery came and the source has not been looked at since, or showed nothing new yet."""
    looks: int = 0
    """How often it was looked at for that delivery."""
    unpushed_at: datetime | None = None
    """A poll found news that the hub had not told; it has a little while to do so yet."""
    record: str = ""
    """The latest news, oldest first: "p" = the hub told in time, "m" = it did not, "e" = it told and there was none."""

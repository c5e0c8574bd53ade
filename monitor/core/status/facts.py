"""Everything that the state of this monitor follows from."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta, tzinfo
from typing import Literal

from monitor.core.model.channel_state import ChannelStop
from monitor.core.model.operations.administration import Room
from monitor.core.model.operations.monitor_status import ChannelFigures, Outage, RunNote, SourceTally
from monitor.values import dataclass

LONGEST_SILENCE = timedelta(minutes=2)
"""A tick is due every second; a large write may hold it up for a while."""
STARTING = timedelta(minutes=1)
"""So long after its start a daemon counts as starting as long as it has not asked all sources."""
Holder = Literal["daemon", "round", "other", ""]
"""Who works on the state folder: a daemon, a round of ``once``, another process, nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestDelay:
    """A digest that is due and did not go out. ``why`` is empty for one that was not even made."""

    name: str
    due_at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFacts:
    """What the store knows."""

    sources: SourceTally = field(default_factory=SourceTally)
    stops: Mapping[str, ChannelStop] = field(default_factory=dict)
    channels: ChannelFigures = field(default_factory=ChannelFigures)
    sending_is_on: bool = True
    given_up: int = 0
    """Messages that could not be delivered within the last day."""
    given_up_why: str = ""
    digests: tuple[DigestDelay, ...] = ()
    next_digest_at: datetime | None = None
    clock_is_trusted: bool = True
    stories: int = 0
    sent: int = 0
    """New stories and messages sent since the local day began."""
    last_run: RunNote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From when on something counts as wrong."""

    no_answer: timedelta = timedelta(minutes=30)
    disk_bytes: int = 500_000_000
    by_workers: bool = False
    """The sources are asked by the workers of a fleet, not by the daemon itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFacts:
    """One look at everything. What only the daemon itself knows is in ``silence``, ``troubles`` and ``outage``."""

    now: datetime
    zone: tzinfo
    holder: Holder
    store: StoreFacts | None
    """``None``: it cannot be read, ``store_fault`` says why; or nothing has been stored yet."""
    store_fault: str = ""
    silence: timedelta = timedelta(0)
    troubles: Mapping[str, str] = field(default_factory=dict)
    """What the daemon noted: "store", "reload", "pages", "disk" …"""
    outage: Outage | None = None
    room: Room | None = None
    """On the disk of the state folder; ``None`` = it cannot be told."""
    limits: Limits = Limits()
    began_at: datetime | None = None
    """When the daemon that is at work began; ``None``: none is, or nobody can tell."""

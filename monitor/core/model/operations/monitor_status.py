"""What the state of this monitor is decided from: figures of the store, and what the last run noted of itself."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Literal

from monitor.core.model.channel_state import Cooldown
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingSource:
    """A source that does not answer, or whose answers cannot be read."""

    id: int
    name: str
    error: str
    since: datetime
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTally:
    """The sources in numbers. ``watched`` are those that are polled, ``asked`` those of them that were."""

    watched: int = 0
    asked: int = 0
    failing: int = 0
    gone: int = 0
    seen: int = 0
    """Watched, read within the last day, and well at the last poll."""
    polled_at: datetime | None = None
    answered_at: datetime | None = None
    """The last poll of any, and the last that brought an answer."""
    next_at: datetime | None = None
    """When the next poll of any is due; before now: it is overdue."""
    troubles: tuple[FailingSource, ...] = ()
    """The failing ones, the longest first; at most as many as were asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits for a channel, and the answer to the newest that was tried."""

    count: int
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFigures:
    """All channels: what waits for each, and the failures in a row of each, the longest of its recipients'."""

    queues: Mapping[str, Queue] = field(default_factory=dict)
    cooldowns: Mapping[str, Cooldown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """Nothing can be reached from here. ``reason`` as text, or as a store keeps a reason."""

    since: datetime
    reason: str
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNote:
    """What a daemon (``run``) or a round (``once``) notes of itself, for whoever asks while it runs or afterwards."""

    by: Literal["run", "once"]
    began_at: datetime
    seen_at: datetime
    """The last look at the clock."""
    looks: int = 0
    """How often the configuration was read again since the start."""
    refused: str = ""
    """Why the configuration on disk is not the one in force; empty = it is."""
    refused_at: datetime | None = None
    outage: Outage | None = None

"""What the store keeps of how far things are: channels, topics, sources, long messages, the polling budget."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from monitor.core.model.channel_state import ChannelState, ChannelStop
from monitor.core.model.messages import Rendered
from monitor.core.model.operations.monitor_status import ChannelFigures, SourceTally
from monitor.core.polling.budget import BudgetState


class ChannelStateRepository(Protocol):
    """Stops, cool-downs, rates and storms of channels."""

    def load(self, channel: str) -> ChannelState:
        """All of a channel's state; an empty one for a channel that nothing is known of."""
        ...

    def save(self, state: ChannelState, *, was: ChannelState) -> None:
        """Store what changed since it was loaded."""
        ...

    def stops(self) -> Mapping[str, ChannelStop]:
        """The channels that are stopped, by name."""
        ...

    def prune(self, *, before: datetime) -> int:
        """Forget storms and cool-downs that ended before then; returns how many rows went."""
        ...


class DeliveryPartRepository(Protocol):
    """Messages of several parts as they were first rendered."""

    def load(self, delivery_id: int, *, marked: bool = False) -> Sequence[Rendered]:
        """The parts of a delivery, as they are or ``marked`` as possible repeats; empty when none are kept."""
        ...

    def save(self, delivery_id: int, parts: Sequence[Rendered], *, marked: Sequence[Rendered]) -> None: ...

    def remove(self, delivery_id: int) -> None: ...


class TopicStateRepository(Protocol):
    """Mutes, and the rules that history was matched by."""

    def fingerprints(self) -> Mapping[str, str]:
        """Topic → the fingerprint of the rules that stored entries were matched by."""
        ...

    def set_fingerprints(self, fingerprints: Mapping[str, str], *, now: datetime) -> None: ...

    def forget(self, topics: Collection[str]) -> None:
        """Topics that nobody watches any more."""
        ...

    def mute(self, topic: str, until: datetime, *, now: datetime) -> None: ...

    def mutes(self, *, now: datetime) -> Mapping[str, datetime]:
        """Topic → the end of a mute that holds now."""
        ...

    def prune(self, *, now: datetime) -> int:
        """Forget mutes that are over; returns how many."""
        ...


class SourceReadingRepository(Protocol):
    """By which rules each source was last read, the text of watched pages, and what is remembered of indexes."""

    def rules(self) -> Mapping[int, str]:
        """Source → the hash of the rules that it was last read by."""
        ...

    def set_rules(self, source_id: int, rules: str) -> None: ...

    def page_text(self, source_id: int) -> str:
        """The text of a watched page at its last poll; empty before the first."""
        ...

    def set_page_text(self, source_id: int, text: str) -> None: ...


class PollingBudgetRepository(Protocol):
    """The price of a poll, what was spent, and when it was last solved for."""

    def load(self) -> BudgetState: ...

    def save(self, state: BudgetState) -> None: ...

    def solved_at(self) -> datetime | None:
        """The hour of the last solution; ``None`` before the first."""
        ...

    def set_solved_at(self, at: datetime | None) -> None:
        """Note the hour of a solution; ``None`` = solve at once."""
        ...


class HostTurnRepository(Protocol):
    """When any worker of a fleet last asked each host."""

    def asked_at(self, place: str) -> datetime | None: ...

    def note(self, place: str, *, now: datetime) -> None:
        """It is asked now."""
        ...


class FigureRepository(Protocol):
    """The store in numbers: cheap however much is in it, for it is asked every few seconds."""

    def sources(self, *, now: datetime, listed: int) -> SourceTally:
        """All sources, and the ``listed`` longest failing ones by name."""
        ...

    def channels(self) -> ChannelFigures: ...

    def new_stories(self, *, since: datetime) -> int:
        """Stories first seen since then."""
        ...

    def kept_since(self) -> datetime | None:
        """When the oldest entry that is kept was first seen; ``None`` before the first."""
        ...

"""When the daemon last looked at the clock: what a health check rests on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.ports import Clock


@dataclass(slots=True)
class Heartbeat:
    """Beats at every tick. A clock that is set does not disturb it: silence is measured monotonically."""

    clock: Clock
    on_beat: Callable[[], None] = lambda: None
    """Who else is to know, such as a watchdog."""
    beat_at: datetime | None = None
    _since: float = field(init=False)

    def __post_init__(self) -> None:
        self._since = self.clock.monotonic()

    def beat(self) -> None:
        """A tick has ended well."""
        self.beat_at = self.clock.now()
        self._since = self.clock.monotonic()
        self.on_beat()

    def silence(self) -> timedelta:
        """How long there was no tick; before the first one, since the start."""
        return timedelta(seconds=self.clock.monotonic() - self._since)

"""When the daemon last looked at the clock, and what it knows to be wrong with itself: what a health check rests on."""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from monitor.ports import Clock
from monitor.values import dataclass

Trouble = Literal["store", "reload", "state", "disk", "pages"]
"""What the daemon itself can be unable to do: use its database, take a new configuration, keep its files, fetch, serve
pages."""
TASK = "task "
"""Before the name of a part of the program that failed and is started again."""


class Vitals(Protocol):
    """What a health check asks of a daemon, in its own process or in the one that serves its pages."""

    @property
    def beat_at(self) -> datetime | None:
        """The last tick that ended well; ``None`` before the first."""
        ...

    @property
    def began_at(self) -> datetime:
        """When the daemon started."""
        ...

    @property
    def troubles(self) -> Mapping[str, str]:
        """What is wrong at the moment."""
        ...

    def silence(self) -> timedelta:
        """How long there was no tick; before the first one, since the start."""
        ...


@dataclass(slots=True)
class Heartbeat:
    """Beats at every tick. A clock that is set does not disturb it: silence is measured monotonically."""

    clock: Clock
    on_beat: Callable[[], None] = lambda: None
    """Who else is to know, such as a watchdog."""
    beat_at: datetime | None = None
    began_at: datetime = field(init=False)
    looks: int = 0
    """How often the configuration was read again."""
    refused_at: datetime | None = None
    _since: float = field(init=False)
    _troubles: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._since = self.clock.monotonic()
        self.began_at = self.clock.now()

    def beat(self) -> None:
        """A tick has ended well."""
        self.beat_at = self.clock.now()
        self._since = self.clock.monotonic()
        self.on_beat()

    def silence(self) -> timedelta:
        """How long there was no tick; before the first one, since the start."""
        return timedelta(seconds=self.clock.monotonic() - self._since)

    def note(self, what: Trouble, sentence: str) -> None:
        """Remember what is wrong, in words for people; an empty sentence: it is right again."""
        if sentence:
            self._troubles[what] = sentence
        else:
            self._troubles.pop(what, None)

    def note_task(self, name: str, sentence: str) -> None:
        """The same of a part of the program that runs beside the ticks."""
        if sentence:
            self._troubles[TASK + name] = sentence
        else:
            self._troubles.pop(TASK + name, None)

    def note_reload(self, refused: str) -> None:
        """The configuration was read again; ``refused`` says why it is not used, empty: it is."""
        self.looks += 1
        self.refused_at = self.clock.now() if refused else None
        self.note("reload", refused)

    @property
    def troubles(self) -> Mapping[str, str]:
        """What is wrong at the moment."""
        return dict(self._troubles)

"""What a fleet of workers is handed: one job names what to do, never how, and is done again without harm."""

from typing import Literal

from monitor.values import dataclass

JobKind = Literal["poll", "deliver", "subscribe"]
QueueName = Literal["polls", "deliveries", "hubs"]

QUEUES: dict[JobKind, QueueName] = {"poll": "polls", "deliver": "deliveries", "subscribe": "hubs"}
"""The queue that jobs of each kind wait in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work on one key: no two jobs of one kind and key are ever done at once, and none waits twice."""

    kind: JobKind
    key: str
    """``poll``: the host (with its port where that is not the usual one); ``deliver``: the channel; ``subscribe``: the
    number of the subscription."""
    items: tuple[int, ...] = ()
    """``poll``: the sources of the host that were due when it was offered."""
    priority: int = 0
    """The highest goes first."""

    @property
    def lock(self) -> str:
        """What is held while it is done."""
        return f"{self.kind}:{self.key}"

"""What the running daemon measures of itself: plain counts, which nobody reads unless ``/metrics`` is asked for."""

from collections import Counter
from dataclasses import field
from typing import Literal

from monitor.core.model.operations.metrics import Durations
from monitor.values import dataclass

PollResult = Literal["news", "nothing-new", "not-modified", "failed"]
_POLL_BOUNDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_COMMIT_BOUNDS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0)


def commit_durations() -> Durations:
    """For transactions that write: from waiting for the lock to the commit."""
    return Durations(_COMMIT_BOUNDS)


@dataclass(slots=True)
class Measures:
    """Since the start, or the last reload."""

    polls: Counter[PollResult] = field(default_factory=Counter)
    poll_seconds: Durations = field(default_factory=lambda: Durations(_POLL_BOUNDS))

    def note_poll(self, result: PollResult, seconds: float) -> None:
        """A poll has ended."""
        self.polls[result] += 1
        self.poll_seconds.observe(seconds)

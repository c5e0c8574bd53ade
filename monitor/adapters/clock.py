"""Clocks: the system's, and one that jumps to the next due instant (tests, demo, benches)."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

# The one door to the wall clock: everything else takes the Clock port.
_LONGEST_NAP = timedelta(seconds=30)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)  # noqa: TID251 the clock port itself is the place that may ask

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()

    async def sleep_until(self, at: datetime) -> None:
        """Naps of at most 30 s: a clock that is put forward or a suspended machine oversleeps by no more.

        Nor does it sleep longer than was left when it was called: a clock that is set back keeps nobody waiting.
        """
        end = self.monotonic() + (at - self.now()).total_seconds()
        while (left := min((at - self.now()).total_seconds(), end - self.monotonic())) > 0:  # noqa: ASYNC110 no event tells that the wall clock was set
            await asyncio.sleep(min(left, _LONGEST_NAP.total_seconds()))


class SteppedClock:
    """A clock that stands still until it is told to jump; sleepers wake when it passes their time."""

    def __init__(self, start: datetime) -> None:
        self._start = self._now = start
        self._sleepers: list[tuple[datetime, asyncio.Event]] = []

    def now(self) -> datetime:
        """Where the clock stands."""
        return self._now

    def monotonic(self) -> float:
        """Seconds since the start."""
        return (self._now - self._start).total_seconds()

    def jump_to(self, at: datetime) -> None:
        """Move forward (never back) and wake whoever waited for a time that has come."""
        self._now = max(self._now, at)
        waiting = []
        for due, event in self._sleepers:
            if due <= self._now:
                event.set()
            else:
                waiting.append((due, event))
        self._sleepers = waiting

    def next_sleeper(self) -> datetime | None:
        """The earliest time that somebody waits for."""
        return min((due for due, _ in self._sleepers), default=None)

    async def sleep_until(self, at: datetime) -> None:
        """Return when the clock has been moved to ``at``."""
        if at <= self._now:
            return
        event = asyncio.Event()
        self._sleepers.append((at, event))
        try:
            await event.wait()
        finally:
            self._sleepers = [(due, waiting) for due, waiting in self._sleepers if waiting is not event]

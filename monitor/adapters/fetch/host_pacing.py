"""Politeness in time: one request in flight per place, and a pause between two; what hangs passes its turn on."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import field
from datetime import datetime, timedelta

from monitor.ports import Clock
from monitor.values import dataclass

_REMEMBERED = 4096
_PATIENCE = 1.5
"""Seconds (of real time, as all time-outs of sockets) after which a request that hangs passes its turn on."""
_MOST_IN_FLIGHT = 4


@dataclass(slots=True)
class _Place:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    in_flight: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_MOST_IN_FLIGHT))
    holder: Callable[[], None] | None = None
    waiting: int = 0
    free_at: datetime | None = None


class Pace:
    """Hands out turns. A place is a host, with its port where that is not the usual one."""

    def __init__(self, clock: Clock, *, delay: timedelta) -> None:
        self._clock = clock
        self._delay = delay
        self._places: dict[str, _Place] = {}

    @asynccontextmanager
    async def turn(self, place: str, *, spaced: bool = True, at_least: timedelta = timedelta(0)) -> AsyncIterator[None]:
        """Hold the only turn of ``place`` for the length of the block, or until that hangs; four at most hang at once.

        ``spaced=False``: go on at once when it is free (a redirect within one host). ``at_least``: a longer pause that
        the host asked for. Never hold one turn while waiting for another.
        """
        here = self._places.get(place)
        if here is None:
            here = self._places[place] = _Place()
        here.waiting += 1
        try:
            async with here.in_flight:
                await here.lock.acquire()
                with _held_turn(here) as pass_on:
                    if spaced:
                        await self._pause(here, max(self._delay, at_least))
                    timer = asyncio.get_running_loop().call_later(_PATIENCE, pass_on)
                    here.free_at = self._clock.now()
                    try:
                        yield
                    finally:
                        timer.cancel()
                        if here.holder is pass_on:
                            here.free_at = self._clock.now()
        finally:
            here.waiting -= 1
            self._forget()

    async def _pause(self, here: _Place, delay: timedelta) -> None:
        now = self._clock.now()
        if here.free_at is None or delay <= timedelta(0):
            return
        # A clock that was set back would make this wait for years.
        due = min(here.free_at, now) + delay
        if due > now:
            await self._clock.sleep_until(due)

    def _forget(self) -> None:
        """Keep the memory of places small; nobody waits for those that go."""
        if len(self._places) <= _REMEMBERED:
            return
        longest = max(self._delay, timedelta(minutes=1))
        now = self._clock.now()
        idle = [
            name
            for name, place in self._places.items()
            if place.waiting == 0 and (place.free_at is None or abs(now - place.free_at) > longest)
        ]
        for name in idle:
            del self._places[name]


@contextmanager
def _held_turn(here: _Place) -> Iterator[Callable[[], None]]:
    """Hold the turn, which was waited for, until the block ends or calls what it is given, whichever comes first."""

    def pass_on() -> None:
        if here.holder is pass_on:
            here.holder = None
            here.lock.release()

    here.holder = pass_on
    try:
        yield pass_on
    finally:
        pass_on()

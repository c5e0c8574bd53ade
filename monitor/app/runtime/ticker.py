"""The ticker: one tick a second, whatever the clock does; a failed tick is said once a minute and tried again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import field
from datetime import datetime, timedelta

from apscheduler.triggers.cron import CronTrigger

from monitor.app.context import AppContext
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.core.i18n.formats import format_span
from monitor.errors import LockLostError, StoreError, StoreGoneError
from monitor.log_lines import lazy_logger
from monitor.ports import Clock
from monitor.values import dataclass

log = lazy_logger(__name__)

_TICK = timedelta(seconds=1)
_JUMP = timedelta(seconds=30)
"""Time servers correct by less; a difference of more is worth a line."""


@dataclass(slots=True)
class JumpDetector:
    """Compares the wall clock with the one that cannot be set."""

    clock: Clock
    _wall: datetime = field(init=False)
    _steady: float = field(init=False)

    def __post_init__(self) -> None:
        self._wall, self._steady = self.clock.now(), self.clock.monotonic()

    def jump(self) -> timedelta:
        """How far the clock was set since the last call: > 0 ahead, < 0 back, zero for what time servers do."""
        wall, steady = self.clock.now(), self.clock.monotonic()
        drift = (wall - self._wall) - timedelta(seconds=steady - self._steady)
        self._wall, self._steady = wall, steady
        return drift if abs(drift) >= _JUMP else timedelta(0)


@dataclass(slots=True)
class Ticker:
    """Calls ``tick`` every second and ``housekeep`` by the calendar, until ``stop``; neither can end it by failing.

    What is due when stands in the database, so a late or lost tick loses nothing, and no missed second is made up for.
    """

    app: AppContext
    heartbeat: Heartbeat
    tick: Callable[[], Awaitable[None]]
    housekeep: Callable[[], Awaitable[object]]
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)
    _cleaning: asyncio.Task[None] | None = None

    def stop(self) -> None:
        """No tick begins after this one."""
        self._stopped.set()

    async def run(self) -> None:
        """Tick until stopped; housekeeping ends with it, for the store is closed behind it."""
        try:
            await self._run()
        finally:
            if self._cleaning is not None:
                self._cleaning.cancel()
                await asyncio.gather(self._cleaning, return_exceptions=True)

    async def _run(self) -> None:
        clock, jumps = self.app.clock, JumpDetector(self.app.clock)
        calendar = CronTrigger(minute=17, timezone="UTC")
        clean_at = clock.now()
        while not self._stopped.is_set():
            if jumped := jumps.jump():
                log.warning("the clock jumped", by=_span_text(jumped), to=clock.now().isoformat(timespec="seconds"))
                clean_at = clock.now()
            await self._guarded()
            if clock.now() >= clean_at and (self._cleaning is None or self._cleaning.done()):
                clean_at = calendar.get_next_fire_time(None, clock.now())
                self._cleaning = asyncio.create_task(self._clean())
            await self._nap(clock)
        if self._cleaning is not None:
            await asyncio.wait({self._cleaning})

    async def _guarded(self) -> None:
        try:
            await self.tick()
        except StoreGoneError:
            raise
        except LockLostError as error:
            self.heartbeat.note("store", str(error))
            log.error("another monitor uses the database; this one stands by", error=str(error))  # noqa: TRY400 the operator's to mend, no bug
        except StoreError as error:
            self.heartbeat.note("store", str(error))
            log.error("nothing can be stored; tried again every second", error=str(error))  # noqa: TRY400 the operator's to mend, no bug
        except Exception:
            log.exception("a tick failed; tried again every second")
        else:
            self.heartbeat.note("store", "")
            self.heartbeat.note("disk", self.app.disk.trouble if self.app.disk is not None else "")
            self.heartbeat.beat()

    async def _clean(self) -> None:
        try:
            await self.housekeep()
        except StoreError as error:
            log.error("housekeeping failed; tried again within the hour", error=str(error))  # noqa: TRY400 as above
        except Exception:
            log.exception("housekeeping failed; tried again within the hour")

    async def _nap(self, clock: Clock) -> None:
        """A second, or until stopped."""
        waits = {
            asyncio.create_task(clock.sleep_until(clock.now() + _TICK)),
            asyncio.create_task(self._stopped.wait()),
        }
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
            await asyncio.gather(*waits, return_exceptions=True)


def _span_text(jumped: timedelta) -> str:
    ahead = jumped > timedelta(0)
    return f"{format_span(abs(jumped), 'en')} {'ahead (or this machine slept)' if ahead else 'back'}"

"""The whole program on the stepped clock, beside a newsroom that reads that clock as a number in shared memory."""

import asyncio
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from mmap import mmap

from monitor.adapters.clock import SteppedClock
from monitor.app.context import AppContext
from monitor.app.runtime.scheduler import Scheduler

START = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


async def advance(
    app: AppContext,
    clock: SteppedClock,
    until: datetime,
    *,
    shared: mmap,
    step: timedelta,
    on_step: Callable[[], None] = lambda: None,
) -> None:
    """A step of its clock at a time, until nothing is left to do; ``shared`` begins with the seconds since START."""
    scheduler = Scheduler(app)
    while clock.now() < until:
        clock.jump_to(min(clock.now() + step, until))
        on_step()
        shared[:8] = struct.pack("d", (clock.now() - START).total_seconds())
        while True:
            await scheduler.tick()
            if not scheduler.busy:
                break
            while scheduler.busy:
                await asyncio.sleep(0.002)
                sleeper = clock.next_sleeper()
                if scheduler.busy and sleeper is not None:
                    clock.jump_to(sleeper)

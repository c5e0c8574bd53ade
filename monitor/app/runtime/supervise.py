"""Background work that must go on: when it ends by an error it is started again, later each time, and that is said."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta

from monitor.log_lines import lazy_logger
from monitor.ports import Clock

log = lazy_logger(__name__)

_FIRST = timedelta(seconds=1)
_LONGEST = timedelta(minutes=1)
_CALM = timedelta(minutes=2)
"""Work that goes on for so long is well again."""
Work = Callable[[], Coroutine[object, object, None]]


async def supervise(name: str, work: Work, clock: Clock, *, report: Callable[[str], None]) -> None:
    """Run ``work`` until cancelled or until it returns; ``report`` is told why it failed, and "" when it is well."""
    failures = 0
    while True:
        task = asyncio.create_task(work())
        calm = asyncio.create_task(clock.sleep_until(clock.now() + _CALM))
        try:
            await asyncio.wait({task, calm}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                failures = 0
                report("")
            await task
        except Exception as bug:
            failures += 1
            wait = min(_FIRST * 2 ** min(failures - 1, 10), _LONGEST)
            log.exception("a part of the program failed; it is started again", part=name, after=wait.total_seconds())
            report(f"{name}: {type(bug).__name__}: {bug}")
            await clock.sleep_until(clock.now() + wait)
        else:
            report("")
            return
        finally:
            calm.cancel()
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

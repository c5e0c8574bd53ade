"""Sees that settings, watchlists or templates changed on disk, and asks for a reload once they have come to rest."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from monitor.log_lines import lazy_logger
from monitor.ports import Clock
from monitor.ports.admin import ConfigurationOnWatch

log = lazy_logger(__name__)

_LOOK_EVERY = timedelta(seconds=2)


async def watch_configuration(files: ConfigurationOnWatch, clock: Clock, *, changed: Callable[[], None]) -> None:
    """Until cancelled. ``changed`` is called when the files differ from those last considered, in two looks alike.

    An editor that is still writing, or a folder of links that is being replaced, is waited for. Files that were
    refused are not considered again until they change once more, back to what is in force included.
    """
    considered = last = files.in_force
    while True:
        await clock.sleep_until(clock.now() + _LOOK_EVERY)
        now = await asyncio.to_thread(files.fingerprint)
        if now == last and now != considered:
            considered = now
            log.info("files of the configuration changed; they are read")
            changed()
        last = now

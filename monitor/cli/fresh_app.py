"""The application for a command that goes on for days and only looks: over files and store as they are at each look."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.adapters.files.configuration_watch import WatchedFiles
from monitor.app.context import AppContext
from monitor.app.store_thread import StoreThread
from monitor.cli.console.output import say_error
from monitor.cli.context import Loaded, load_all
from monitor.errors import MonitorError, StoreError
from monitor.log_lines import lazy_logger
from monitor.values import dataclass
from monitor.wiring import open_context

if TYPE_CHECKING:
    from monitor.adapters.store.read_only import OpenedForReading

log = lazy_logger(__name__)


@dataclass(slots=True, kw_only=True)
class FreshApp:
    """Reads changed files again; what cannot be used keeps the configuration before it. One look at a time."""

    path: Path | None
    here: Loaded
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _app: AppContext | None = None
    _in_force: str = ""
    _refused: str = ""
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def look(self) -> AsyncIterator[AppContext]:
        """The application for one look; StoreError when the store cannot be read."""
        async with self._turn:
            app = await self._current()
            # Anew each time: whether anybody writes to the store decides how it may be read.
            opened = await asyncio.to_thread(_open_for_reading, app.settings.database)
            in_store = StoreThread(opened.store)
            try:
                yield replace(app, in_store=in_store)
            finally:
                in_store.close()
                opened.store.close()

    async def close(self) -> None:
        """Give everything back, once the look under way has ended."""
        async with self._turn:
            await self._stack.aclose()

    async def _current(self) -> AppContext:
        found = await asyncio.to_thread(_files_of(self.here).fingerprint)
        if self._app is not None and found in (self._in_force, self._refused):
            return self._app
        try:
            here = self.here
            if self._app is not None:
                here = await asyncio.to_thread(load_all, self.path, os.environ, needs_secrets=False)
            app, stack = await _open_app(here)
        except StoreError:
            raise
        except MonitorError as error:
            if self._app is None:
                raise
            self._refused = found
            log.warning("the changed configuration is wrong, the one before goes on", error=str(error))
            return self._app
        # Only now: what could not be opened must leave the one before as it was, and be tried again.
        before, self._stack = self._stack, stack
        self.here, self._app, self._in_force = here, app, found
        await before.aclose()
        return app


async def _open_app(here: Loaded) -> tuple[AppContext, AsyncExitStack]:
    opened, stack = await asyncio.to_thread(_open_for_reading, here.settings.database), AsyncExitStack()
    opening = open_context(here.settings, here.watchlists, here.templates, echo=say_error, reading=opened.store)
    return await stack.enter_async_context(opening), stack


def _files_of(here: Loaded) -> WatchedFiles:
    settings = here.settings
    return WatchedFiles(
        settings=Path(settings.file) if settings.file else None,
        watchlists=Path(settings.watchlists),
        templates=Path(settings.templates),
    )


def _open_for_reading(database: str) -> "OpenedForReading":
    from monitor.adapters.store.read_only import open_for_reading

    return open_for_reading(database)

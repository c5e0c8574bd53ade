"""Looks after the process that serves the pages: started for the first visitor, begun again when it breaks."""

import asyncio
import socket
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from monitor.log_lines import lazy_logger
from monitor.web.serving.page_child import FAREWELL, PageChild, Serving, Surroundings
from monitor.web.serving.sockets import MOST_CONNECTIONS

log = lazy_logger(__name__)

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
_LONGEST_HELD = 4.0
"""Seconds that visitors wait for one that comes back; before a longer wait they are told."""
_LIVED = 60.0
"""Seconds after which an end counts as the first one."""
_RENEWED_WITHIN = 8.0


class PageProcess:
    """At most one process at a time. ``refuse`` answers a connection that no process will take."""

    def __init__(self, around: Surroundings, refuse: Callable[[socket.socket], Awaitable[None]]) -> None:
        self._around = around
        self._refuse = refuse
        self._serving: Serving | None = None
        self._child: PageChild | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._waiting: deque[socket.socket] = deque()
        self._refusals: set[asyncio.Future[None]] = set()
        self._is_broken = False

    @property
    def pid(self) -> int:
        """The process that runs; 0 = none does."""
        return self._child.pid if self._child is not None else 0

    async def serve(self, serving: Serving) -> None:
        """Serve this from now on; where a process runs it has taken it when this returns, unless it takes seconds."""
        self._serving = serving
        if (child := self._child) is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_RENEWED_WITHIN):
                    await child.configure(serving)
                    await child.wait_until_configured()

    def hand_over(self, connection: socket.socket) -> None:
        """Give it a connection of which nothing was read; it is started if it does not run."""
        self._waiting.append(connection)
        if self._is_broken:
            self._turn_away()
            return
        if len(self._waiting) > MOST_CONNECTIONS:
            self._waiting.popleft().close()
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.create_task(self._keep())
        self._pass_on()

    async def stop(self, *, within: timedelta) -> None:
        """End it; requests under way may take so long."""
        keeper, child = self._keeper, self._child
        self._keeper = None
        if keeper is not None:
            if child is not None and child.is_serving:
                child.ask_to_end(within=within.total_seconds())
                await asyncio.wait({keeper}, timeout=within.total_seconds() + FAREWELL)
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
        while self._waiting:
            self._waiting.popleft().close()
        await asyncio.gather(*self._refusals, return_exceptions=True)
        self._is_broken = False
        self._note("")

    def _pass_on(self) -> None:
        if self._child is not None:
            self._child.pass_on(self._waiting)

    def _turn_away(self) -> None:
        while self._waiting:
            refusal = asyncio.ensure_future(self._refuse(self._waiting.popleft()))
            self._refusals.add(refusal)
            refusal.add_done_callback(self._refusals.discard)

    async def _keep(self) -> None:
        """One process after the other as long as somebody needs one; after each that breaks a longer wait."""
        wait = _FIRST_WAIT
        while True:
            began = time.monotonic()
            served, why = await self._run_child()
            if not why:
                if not self._waiting:
                    return
                continue
            wait = _FIRST_WAIT if time.monotonic() - began > _LIVED else wait
            log.error("the process that serves the pages ended; it is started again", why=why, seconds=wait)
            self._note(why)
            self._is_broken = not served or wait > _LONGEST_HELD
            if self._is_broken:
                self._turn_away()
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)

    async def _run_child(self) -> tuple[bool, str]:
        """Whether it ever served, and why it ended."""
        if self._serving is None:
            return False, "nothing is open yet"
        served = False

        def begin() -> None:
            nonlocal served
            if not served:
                served, self._is_broken = True, False
                self._note("")
                log.info("a process of its own serves the pages", process=self.pid)
            self._pass_on()

        try:
            child = self._child = await PageChild.start(self._around, begin)
            try:
                why = await child.live(self._serving)
            finally:
                child.give_back(self._waiting)
        except OSError as error:
            why = str(error)
        except Exception as bug:
            log.exception("the process that serves the pages could not be looked after")
            why = f"{type(bug).__name__}: {bug}"
        finally:
            self._child = None
        if not why:
            log.info("the process that served the pages has ended")
        return served, why

    def _note(self, why: str) -> None:
        if self._serving is not None:
            self._serving[1].note("pages", why)

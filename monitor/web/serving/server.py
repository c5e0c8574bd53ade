"""The page server inside a program: holds the listening sockets over reloads and runs uvicorn between them.

The daemon serves its pages by a process of their own (``page_front``); this is for the demo, benches and tests.
"""

import asyncio
import socket
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from monitor.app.context import AppContext
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.log_lines import lazy_logger
from monitor.web.serving.http_server import HttpServer
from monitor.web.serving.sockets import AtHeldAddress, warn_of_weakness
from monitor.web.serving.switch import ANSWERED, Switch
from monitor.web.site import Context, make_site

log = lazy_logger(__name__)

_CHANGE_OVER = timedelta(seconds=1)
"""For requests under way at the old address when the pages move to another one."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=1), timedelta(minutes=1)


class PageServer(AtHeldAddress):
    """The ``PageServer`` port of the daemon. ``reload`` asks the daemon to read its configuration again."""

    def __init__(self, *, reload: Callable[[], None]) -> None:
        self._reload = reload
        super().__init__()
        self._served: Sequence[socket.socket] = ()
        """Those that the server under way was given."""
        self._switch: Switch | None = None
        self._server: HttpServer | None = None
        self._task: asyncio.Task[None] | None = None
        self._again: asyncio.Task[None] | None = None
        self._heartbeat: Heartbeat | None = None

    def listen(self, app: AppContext) -> None:
        """Take the address of these settings instead of the one held; UserError when it is taken, the old one stays."""
        warn_of_weakness(app)
        self._held.take(app.settings.web.listen, leave=self._hush, come_back=self._serve_again)

    async def start(self, app: AppContext, heartbeat: Heartbeat) -> None:
        """Answer requests with ``app`` from now on; where the address stays, without a gap."""
        self._heartbeat = heartbeat
        site = make_site(Context(app=app, heartbeat=heartbeat, reload=self._reload_for_page))
        if self._switch is not None and self._server is not None and self._served is self._held.sockets:
            await self._switch.change_to(site, within=ANSWERED)
        else:
            await self.stop(within=_CHANGE_OVER)
            if not self._held.sockets:
                return
            self._switch = Switch(site)
            await self._serve(self._switch)
        log.info("pages are served", listen=self._held.listen, port=self.port)

    def _reload_for_page(self) -> None:
        if self._switch is not None:
            self._switch.expect_change()
        self._reload()

    async def _serve(self, switch: Switch) -> None:
        server = self._server = HttpServer(switch)
        self._served = self._held.sockets
        # Duplicates: uvicorn closes what it is given, and connections made between two servers wait on ours.
        given = [server_socket.dup() for server_socket in self._held.sockets]
        task = self._task = await server.begin(given)
        task.add_done_callback(partial(self._ended, switch, given))

    async def stop(self, *, within: timedelta) -> None:
        """Let requests under way end; the address stays held."""
        server, task = self._server, self._task
        self._server = self._task = self._switch = None
        if server is None or task is None:
            return
        server.end(within=within)
        await asyncio.wait({task})

    def _hush(self) -> None:
        """The server under way accepts nothing more on the address that is given up."""
        for listening in self._server.servers if self._server is not None else ():
            listening.close()

    def _serve_again(self) -> None:
        """The old address could not be left: go on there."""
        if self._switch is not None and self._server is not None:
            self._server.should_exit = True
            self._again = asyncio.create_task(self._serve(self._switch))

    def _ended(self, switch: Switch, given: list[socket.socket], task: "asyncio.Task[None]") -> None:
        """A server that broke is started again; one that was stopped is another's business."""
        for listening in given:
            listening.close()
        error = None if task.cancelled() else task.exception()
        if error is None or switch is not self._switch:
            return
        log.error("the pages are not served any more; they are started again", error=repr(error))
        self._note(f"{type(error).__name__}: {error}")
        self._again = asyncio.create_task(self._begin_again(switch))

    async def _begin_again(self, switch: Switch) -> None:
        wait = _FIRST_WAIT
        while switch is self._switch:
            await asyncio.sleep(wait.total_seconds())
            try:
                await self._serve(switch)
            except Exception as error:
                log.exception("the pages could not be started again")
                self._note(f"{type(error).__name__}: {error}")
                wait = min(2 * wait, _LONGEST_WAIT)
            else:
                self._note("")
                return

    def _note(self, why: str) -> None:
        if self._heartbeat is not None:
            self._heartbeat.note("pages", why)

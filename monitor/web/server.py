"""The page server: holds the listening sockets over reloads and runs uvicorn between them."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from typing_extensions import override

from monitor.app.context import AppContext
from monitor.app.runtime.heartbeat import Heartbeat
from monitor.lazy import lazy_logger
from monitor.web.connections import Front, limited_protocol
from monitor.web.site import Context, make_site
from monitor.web.sockets import bind_sockets, port_of

log = lazy_logger(__name__)

_CHANGE_OVER = timedelta(seconds=1)
"""For requests under way at the old address when the pages move to another one."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=1), timedelta(minutes=1)
_LONGEST_HEAD = 16 * 1024


class _Server(uvicorn.Server):
    """Signals are the daemon's."""

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Switch:
    """The site that answers at the moment: a reload puts another one in its place between two requests."""

    def __init__(self, site: ASGIApp) -> None:
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.site(scope, receive, send)


class PageServer:
    """The ``PageServer`` port of the daemon. ``reload`` asks the daemon to read its configuration again."""

    def __init__(self, *, reload: Callable[[], None]) -> None:
        self._reload = reload
        self._listen = ""
        self._sockets: list[socket.socket] = []
        self._served: list[socket.socket] = []
        """Those of ``_sockets`` that the server under way was given."""
        self._switch: _Switch | None = None
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None
        self._again: asyncio.Task[None] | None = None
        self._heartbeat: Heartbeat | None = None

    @property
    def port(self) -> int:
        """Where it listens; 0 when it is switched off."""
        return self._sockets[0].getsockname()[1] if self._sockets else 0

    @property
    def address(self) -> str:
        """The same as people open it; empty when it is switched off."""
        return f"http://{self._listen.rpartition(':')[0]}:{self.port}/" if self._sockets else ""

    def listen(self, app: AppContext) -> None:
        """Take the address of these settings instead of the one held; UserError when it is taken, the old one stays."""
        wanted = app.settings.web.listen
        if why := app.settings.web.weakness:
            log.warning("the password of the pages is weak: use a longer one", why=why)
        if wanted == self._listen:
            return
        before, held = self._listen, self._sockets
        if before and port_of(before) == port_of(wanted):
            # 0.0.0.0:80 and 127.0.0.1:80 exclude each other.
            self._hush()
            self._close()
            try:
                fresh = bind_sockets(wanted)
            except BaseException:
                self._sockets = bind_sockets(before)
                self._serve_again()
                raise
        else:
            fresh = bind_sockets(wanted)
            self._hush()
            for server_socket in held:
                server_socket.close()
        self._listen, self._sockets = wanted, fresh

    async def start(self, app: AppContext, heartbeat: Heartbeat) -> None:
        """Answer requests with ``app`` from now on; where the address stays, without a gap."""
        self._heartbeat = heartbeat
        site = make_site(Context(app=app, heartbeat=heartbeat, reload=self._reload))
        if self._switch is not None and self._server is not None and self._served == self._sockets:
            self._switch.site = site
        else:
            await self.stop(within=_CHANGE_OVER)
            if not self._sockets:
                return
            self._switch = _Switch(site)
            await self._serve(self._switch)
        log.info("pages are served", listen=self._listen, port=self.port)

    async def _serve(self, switch: _Switch) -> None:
        server = self._server = _Server(
            uvicorn.Config(
                switch,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                http=limited_protocol(Front()),
                server_header=False,
                proxy_headers=False,
                h11_max_incomplete_event_size=_LONGEST_HEAD,
            )
        )
        self._served = self._sockets
        # Duplicates: uvicorn closes what it is given, and connections made between two servers wait on ours.
        given = [server_socket.dup() for server_socket in self._sockets]
        task = self._task = asyncio.create_task(server.serve(given))
        while not server.started and not task.done():  # noqa: ASYNC110 uvicorn tells its start by a flag only
            await asyncio.sleep(0.01)
        if task.done():
            task.result()
        task.add_done_callback(partial(self._ended, switch, given))

    async def stop(self, *, within: timedelta) -> None:
        """Let requests under way end; the address stays held."""
        server, task = self._server, self._task
        self._server = self._task = self._switch = None
        if server is None or task is None:
            return
        server.config.timeout_graceful_shutdown = max(int(within.total_seconds()), 1)
        server.should_exit = True
        await asyncio.wait({task})

    def close(self) -> None:
        """Give the address back."""
        self._close()
        self._listen = ""

    def _hush(self) -> None:
        """The server under way accepts nothing more on the address that is given up."""
        for listening in self._server.servers if self._server is not None else ():
            listening.close()

    def _serve_again(self) -> None:
        """The old address could not be left: go on there."""
        if self._switch is not None and self._server is not None:
            self._server.should_exit = True
            self._again = asyncio.create_task(self._serve(self._switch))

    def _ended(self, switch: _Switch, given: list[socket.socket], task: "asyncio.Task[None]") -> None:
        """A server that broke is started again; one that was stopped is another's business."""
        for listening in given:
            listening.close()
        error = None if task.cancelled() else task.exception()
        if error is None or switch is not self._switch:
            return
        log.error("the pages are not served any more; they are started again", error=repr(error))
        self._note(f"{type(error).__name__}: {error}")
        self._again = asyncio.create_task(self._begin_again(switch))

    async def _begin_again(self, switch: _Switch) -> None:
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

    def _close(self) -> None:
        for server_socket in self._sockets:
            server_socket.close()
        self._sockets = []

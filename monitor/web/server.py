"""The page server: holds the listening sockets over reloads and runs uvicorn between them."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog
import uvicorn
from typing_extensions import override

from monitor.app.context import AppContext
from monitor.app.runtime.heartbeat import Heartbeat
from monitor.web.site import Context, make_site
from monitor.web.sockets import bound, port_of

log = structlog.get_logger(__name__)

_BUSY_AT = 256
"""Connections at once; beyond it the answer is 503."""
_LONGEST_HEAD = 16 * 1024


class _Server(uvicorn.Server):
    """Signals are the daemon's."""

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class PageServer:
    """The ``PageServer`` port of the daemon. ``reload`` asks the daemon to read its configuration again."""

    def __init__(self, *, reload: Callable[[], None]) -> None:
        self._reload = reload
        self._listen = ""
        self._sockets: list[socket.socket] = []
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

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
        if wanted == self._listen:
            return
        before, held = self._listen, self._sockets
        if before and port_of(before) == port_of(wanted):
            # 0.0.0.0:80 and 127.0.0.1:80 exclude each other.
            self._close()
            try:
                fresh = bound(wanted)
            except BaseException:
                self._sockets = bound(before)
                raise
        else:
            fresh = bound(wanted)
            for one in held:
                one.close()
        self._listen, self._sockets = wanted, fresh

    async def start(self, app: AppContext, pulse: Heartbeat) -> None:
        """Answer requests with ``app`` from now on."""
        if not self._sockets:
            return
        site = make_site(Context(app=app, pulse=pulse, reload=self._reload))
        self._server = _Server(
            uvicorn.Config(
                site,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                http="h11",
                server_header=False,
                proxy_headers=False,
                limit_concurrency=_BUSY_AT,
                h11_max_incomplete_event_size=_LONGEST_HEAD,
            )
        )
        # Duplicates: uvicorn closes what it is given, and connections made during a reload wait on ours.
        self._task = asyncio.create_task(self._server.serve([one.dup() for one in self._sockets]))
        while not self._server.started and not self._task.done():  # noqa: ASYNC110 uvicorn tells its start by a flag only
            await asyncio.sleep(0.01)
        if self._task.done():
            self._task.result()
        self._task.add_done_callback(_say_why)
        log.info("pages are served", listen=self._listen, port=self.port)

    async def stop(self, *, within: timedelta) -> None:
        """Let requests under way end; the address stays held."""
        if self._server is None or self._task is None:
            return
        self._server.config.timeout_graceful_shutdown = max(int(within.total_seconds()), 1)
        self._server.should_exit = True
        await asyncio.wait({self._task})
        self._server = self._task = None

    def close(self) -> None:
        """Give the address back."""
        self._close()
        self._listen = ""

    def _close(self) -> None:
        for one in self._sockets:
            one.close()
        self._sockets = []


def _say_why(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("the pages are not served any more", error=repr(error))

"""uvicorn as the pages need it: signals are others', connections have limits."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from socket import socket

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override

from monitor.web.api.events import ENDING
from monitor.web.serving.connections import KEPT, Front, limited_protocol

_LONGEST_HEAD = 16 * 1024


class HttpServer(uvicorn.Server):
    """Serves ``site`` until it is told to end."""

    def __init__(self, site: ASGIApp) -> None:
        self._ending = asyncio.Event()
        super().__init__(
            uvicorn.Config(
                site,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                http=limited_protocol(Front()),
                server_header=False,
                proxy_headers=False,
                h11_max_incomplete_event_size=_LONGEST_HEAD,
                timeout_keep_alive=KEPT,
            )
        )

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the daemon's."""
        yield

    async def begin(self, sockets: Sequence[socket]) -> "asyncio.Task[None]":
        """Serve on these, which it closes in the end; the task ends with it. Raises what keeps it from starting."""
        task = asyncio.create_task(self.serve(list(sockets)))
        while not self.started and not task.done():  # noqa: ASYNC110 uvicorn tells its start by a flag only
            await asyncio.sleep(0.01)
        if task.done():
            task.result()
        # Requests find it in their state: an answer that goes on for ever ends with the server.
        self.lifespan.state[ENDING] = self._ending
        return task

    def end(self, *, within: timedelta) -> None:
        """Take no more; requests under way may take so long."""
        self.config.timeout_graceful_shutdown = max(int(within.total_seconds()), 1)
        self._ending.set()
        self.should_exit = True

    async def take(self, connection: socket) -> None:
        """Serve a connection that somebody else accepted. OSError when it is gone already."""

        def make_protocol() -> asyncio.Protocol:
            return self.config.http_protocol_class(  # type: ignore[call-arg]  # uvicorn's protocols, as it makes them
                config=self.config, server_state=self.server_state, app_state=self.lifespan.state
            )

        await asyncio.get_running_loop().connect_accepted_socket(make_protocol, connection)

"""Connections as they arrive at the daemon: looked at without taking a byte, and given to whoever answers them."""

import asyncio
import errno
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress

from monitor.log_lines import lazy_logger
from monitor.web.serving.sockets import MOST_CONNECTIONS

log = lazy_logger(__name__)

_AT_ONCE = 32
_LOOKED_AT = 512
"""Bytes that are enough to see which path is asked for."""
_SILENT = 10.0
"""Seconds after which a connection that says nothing is closed."""
_PAUSE = 0.05
_REST = 1.0
_FULL = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})

Take = Callable[[socket.socket, bytes], "asyncio.Task[None] | None"]
"""Is given a connection and how its request begins, of which nothing was read. Returns the task that answers it;
``None`` = it belongs to somebody else now. IncompleteError: more has to come first."""


class Arrivals:
    """Takes connections from listening sockets. ``undecided`` is the error that ``take`` raises to see more."""

    def __init__(self, take: Take, *, undecided: type[Exception]) -> None:
        self._take = take
        self._undecided = undecided
        self._listening: Sequence[socket.socket] = ()
        self._open: dict[socket.socket, asyncio.Task[None]] = {}
        """In the order in which they came."""
        self._resting: asyncio.TimerHandle | None = None

    def listen(self, sockets: Sequence[socket.socket]) -> None:
        """Take connections from these from now on, and from no others."""
        if self._listening is sockets:
            return
        self.hush()
        self._listening = sockets
        self._look()

    def hush(self) -> None:
        """Take no more; those that came are answered."""
        loop = asyncio.get_running_loop()
        for listening in self._listening:
            loop.remove_reader(listening)
        self._listening = ()
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None

    async def end(self) -> None:
        """Hang up on whoever has no answer yet."""
        self.hush()
        tasks = list(self._open.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _look(self) -> None:
        self._resting = None
        for listening in self._listening:
            asyncio.get_running_loop().add_reader(listening, self._accept, listening)

    def _accept(self, listening: socket.socket) -> None:
        for _ in range(_AT_ONCE):
            try:
                connection, _address = listening.accept()
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                if error.errno in _FULL:
                    self._rest(error)
                    return
                # The other side gave up before it was its turn.
                continue
            connection.settimeout(0)
            self._open[connection] = asyncio.create_task(self._serve(connection))
            if len(self._open) > MOST_CONNECTIONS:
                next(iter(self._open.values())).cancel()

    def _rest(self, error: OSError) -> None:
        """The system has no room for more: those that wait are taken a second later."""
        log.error("no more connections can be taken at the moment", error=str(error))
        waiting = self._listening
        self.hush()
        self._listening = waiting
        self._resting = asyncio.get_running_loop().call_later(_REST, self._look)

    async def _serve(self, connection: socket.socket) -> None:
        """Until it is somebody else's, or answered, or gone."""
        is_ours = True
        try:
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(_SILENT):
                    answering = await self._decide(connection)
                is_ours = False
                if answering is not None:
                    await answering
        finally:
            self._open.pop(connection, None)
            if is_ours:
                connection.close()

    async def _decide(self, connection: socket.socket) -> "asyncio.Task[None] | None":
        """Wait until it is clear who answers. ConnectionError when the other side is gone."""
        while True:
            await _wait_until_readable(connection)
            start = connection.recv(_LOOKED_AT, socket.MSG_PEEK)
            if not start:
                raise ConnectionResetError
            try:
                return self._take(connection, start)
            except self._undecided:
                # What was looked at is still there, and would be reported at once again.
                await asyncio.sleep(_PAUSE)


async def _wait_until_readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    readable: asyncio.Future[None] = loop.create_future()
    loop.add_reader(connection, _resolve, readable)
    try:
        await readable
    finally:
        loop.remove_reader(connection)


def _resolve(readable: "asyncio.Future[None]") -> None:
    # Called again before whoever waits had its turn.
    if not readable.done():
        readable.set_result(None)

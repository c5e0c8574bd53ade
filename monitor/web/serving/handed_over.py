"""The pages in a process of their own: serves connections that the daemon hands over, knowing what the daemon tells."""

import asyncio
import json
import socket
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotTakenError
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from functools import partial
from itertools import count

from monitor.adapters.clock import SystemClock
from monitor.adapters.config.bundled import read_shipped
from monitor.adapters.sandbox.codec import dump_value, load_value
from monitor.app.runtime.announcer import Attempted
from monitor.app.runtime.daemon_state import DaemonMirror
from monitor.core.model.settings import Settings, Watchlists
from monitor.errors import MonitorError
from monitor.log_lines import lazy_logger
from monitor.web.context import Context
from monitor.web.serving.control_channel import ControlChannel
from monitor.web.serving.http_server import HttpServer
from monitor.web.serving.switch import ANSWERED, Switch, wait_until_answered
from monitor.web.site import make_site
from monitor.wiring import open_context

log = lazy_logger(__name__)

_FAREWELL = timedelta(seconds=1)
_ECHOED_WITHIN = 10.0
_AT_ONCE = 64
OnOpen = Callable[[Settings, Watchlists], None]


async def serve_handed_over(
    control: socket.socket, hatch: socket.socket, *, on_open: OnOpen, stop: asyncio.Event
) -> None:
    """Serve until ``stop``, until the daemon says so, or until it is gone. ``hatch`` is where connections come from.

    ``on_open`` is called with each configuration before it is used. Whatever one cannot be served for ends this
    process, and the daemon is told: it starts another one, later each time.
    """
    pages = _Pages(await ControlChannel.over(control), hatch, on_open)
    serving = asyncio.create_task(pages.serve())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    await pages.end()
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    if not serving.cancelled() and (error := serving.exception()) is not None:
        raise error


class _Pages:
    """What this process serves, from its first configuration to its end."""

    def __init__(self, channel: ControlChannel, hatch: socket.socket, on_open: OnOpen) -> None:
        self._channel = channel
        self._hatch = hatch
        self._on_open = on_open
        self._loop = asyncio.get_running_loop()
        self._mirror = DaemonMirror(SystemClock())
        self._switch: Switch | None = None
        self._server: HttpServer | None = None
        self._running: asyncio.Task[None] | None = None
        self._opened = AsyncExitStack()
        self._retiring: set[asyncio.Task[None]] = set()
        self._farewell = _FAREWELL
        self._handed = 0
        self._taking: set[asyncio.Task[None]] = set()
        self._numbers = count(1)
        self._echoes: dict[int, Future[str]] = {}

    async def serve(self) -> None:
        """Do what the daemon says, until it says stop or is gone."""
        async for said in self._channel.hear():
            match said:
                case {"state": state}:
                    self._mirror.take(load_value(json.dumps(state).encode()))
                    self._channel.tell(connections=self._connections, handed=self._handed)
                case {"configuration": values, "number": int(number)}:
                    try:
                        await self._open(*load_value(json.dumps(values).encode()))
                    except MonitorError as error:
                        self._channel.tell(failed=str(error))
                        raise
                    self._channel.tell(serving=number)
                case {"echoed": int(number), "why": str(why)} if number in self._echoes:
                    self._echoes[number].set_result(why)
                case {"echoed": _}:
                    pass  # whoever asked has given up
                case {"stop": seconds}:
                    self._farewell = timedelta(seconds=seconds)
                    return
                case _:
                    raise ValueError(f"the daemon said something strange: {sorted(said)}")

    async def end(self) -> None:
        """Take nothing more; requests under way have the time that the daemon gave."""
        self._loop.remove_reader(self._hatch)
        self._hatch.close()
        if self._server is not None and self._running is not None:
            self._server.end(within=self._farewell)
            await asyncio.gather(self._running, return_exceptions=True)
        for retiring in self._retiring:
            retiring.cancel()
        await asyncio.gather(*self._retiring, *self._taking, return_exceptions=True)
        await self._opened.aclose()
        self._channel.close()

    @property
    def _connections(self) -> int:
        return len(self._taking) + (len(self._server.server_state.connections) if self._server is not None else 0)

    async def _open(self, settings: Settings, watchlists: Watchlists, templates: Mapping[str, str] | None) -> None:
        """Serve this configuration from now on. The old one answers what it was asked."""
        self._on_open(settings, watchlists)
        opened = AsyncExitStack()
        try:
            app = await opened.enter_async_context(
                open_context(
                    settings,
                    watchlists,
                    dict(templates) if templates is not None else read_shipped(),
                    echo=self._echo,
                    on_attempt=self._tell_attempt,
                )
            )
            site = make_site(Context(app=app, heartbeat=self._mirror, reload=self._reload, mirror=self._mirror))
        except BaseException:
            await opened.aclose()
            raise
        before, self._opened = self._opened, opened
        if self._switch is None:
            await self._begin(Switch(site))
        else:
            retiring = asyncio.create_task(_retire(before, self._switch.replace_site(site)))
            self._retiring.add(retiring)
            retiring.add_done_callback(self._retiring.discard)

    async def _begin(self, switch: Switch) -> None:
        self._switch, self._server = switch, HttpServer(switch)
        self._running = await self._server.begin(())
        self._hatch.settimeout(0)
        self._loop.add_reader(self._hatch, self._take_connections)

    def _take_connections(self) -> None:
        before = self._handed
        self._receive_connections()
        if self._handed > before:
            self._channel.tell(taken=self._handed)

    def _receive_connections(self) -> None:
        for _ in range(_AT_ONCE):
            try:
                said, numbers, _, _ = socket.recv_fds(self._hatch, 1, 1)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                said, numbers = b"", []
            if not said:
                self._loop.remove_reader(self._hatch)
                return
            self._handed += 1
            for number in numbers:
                taking = asyncio.create_task(self._take(socket.socket(fileno=number)))
                self._taking.add(taking)
                taking.add_done_callback(self._taking.discard)

    async def _take(self, connection: socket.socket) -> None:
        connection.settimeout(0)
        try:
            if self._server is not None:
                await self._server.take(connection)
        except OSError:
            # The other side is gone.
            connection.close()

    def _reload(self) -> None:
        if self._switch is not None:
            self._switch.expect_change()
        self._channel.tell(reload=True)

    def _echo(self, text: str) -> None:
        """Let the daemon print it; OSError when nobody takes it. Called off the event loop."""
        number, echoed = next(self._numbers), Future[str]()
        self._echoes[number] = echoed
        try:
            self._loop.call_soon_threadsafe(partial(self._channel.tell, echo=text, number=number))
            why = echoed.result(_ECHOED_WITHIN)
        except NotTakenError:
            why = "the daemon did not print it"
        finally:
            self._echoes.pop(number, None)
        if why:
            raise OSError(why)

    def _tell_attempt(self, attempted: Attempted) -> None:
        packed = dump_value([attempted.delivery, attempted.state, attempted.headline, attempted.reason])
        self._channel.tell(attempted=json.loads(packed))


async def _retire(opened: AsyncExitStack, unanswered: set[object]) -> None:
    """Close what a configuration was served with once it has answered, or had its time."""
    try:
        with suppress(asyncio.CancelledError):
            await wait_until_answered(unanswered, within=ANSWERED)
    finally:
        await opened.aclose()

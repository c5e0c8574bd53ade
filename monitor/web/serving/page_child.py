"""One run of the process that serves the pages, as the daemon sees it: its start, what is said, its end."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from monitor.adapters.sandbox.codec import dump_value, load_value
from monitor.app.context import AppContext
from monitor.app.runtime.announcer import Attempted, OnAttempt
from monitor.app.runtime.daemon_state import state_of_daemon
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.values import dataclass
from monitor.web.serving.control_channel import ControlChannel

READY_WITHIN = 45.0
"""Seconds: it loads what the daemon does not, on a small machine, too."""
IDLE = 26 * 3600.0
"""Seconds without any connection after which it is ended."""
FAREWELL = 1.5
_TOLD_EVERY = 1.0
_UNANSWERED = 60
"""So many times it was told of the daemon's state and said nothing: it hangs."""
_LONGEST_LOG_LINE = 1024 * 1024

Serving = tuple[AppContext, Heartbeat]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the daemon lends to the process of its pages."""

    reload: Callable[[], None]
    """A page changed the configuration."""
    echo: Callable[[str], None]
    """Shows a message of a terminal channel; raises when nobody takes it. Called off the event loop."""
    show_log: Callable[[str], object]
    """Shows a line that it logged."""
    on_attempt: OnAttempt
    """Told of every message that it sent."""
    options: Callable[[], Mapping[str, object]] = dict
    """How it is to log: plain data."""
    module: str = "monitor.cli.page_process"


class PageChild:
    """A process that was started. ``on_serving`` is called when it takes connections."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        channel: ControlChannel,
        hatch: socket.socket,
        around: Surroundings,
        on_serving: Callable[[], None],
    ) -> None:
        self.is_serving = False
        self.was_asked_to_end = False
        self._process = process
        self._channel = channel
        self._hatch = hatch
        self._around = around
        self._on_serving = on_serving
        self._serving: Serving | None = None
        self._turn = asyncio.Lock()
        self._told = self._taken = 0
        """The number of the configuration that it was told last, and of the one that it serves."""
        self._acknowledged = asyncio.Event()
        self._untaken: deque[socket.socket] = deque()
        """Handed over, and not said to have arrived: the next process gets what this one did not live to take."""
        self._handed = 0
        self._handed_at = time.monotonic()
        self._unanswered = 0
        self._echoes: set[asyncio.Task[None]] = set()
        self._why = ""

    @classmethod
    async def start(cls, around: Surroundings, on_serving: Callable[[], None]) -> "PageChild":
        """Start it (never by a fork: the daemon has threads). OSError when the system has no room for it."""
        control, its_control = socket.socketpair()
        hatch, its_hatch = socket.socketpair()
        hatch.settimeout(0)
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", around.module),
                *(str(its_control.fileno()), str(its_hatch.fileno()), json.dumps(dict(around.options()))),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                limit=_LONGEST_LOG_LINE,
                pass_fds=(its_control.fileno(), its_hatch.fileno()),
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)},
                # Ctrl-C on a terminal is for the daemon, which says when its pages end.
                start_new_session=True,
            )
        except BaseException:
            control.close()
            hatch.close()
            raise
        finally:
            its_control.close()
            its_hatch.close()
        return cls(process, await ControlChannel.over(control), hatch, around, on_serving)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def takes_connections(self) -> bool:
        """Whether it serves, and goes on to."""
        return self.is_serving and not self.was_asked_to_end

    async def configure(self, serving: Serving) -> None:
        """Tell it what is in force, as values: the files on disk may say something else by now."""
        async with self._turn:
            self._serving = serving
            self._told += 1
            self._acknowledged.clear()
            self._channel.tell_line(_state_line(serving))
            # Thousands of sources take longer to write than a tick may wait.
            self._channel.tell_line(await asyncio.to_thread(_configuration_line, serving[0], self._told))

    async def wait_until_configured(self) -> None:
        """Until it serves what it was told last."""
        await self._acknowledged.wait()

    def pass_on(self, waiting: deque[socket.socket]) -> None:
        """Hand over what waits, as far as it is taken; what is left follows."""
        if not self.takes_connections:
            return
        loop = asyncio.get_running_loop()
        loop.remove_writer(self._hatch)
        while waiting:
            try:
                socket.send_fds(self._hatch, [b"c"], [waiting[0].fileno()])
            except BlockingIOError:
                loop.add_writer(self._hatch, self.pass_on, waiting)
                return
            except OSError:
                # It is gone, which the channel tells: the next one gets what waits.
                return
            self._untaken.append(waiting.popleft())
            self._handed += 1
            self._handed_at = time.monotonic()

    def give_back(self, waiting: deque[socket.socket]) -> None:
        """What it was handed and did not take waits again, before all others."""
        waiting.extendleft(reversed(self._untaken))
        self._untaken.clear()

    def ask_to_end(self, *, within: float) -> None:
        """Let it end; requests under way may take so many seconds."""
        self.was_asked_to_end = True
        asyncio.get_running_loop().remove_writer(self._hatch)
        self._channel.tell(stop=within)

    async def live(self, serving: Serving) -> str:
        """From its start to its end. Why it ended, in words; empty when it was asked to."""
        showing = asyncio.create_task(self._show_log())
        telling = asyncio.create_task(self._tell_state())
        patience = 0.0
        try:
            await self.configure(serving)
            async with asyncio.timeout(READY_WITHIN) as limit:
                async for said in self._channel.hear():
                    self._take(said)
                    if self.is_serving:
                        limit.reschedule(None)
            # It hung up, so its end is near.
            patience = FAREWELL
            return "" if self.was_asked_to_end else self._why or await self._describe_end()
        except TimeoutError:
            return f"it was not ready within {READY_WITHIN:.0f} s"
        finally:
            self.is_serving = False
            self._acknowledged.set()
            asyncio.get_running_loop().remove_writer(self._hatch)
            self._hatch.close()
            self._channel.close()
            telling.cancel()
            await asyncio.shield(self._end(within=patience))
            # What it said last is shown before anything is said about it.
            await asyncio.wait({showing}, timeout=FAREWELL)
            showing.cancel()
            await asyncio.gather(showing, telling, *self._echoes, return_exceptions=True)

    def _take(self, said: Mapping[str, Any]) -> None:
        """One thing that it said."""
        match said:
            case {"serving": int(number)}:
                self._taken, self.is_serving = number, True
                if number == self._told:
                    self._acknowledged.set()
                self._on_serving()
            case {"taken": int(taken)}:
                while self._untaken and self._handed - len(self._untaken) < taken:
                    self._untaken.popleft().close()
            case {"connections": int(connections), "handed": int(handed)}:
                self._unanswered = 0
                self._end_when_idle(connections, handed)
            case {"reload": _}:
                self._around.reload()
            case {"echo": str(text), "number": int(number)}:
                task = asyncio.create_task(self._echo(text, number))
                self._echoes.add(task)
                task.add_done_callback(self._echoes.discard)
            case {"failed": str(why)}:
                self._why = why
            case {"attempted": packed}:
                delivery, state, headline, reason = load_value(json.dumps(packed).encode())
                self._around.on_attempt(Attempted(delivery=delivery, state=state, headline=headline, reason=reason))
            case _:
                raise ValueError(f"the process of the pages said something strange: {sorted(said)}")

    def _end_when_idle(self, connections: int, handed: int) -> None:
        """Nobody is there and nobody was for long: the next visitor gets a fresh one."""
        is_quiet = not connections and handed == self._handed
        if is_quiet and self.takes_connections and time.monotonic() - self._handed_at > IDLE:
            self.ask_to_end(within=0.0)

    async def _echo(self, text: str, number: int) -> None:
        try:
            await asyncio.to_thread(self._around.echo, text)
            why = ""
        except OSError as error:
            why = str(error) or type(error).__name__
        self._channel.tell(echoed=number, why=why)

    async def _tell_state(self) -> None:
        while self._unanswered <= _UNANSWERED:
            await asyncio.sleep(_TOLD_EVERY)
            if self._serving is None or not self.is_serving:
                continue
            self._unanswered += 1
            if self._channel.is_read:
                self._channel.tell_line(_state_line(self._serving))
        # One that hangs would not hear a gentler word.
        with suppress(ProcessLookupError):
            self._process.kill()

    async def _show_log(self) -> None:
        """What it logs is shown where the daemon logs."""
        assert self._process.stderr is not None  # noqa: S101 - piped above
        while True:
            try:
                line = await self._process.stderr.readline()
            except ValueError:
                continue  # longer than any line of ours
            if not line:
                return
            self._around.show_log(line.decode("utf-8", "replace"))

    async def _describe_end(self) -> str:
        try:
            async with asyncio.timeout(FAREWELL):
                code = await self._process.wait()
        except TimeoutError:
            return "it hung up"
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    async def _end(self, *, within: float) -> None:
        """See it end, or end it."""
        if self._process.returncode is None:
            await asyncio.wait({asyncio.ensure_future(self._process.wait())}, timeout=within)
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


def _state_line(serving: Serving) -> bytes:
    return b'{"state":' + dump_value(state_of_daemon(*serving)) + b"}"


def _configuration_line(app: AppContext, number: int) -> bytes:
    own = dict(app.own_templates.files) if app.own_templates is not None else None
    values = dump_value([app.settings, app.watchlists, own])
    return b'{"number":%d,"configuration":' % number + values + b"}"

"""The daemon's side of the pages: it holds the address, says how it is, and leaves the rest to a process of its own."""

import asyncio
import socket
from contextlib import suppress
from datetime import timedelta

from monitor.app.context import AppContext
from monitor.app.queries.monitor_status import StatusReader
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.core.i18n.phrases import section_translator
from monitor.log_lines import lazy_logger
from monitor.values import dataclass
from monitor.web.health_document import healthz_answer, readyz_answer
from monitor.web.serving.arrivals import Arrivals
from monitor.web.serving.page_child import Surroundings
from monitor.web.serving.page_process import PageProcess
from monitor.web.serving.plain_answers import IncompleteError, answer_json, answer_text, health_path
from monitor.web.serving.sockets import AtHeldAddress, warn_of_weakness

log = lazy_logger(__name__)

_TRY_AGAIN = 5
"""Seconds, for whoever finds the pages broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """What is served at the moment."""

    app: AppContext
    heartbeat: Heartbeat
    status: StatusReader


class PageFront(AtHeldAddress):
    """The ``PageServer`` port of the daemon. Nothing of a web server is loaded here (decision 275)."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._arrivals = Arrivals(self._take, undecided=IncompleteError)
        self._process = PageProcess(around, self._refuse)
        self._open: _Open | None = None

    @property
    def process(self) -> int:
        """The process that serves the pages; 0 = nobody looks at them."""
        return self._process.pid

    def listen(self, app: AppContext) -> None:
        """Take the address of these settings instead of the one held; UserError when it is taken, the old one stays."""
        warn_of_weakness(app)
        self._held.take(app.settings.web.listen, leave=self._arrivals.hush, come_back=self._come_back)

    def _come_back(self) -> None:
        if self._open is not None:
            self._arrivals.listen(self._held.sockets)

    async def start(self, app: AppContext, heartbeat: Heartbeat) -> None:
        """Answer with ``app`` from now on; who came since ``listen`` has waited."""
        self._open = _Open(app=app, heartbeat=heartbeat, status=StatusReader(app=app, heartbeat=heartbeat))
        if not self._held.sockets:
            await self._process.stop(within=timedelta(seconds=1))
            return
        await self._process.serve((app, heartbeat))
        self._arrivals.listen(self._held.sockets)
        log.info("pages are served", listen=self._held.listen, port=self.port)

    async def stop(self, *, within: timedelta) -> None:
        """Let requests under way end; the address stays held."""
        await self._arrivals.end()
        await self._process.stop(within=within)
        self._open = None

    def _take(self, connection: socket.socket, start: bytes) -> "asyncio.Task[None] | None":
        root = self._open.app.settings.web.root if self._open is not None else ""
        path = health_path(start, root)
        if path is not None:
            return asyncio.create_task(self._answer_health(connection, path))
        self._process.hand_over(connection)
        return None

    async def _answer_health(self, connection: socket.socket, path: str) -> None:
        served = self._open
        if served is None:
            connection.close()
            return
        status = await served.status.read()
        if path == "/readyz":
            code, document = readyz_answer(status, served.heartbeat)
        else:
            is_open = not served.app.settings.web.password
            code, document = healthz_answer(status, served.heartbeat, is_open=is_open)
        await answer_json(connection, code, document)

    async def _refuse(self, connection: socket.socket) -> None:
        """The pages are broken: whoever asks is told, and the daemon's log says why."""
        language = self._open.app.settings.language if self._open is not None else "en"
        sentence = section_translator(language, "page")("pages_broken")
        with suppress(OSError):
            await answer_text(connection, 503, f"{sentence}\n", {"Retry-After": str(_TRY_AGAIN)})

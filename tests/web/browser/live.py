"""The pages over a replayed month, served on a free port from a thread: what a browser is pointed at."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from typing_extensions import override

from monitor.adapters.channels.fake import ListChannel
from monitor.adapters.clock import SteppedClock
from monitor.adapters.config.bundled import bundled_folder, read_templates
from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.adapters.fetch.fake import MemoryFetcher
from monitor.adapters.sandbox.inline import InlineSandbox
from monitor.adapters.store.database import open_store
from monitor.app.context import AppContext
from monitor.app.runtime.run_once import run_once
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.app.search.indexing import index_all
from monitor.app.store_thread import StoreThread
from monitor.core.channels.rendering import compile_templates
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.deliveries import Refused
from monitor.core.model.fetch import FetchOutcome
from monitor.core.model.settings import WebSettings
from monitor.web.context import Context
from monitor.web.site import make_site
from tests.web.browser.month import SETTINGS, Month, watchlist_text

BEGIN = datetime(2026, 10, 27, 1, 0, tzinfo=UTC)
ROUND = timedelta(hours=24)
END = BEGIN + 30 * ROUND + timedelta(minutes=3)
"""When somebody looks."""


@dataclass(kw_only=True)
class FakeSite:
    """A running program whose configuration is read from files, and read again when a page asks for it."""

    folder: Path
    clock: SteppedClock
    documents: dict[str, bytes | FetchOutcome]
    in_store: StoreThread
    team: ListChannel = field(default_factory=ListChannel)
    mail: ListChannel = field(default_factory=ListChannel)
    web: WebSettings = field(default_factory=WebSettings)
    app: AppContext = field(init=False)
    heartbeat: Heartbeat = field(init=False)
    site: Any = field(init=False, default=None)

    def read(self) -> None:
        """Read the configuration; the pages show the new one from the next request on."""
        settings = load_settings(self.folder / "monitor.yaml", env=os.environ, base=self.folder)
        settings = replace(settings, web=self.web)
        watchlists = load_watchlists(Path(settings.watchlists), settings=settings, env=os.environ)
        self.app = AppContext(
            clock=self.clock,
            in_store=self.in_store,
            fetcher=MemoryFetcher(self.documents),
            sandbox=InlineSandbox(),
            matcher=compile_matcher(watchlists.topics, watchlists.signals),
            templates=compile_templates(read_templates(bundled_folder("templates"))),
            channels={"team": self.team, "mail": self.mail},
            settings=settings,
            watchlists=watchlists,
            patient=False,
        )
        self.site = make_site(Context(app=self.app, heartbeat=self.heartbeat, reload=self.read))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.heartbeat.beat()
        await self.site(scope, receive, send)

    async def replay(self, days: int = 30) -> None:
        """A month of rounds, one a day; the last one brings hostile text and a message that is refused."""
        month, at = Month(BEGIN), BEGIN
        for number in range(days):
            if number == days - 1:
                month.hostile(at + timedelta(hours=23))
                self.team.answers = [Refused(reason="19024 Key Words Not Found", code="19024")]
            self.documents.update(month.go_on(at, at + ROUND))
            at += ROUND
            self.clock.jump_to(at)
            await run_once(self.app, force=True)
        await index_all(self.app)


def prepare(folder: Path, *, days: int = 30) -> None:
    """Files, and a store with a month of news in it."""
    (folder / "watchlists").mkdir(parents=True)
    (folder / "state").mkdir()
    (folder / "monitor.yaml").write_text(SETTINGS, "utf-8")
    (folder / "watchlists" / "machines.yaml").write_text(watchlist_text(), "utf-8")

    async def happen() -> None:
        async with fake_site(folder, at=BEGIN) as room:
            await room.replay(days)

    asyncio.run(happen())


@asynccontextmanager
async def fake_site(folder: Path, *, at: datetime = END, web: WebSettings | None = None) -> AsyncIterator[FakeSite]:
    """The program over the files and the store of a folder."""
    store = open_store(f"sqlite:///{folder}/state/monitor.db")
    in_store = StoreThread(store)
    clock = SteppedClock(at)
    room = FakeSite(folder=folder, clock=clock, documents={}, in_store=in_store, web=web or WebSettings())
    room.heartbeat = Heartbeat(clock)
    try:
        room.read()
        yield room
    finally:
        in_store.close()
        store.close()


class _Server(uvicorn.Server):
    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(kw_only=True)
class Live:
    """Where it is served, and the newsroom behind it."""

    address: str
    room: FakeSite
    loop: asyncio.AbstractEventLoop

    def run(self, work: Any) -> Any:
        """Run a coroutine in the server's loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)


@contextmanager
def served(folder: Path, *, port: int = 0, web: WebSettings | None = None) -> Iterator[Live]:
    """The pages, until the block ends."""
    ready, found = threading.Event(), list[Live]()
    servers: list[uvicorn.Server] = []
    failed: list[BaseException] = []

    async def serve() -> None:
        async with fake_site(folder, web=web) as room:
            config = uvicorn.Config(
                room, port=port, log_config=None, lifespan="off", ws="none", timeout_graceful_shutdown=1
            )
            server = _Server(config)
            servers.append(server)
            task = asyncio.create_task(server.serve())
            while not server.started:  # noqa: ASYNC110 uvicorn tells its start by a flag only
                await asyncio.sleep(0.01)
            real = server.servers[0].sockets[0].getsockname()[1]
            found.append(Live(address=f"http://127.0.0.1:{real}", room=room, loop=asyncio.get_running_loop()))
            ready.set()
            await task

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            ready.set()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(120)
    if not found:
        raise RuntimeError("the pages did not start") from (failed[0] if failed else None)
    try:
        yield found[0]
    finally:
        servers[0].should_exit = True
        thread.join(20)


def _look() -> None:
    """Serve a month for looking at it: python -m tests.web.browser.live FOLDER PORT."""
    import sys
    import time

    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    if not folder.exists():
        prepare(folder)
    with served(folder, port=port) as live:
        print(live.address, flush=True)  # noqa: T201 somebody looks
        while True:
            time.sleep(3600)  # noqa: TID251 nothing is waited for


if __name__ == "__main__":
    _look()

"""``monitor run | once``: the daemon, and one round of it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from monitor.adapters.store.lock import only_instance
from monitor.adapters.systemd import ServiceManager
from monitor.app.context import AppContext
from monitor.app.runtime.daemon import Signals
from monitor.app.runtime.daemon import run as run_daemon
from monitor.cli.context import Loaded, load, loaded, settings_file
from monitor.cli.output import complain, say
from monitor.wiring import running


def run() -> None:
    """Run the daemon: schedule, fetch, alert, digest. SIGTERM stops it, SIGHUP reloads. Example: monitor -v run"""
    here = loaded()
    with only_instance(Path(here.settings.state_dir)):
        asyncio.run(_run(here, settings_file()))


async def _run(here: Loaded, path: Path | None) -> None:
    # Imported here: a round of ``once`` serves no pages.
    from monitor.web.server import PageServer

    signals = Signals(stop=asyncio.Event(), reload=asyncio.Event())
    pages = PageServer(reload=signals.reload.set)
    manager = ServiceManager.of(os.environ)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, signals.stop.set)
    loop.add_signal_handler(signal.SIGHUP, signals.reload.set)

    @asynccontextmanager
    async def open_app() -> AsyncIterator[AppContext]:
        fresh = load(path, os.environ)
        async with running(fresh.settings, fresh.watchlists, fresh.templates, echo=say, reachable=True) as app:
            yield app

    async def ready(app: AppContext) -> None:
        watched = f"{len(app.watchlists.topics)} topics in {len(app.watchlists.sources)} sources"
        where = f"pages on {pages.address}" if pages.address else "no pages"
        complain(f"news-monitor runs: {watched}; {where}; state in {here.settings.state_dir}; Ctrl-C stops it")
        manager.ready(f"{watched}; {where}")

    try:
        await run_daemon(open_app, signals, pages, ready=ready, alive=manager.alive)
    finally:
        manager.stopping()

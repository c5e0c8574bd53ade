"""``monitor run``: the daemon."""

import asyncio
import io
import os
import resource
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TextIO, cast

import structlog

from monitor.adapters.store.lock import only_instance
from monitor.adapters.store.state_dir import open_state
from monitor.adapters.systemd import ServiceManager
from monitor.app.context import AppContext
from monitor.app.runtime.daemon import Signals
from monitor.app.runtime.daemon import run_daemon as run_daemon
from monitor.cli.context import Loaded, back_up_first, load_all, load_for_command, settings_file
from monitor.cli.logs import handle_loop_errors
from monitor.cli.output import say_error, say_patiently
from monitor.cli.patient_stream import PatientStream
from monitor.cli.signals import SignalReceiver, signals_taken
from monitor.errors import StoreError
from monitor.wiring import open_context, open_rounds

_FILES = 8192


def run() -> None:
    """Run the daemon: schedule, fetch, alert, digest. SIGTERM stops it, SIGHUP reloads. Example: monitor -v run"""
    with signals_taken() as receiver:
        here = load_for_command()
        _allow_files()
        with only_instance(Path(here.settings.state_dir)), _patient_streams():
            # Damage is looked for once a start; no command and no reload reads the whole file.
            open_state(here.settings, check=True, before_upgrade=partial(back_up_first, here.settings)).close()
            asyncio.run(_run_until_signal(here, settings_file(), receiver))


async def _run_until_signal(here: Loaded, path: Path | None, receiver: SignalReceiver) -> None:
    # Imported here: a round of ``once`` serves no pages.
    from monitor.web.server import PageServer

    signals = Signals(stop=asyncio.Event(), reload=asyncio.Event())
    receiver.connect(signals)
    handle_loop_errors(asyncio.get_running_loop())
    pages = PageServer(reload=signals.reload.set)
    manager = ServiceManager.of(os.environ)

    @asynccontextmanager
    async def open_app() -> AsyncIterator[AppContext]:
        # Pages and polls go on while everything is read and checked.
        fresh = await asyncio.to_thread(load_all, path, os.environ)
        async with open_context(
            fresh.settings, fresh.watchlists, fresh.templates, echo=say_patiently, reachable=True
        ) as app:
            yield app

    async def ready(app: AppContext) -> None:
        watched = f"{len(app.watchlists.topics)} topics in {len(app.watchlists.sources)} sources"
        where = f"pages on {pages.address}" if pages.address else "no pages"
        say_error(f"news-monitor runs: {watched}; {where}; state in {here.settings.state_dir}; Ctrl-C stops it")
        manager.ready(f"{watched}; {where}")

    state_dir = Path(here.settings.state_dir)
    began_in = os.stat(state_dir)  # noqa: PTH116 one look before anything runs

    def alive() -> None:
        manager.alive()
        if not _is_still(state_dir, began_in):
            signals.stop.set()

    try:
        async with open_rounds(here.settings) as begin:
            await run_daemon(open_app, signals, pages, ready=ready, alive=alive, begin=begin)
    finally:
        manager.stopping()
    if not _is_still(state_dir, began_in):
        raise StoreError(f"the state folder {state_dir} was removed or replaced while this ran: it stopped")


def _is_still(folder: Path, began_in: os.stat_result) -> bool:
    """Whether the folder is the one that was locked: what is written into a removed one is lost at the end."""
    try:
        return os.path.samestat(folder.stat(), began_in) and (folder / "monitor.lock").exists()
    except OSError:
        return False


@contextmanager
def _patient_streams() -> Iterator[None]:
    """A terminal that was stopped or a pipe that nobody reads must not stop the daemon."""
    before = sys.stdout, sys.stderr
    if not all(isinstance(stream, io.TextIOWrapper) for stream in before):
        yield
        return
    streams = PatientStream(sys.stdout), PatientStream(sys.stderr)
    sys.stdout, sys.stderr = cast("tuple[TextIO, TextIO]", streams)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        yield
    finally:
        for stream in streams:
            stream.end()
        sys.stdout, sys.stderr = before
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))


def _allow_files() -> None:
    """As many open files as the system lets this user have: a flood of connections must not stop the polls."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

"""``monitor run``: the daemon."""

import asyncio
import io
import os
import resource
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast
from zoneinfo import ZoneInfo

from monitor.adapters.clock import SystemClock
from monitor.adapters.config.settings.load import load_settings, read_bytes
from monitor.adapters.files.configuration_watch import WatchedFiles
from monitor.adapters.spare_memory import SpareMemory
from monitor.adapters.store.locks.state_lock import only_user
from monitor.adapters.store.state_dir import open_state
from monitor.adapters.systemd import ServiceManager
from monitor.app.context import AppContext
from monitor.app.runtime.daemon import OpenApp, Signals, run_daemon
from monitor.cli.console.daemon_voice import DaemonVoice
from monitor.cli.console.live_line import LiveLine
from monitor.cli.console.logs import asked_levels, handle_loop_errors, log_to_stderr
from monitor.cli.console.output import counted, say_patiently
from monitor.cli.console.patient_stream import PatientStream
from monitor.cli.context import Loaded, back_up_first, collect_as_usual, settings_file
from monitor.cli.first_run import greeting, load_for_running
from monitor.cli.signals import LONGEST_STOP, SignalReceiver, signals_taken
from monitor.core.model.settings import Settings
from monitor.errors import ConfigError, Problem, StoreError
from monitor.ports import StoreLock
from monitor.wiring import open_context, open_runner

if TYPE_CHECKING:
    from monitor.web.serving.page_child import Surroundings
    from monitor.web.serving.page_front import PageFront
    from monitor.web.serving.server import PageServer

_FILES = 8192


def run() -> None:
    """Run the daemon: schedule, fetch, alert, digest. SIGTERM stops it, SIGHUP reloads. Example: monitor -v run"""
    memory = SpareMemory()  # before there are threads
    with signals_taken() as receiver:
        here = load_for_running(settings_file(), os.environ)
        _allow_files()
        with only_user(here.settings, "run") as lock, _patient_streams() as line:
            # Damage is looked for once a start; no command and no reload reads the whole file.
            open_state(here.settings, check=True, before_upgrade=partial(back_up_first, here.settings)).close()
            asyncio.run(_run_until_signal(here, settings_file(), receiver, line, memory, lock))


async def _run_until_signal(
    here: Loaded, path: Path | None, receiver: SignalReceiver, line: LiveLine | None, memory: SpareMemory,
    lock: StoreLock | None,
) -> None:  # fmt: skip
    voice = DaemonVoice(zone=ZoneInfo(here.settings.timezone), now=SystemClock().now, line=line)
    signals = Signals(stop=asyncio.Event(), reload=asyncio.Event())
    receiver.connect(signals, tell=lambda: voice.stopping(signals.under_way(), within=LONGEST_STOP))
    handle_loop_errors(asyncio.get_running_loop())
    pages = _page_server(here.settings, signals, voice)
    manager = ServiceManager.of(os.environ)
    state_dir = Path(here.settings.state_dir)
    began_in = os.stat(state_dir)  # noqa: PTH116 one look before anything runs

    async def ready(app: AppContext) -> None:
        collect_as_usual()
        voice.zone, voice.kinds = app.zone, {channel.name: channel.kind for channel in app.settings.channels}
        # On a terminal the live line and the sentences say what matters.
        log_to_stderr(app.settings.log, default=_default_level(line))
        topics, sources = len(app.watchlists.topics), len(app.watchlists.sources)
        watched = f"{counted(topics, 'topic')} in {counted(sources, 'source')}"
        what = greeting(app.watchlists, watched, pages.address)
        voice.started(f"news-monitor runs: {what}; state in {here.settings.state_dir}")
        manager.ready(what)

    def alive() -> None:
        manager.alive()
        memory.tick()
        if not _is_still(state_dir, began_in):
            signals.stop.set()

    try:
        async with open_runner(here.settings) as begin:
            await run_daemon(
                make_opener(path, voice, lock), signals, pages, ready=ready, alive=alive, announcer=voice, begin=begin
            )
    finally:
        manager.stopping()
    if not _is_still(state_dir, began_in):
        raise StoreError(f"the state folder {state_dir} was removed or replaced while this ran: it stopped")


def _default_level(line: LiveLine | None) -> str:
    return "info" if line is None else "warning"


def _page_server(settings: Settings, signals: Signals, voice: DaemonVoice) -> "PageFront | PageServer":
    """Pages in a process of their own; a store in memory is this process's alone, and so are its pages."""
    # Imported here: a round of ``once`` serves no pages.
    from monitor.adapters.store.copies import DatabaseCopies

    if DatabaseCopies(url=settings.database).is_in_memory:
        from monitor.web.serving.server import PageServer

        return PageServer(reload=signals.reload.set)
    from monitor.web.serving.page_front import PageFront

    return PageFront(_surroundings(signals, voice))


def _surroundings(signals: Signals, voice: DaemonVoice) -> "Surroundings":
    """What the process of the pages does through this one: one terminal has one writer."""
    from monitor.web.serving.page_child import Surroundings

    how = {"levels": asked_levels(), "default": _default_level(voice.line)}
    return Surroundings(
        reload=signals.reload.set,
        echo=say_patiently,
        show_log=lambda line: sys.stderr.write(line),
        on_attempt=voice.show_attempt,
        options=lambda: how | {"format": "console" if sys.stderr.isatty() else "json"},
    )


def make_opener(path: Path | None, voice: DaemonVoice, lock: StoreLock | None = None) -> OpenApp:
    """Reads the configuration as it is now, and opens everything."""
    was_filled = False

    @asynccontextmanager
    async def open_app() -> AsyncIterator[AppContext]:
        # Pages and polls go on while everything is read and checked.
        # The pages of a daemon that began without a settings file may have written one since.
        nonlocal was_filled
        file = path or settings_file()
        was_filled = await asyncio.to_thread(_is_filled, file, was_filled)
        fresh, files = await asyncio.to_thread(_read_all, file)
        async with open_context(
            fresh.settings,
            fresh.watchlists,
            fresh.templates,
            echo=say_patiently,
            reachable=True,
            files=files,
            on_attempt=voice.show_attempt,
        ) as app:
            yield replace(app, lock=lock)

    return open_app


def _is_filled(path: Path | None, was_filled: bool) -> bool:
    """Whether the settings file says anything; ConfigError where it no longer does.

    A save that broke off (a full disk, an editor) must not put the defaults in force.
    """
    is_filled = path is not None and bool(read_bytes(path).strip())
    if path is not None and was_filled and not is_filled:
        hint = "fill it, or write {} for the defaults"
        raise ConfigError([Problem(file=str(path), line=1, column=1, what="the settings file is empty", hint=hint)])
    return is_filled


def _read_all(path: Path | None) -> tuple[Loaded, WatchedFiles]:
    """The configuration, and its files as they were before it was read: what changes meanwhile is read once more."""
    settings = load_settings(path, env=os.environ, base=Path.cwd())
    files = WatchedFiles(
        settings=path,
        watchlists=Path(settings.watchlists),
        templates=Path(settings.templates),
        secrets=settings.secret_files,
    )
    files.in_force = files.fingerprint()
    loaded = load_for_running(path, os.environ)
    files.watch_too(loaded.watchlists.secret_files)
    return loaded, files


def _is_still(folder: Path, began_in: os.stat_result) -> bool:
    """Whether the folder is the one that was locked: what is written into a removed one is lost at the end."""
    try:
        return os.path.samestat(folder.stat(), began_in) and (folder / "monitor.lock").exists()
    except OSError:
        return False


@contextmanager
def _patient_streams() -> Iterator[LiveLine | None]:
    """A terminal that was stopped or a pipe that nobody reads must not stop the daemon. A live line on a terminal."""
    before = sys.stdout, sys.stderr
    line = LiveLine() if sys.stderr.isatty() and os.environ.get("TERM") != "dumb" else None
    if not all(isinstance(stream, io.TextIOWrapper) for stream in before):
        yield None
        return
    streams = PatientStream(sys.stdout, line if sys.stdout.isatty() else None), PatientStream(sys.stderr, line)
    sys.stdout, sys.stderr = cast("tuple[TextIO, TextIO]", streams)
    try:
        yield line
    finally:
        if line is not None:
            line.text = ""
            streams[1].draw_line()
        for stream in streams:
            stream.end()
        sys.stdout, sys.stderr = before


def _allow_files() -> None:
    """As many open files as the system lets this user have: a flood of connections must not stop the polls."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

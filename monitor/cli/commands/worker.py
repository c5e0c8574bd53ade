"""``monitor worker``: polls and sends what the leader of a fleet offers."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.adapters.store.locks.state_lock import server_locked
from monitor.app.runtime.daemon import Signals
from monitor.cli.console.logs import handle_loop_errors, log_to_stderr
from monitor.cli.console.output import say_error, say_patiently
from monitor.cli.context import Loaded, collect_as_usual, load_all, load_for_command, settings_file
from monitor.cli.signals import SignalReceiver, signals_taken
from monitor.core.model.operations.jobs import QUEUES
from monitor.errors import LockedError, MonitorError, StoreError, UserError
from monitor.log_lines import lazy_logger
from monitor.ports import StoreLock
from monitor.wiring import open_context, open_fleet_queue

if TYPE_CHECKING:
    from monitor.app.fleet.worker import Worker

log = lazy_logger(__name__)

_TRIED_EVERY = 5.0
"""Seconds between two tries to reach a database that does not answer."""
_ALL = ",".join(dict.fromkeys(QUEUES.values()))


def worker(
    queues: Annotated[str, typer.Option(help=f"What it does, some of {_ALL}.")] = _ALL,
    concurrency: Annotated[int, typer.Option(min=1, max=1000, help="Jobs side by side.")] = 16,
    name: Annotated[str, typer.Option(help="What logs call it; default: this machine and process.")] = "",
) -> None:
    """Do what the leader of a fleet offers: poll, send, ask hubs. Example: monitor worker --queues polls"""
    wanted = _read_queues(queues)
    with signals_taken() as receiver:
        here = load_for_command()
        if not here.settings.fleet.enabled:
            raise UserError("workers belong to a fleet: set fleet.enabled and a PostgreSQL database")
        called = name or f"{socket.gethostname()}-{os.getpid()}"
        collect_as_usual()
        asyncio.run(
            _work_until_signal(here, settings_file(), receiver, queues=wanted, concurrency=concurrency, name=called)
        )


def _read_queues(text: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    unknown = [part for part in wanted if part not in QUEUES.values()]
    if unknown or not wanted:
        raise UserError(f"--queues {text!r}: expected some of {_ALL}")
    return wanted


async def _work_until_signal(
    here: Loaded, path: Path | None, receiver: SignalReceiver, *, queues: tuple[str, ...], concurrency: int, name: str
) -> None:
    signals = Signals(stop=asyncio.Event(), reload=asyncio.Event())
    receiver.connect(signals)
    handle_loop_errors(asyncio.get_running_loop())
    log_to_stderr(here.settings.log, default="warning" if sys.stderr.isatty() else "info")
    is_first = True
    while not signals.stop.is_set():
        signals.reload.clear()
        try:
            await _work_until_told(here, signals, queues=queues, concurrency=concurrency, name=name)
        except (StoreError, LockedError) as error:
            if is_first and isinstance(error, LockedError):
                raise
            log.warning("the database cannot be used; the worker goes on when it can", error=str(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(signals.stop.wait(), _TRIED_EVERY)
        is_first = False
        if not signals.stop.is_set():
            here = await _read_again(here, path)
    say_error(f"worker {name} stopped")


async def _work_until_told(
    here: Loaded, signals: Signals, *, queues: tuple[str, ...], concurrency: int, name: str
) -> None:
    """Do jobs until a stop or a reload is asked for; StoreError when the database does not answer."""
    # Imported here: help texts load nothing that works.
    from monitor.app.fleet.worker import Worker

    async with (
        _server_lock(here) as lock,
        open_fleet_queue(here.settings) as queue,
        open_context(here.settings, here.watchlists, here.templates, echo=say_patiently) as app,
    ):
        worker, ending = Worker(replace(app, lock=lock)), asyncio.Event()
        told = asyncio.create_task(_end_when_told(signals, worker, ending))
        say_error(f"worker {name} takes jobs of {', '.join(queues)}, {concurrency} side by side; Ctrl-C stops it")
        try:
            await queue.work(worker.do, queues=queues, concurrency=concurrency, name=name, stop=ending)
        finally:
            told.cancel()


@asynccontextmanager
async def _server_lock(here: Loaded) -> AsyncIterator[StoreLock | None]:
    """The fleet's share of the database; LockedError while a monitor works alone with it."""
    with ExitStack() as held:
        yield await asyncio.to_thread(held.enter_context, server_locked(here.settings, "worker"))


async def _end_when_told(signals: Signals, worker: "Worker", ending: asyncio.Event) -> None:
    """A stop or a reload: what is under way ends, nothing more begins."""
    waits = [asyncio.create_task(event.wait()) for event in (signals.stop, signals.reload)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    worker.stopping.set()
    ending.set()


async def _read_again(here: Loaded, path: Path | None) -> Loaded:
    """The configuration as it is now; one that cannot be used keeps the old."""
    try:
        return await asyncio.to_thread(load_all, path, os.environ)
    except MonitorError as error:
        say_error(f"reload refused, the old configuration goes on: {error}")
        return here

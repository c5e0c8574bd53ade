"""The daemon: a ticker over what is due, a clean stop, a reload."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.app.context import AppContext
from monitor.app.delivery.sender import recover
from monitor.app.digests.open import start_digest_windows
from monitor.app.feedback.verdicts import make_key
from monitor.app.polling.rescan import reread_changed
from monitor.app.polling.schedule import stagger_first_polls
from monitor.app.runtime.heartbeat import Heartbeat
from monitor.app.runtime.retention import prune_daily
from monitor.app.runtime.scheduler import Scheduler
from monitor.app.stories.backfill import catch_up
from monitor.errors import MonitorError, UserError
from monitor.ports import Transaction

log = structlog.get_logger(__name__)

_TICK_SECONDS = 1
_DRAIN = timedelta(seconds=10)

OpenApp = Callable[[], AbstractAsyncContextManager[AppContext]]
"""Reads the settings and opens everything; ``SIGHUP`` calls it again."""


@dataclass(slots=True)
class Signals:
    """What the operating system asked for; the command line sets these from its signal handlers."""

    stop: asyncio.Event
    reload: asyncio.Event


class PageServer(Protocol):
    """Serves pages over the running application."""

    def listen(self, app: AppContext) -> None:
        """Take the address of these settings instead of the one held; UserError when it is taken, the old one stays."""
        ...

    async def start(self, app: AppContext, pulse: Heartbeat) -> None:
        """Answer requests with ``app`` from now on; what came since ``listen`` has waited."""
        ...

    async def stop(self, *, within: timedelta) -> None:
        """Let requests under way end; the address stays held."""
        ...

    def close(self) -> None:
        """Give the address back."""
        ...


async def start(app: AppContext) -> None:
    """Before the first tick: the store follows the watchlists, doubtful deliveries are settled, history is matched."""

    def prepare(tx: Transaction) -> None:
        make_key(tx, now=app.clock.now())
        tx.sources.sync(app.watchlists.sources, now=app.clock.now())
        reread_changed(app, tx)
        if app.patient:
            stagger_first_polls(app, tx)
        start_digest_windows(app, tx)

    await app.in_store.write(prepare)
    doubtful = await recover(app)
    if doubtful:
        log.warning("deliveries in doubt since the last run", count=doubtful)
    await catch_up(app)
    await prune_daily(app)


async def run(
    open_app: OpenApp,
    signals: Signals,
    pages: PageServer,
    *,
    ready: Callable[[AppContext], Awaitable[None]],
    alive: Callable[[], None] = lambda: None,
) -> None:
    """Run until ``signals.stop``; a reload that fails keeps the old configuration running.

    ``ready`` is awaited when all is open, ``alive`` called after each tick that ended.
    """
    current = open_app()
    app = await current.__aenter__()
    try:
        pages.listen(app)
        while True:
            await _serve(app, signals, pages, ready, alive)
            if signals.stop.is_set():
                return
            signals.reload.clear()
            renewed = await _renewed(open_app, app, pages)
            if renewed is None:
                continue
            await current.__aexit__(None, None, None)
            current, app = renewed
            log.info("reloaded")
    finally:
        pages.close()
        await current.__aexit__(None, None, None)


async def _renewed(
    open_app: OpenApp, app: AppContext, pages: PageServer
) -> tuple[AbstractAsyncContextManager[AppContext], AppContext] | None:
    """The configuration as it is written now, opened; ``None`` and a line in the log when it cannot be used."""
    fresh = open_app()
    try:
        app_after = await fresh.__aenter__()
        try:
            _refuse_another_state(app, app_after)
            pages.listen(app_after)
        except BaseException:
            await fresh.__aexit__(None, None, None)
            raise
    except (MonitorError, OSError) as error:
        log.error("reload refused, the old configuration goes on", error=str(error))  # noqa: TRY400 a user's mistake needs no traceback
        return None
    return fresh, app_after


def _refuse_another_state(app: AppContext, app_after: AppContext) -> None:
    if app_after.settings.state_dir != app.settings.state_dir:
        raise UserError("state_dir changes with a restart only, its lock is held for the old one")


async def _mind_the_wall_clock(app: AppContext, ticker: AsyncIOScheduler) -> None:
    """APScheduler sleeps until a wall-clock time: when the clock is set back, its jobs are brought forward."""
    last = app.clock.now()
    while True:
        await asyncio.sleep(_TICK_SECONDS)
        now = app.clock.now()
        if now < last:
            log.warning("the clock was set back", seconds=(last - now).total_seconds())
            for job in ticker.get_jobs():
                job.modify(next_run_time=now)
        last = now


async def _serve(
    app: AppContext,
    signals: Signals,
    pages: PageServer,
    ready: Callable[[AppContext], Awaitable[None]],
    alive: Callable[[], None],
) -> None:
    """Pages and polls with one configuration, until a signal comes."""
    scheduler, pulse = Scheduler(app), Heartbeat(app.clock, on_beat=alive)
    try:
        await pages.start(app, pulse)
        await start(app)
        await ready(app)
        await _tick(app, scheduler, pulse, signals)
    finally:
        await asyncio.gather(scheduler.drain(within=_DRAIN), pages.stop(within=_DRAIN))


async def _tick(app: AppContext, scheduler: Scheduler, pulse: Heartbeat, signals: Signals) -> None:
    under_way: set[asyncio.Task[object]] = set()

    async def beat() -> None:
        await scheduler.tick()
        pulse.beat()

    async def run_job(work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        task = asyncio.create_task(work())
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        await task

    # A ticker only: what is due when stands in the database, so a late or lost tick loses nothing.
    ticker = AsyncIOScheduler(timezone="UTC")
    how = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    ticker.add_job(run_job, "interval", seconds=_TICK_SECONDS, args=[beat], **how)
    ticker.add_job(run_job, "interval", hours=1, args=[partial(prune_daily, app)], **how)
    ticker.start()
    watch = asyncio.create_task(_mind_the_wall_clock(app, ticker))
    try:
        waits = {asyncio.create_task(signals.stop.wait()), asyncio.create_task(signals.reload.wait())}
        _, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
    finally:
        watch.cancel()
        # Shutting down cancels what runs: a tick in the middle of its work would end in a traceback.
        ticker.pause()
        if under_way:
            await asyncio.wait(under_way, timeout=_DRAIN.total_seconds())
        ticker.shutdown(wait=False)

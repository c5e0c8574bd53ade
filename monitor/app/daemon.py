"""The daemon: a ticker over what is due, a clean stop, a reload."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.app.cadence import spread
from monitor.app.digests import anchor
from monitor.app.history import catch_up
from monitor.app.outbox import recover
from monitor.app.parts import App
from monitor.app.rereading import reread_changed
from monitor.app.retention import prune_daily
from monitor.app.scheduler import Scheduler
from monitor.errors import MonitorError
from monitor.ports import Transaction

log = structlog.get_logger(__name__)

_TICK_SECONDS = 1
_DRAIN = timedelta(seconds=10)

OpenApp = Callable[[], AbstractAsyncContextManager[App]]
"""Reads the settings and opens everything; ``SIGHUP`` calls it again."""


@dataclass(slots=True)
class Signals:
    """What the operating system asked for; the command line sets these from its signal handlers."""

    stop: asyncio.Event
    reload: asyncio.Event


async def start(app: App) -> None:
    """Before the first tick: the store follows the watchlists, doubtful deliveries are settled, history is matched."""

    def prepare(tx: Transaction) -> None:
        tx.sources.sync(app.watchlists.sources, now=app.clock.now())
        reread_changed(app, tx)
        if app.patient:
            spread(app, tx)
        anchor(app, tx)

    await app.in_store.write(prepare)
    doubtful = await recover(app)
    if doubtful:
        log.warning("deliveries in doubt since the last run", count=doubtful)
    await catch_up(app)
    await prune_daily(app)


async def run(open_app: OpenApp, signals: Signals, *, ready: Callable[[App], Awaitable[None]]) -> None:
    """Run until ``signals.stop``; a reload that fails keeps the old configuration running."""
    current = open_app()
    app = await current.__aenter__()
    try:
        while True:
            await start(app)
            await ready(app)
            await _serve(app, signals)
            if signals.stop.is_set():
                return
            signals.reload.clear()
            fresh = open_app()
            try:
                app_after = await fresh.__aenter__()
            except (MonitorError, OSError) as error:
                log.error("reload refused, the old configuration goes on", error=str(error))  # noqa: TRY400 a user's mistake needs no traceback
                continue
            if app_after.settings.state_dir != app.settings.state_dir:
                await fresh.__aexit__(None, None, None)
                log.error("reload refused: state_dir changes with a restart only, its lock is held for the old one")
                continue
            await current.__aexit__(None, None, None)
            current, app = fresh, app_after
            log.info("reloaded")
    finally:
        await current.__aexit__(None, None, None)


async def _mind_the_wall_clock(app: App, ticker: AsyncIOScheduler) -> None:
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


async def _serve(app: App, signals: Signals) -> None:
    scheduler = Scheduler(app)
    # A ticker only: what is due when stands in the database, so a late or lost tick loses nothing.
    ticker = AsyncIOScheduler(timezone="UTC")
    ticker.add_job(
        scheduler.tick, "interval", seconds=_TICK_SECONDS, misfire_grace_time=None, coalesce=True, max_instances=1
    )
    ticker.add_job(prune_daily, "interval", hours=1, args=[app], misfire_grace_time=None, coalesce=True)
    ticker.start()
    watch = asyncio.create_task(_mind_the_wall_clock(app, ticker))
    try:
        waits = {asyncio.create_task(signals.stop.wait()), asyncio.create_task(signals.reload.wait())}
        _, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
    finally:
        watch.cancel()
        ticker.shutdown(wait=False)
        await scheduler.drain(within=_DRAIN)

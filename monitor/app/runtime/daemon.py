"""The daemon: ticks over what is due, a clean stop within seconds, reloads during which the pages go on."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, suppress
from datetime import timedelta
from functools import partial
from typing import Protocol

from monitor.app.admin.backup import back_up_when_due
from monitor.app.context import AppContext
from monitor.app.runtime.announcer import Announcer, Silent
from monitor.app.runtime.retention import prune_daily
from monitor.app.runtime.scheduler import Scheduler
from monitor.app.runtime.start import prepare_store
from monitor.app.runtime.supervise import Work, supervise
from monitor.app.runtime.watches.configuration_watch import watch_configuration
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.app.runtime.watches.sign_of_life import send_signs_of_life
from monitor.app.runtime.watches.status_watch import LastTold, StatusWatch
from monitor.app.stories.backfill import catch_up
from monitor.core.model.database_address import server_or_file
from monitor.core.model.settings import Settings
from monitor.errors import MonitorError, StoreError, UserError
from monitor.log_lines import lazy_logger
from monitor.values import dataclass

log = lazy_logger(__name__)

_DRAIN = timedelta(seconds=4)
"""For what is under way at a stop or a reload: the whole stop takes less than Docker's ten seconds."""
_TICK_END = timedelta(seconds=1)
_FAREWELL = timedelta(seconds=1)
_RETRY = timedelta(seconds=1)

OpenApp = Callable[[], AbstractAsyncContextManager[AppContext]]
"""Reads the settings and opens everything; a reload calls it again."""
_Open = tuple[AbstractAsyncContextManager[AppContext], AppContext]


@dataclass(slots=True)
class Signals:
    """What the operating system asked for; the command line sets these from its signal handlers."""

    stop: asyncio.Event
    reload: asyncio.Event
    under_way: Callable[[], int] = lambda: 0
    """How many requests and messages a stop waits for."""


class PageServer(Protocol):
    """Serves pages over the running application."""

    def listen(self, app: AppContext) -> None:
        """Take the address of these settings instead of the one held; UserError when it is taken, the old one stays."""
        ...

    async def start(self, app: AppContext, heartbeat: Heartbeat) -> None:
        """Answer requests with ``app`` from now on, without a gap; what came since ``listen`` has waited."""
        ...

    async def stop(self, *, within: timedelta) -> None:
        """Let requests under way end; the address stays held."""
        ...

    def close(self) -> None:
        """Give the address back."""
        ...


class Runner(Protocol):
    """What a daemon does every second: ``Scheduler``, or the dispatcher of a fleet."""

    async def tick(self) -> None:
        """One look at the clock."""
        ...

    @property
    def under_way(self) -> int:
        """Requests that a stop waits for."""
        ...

    def close(self) -> None:
        """Start nothing more."""
        ...

    async def drain(self, *, within: timedelta) -> None:
        """Let what is under way end."""
        ...


async def run_daemon(
    open_app: OpenApp,
    signals: Signals,
    pages: PageServer,
    *,
    ready: Callable[[AppContext], Awaitable[None]],
    alive: Callable[[], None] = lambda: None,
    announcer: Announcer | None = None,
    begin: Callable[[AppContext], Runner] = Scheduler,
) -> None:
    """Run until ``signals.stop``; a reload that fails keeps the old configuration running.

    ``ready`` is awaited when all is open, ``alive`` called after each tick that ended; ``announcer`` is told the state;
    ``begin`` makes what ticks.
    """
    current = open_app()
    app = await current.__aenter__()
    heartbeat = Heartbeat(app.clock, on_beat=alive)
    told = LastTold()
    daemon = partial(_Daemon, heartbeat=heartbeat, signals=signals, pages=pages, open_app=open_app, begin=begin)
    try:
        pages.listen(app)
        await pages.start(app, heartbeat)
        await prepare_store(app)
        while True:
            await ready(app)
            renewed = await daemon(app=app, announcer=announcer or Silent(), told=told).live()
            if renewed is None:
                return
            before, (current, app) = current, renewed
            try:
                await _prepare_again(app, heartbeat, signals)
                await pages.start(app, heartbeat)
            finally:
                await before.__aexit__(None, None, None)
            log.info("reloaded")
    finally:
        await pages.stop(within=_FAREWELL)
        pages.close()
        await current.__aexit__(None, None, None)


async def _prepare_again(app: AppContext, heartbeat: Heartbeat, signals: Signals) -> None:
    """After a reload: a store that is locked or a disk that is full is waited for, as it is at every tick."""
    while not signals.stop.is_set():
        try:
            await prepare_store(app)
        except StoreError as error:
            heartbeat.note("store", str(error))
            log.error("nothing can be stored; tried again every second", error=str(error))  # noqa: TRY400 the operator's to mend, no bug
            with suppress(TimeoutError):
                await asyncio.wait_for(signals.stop.wait(), _RETRY.total_seconds())
        else:
            return


@dataclass(frozen=True, slots=True, kw_only=True)
class _Daemon:
    """The daemon with one configuration."""

    app: AppContext
    heartbeat: Heartbeat
    signals: Signals
    pages: PageServer
    open_app: OpenApp
    begin: Callable[[AppContext], Runner]
    announcer: Announcer
    told: LastTold

    async def live(self) -> _Open | None:
        """Tick until a stop (``None``) or until a new configuration is open; what is under way then ends first."""
        scheduler = self.begin(self.app)
        from monitor.app.runtime.ticker import Ticker

        ticker = Ticker(self.app, self.heartbeat, scheduler.tick, partial(_keep_house, self.app))
        ticking = asyncio.create_task(ticker.run())
        beside = [asyncio.create_task(self._catch_up()), *self._background()]
        self.signals.under_way = lambda: scheduler.under_way
        try:
            return await self._until_asked(ticking)
        finally:
            scheduler.close()
            ticker.stop()
            for task in beside:
                task.cancel()
            await _end_task(ticking, within=_TICK_END)
            for task in beside:
                await _end_task(task, within=_TICK_END)
            await scheduler.drain(within=_DRAIN)

    def _background(self) -> Iterator["asyncio.Task[None]"]:
        """What looks after the daemon while it runs; each is started again when it fails."""
        app, watch = self.app, StatusWatch(app=self.app, heartbeat=self.heartbeat, tell=self.announcer, told=self.told)
        yield self._supervised("status", watch.watch)
        if app.files is not None and app.settings.reload == "auto":
            changed = self.signals.reload.set
            yield self._supervised("reload", partial(watch_configuration, app.files, app.clock, changed=changed))
        if app.pinger is not None:
            signs = partial(
                send_signs_of_life, app.settings.heartbeat, app.pinger, app.clock, state=lambda: watch.status
            )
            yield self._supervised("heartbeat", signs)

    def _supervised(self, name: str, work: Work) -> "asyncio.Task[None]":
        return asyncio.create_task(
            supervise(name, work, self.app.clock, report=partial(self.heartbeat.note_task, name))
        )

    async def _catch_up(self) -> None:
        """History under changed rules is matched beside everything else."""
        while True:
            try:
                await catch_up(self.app)
            except StoreError as error:
                log.error("history waits for the store", error=str(error))  # noqa: TRY400 the operator's to mend
                await asyncio.sleep(_RETRY.total_seconds())
            except Exception:
                log.exception("history could not be matched against changed rules; the next start tries again")
                return
            else:
                return

    async def _until_asked(self, ticking: "asyncio.Task[None]") -> _Open | None:
        stop = asyncio.create_task(self.signals.stop.wait())
        try:
            while True:
                reload = asyncio.create_task(self._reload())
                await asyncio.wait({stop, reload, ticking}, return_when=asyncio.FIRST_COMPLETED)
                if stop.done() or ticking.done():
                    reload.cancel()
                    opened = (await asyncio.gather(reload, return_exceptions=True))[0]
                    if isinstance(opened, tuple):
                        await opened[0].__aexit__(None, None, None)
                    if ticking.done():
                        ticking.result()
                    return None
                if (renewed := reload.result()) is not None:
                    return renewed
        finally:
            stop.cancel()

    async def _reload(self) -> _Open | None:
        """Wait until it is asked for; the new configuration, opened, or ``None`` when it cannot be used."""
        await self.signals.reload.wait()
        self.signals.reload.clear()
        fresh = self.open_app()
        try:
            app = await fresh.__aenter__()
            try:
                _refuse_another_state(self.app.settings, app.settings)
                self.pages.listen(app)
            except BaseException:
                await fresh.__aexit__(None, None, None)
                raise
        except (MonitorError, OSError) as error:
            self._refused(str(error))
            return None
        except Exception as bug:
            log.exception("reload failed, the old configuration goes on")
            self._refused(f"internal error, see the log: {type(bug).__name__}")
            return None
        self.heartbeat.note_reload("")
        return fresh, app

    def _refused(self, why: str) -> None:
        log.error("reload refused, the old configuration goes on", error=why)
        self.heartbeat.note_reload(why)


def _refuse_another_state(settings: Settings, after: Settings) -> None:
    if after.state_dir != settings.state_dir:
        raise UserError("state_dir changes with a restart only, its lock is held for the old one")
    if server_or_file(after.database) != server_or_file(settings.database):
        raise UserError("database changes with a restart only, its lock is held for the old one")


async def _keep_house(app: AppContext) -> None:
    await prune_daily(app)
    if app.backups is not None:
        await back_up_when_due(app.backups, app.in_store, app.clock)


async def _end_task(task: "asyncio.Task[None]", *, within: timedelta) -> None:
    """Let it end; cut it off after that time."""
    await asyncio.wait({task}, timeout=within.total_seconds())
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

"""The only place that names concrete classes: settings → a running application. Reads like a parts list."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.adapters.clock import SystemClock
from monitor.adapters.config.bundled import STYLE, own_templates, read_shipped
from monitor.adapters.disk import DiskOf
from monitor.adapters.embeddings import SentenceEmbedder
from monitor.adapters.fetch.http_fetcher import HttpFetcher
from monitor.adapters.fetch.pinger import HttpPinger
from monitor.adapters.fetch.websub_client import HttpHubs
from monitor.adapters.files.archive import TarArchives
from monitor.adapters.files.backup_folder import BackupsOnDisk, WorkFolderBeside
from monitor.adapters.files.configuration import ConfigurationOnDisk
from monitor.adapters.net.base_client import Client
from monitor.adapters.net.late_client import LateClient
from monitor.adapters.net.ssrf_guard import guard_for
from monitor.adapters.redacting import RedactingChannel, RedactingFetcher, RedactingHubs, RedactingModel
from monitor.adapters.sandbox.worker import Limits, WorkerSandbox
from monitor.adapters.store.state_dir import open_state
from monitor.app.admin.backup import BackupTools, OwnBackups, make_backup
from monitor.app.context import AppContext
from monitor.app.delivery.render import OwnTemplates, print_own, try_compiling
from monitor.app.fleet.dispatch import Dispatcher
from monitor.app.runtime.announcer import OnAttempt, ignore_attempt
from monitor.app.runtime.daemon import Runner
from monitor.app.runtime.scheduler import Scheduler
from monitor.app.runtime.watches.disk_watch import DiskWatch
from monitor.app.store_thread import StoreThread
from monitor.core.channels.rendering import prepare_templates
from monitor.core.match.late_matcher import DocumentMatcher, LateMatcher
from monitor.core.model.settings import Settings, Watchlists
from monitor.core.redaction import Redactor
from monitor.core.render.templates import Templates
from monitor.errors import MonitorError, StoreError, UserError
from monitor.ports import Channel, Clock, Fetcher, Hubs
from monitor.ports.admin import ConfigurationOnWatch
from monitor.values import dataclass
from monitor.version import VERSION

if TYPE_CHECKING:
    from monitor.adapters.fleet.job_queue import FleetQueue
    from monitor.adapters.store.copies import DatabaseCopies
    from monitor.adapters.store.database import DatabaseStore
    from monitor.app.summaries.generate import SummaryGenerator

_TEMPLATE_LIMITS = Limits(
    wall=timedelta(minutes=2), cpu_seconds=25, memory_bytes=256 * 1024 * 1024, warning=timedelta(seconds=20)
)
"""A digest of 10,000 stories takes some 17 s; a template that goes on for longer is wrong."""
_PAGE_LIMITS = Limits(
    wall=timedelta(seconds=30), cpu_seconds=8, memory_bytes=256 * 1024 * 1024, warning=timedelta(seconds=5)
)
"""Somebody waits for a page; the shipped ones print in some 20 ms."""
_PRINTS = ("monitor.core.channels.rendering",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """What prints messages, for whoever needs nothing else of the program."""

    templates: Templates
    """Of messages the user's where there are any; of pages those that ship, which print notes and errors always."""
    own: OwnTemplates | None
    style: str = ""
    """The user's style of the pages, printed."""


@asynccontextmanager
async def open_printing(templates: dict[str, str]) -> AsyncIterator[Printing]:
    """Templates ready to print; the user's in a sandbox of their own, where they are compiled first."""
    names = own_templates(templates)
    if not names:
        yield Printing(templates=prepare_templates(templates, trusts_pages=True), own=None)
        return
    async with AsyncExitStack() as stack:
        sandbox = WorkerSandbox(limits=_TEMPLATE_LIMITS, preload=_PRINTS)
        stack.push_async_callback(sandbox.close)
        own = OwnTemplates(files=tuple(sorted(templates.items())), names=names, sandbox=sandbox)
        await try_compiling(own)
        style = await print_own(own, STYLE, None, "en") if STYLE in names else ""
        if any(name.startswith("web/") and name != STYLE for name in names):
            pages = WorkerSandbox(limits=_PAGE_LIMITS, preload=_PRINTS)
            stack.push_async_callback(pages.close)
            own = replace(own, page_sandbox=pages)
        shipped = {name: text for name, text in read_shipped().items() if name.startswith("web/")}
        yield Printing(templates=prepare_templates(templates | shipped, trusts_pages=True), own=own, style=style)


def configuration_files(settings: Settings) -> ConfigurationOnDisk:
    """The files that people write for these settings."""
    return ConfigurationOnDisk(
        settings=Path(settings.file) if settings.file else None,
        watchlists=Path(settings.watchlists),
        templates=Path(settings.templates),
    )


def backup_tools(settings: Settings) -> BackupTools:
    """What makes and restores backups of this installation."""
    return BackupTools(
        store=_copies_of(settings),
        archives=TarArchives(),
        configuration=configuration_files(settings),
        rooms=WorkFolderBeside(folder=Path(settings.state_dir)),
    )


def _summary_generator(
    settings: Settings, watchlists: Watchlists, *, client: Client, clock: Clock, in_store: StoreThread, redact: Redactor
) -> "SummaryGenerator | None":
    if settings.summarise is None:
        return None
    from monitor.adapters.llm.openai_compatible import CompatibleModel
    from monitor.app.summaries.generate import SummaryDependencies, SummaryGenerator

    model = CompatibleModel(settings=settings.summarise, client=client, clock=clock)
    around = SummaryDependencies(
        in_store=in_store, clock=clock, settings=settings, watchlists=watchlists, ai_settings=settings.summarise
    )
    return SummaryGenerator(RedactingModel(model, redact), around)


def _copies_of(settings: Settings) -> "DatabaseCopies":
    # Imported here: help texts and readers of files load no database.
    from monitor.adapters.store.copies import DatabaseCopies

    return DatabaseCopies(url=settings.database)


def own_backups(settings: Settings) -> OwnBackups | None:
    """The backups that the daemon makes by itself; ``None`` where the settings want none, or for a store in memory."""
    wish = settings.backup
    if wish.every is None or not wish.folder or _copies_of(settings).is_in_memory:
        return None
    folder = BackupsOnDisk(folder=Path(wish.folder), state=Path(settings.state_dir))
    return OwnBackups(tools=backup_tools(settings), folder=folder, every=wish.every, keep=wish.keep)


def back_up_before_upgrade(settings: Settings, revision: str) -> None:
    """Before the tables change: what an older version needs to go back, as ``monitor restore`` takes it."""
    now = SystemClock().now()
    folder = BackupsOnDisk(folder=Path(settings.backup.folder or settings.state_dir), label=f"before-{revision}-")
    copies = _copies_of(settings)
    if not copies.is_file:
        copies.dump_server(folder.path_for(now, end=".dump"))
        return
    try:
        make_backup(backup_tools(settings), folder.path_for(now), now=now)
    except MonitorError as error:
        raise StoreError(f"the upgrade was not begun, since no backup could be made before it: {error}") from error


@asynccontextmanager
async def open_context(
    settings: Settings,
    watchlists: Watchlists,
    templates: dict[str, str],
    *,
    clock: Clock | None = None,
    echo: Callable[[str], None] = print,
    patient: bool = True,
    reachable: bool = False,
    reading: "DatabaseStore | None" = None,
    files: ConfigurationOnWatch | None = None,
    on_attempt: OnAttempt = ignore_attempt,
) -> AsyncIterator[AppContext]:
    """Everything open; closed again, in order. ``reachable``: hubs can call back, a web server runs beside this.

    ``reading``: only look into this store; then no channel and no model is there, which may need secrets that are not.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        app, client = await _open_parts(
            stack, settings, watchlists, templates, clock=clock, echo=echo, reading=reading, at_once=reachable
        )
        yield replace(
            app,
            patient=patient,
            hubs=_open_hubs(settings, client, clock, app.redact) if reachable else None,
            embedder=SentenceEmbedder() if settings.stories.semantic else None,
            backups=own_backups(settings) if reachable else None,
            configuration=configuration_files(settings),
            disk=DiskWatch(DiskOf(folder=Path(settings.state_dir))),
            pinger=HttpPinger(client) if settings.heartbeat.url else None,
            files=files,
            on_attempt=on_attempt,
        )


async def _open_parts(
    stack: AsyncExitStack, settings: Settings, watchlists: Watchlists, templates: dict[str, str], *,
    clock: Clock, echo: Callable[[str], None], reading: "DatabaseStore | None", at_once: bool,
) -> tuple[AppContext, LateClient]:  # fmt: skip
    """What has to be closed again, by ``stack``; ``at_once``: ready to match, and beside a loop that goes on."""
    redact = Redactor.of(settings.secrets | watchlists.secrets)
    acting = settings if reading is None else replace(settings, channels=(), summarise=None)
    # A reload must not hold up pages and ticks: to match takes a while, and so does a store that another has locked.
    opened = partial(open_state, settings, before_upgrade=partial(back_up_before_upgrade, settings))
    store = reading if reading is not None else await asyncio.to_thread(opened) if at_once else opened()
    stack.callback(store.close)
    in_store = StoreThread(store)
    stack.callback(in_store.close)
    sandbox = WorkerSandbox(preload=("monitor.core.parse.document", "monitor.core.parse.article"))
    stack.push_async_callback(sandbox.close)
    client = LateClient(settings.fetch, user_agent=_user_agent(settings))
    stack.push_async_callback(client.close)
    printed = await stack.enter_async_context(open_printing(templates))
    writer = _summary_generator(acting, watchlists, client=client, clock=clock, in_store=in_store, redact=redact)
    stack.push_async_callback(_close_writer, writer)
    app = AppContext(
        clock=clock,
        in_store=in_store,
        fetcher=_open_fetcher(settings, client, clock, redact),
        sandbox=sandbox,
        matcher=await _open_matcher(watchlists, at_once=at_once),
        templates=printed.templates,
        own_templates=printed.own,
        page_style=printed.style,
        channels=_open_channels(acting, client, clock, redact, echo),
        redact=redact,
        settings=settings,
        watchlists=watchlists,
        summary_generator=writer,
    )
    return app, client


async def _open_matcher(watchlists: Watchlists, *, at_once: bool) -> DocumentMatcher:
    """For a daemon ready to match, for a round when it has to; ConfigError for queries that do not parse."""
    if not at_once:
        return LateMatcher(watchlists.topics, watchlists.signals)
    from monitor.core.match.matcher import compile_matcher

    return await asyncio.to_thread(compile_matcher, watchlists.topics, watchlists.signals)


def _user_agent(settings: Settings) -> str:
    return f"news-monitor/{VERSION}" + (f" (+{settings.fetch.contact})" if settings.fetch.contact else "")


async def _close_writer(writer: "SummaryGenerator | None") -> None:
    if writer is not None:
        await writer.close()


def _open_fetcher(settings: Settings, client: Client, clock: Clock, redact: Redactor) -> Fetcher:
    wanted = settings.fetch
    fetcher = HttpFetcher(client, clock=clock, per_host_delay=wanted.per_host_delay, timeout=wanted.timeout)
    return RedactingFetcher(fetcher, redact)


def _open_hubs(settings: Settings, client: Client, clock: Clock, redact: Redactor) -> Hubs:
    return RedactingHubs(HttpHubs(client, clock=clock, per_host_delay=settings.fetch.per_host_delay), redact)


def _open_channels(
    settings: Settings, client: Client, clock: Clock, redact: Redactor, echo: Callable[[str], None]
) -> Mapping[str, Channel]:
    if not settings.channels:
        return {}
    from monitor.adapters.channels.registry import open_channels  # not needed to look into the store

    opened = open_channels(
        settings.channels, client=client, clock=clock, state_dir=Path(settings.state_dir), echo=echo,
        guard=guard_for(settings.fetch), proxy=settings.fetch.proxy,
    )  # fmt: skip
    return {name: RedactingChannel(channel, redact) for name, channel in opened.items()}


@asynccontextmanager
async def open_runner(settings: Settings) -> AsyncIterator[Callable[[AppContext], Runner]]:
    """What ticks in a daemon of these settings: everything itself, or as the leader of a fleet."""
    if not settings.fleet.enabled:
        yield Scheduler
        return
    async with open_fleet_queue(settings) as queue:
        from monitor.adapters.fleet.leadership import PostgresLeadership

        leadership = PostgresLeadership(settings.database)
        yield lambda app: Dispatcher(app, queue, leadership)


@asynccontextmanager
async def open_fleet_queue(settings: Settings) -> "AsyncIterator[FleetQueue]":
    """The queue of a fleet; UserError when its extra is not installed, StoreError when the database refuses."""
    # Not at the top: a machine that does everything itself neither needs nor loads it.
    try:
        from monitor.adapters.fleet.job_queue import open_queue
    except ModuleNotFoundError as error:
        raise UserError("fleet.enabled needs Procrastinate: pip install 'news-monitor[fleet]'") from error
    async with open_queue(settings.database) as queue:
        yield queue

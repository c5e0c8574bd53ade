"""The only place that names concrete classes: settings → a running application. Reads like a parts list."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from monitor.adapters.channels.registry import open_channels
from monitor.adapters.clock import SystemClock
from monitor.adapters.config.bundled import own_templates
from monitor.adapters.embeddings import SentenceEmbedder
from monitor.adapters.fetch.http_fetcher import HttpFetcher
from monitor.adapters.fetch.websub_client import HttpHubs
from monitor.adapters.files.archive import TarArchives
from monitor.adapters.files.backup_folder import WorkFolderBeside
from monitor.adapters.files.configuration import ConfigurationOnDisk
from monitor.adapters.llm.openai_compatible import CompatibleModel
from monitor.adapters.net.client import open_client
from monitor.adapters.net.ssrf_guard import guard_for
from monitor.adapters.redacting import RedactingChannel, RedactingFetcher, RedactingHubs, RedactingModel
from monitor.adapters.sandbox.worker import Limits, WorkerSandbox
from monitor.adapters.store.copies import DatabaseCopies
from monitor.adapters.store.state_dir import open_state
from monitor.app.admin.backup import BackupTools
from monitor.app.context import AppContext
from monitor.app.delivery.render import OwnTemplates
from monitor.app.store_thread import StoreThread
from monitor.app.summaries.generate import SummaryDependencies, SummaryGenerator
from monitor.core.channels.rendering import compile_templates
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.settings import Settings, Watchlists
from monitor.core.redaction import Redactor
from monitor.core.render.templates import Templates
from monitor.ports import Clock, Embedder
from monitor.version import VERSION

_TEMPLATE_LIMITS = Limits(
    wall=timedelta(seconds=25), cpu_seconds=25, memory_bytes=256 * 1024 * 1024, warning=timedelta(seconds=20)
)
"""A digest of 10,000 stories takes some 17 s; a template that goes on for longer is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """What prints messages, for whoever needs nothing else of the program."""

    templates: Templates
    own: OwnTemplates | None


def _of_pages(templates: Mapping[str, str]) -> frozenset[str]:
    """Those of the pages: whoever never opens one need not wait for them."""
    return frozenset(name for name in templates if name.startswith("web/"))


@asynccontextmanager
async def open_printing(templates: dict[str, str]) -> AsyncIterator[Printing]:
    """Templates ready to print; the user's in a sandbox of their own, whose process starts when it is first needed."""
    names = own_templates(templates)
    if not names:
        yield Printing(templates=compile_templates(templates, later=_of_pages(templates)), own=None)
        return
    sandbox = WorkerSandbox(limits=_TEMPLATE_LIMITS, preload=("monitor.core.channels.rendering",))
    try:
        own = OwnTemplates(files=tuple(sorted(templates.items())), names=names, sandbox=sandbox)
        made = compile_templates(templates, later=_of_pages(templates) - names)
        yield Printing(templates=made, own=own)
    finally:
        await sandbox.close()


def backup_tools(settings: Settings) -> BackupTools:
    """What makes and restores backups of this installation."""
    return BackupTools(
        store=DatabaseCopies(url=settings.database),
        archives=TarArchives(),
        configuration=ConfigurationOnDisk(
            settings=Path(settings.file) if settings.file else None,
            watchlists=Path(settings.watchlists),
            templates=Path(settings.templates),
        ),
        rooms=WorkFolderBeside(folder=Path(settings.state_dir)),
    )


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
) -> AsyncIterator[AppContext]:
    """Everything open and connected; closed again, in order, at the end.

    ``reachable``: hubs can call back, for a web server runs beside this.
    """
    clock = clock or SystemClock()
    redact = Redactor.of(settings.secrets | watchlists.secrets)
    embedder: Embedder | None = SentenceEmbedder() if settings.stories.semantic else None
    store = open_state(settings)
    in_store = StoreThread(store)
    agent = f"news-monitor/{VERSION}" + (f" (+{settings.fetch.contact})" if settings.fetch.contact else "")
    sandbox = WorkerSandbox(preload=("monitor.core.parse.document", "monitor.core.parse.article"))
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(open_client(settings.fetch, user_agent=agent))
        printed = await stack.enter_async_context(open_printing(templates))
        # A reload must not hold up the daemon's ticks.
        matcher = await asyncio.to_thread(compile_matcher, watchlists.topics, watchlists.signals)
        opened = open_channels(
            settings.channels,
            client=client,
            clock=clock,
            state_dir=Path(settings.state_dir),
            echo=echo,
            guard=guard_for(settings.fetch),
            proxy=settings.fetch.proxy,
        )
        asked = HttpHubs(client, clock=clock, per_host_delay=settings.fetch.per_host_delay)
        hubs = RedactingHubs(asked, redact) if reachable else None
        gister = None
        if settings.summarise is not None:
            model = RedactingModel(CompatibleModel(settings=settings.summarise, client=client, clock=clock), redact)
            around = SummaryDependencies(
                in_store=in_store, clock=clock, settings=settings, watchlists=watchlists, wish=settings.summarise
            )
            gister = SummaryGenerator(model, around)
        try:
            yield AppContext(
                clock=clock,
                in_store=in_store,
                fetcher=RedactingFetcher(
                    HttpFetcher(
                        client,
                        clock=clock,
                        per_host_delay=settings.fetch.per_host_delay,
                        timeout=settings.fetch.timeout,
                    ),
                    redact,
                ),
                sandbox=sandbox,
                matcher=matcher,
                templates=printed.templates,
                own_templates=printed.own,
                channels={name: RedactingChannel(channel, redact) for name, channel in opened.items()},
                redact=redact,
                settings=settings,
                watchlists=watchlists,
                patient=patient,
                hubs=hubs,
                gister=gister,
                embedder=embedder,
            )
        finally:
            if gister is not None:
                await gister.close()
            await sandbox.close()
            in_store.close()
            store.close()

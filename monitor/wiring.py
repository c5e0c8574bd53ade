"""The only place that names concrete classes: settings → a running application. Reads like a parts list."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from monitor.app.parts import App
from monitor.app.storing import InStore
from monitor.clock import SystemClock
from monitor.deliver.table import open_channels
from monitor.fetch.http_fetcher import HttpFetcher
from monitor.match.matcher import compile_matcher
from monitor.net.client import open_client
from monitor.net.guard import guard_for
from monitor.ports import Clock, Embedder
from monitor.render.renderer import compile_templates
from monitor.sandbox.worker import WorkerSandbox
from monitor.semantic import E5Embedder
from monitor.store.state import open_state
from monitor.types.settings import Settings, Watchlists
from monitor.version import VERSION


@asynccontextmanager
async def running(
    settings: Settings,
    watchlists: Watchlists,
    templates: dict[str, str],
    *,
    clock: Clock | None = None,
    echo: Callable[[str], None] = print,
    patient: bool = True,
) -> AsyncIterator[App]:
    """Everything open and connected; closed again, in order, at the end."""
    clock = clock or SystemClock()
    embedder: Embedder | None = E5Embedder() if settings.stories.semantic else None
    store = open_state(settings)
    in_store = InStore(store)
    agent = f"news-monitor/{VERSION}" + (f" (+{settings.fetch.contact})" if settings.fetch.contact else "")
    sandbox = WorkerSandbox(preload=("monitor.parse.document", "monitor.parse.article"))
    async with open_client(settings.fetch, user_agent=agent) as client:
        try:
            yield App(
                clock=clock,
                in_store=in_store,
                fetcher=HttpFetcher(
                    client, clock=clock, per_host_delay=settings.fetch.per_host_delay, timeout=settings.fetch.timeout
                ),
                sandbox=sandbox,
                matcher=compile_matcher(watchlists.topics, watchlists.signals),
                templates=compile_templates(templates),
                channels=open_channels(
                    settings.channels,
                    client=client,
                    clock=clock,
                    state_dir=Path(settings.state_dir),
                    echo=echo,
                    guard=guard_for(settings.fetch),
                ),
                settings=settings,
                watchlists=watchlists,
                patient=patient,
                embedder=embedder,
            )
        finally:
            await sandbox.close()
            in_store.close()
            store.close()

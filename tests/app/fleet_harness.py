"""A fleet in one process: a leader and its workers over one database, with what they fetch and send in memory."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.adapters.channels.fake import ListChannel
from monitor.adapters.clock import SteppedClock
from monitor.adapters.config.bundled import bundled_folder, read_templates
from monitor.adapters.fetch.fake import MemoryFetcher
from monitor.adapters.sandbox.inline import InlineSandbox
from monitor.adapters.store.database import open_store
from monitor.app.context import AppContext
from monitor.app.fleet.dispatch import Dispatcher
from monitor.app.fleet.worker import Worker
from monitor.app.runtime.run_once import run_once
from monitor.app.runtime.start import start_round
from monitor.app.store_thread import StoreThread
from monitor.core.channels.rendering import compile_templates
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.fetch import FetchOutcome
from monitor.core.model.matches import Topic
from monitor.core.model.operations.jobs import QUEUES
from monitor.core.model.settings import (
    AlertSettings,
    FetchSettings,
    FleetSettings,
    Route,
    Settings,
    Watchlists,
)
from monitor.core.model.sources import SourceSpec
from tests.app.harness import NOON, SIGNALS, TEAM, TOPICS


@dataclass(slots=True)
class AlwaysLeads:
    """The only process there is."""

    leads: bool = True

    async def hold(self) -> bool:
        return self.leads

    async def give_up(self) -> None:
        self.leads = False


@dataclass(slots=True, kw_only=True)
class Fleet:
    """A leader and its workers over one database; what they fetch and what they send is shared."""

    apps: Sequence[AppContext]
    clock: SteppedClock
    documents: dict[str, bytes | FetchOutcome]
    team: ListChannel
    url: str

    async def round(self, workers: int) -> None:
        """Offer what is due and let so many workers do it side by side, until nothing is left to do."""
        from monitor.adapters.fleet.job_queue import open_queue

        if not workers:
            await run_once(self.apps[0], force=True)
            return
        async with open_queue(self.url) as queue:
            dispatcher = Dispatcher(self.apps[0], queue, AlwaysLeads())
            for _ in range(4):
                await dispatcher.tick()
                async with AsyncExitStack() as stack:
                    queues = [await stack.enter_async_context(open_queue(self.url)) for _ in range(workers)]
                    await asyncio.gather(
                        *(
                            one.work(
                                Worker(app).do,
                                queues=QUEUES.values(),
                                concurrency=4,
                                name=f"worker {number}",
                                stop=asyncio.Event(),
                                once=True,
                            )
                            for number, (one, app) in enumerate(zip(queues, self.apps[1:], strict=False))
                        )
                    )
            await dispatcher.drain(within=timedelta(seconds=1))


@asynccontextmanager
async def open_fleet(
    url: str,
    folder: str,
    documents: dict[str, bytes | FetchOutcome],
    *,
    workers: int,
    watched: tuple[Sequence[Topic], Mapping[str, tuple[str, ...]]] = (TOPICS, SIGNALS),
    at: datetime = NOON,
) -> AsyncIterator[Fleet]:
    """``watched`` = topics and signals; ``at`` = where the clock begins."""
    settings = Settings(
        state_dir=folder,
        database=url,
        timezone="Asia/Shanghai",
        watchlists=folder,
        templates=folder,
        channels=(TEAM,),
        alerts=AlertSettings(routes=(Route(channels=("team",)),)),
        fetch=FetchSettings(per_host_delay=timedelta(0)),
        fleet=FleetSettings(enabled=url.startswith("postgresql"), lease=timedelta(minutes=2)),
    )
    clock, team = SteppedClock(at), ListChannel()
    sources = tuple(SourceSpec(url=address) for address in documents)
    fetcher = MemoryFetcher(documents)
    with_stores = AsyncExitStack()
    async with with_stores as stack:
        apps = []
        for _ in range(workers + 1):
            # They wait for each other's transactions, however slow the machine is.
            store = open_store(url, patience=timedelta(minutes=2))
            stack.callback(store.close)
            in_store = StoreThread(store)
            stack.callback(in_store.close)
            apps.append(
                AppContext(
                    clock=clock,
                    in_store=in_store,
                    fetcher=fetcher,
                    sandbox=InlineSandbox(),
                    matcher=compile_matcher(*watched),
                    templates=compile_templates(read_templates(bundled_folder("templates"))),
                    channels={"team": team},
                    settings=settings,
                    watchlists=Watchlists(topics=tuple(watched[0]), signals=watched[1], sources=sources),
                    patient=False,
                )
            )
        await start_round(apps[0])
        yield Fleet(apps=apps, clock=clock, documents=documents, team=team, url=url)

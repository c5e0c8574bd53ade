"""What a fleet costs: queue, polls and the one writer, with 1, 2 and 4 workers over one PostgreSQL server.

``sh .ci/with-postgres .venv/bin/python -m bench.fleet [HOSTS]``, or with a server of yours in MONITOR_TEST_POSTGRESQL.
Each host is an address of this machine's loopback network with one feed of twenty entries. Three passes
each: everything new, nothing new (304), one new entry in one feed of twelve. Prints processor seconds of the workers
and what was done in a second; ``monitor sizing`` reckons with these figures.
"""

import asyncio
import logging
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any
from uuid import uuid4

import structlog
from aiohttp import web
from sqlalchemy import create_engine, make_url, text

from monitor.adapters.clock import SystemClock
from monitor.adapters.config.bundled import bundled_folder, read_templates
from monitor.adapters.fleet.job_queue import open_queue
from monitor.adapters.store.database import open_store
from monitor.app.fleet.worker import Worker
from monitor.core.model.matches import Alias, Topic
from monitor.core.model.operations.jobs import QUEUES, Job
from monitor.core.model.settings import FetchSettings, FleetSettings, Settings, Watchlists
from monitor.core.model.sources import SourceSpec
from monitor.core.text.urls import place_of
from monitor.wiring import open_context

CONTEXT = multiprocessing.get_context("fork")
PORT = 8931
JOBS = 2_000
COMMITS = 1_000
PASSES = ("new", "unchanged", "some")
WATCHED = "Kestrelon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one pass took; start-up of the processes is left out."""

    polls: int
    seconds: float
    processor: float
    """Of all workers."""


def address_of(host: int) -> str:
    """The feed of one host."""
    return f"http://127.1.{host // 250}.{host % 250 + 1}:{PORT}/feed.xml"


def serve(stage: Any) -> None:
    """Every address of the loopback network answers as a publisher of its own."""

    async def feed(request: web.Request) -> web.Response:
        now = stage.value
        host = request.host.partition(":")[0]
        extra = 1 if now == 2 and hash(host) % 12 == 0 else 0
        tag = '"one more"' if extra else '"as it was"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        items = "".join(
            f"<item><title>{WATCHED if number == 20 else 'The council'} of {host} meets about matter {number}</title>"
            f"<guid>{host}-{number}</guid><link>http://{host}/{number}</link><pubDate>{formatdate()}</pubDate>"
            f"<description>Matter {number} was spoken of at length, and nobody left early.</description></item>"
            for number in range(20 + extra)
        )
        document = (
            f"<rss version='2.0'><channel><title>{host}</title><link>http://{host}/</link>{items}</channel></rss>"
        )
        return web.Response(text=document, content_type="application/rss+xml", headers={"ETag": tag})

    async def forever() -> None:
        site = web.Application()
        site.router.add_get("/feed.xml", feed)
        runner = web.AppRunner(site, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "0.0.0.0", PORT).start()  # noqa: S104 all of 127.0.0.0/8 are hosts of the bench
        await asyncio.Event().wait()

    asyncio.run(forever())


@dataclass(slots=True)
class Clocks:
    """What the worker processes say: their processor time, when the first began and the last ended."""

    processor: Any = field(default_factory=lambda: CONTEXT.Value("d", 0.0))
    began: Any = field(default_factory=lambda: CONTEXT.Value("d", float("inf")))
    ended: Any = field(default_factory=lambda: CONTEXT.Value("d", 0.0))


def work(settings: Settings, watchlists: Watchlists, clocks: Clocks) -> None:
    """One worker process: until nothing waits."""

    async def until_empty() -> None:
        templates = read_templates(bundled_folder("templates"))
        async with open_context(settings, watchlists, templates) as app, open_queue(settings.database) as queue:
            began, processor = time.monotonic(), time.process_time()
            await queue.work(
                Worker(app).do, queues=QUEUES.values(), concurrency=16, name="bench", stop=asyncio.Event(), once=True
            )
            with clocks.processor.get_lock():
                clocks.processor.value += time.process_time() - processor
                clocks.began.value = min(clocks.began.value, began)
                clocks.ended.value = max(clocks.ended.value, time.monotonic())

    asyncio.run(until_empty())


async def run_pass(settings: Settings, watchlists: Watchlists, workers: int) -> Cost:
    """Make every source due, offer all hosts, and let so many processes do it."""
    store, now = open_store(settings.database), SystemClock().now()
    with store.write() as tx:
        sources = tx.sources.all()
        for source in sources:
            tx.sources.set_state(source.id, "active", now=now)
    store.close()
    async with open_queue(settings.database) as queue:
        await queue.offer([Job(kind="poll", key=place_of(source.url), items=(source.id,)) for source in sources])
    clocks = Clocks()
    processes = [CONTEXT.Process(target=work, args=(settings, watchlists, clocks)) for _ in range(workers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return Cost(polls=len(sources), seconds=clocks.ended.value - clocks.began.value, processor=clocks.processor.value)


async def measure_queue(url: str) -> tuple[float, float]:
    """Jobs a second, and processor seconds of this process for each: offered, taken and ended, doing nothing."""

    async def nothing(job: Job) -> None:
        del job

    async with open_queue(url) as queue:
        began, processor = time.monotonic(), time.process_time()
        await queue.offer([Job(kind="poll", key=f"none{number}") for number in range(JOBS)])
        await queue.work(nothing, queues=["polls"], concurrency=8, name="bench", stop=asyncio.Event(), once=True)
        return JOBS / (time.monotonic() - began), (time.process_time() - processor) / JOBS


def measure_commits(url: str) -> float:
    """Small write transactions a second, one after the other, as the lock of all writers makes them."""
    store, now = open_store(url), SystemClock().now()
    began = time.monotonic()
    for number in range(COMMITS):
        with store.write() as tx:
            tx.host_turns.note(f"bench{number % 50}", now=now)
    store.close()
    return COMMITS / (time.monotonic() - began)


@contextmanager
def own_database(server: str) -> Iterator[str]:
    """The address of a database of its own, gone afterwards."""
    parsed = make_url(server).set(drivername="postgresql+psycopg")
    # Pinged before use: a bench may have restarted the server meanwhile.
    engine = create_engine(parsed, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
    name = f"bench_{uuid4().hex[:12]}"
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield parsed.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


def measure(server: str, hosts: int) -> None:
    """Print everything."""
    stage = CONTEXT.Value("i", 0)
    publishers = CONTEXT.Process(target=serve, args=(stage,), daemon=True)
    publishers.start()
    topics = (Topic(id="kestrelon", name={"en": WATCHED}, aliases=(Alias(text=WATCHED),)),)
    watchlists = Watchlists(topics=topics, sources=tuple(SourceSpec(url=address_of(host)) for host in range(hosts)))
    with own_database(server) as url:
        jobs, each = asyncio.run(measure_queue(url))
        print(f"queue: {jobs:,.0f} jobs a second, {each * 1000:.2f} ms of processor time each")
        print(f"writer: {measure_commits(url):,.0f} small commits a second")
    for workers in (1, 2, 4):
        with own_database(server) as url, tempfile.TemporaryDirectory() as folder:
            settings = Settings(
                state_dir=folder,
                database=url,
                timezone="UTC",
                watchlists=folder,
                templates=folder,
                fetch=FetchSettings(allow_networks=("127.0.0.0/8",), allow_ports=(PORT,)),
                fleet=FleetSettings(enabled=True),
            )
            store = open_store(url)
            with store.write() as tx:
                tx.sources.sync(watchlists.sources, now=SystemClock().now())
            store.close()
            for number, name in enumerate(PASSES):
                stage.value = number
                cost = asyncio.run(run_pass(settings, watchlists, workers))
                pace = f"{cost.polls} polls in {cost.seconds:.1f} s, {cost.polls / cost.seconds:.0f} a second"
                each = cost.processor / cost.polls * 1000
                print(f"{workers} workers, {name}: {pace}, {each:.1f} ms of processor time each", flush=True)
    publishers.terminate()


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    measure(os.environ["MONITOR_TEST_POSTGRESQL"], int(sys.argv[1]) if len(sys.argv) > 1 else 200)

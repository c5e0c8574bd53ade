"""A hundred thousand sources are due at once: a leader queues them, two workers poll them all.

``sh .ci/with-postgres .venv/bin/python -m bench.fleet_due [SOURCES] [MINUTES]``: SOURCES (100,000) feeds, each on a
loopback host of its own, so that each is a job and no host's pause hides what the queue costs. All were due at some
time of the last ten hours, one in a hundred at a time that the user set; every publisher answers that nothing is new
(304). A leader and two workers are processes of their own, as `monitor run` and `monitor worker` have them. Prints the
pace along the way, processor time of each part for a poll, how well the order was kept, the queue's table, and bytes
that the server wrote ahead; ends when all were polled, or after MINUTES.
"""

import asyncio
import logging
import multiprocessing
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import numpy as np
import structlog

from bench.fleet import PORT, own_database, serve
from bench.fleet_tables import Server, tables
from monitor.adapters.clock import SystemClock
from monitor.adapters.config.bundled import bundled_folder, read_templates
from monitor.adapters.fleet.job_queue import open_queue
from monitor.adapters.fleet.leadership import PostgresLeadership
from monitor.adapters.store.database import open_store
from monitor.adapters.store.repositories.sources import CHANGE
from monitor.app.fleet.dispatch import Dispatcher
from monitor.app.fleet.worker import Worker
from monitor.core.model.operations.jobs import QUEUES, Job
from monitor.core.model.settings import FetchSettings, FleetSettings, Settings, Watchlists
from monitor.core.model.sources import SourceSpec
from monitor.wiring import open_context

CONTEXT = multiprocessing.get_context("fork")
WORKERS, CONCURRENCY = 2, 16
HOURS = 10
SET_TIMES = 100
"""One source in so many is asked at times that the user set."""


def address_of(number: int) -> str:
    """The feed of a host of its own."""
    return f"http://127.{1 + number // 62_500}.{number // 250 % 250}.{number % 250 + 1}:{PORT}/feed.xml"


def prepare(settings: Settings, watchlists: Watchlists) -> dict[int, tuple[bool, float]]:
    """Put the sources in, all due; returns whether each has set times, and when it was due (Unix time)."""
    now, chance = SystemClock().now(), random.Random(18)
    store = open_store(settings.database)
    with store.write() as tx:
        tx.sources.sync(watchlists.sources, now=now - timedelta(days=9))
    with store.write() as tx:
        due = {
            source.id: (index % SET_TIMES == 0, now - chance.random() * timedelta(hours=HOURS))
            for index, source in enumerate(tx.sources.all())
        }
        states = [
            {
                "source_id": number,
                "etag": '"as it was"',
                "validators_at": now,
                "first_success_at": at,
                "last_polled_at": at,
                "last_success_at": at,
                "next_due_at": at,
            }
            for number, (_, at) in due.items()
        ]
        tx._connection.execute(CHANGE, states)  # noqa: SLF001 their states of ten hours go in as SQL
    store.close()
    return {number: (fixed, at.timestamp()) for number, (fixed, at) in due.items()}


def lead(settings: Settings, watchlists: Watchlists, stop: Any, said: Any) -> None:
    """The leader: a tick a second until it is told to stop; says its processor time and its longest tick."""

    async def until_told() -> None:
        async with AsyncExitStack() as stack:
            templates = read_templates(bundled_folder("templates"))
            app = await stack.enter_async_context(open_context(settings, watchlists, templates))
            queue = await stack.enter_async_context(open_queue(settings.database))
            leader = Dispatcher(app, queue, PostgresLeadership(settings.database))
            processor, ticks = time.process_time(), []
            while not stop.is_set():
                began = time.monotonic()
                await leader.tick()
                ticks.append(time.monotonic() - began)
                await asyncio.sleep(max(1.0 - ticks[-1], 0.0))
            said.put((time.process_time() - processor, ticks))
            await leader.drain(within=timedelta(seconds=2))

    asyncio.run(until_told())


def work(settings: Settings, watchlists: Watchlists, stop: Any, made: Any, said: Any) -> None:
    """A worker: until it is told to stop."""

    async def until_told() -> None:
        async with AsyncExitStack() as stack:
            templates = read_templates(bundled_folder("templates"))
            app = await stack.enter_async_context(open_context(settings, watchlists, templates))
            queue = await stack.enter_async_context(open_queue(settings.database))
            worker, ended, order, told = Worker(app), asyncio.Event(), [], 0

            async def do(job: Job) -> None:
                nonlocal told
                if job.kind == "poll":
                    order.append((time.time(), job.items[0]))
                await worker.do(job)
                # A job whose source was polled already is none.
                told, new = worker.polls, worker.polls - told
                with made.get_lock():
                    made.value += new

            processor = time.process_time()
            working = asyncio.create_task(
                queue.work(do, queues=QUEUES.values(), concurrency=CONCURRENCY, name="bench", stop=ended)
            )
            await asyncio.to_thread(stop.wait)
            spent = time.process_time() - processor
            ended.set()
            await working
            said.put((spent, worker.polls, order))

    asyncio.run(until_told())


def say_order(began: Sequence[tuple[float, int]], due: dict[int, tuple[bool, float]]) -> None:
    """How far each first poll was from its place in the right order, set times first, by those of each worker."""
    seen: dict[int, float] = {}
    for at, number in began:
        seen.setdefault(number, at)
    order = sorted(seen, key=lambda number: seen[number])
    right = sorted(seen, key=lambda number: (not due[number][0], due[number][1]))
    place = {number: at for at, number in enumerate(right)}
    far = np.abs(np.array([place[number] for number in order]) - np.arange(len(order)))
    fixed = [at for at, number in enumerate(order) if due[number][0]]
    print(
        f"order: places from the right one, half {np.median(far):.0f}, 99 of 100 {np.percentile(far, 99):.0f}, at most"
        f" {far.max()}; the last of {len(fixed)} with set times was number {max(fixed, default=-1) + 1}",
        flush=True,
    )


def run(settings: Settings, watchlists: Watchlists, minutes: float) -> None:
    """Lead and work until all were polled."""
    began = time.monotonic()
    due = prepare(settings, watchlists)
    print(f"{len(due):,} sources made due in {time.monotonic() - began:.0f} s", flush=True)
    stop, made = CONTEXT.Event(), CONTEXT.Value("i", 0)
    of_leader, of_workers = CONTEXT.Queue(), CONTEXT.Queue()
    processes = [CONTEXT.Process(target=lead, args=(settings, watchlists, stop, of_leader))]
    processes += [
        CONTEXT.Process(target=work, args=(settings, watchlists, stop, made, of_workers)) for _ in range(WORKERS)
    ]
    with Server(settings.database) as server:
        processor, wal, began, last = server.processor(), server.wal(), time.monotonic(), 0
        for process in processes:
            process.start()
        waiting = threading.Event()
        while made.value < len(due) and time.monotonic() - began < minutes * 60:
            waiting.wait(30.0)
            now = made.value
            print(
                f"  after {time.monotonic() - began:5.0f} s: {now:,} polls, {(now - last) / 30:.0f} a second;"
                f" {tables(settings.database)}",
                flush=True,
            )
            last = now
        seconds = time.monotonic() - began
        stop.set()
        led, ticks = of_leader.get()
        answers = [of_workers.get() for _ in range(WORKERS)]
        spent, written = server.processor() - processor, server.wal() - wal
    for process in processes:
        process.join()
    polls = sum(polls for _, polls, _ in answers)
    worked = sum(busy for busy, *_ in answers)
    print(
        f"{polls:,} polls in {seconds:.0f} s, {polls / seconds:.0f} a second; processor time a poll: workers"
        f" {1000 * worked / polls:.1f} ms, PostgreSQL {1000 * spent / polls:.1f} ms, leader {1000 * led / polls:.1f} ms"
        f" ({100 * led / seconds:.0f} % of a processor); {written / polls / 1000:.1f} kB written ahead a poll"
    )
    print(f"leader: {len(ticks)} ticks, half of them {np.median(ticks):.2f} s, the longest {max(ticks):.1f} s")
    say_order(sorted(one for *_, order in answers for one in order), due)


def measure(server: str, sources: int, minutes: float) -> None:
    """Print everything."""
    stage = CONTEXT.Value("i", 1)
    publishers = CONTEXT.Process(target=serve, args=(stage,), daemon=True)
    publishers.start()
    specs = tuple(
        SourceSpec(url=address_of(number), at=("06:00",) if number % SET_TIMES == 0 else ())
        for number in range(sources)
    )
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
        run(settings, Watchlists(sources=specs), minutes)
    publishers.terminate()


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    given = [int(word) for word in sys.argv[1:]]
    measure(os.environ["MONITOR_TEST_POSTGRESQL"], *(given + [100_000, 240][len(given) :]))

"""A hundred thousand polls are due at once: how the queue drains them, in which order, and what its tables grow to.

``sh .ci/with-postgres .venv/bin/python -m bench.fleet_drain [JOBS] [STEADY]``: JOBS (100,000) jobs of as many hosts,
each with one of ninety-nine priorities, are offered at once; two worker processes take all of them and do nothing. Then
STEADY (316,800: an hour at the 88 polls a second that two cores reach) jobs are offered as they are taken, a thousand
waiting at a time, as fast as the workers go: autovacuum, which goes by the clock, has less time for them than in that
hour. The last part does a tenth of it while a transaction stays open, as during a backup. Real polls instead of jobs
that do nothing: ``bench.fleet_due``.
"""

import asyncio
import logging
import multiprocessing
import os
import random
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import psycopg
import structlog

from bench.fleet import own_database
from bench.fleet_tables import Server, tables
from monitor.adapters.fleet.job_queue import open_queue
from monitor.adapters.fleet.leadership import connection_text
from monitor.core.model.operations.jobs import Job

CONTEXT = multiprocessing.get_context("fork")
WORKERS, CONCURRENCY = 2, 8
SHORT = 2_000
AHEAD = 1_000
"""So many jobs wait in steady work."""


@dataclass(slots=True)
class Work:
    """What two worker processes did."""

    began: Sequence[tuple[float, int]] = ()
    """When which priority was begun, of all workers in order of time."""
    processor: float = 0.0
    """Seconds of the workers."""
    server: float = 0.0
    """Seconds of PostgreSQL."""
    lines: list[str] = field(default_factory=list)
    """How long and how large the queue was along the way."""

    @property
    def seconds(self) -> float:
        """From the first job to the last."""
        return self.began[-1][0] - self.began[0][0]

    def pace(self, share: float) -> float:
        """Jobs a second in the tenth that begins there."""
        start, end = int(len(self.began) * share), int(len(self.began) * (share + 0.1)) - 1
        return (end - start) / (self.began[end][0] - self.began[start][0])


def drain(url: str, ready: Any, said: Any) -> None:
    """One worker process: until the queue is empty."""

    async def until_empty() -> None:
        began: list[tuple[float, int]] = []

        async def do(job: Job) -> None:
            began.append((time.monotonic(), job.items[0]))

        async with open_queue(url) as queue:
            ready.wait()
            processor = time.process_time()
            await queue.work(
                do, queues=["polls"], concurrency=CONCURRENCY, name="bench", stop=asyncio.Event(), once=True
            )
            said.put((began, time.process_time() - processor))

    asyncio.run(until_empty())


def run_workers(url: str, every: float = 10.0) -> Work:
    """Both of them, side by side, looked at now and then."""
    said, ready = CONTEXT.Queue(), CONTEXT.Barrier(WORKERS)
    processes = [CONTEXT.Process(target=drain, args=(url, ready, said)) for _ in range(WORKERS)]
    work = Work()
    with Server(url) as server:
        before, since = server.processor(), time.monotonic()
        for process in processes:
            process.start()
        ended = threading.Event()

        def look() -> None:
            while not ended.wait(every):
                work.lines.append(f"  after {time.monotonic() - since:4.0f} s: {tables(url)}")

        looking = threading.Thread(target=look)
        looking.start()
        answers = [said.get() for _ in processes]
        work.server = server.processor() - before
        ended.set()
        looking.join()
    for process in processes:
        process.join()
    work.began = sorted(one for began, _ in answers for one in began)
    work.processor = sum(processor for _, processor in answers)
    return work


async def offer(url: str, jobs: int, *, first: int = 0) -> float:
    """Seconds that it takes to offer them all."""
    chance = random.Random(18)
    async with open_queue(url) as queue:
        began = time.monotonic()
        await queue.offer(
            [
                Job(kind="poll", key=f"host{first + number}.example", items=(priority,), priority=priority)
                for number, priority in enumerate(chance.randint(1, 99) for _ in range(jobs))
            ]
        )
        return time.monotonic() - began


async def _offer_steadily(url: str, jobs: int) -> None:
    async with open_queue(url) as queue:
        offered = AHEAD
        while offered < jobs:
            waiting = sum((await queue.depths()).values())
            if waiting < AHEAD:
                many = min(AHEAD - waiting + AHEAD // 2, jobs - offered)
                await queue.offer(
                    [
                        Job(kind="poll", key=f"host{offered + number}.example", items=(0,), priority=number % 99)
                        for number in range(many)
                    ]
                )
                offered += many
            else:
                await asyncio.sleep(0.05)


def offer_steadily(url: str, jobs: int) -> None:
    """Keep a thousand waiting until so many were offered."""
    asyncio.run(_offer_steadily(url, jobs))


def say(what: str, work: Work) -> None:
    """What it took."""
    jobs = len(work.began)
    print(
        f"{what}: {jobs:,} jobs in {work.seconds:.1f} s, {jobs / work.seconds:.0f} a second (first tenth"
        f" {work.pace(0):.0f}, middle {work.pace(0.45):.0f}, last {work.pace(0.9):.0f}); processor time a job:"
        f" workers {1000 * work.processor / jobs:.2f} ms, PostgreSQL {1000 * work.server / jobs:.2f} ms",
        flush=True,
    )


def say_order(work: Work) -> None:
    """How well the order of priorities was kept."""
    falls = sum(later > earlier for (_, earlier), (_, later) in pairwise(work.began))
    ideal = sorted((priority for _, priority in work.began), reverse=True)
    wrong = sum(priority != meant for (_, priority), meant in zip(work.began, ideal, strict=True))
    print(
        f"  order: a higher priority began after a lower one {falls} times;"
        f" {wrong} of {len(ideal):,} did not begin within the turn of their priority",
        flush=True,
    )


@contextmanager
def open_transaction(url: str) -> Iterator[None]:
    """Holds back what autovacuum and the indexes may forget."""
    with psycopg.connect(connection_text(url)) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        connection.execute("SELECT count(*) FROM pg_class")
        yield


def do_steadily(url: str, jobs: int) -> Work:
    """Offer and do so many at the pace of the workers."""
    asyncio.run(offer(url, AHEAD))
    offering = CONTEXT.Process(target=offer_steadily, args=(url, jobs))
    offering.start()
    work = run_workers(url, every=60.0)
    offering.join()
    return work


def measure(server: str, jobs: int, steady: int) -> None:
    """Print everything."""
    with own_database(server) as url:
        print(f"short queue: {SHORT:,} offered in {asyncio.run(offer(url, SHORT)):.1f} s")
        say("short queue", run_workers(url))
    with own_database(server) as url:
        print(f"long queue: {jobs:,} offered in {asyncio.run(offer(url, jobs)):.1f} s")
        print(f"  {tables(url)}")
        drained = run_workers(url)
        say("long queue", drained)
        say_order(drained)
        print(*drained.lines[:: max(len(drained.lines) // 5, 1)], f"  at the end: {tables(url)}", sep="\n", flush=True)
        worked = do_steadily(url, steady)
        say("steady", worked)
        print(*worked.lines, f"  at the end: {tables(url)}", sep="\n", flush=True)
        with open_transaction(url):
            held = do_steadily(url, steady // 10)
        say("beside an open transaction", held)
        print(*held.lines, f"  at the end: {tables(url)}", sep="\n", flush=True)


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    given = [int(word) for word in sys.argv[1:]]
    measure(os.environ["MONITOR_TEST_POSTGRESQL"], *(given + [100_000, 316_800][len(given) :]))

"""A hundred thousand polls are due at once: what offering and draining them costs, and what the tables grow to.

``sh .ci/with-postgres .venv/bin/python -m bench.fleet_backlog [JOBS] [DRAINED]``: jobs of JOBS hosts with one of
ninety-nine priorities each are offered at once; two worker processes take the first DRAINED of them and do nothing.
Prints the pace beside that of a short queue, whether the order was that of the priorities, the dead rows and the size
of the queue's tables, and how busy the server was.
"""

import asyncio
import logging
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
import structlog

from bench.fleet import own_database
from monitor.adapters.fleet.job_queue import SCHEMA, open_queue
from monitor.adapters.fleet.leadership import connection_text
from monitor.core.model.operations.jobs import Job

CONTEXT = multiprocessing.get_context("fork")
WORKERS, CONCURRENCY = 2, 8
SHORT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Drained:
    """What two workers did."""

    jobs: int
    seconds: float
    processor: float
    order: Sequence[int]
    """Priorities in the order in which the jobs were begun, of one worker."""


def drain(url: str, most: int, said: Any) -> None:
    """One worker process: until the queue is empty or ``most`` jobs were done."""

    async def until_enough() -> None:
        order: list[int] = []
        enough = asyncio.Event()

        async def do(job: Job) -> None:
            order.append(job.items[0])
            if len(order) >= most:
                enough.set()

        async with open_queue(url) as queue:
            began, processor = time.monotonic(), time.process_time()
            await queue.work(do, queues=["polls"], concurrency=CONCURRENCY, name="bench", stop=enough, once=True)
            said.put((len(order), time.monotonic() - began, time.process_time() - processor, order))

    asyncio.run(until_enough())


def run_workers(url: str, most: int) -> Drained:
    """Both of them, side by side."""
    said = CONTEXT.Queue()
    processes = [CONTEXT.Process(target=drain, args=(url, most // WORKERS, said)) for _ in range(WORKERS)]
    for process in processes:
        process.start()
    answers = [said.get() for _ in processes]
    for process in processes:
        process.join()
    return Drained(
        jobs=sum(jobs for jobs, *_ in answers),
        seconds=max(seconds for _, seconds, *_ in answers),
        processor=sum(processor for *_, processor, _ in answers),
        order=answers[0][3],
    )


async def offer(url: str, jobs: int) -> float:
    """Seconds that it takes to offer them all."""
    chance = random.Random(18)
    priorities = [chance.randint(1, 99) for _ in range(jobs)]
    async with open_queue(url) as queue:
        began = time.monotonic()
        await queue.offer(
            [
                Job(kind="poll", key=f"host{number}.example", items=(priority,), priority=priority)
                for number, priority in enumerate(priorities)
            ]
        )
        return time.monotonic() - began


def tables(url: str) -> str:
    """Size and dead rows of the queue's tables."""
    asked = (
        "SELECT relname, n_live_tup, n_dead_tup, pg_total_relation_size(relid) FROM pg_stat_user_tables"
        " WHERE schemaname = %s AND pg_total_relation_size(relid) > 100000 ORDER BY 4 DESC"
    )
    with psycopg.connect(connection_text(url)) as connection:
        connection.execute("SELECT pg_stat_force_next_flush()")
        rows = connection.execute(asked, [SCHEMA]).fetchall()
    return "; ".join(f"{name} {live:,} rows, {dead:,} dead, {size / 2**20:.0f} MiB" for name, live, dead, size in rows)


def say(what: str, drained: Drained) -> None:
    """One line."""
    falls = sum(later > earlier for earlier, later in zip(drained.order, drained.order[1:], strict=False))
    print(
        f"{what}: {drained.jobs:,} jobs in {drained.seconds:.1f} s, {drained.jobs / drained.seconds:.0f} a second,"
        f" {1000 * drained.processor / drained.jobs:.2f} ms of the workers' processor time each;"
        f" a higher priority came after a lower one {falls} times",
        flush=True,
    )


def measure(server: str, jobs: int, drained: int) -> None:
    """Print everything."""
    with own_database(server) as url:
        print(f"short queue: {SHORT:,} offered in {asyncio.run(offer(url, SHORT)):.1f} s")
        say("short queue", run_workers(url, SHORT))
    with own_database(server) as url:
        print(f"long queue: {jobs:,} offered in {asyncio.run(offer(url, jobs)):.1f} s")
        print(f"  {tables(url)}")
        say("long queue", run_workers(url, drained))
        print(f"  {tables(url)}")


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    given = [int(word) for word in sys.argv[1:]]
    measure(os.environ["MONITOR_TEST_POSTGRESQL"], *(given + [100_000, 4_000][len(given) :]))

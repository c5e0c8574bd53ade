"""What a tick and the hourly solution cost over many sources in the SQLite store, and how that grows.

    python -m bench.polling_scale [--counts 1000,100000]

Times are best of a few runs on a shared machine: the growth is what counts.
"""

import argparse
import asyncio
import logging
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bench.machine import about_machine, write_result
from monitor.adapters.clock import SteppedClock
from monitor.adapters.fetch.fake import MemoryFetcher
from monitor.app.context import AppContext
from monitor.app.polling.budget import balance_budget
from monitor.app.polling.schedule import rank_due
from monitor.app.runtime.scheduler import Scheduler
from monitor.core.model.settings import Settings, Watchlists
from monitor.core.model.sources import SourceSpec
from monitor.core.polling.posting_rate import encode_rate, update_rate
from monitor.ports import Transaction
from monitor.wiring import open_context

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
_ROUNDS = 3


def teach_first(tx: Transaction) -> None:
    """Teach the first source a fortnight's rhythm; ``spread_out`` gives it to all."""
    first = next(iter(tx.sources.all()))
    history: list[datetime | None] = [NOW - timedelta(hours=7 * number) for number in range(1, 50)]
    posting_rate = update_rate(None, history, now=NOW - timedelta(hours=1), shown=25, named=3)
    taught = replace(
        first,
        posting_rate=encode_rate(posting_rate),
        next_due_at=NOW + timedelta(days=1),
        last_polled_at=NOW - timedelta(hours=1),
        last_success_at=NOW - timedelta(hours=1),
    )
    tx.sources.save(taught, now=NOW)


def spread_out(folder: Path, *, overdue: int) -> None:
    """All sources know what the first one knows; ``overdue`` of them are due."""
    with sqlite3.connect(folder / "monitor.db") as db:
        for column in ("posting_rate", "next_due_at", "last_polled_at", "last_success_at"):
            db.execute(f"update source set {column} = (select {column} from source where id = 1)")  # noqa: S608 # our own names
        db.execute("update source set next_due_at = created_at where id between 2 and ?", (overdue + 1,))


async def timed(work: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds, the best of a few."""
    best = float("inf")
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        await work()
        best = min(best, (time.perf_counter() - began) * 1000)
    return best


async def longest_turn(app: AppContext, work: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds that somebody else waits for the store, at the worst, while ``work`` goes on."""
    going = asyncio.ensure_future(work())
    worst = 0.0
    while not going.done():
        began = time.perf_counter()
        await app.in_store.read(lambda tx: tx.budget.solved_at())
        worst = max(worst, (time.perf_counter() - began) * 1000)
    await going
    return worst


async def measured(count: int, folder: Path) -> dict[str, float]:
    """Milliseconds by what is done."""
    specs = tuple(SourceSpec(url=f"https://outlet{number}.example/feed.xml") for number in range(count))
    settings = Settings(
        state_dir=str(folder),
        database=f"sqlite:///{folder}/monitor.db",
        timezone="UTC",
        watchlists=str(folder),
        templates=str(folder),
    )
    clock = SteppedClock(NOW)
    async with open_context(settings, Watchlists(sources=specs), {}, clock=clock) as opened:
        app = replace(opened, fetcher=MemoryFetcher({}))
        await app.in_store.write(lambda tx: tx.sources.sync(specs, now=NOW))
        await app.in_store.write(teach_first)
        spread_out(folder, overdue=0)
        return await _costs(app, folder)


async def _costs(app: AppContext, folder: Path) -> dict[str, float]:
    scheduler = Scheduler(app)

    async def solve() -> None:
        await app.in_store.write(lambda tx: tx.budget.set_solved_at(None))
        await balance_budget(app)

    async def claim() -> None:
        def work(tx: Transaction) -> int:
            due = tx.sources.claim_due(now=NOW, lease=LEASE, limit=64, rank=rank_due(app, tx))
            for source in due:
                tx.sources.save(source, now=NOW)
            return len(due)

        assert await app.in_store.write(work) == 64

    costs = {
        "hourly solution": await timed(solve),
        "… others wait for the store at most": await longest_turn(app, solve),
    }
    costs["tick, nothing due"] = await timed(scheduler.tick)
    spread_out(folder, overdue=64)
    costs["64 due: claim, and save again"] = await timed(claim)
    spread_out(folder, overdue=900)
    costs["900 due: rank 500, claim and save 64"] = await timed(claim)
    return costs


def main() -> None:
    """Print a line for each cost, with its growth."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", default="1000,100000")
    results = {}
    for count in map(int, parser.parse_args().counts.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            results[count] = asyncio.run(measured(count, Path(folder)))
    for name in next(iter(results.values())):
        costs = [f"{found[name]:9.1f} ms ({count} sources)" for count, found in results.items()]
        print(f"{name:38}", "  ".join(costs))
    write_result("polling", {"milliseconds": results, **about_machine()})


if __name__ == "__main__":
    main()

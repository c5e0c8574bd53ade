"""A day of very many sources: what share of one core, and how much memory, the whole program takes once it knows them.

    python -m bench.steady_day [SOURCES] [BUDGET]

The whole program (``wiring``: fetcher, parser, matcher, store in a file) polls SOURCES feeds (10,000 as a rule) on 200
hosts over real sockets, BUDGET times a day each on average (24) at most, on the stepped clock. The first day, in steps
of a minute, reads and learns them. The second is measured, with a tick a second as the daemon has it: processor seconds
of the program with its children by the seconds of the day, resident memory every two hours. Feeds publish two entries a
day on average, by a Pareto law as outlets do: most seldom, a few often. The newsroom is a process of its own, which is
not counted. Writes ``bench/results/steady_day_SOURCES.json``.
"""

import asyncio
import logging
import mmap
import os
import random
import struct
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from typing_extensions import override

from bench.loopback_newsroom import Newsroom, open_newsroom, write_configuration
from bench.machine import about_machine, resident_mib, write_result
from bench.soak import START, Soak
from monitor.adapters.clock import SteppedClock
from monitor.app.runtime.retention import prune_daily
from monitor.app.runtime.start import start_round
from monitor.cli.context import load_all
from monitor.core.model.filters import EntryFilter
from monitor.wiring import open_context

DAY, LOOK = timedelta(days=1), timedelta(hours=2)
LEARNING, TICK = timedelta(minutes=1), timedelta(seconds=1)
SHOWN = 25
A_DAY = 2.0
"""Entries of a feed, on average."""
NAMED = 0.02
"""Share of the entries that name a watched name."""
SETTINGS = "retention: {entries: 7d}\nbackup: {every: off}\n"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(kw_only=True)
class DailyNewsroom(Newsroom):
    """Publishes by the clock of the program under test, each feed at a rate of its own."""

    shared: mmap.mmap
    _next: dict[int, datetime] = field(default_factory=dict)

    @override
    def publish_due(self, feed: int) -> None:
        seconds, asked = struct.unpack("dq", self.shared[:16])
        self.shared[8:16] = struct.pack("q", asked + 1)
        now = START + timedelta(seconds=seconds)
        # Pareto with exponent 1.5 has mean 3: scaled to the mean wanted, at most two an hour.
        rate = min(random.Random(feed).paretovariate(1.5) * A_DAY / 3, 48.0)
        at = self._next.setdefault(feed, START + DAY / rate * self._chance.random())
        while at <= now:
            self.publish(feed, "Kling" if self._chance.random() < NAMED else "Weather", at)
            at += DAY / rate * self._chance.expovariate(1)
        self._next[feed] = at


def count_processor_seconds(*, without: int) -> float:
    """Of this process, and of its children but for the newsroom."""
    seconds = sum(os.times()[:4])
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text("utf-8").rpartition(")")[2].split()
        except FileNotFoundError:
            continue  # it ended meanwhile: counted among those that were waited for
        if int(words[1]) == os.getpid() and int(stat.parent.name) != without:
            seconds += (int(words[11]) + int(words[12])) / _TICKS
    return seconds


def count_requests(shared: mmap.mmap) -> int:
    """That the newsroom has answered so far."""
    return int(struct.unpack("q", shared[8:16])[0])


async def run(folder: Path, shared: mmap.mmap, newsroom: int) -> dict[str, Any]:
    """Two days; the figures of the second."""
    loaded, clock = load_all(folder / "monitor.yaml", {}), SteppedClock(START)
    soak, looks = Soak(folder, shared), list[float]()
    before, asked, begun, step = 0.0, 0, time.monotonic(), LEARNING
    async with open_context(
        loaded.settings, loaded.watchlists, loaded.templates, clock=clock, echo=lambda _: None
    ) as app:
        await start_round(app)
        while clock.now() < START + 2 * DAY:
            if clock.now() == START + DAY:
                await prune_daily(app)
                before, asked, looks = count_processor_seconds(without=newsroom), count_requests(shared), []
                step = TICK
            await soak.advance(app, clock, clock.now() + LOOK, step=step)
            looks.append(resident_mib())
            spent = count_processor_seconds(without=newsroom)
            hours, wall = (clock.now() - START) / timedelta(hours=1), time.monotonic() - begun
            print(f"hour {hours:2.0f}: {spent:7.1f} s, {looks[-1]:5.1f} MiB, {wall:.0f} s", flush=True)
        spent = count_processor_seconds(without=newsroom) - before
        wanted = EntryFilter(since=START + DAY, limit=10_000_000)
        entries = len(await app.in_store.read(lambda tx: tx.entries.find(wanted)))
    return {
        "processor_seconds": round(spent, 1),
        "share_of_a_core": round(spent / DAY.total_seconds(), 4),
        "requests": count_requests(shared) - asked,
        "new_entries": entries,
        "highest_mib": round(max(looks), 1),
        "last_mib": round(looks[-1], 1),
    }


def main() -> None:
    """Print and write the figures."""
    sources, budget = (int(word) for word in (*sys.argv[1:], *("10000", "24")[len(sys.argv) - 1 :]))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    shared = mmap.mmap(-1, 16)

    def make(log: Path) -> Newsroom:
        return DailyNewsroom(log=log, feeds=sources, rate=1, seed=1, shown=SHOWN, shared=shared)

    with open_newsroom(make) as (folder, newsroom, ports):
        pace = {"polling": f"budget: {budget}/day", "digests": "08:30"}
        write_configuration(folder, feeds=sources, ports=ports, more=SETTINGS, hosts=200, **pace)
        found = asyncio.run(run(folder, shared, newsroom))
    print(found)
    write_result(f"steady_day_{sources}", {"sources": sources, "budget": budget, **found, **about_machine()})


if __name__ == "__main__":
    main()

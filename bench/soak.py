"""A month on a stepped clock with 500 sources, faults mixed in: what grows, what is lost, what comes twice.

``python -m bench.soak [DAYS] [FEEDS] [MINUTES] [SEED]``. The whole program (``wiring``: fetcher, sandbox, store in a
file, web hooks and mail over real sockets) runs as fast as the machine lets it, half an hour of its clock at a time, at
least DAYS of them and at least MINUTES of real time. A tenth of the feeds answer 503, end early, send rubbish or are
slow, three times of four. The newsroom is a process of its own. Each quarter of a day memory, handles, threads, tasks,
the write-ahead log and the tables are measured; the slopes are those of the second half.
"""

import asyncio
import logging
import mmap
import sqlite3
import struct
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import structlog
from typing_extensions import override

from bench.loopback_newsroom import Newsroom, open_newsroom, read_lines, write_configuration
from bench.machine import resident_mib
from bench.stepping import START, advance
from monitor.adapters.clock import SteppedClock
from monitor.app.context import AppContext
from monitor.app.runtime.retention import prune_daily
from monitor.app.runtime.start import start_round
from monitor.cli.context import load_all
from monitor.core.model.filters import EntryFilter
from monitor.wiring import open_context

STEP, SAMPLE = timedelta(minutes=30), timedelta(hours=6)
PER_FEED = timedelta(days=6)
"""Mean time between two entries of a feed."""
SETTINGS = "retention: {entries: 7d, deliveries: 10d}\nbackup: {every: off}\n"
PACE = {"polling": "budget: 1/day, min: 30m, max: 1d", "digests": "08:30"}
_MB_A_MIB = 1.048576
_STATUSES = "SELECT e.title, m.status FROM mention m JOIN entry e ON e.id = m.entry_id"
LONGEST = 90
"""Minutes after which it ends, however many days that were."""
COLUMNS = ("rss_mb", "handles", "threads", "tasks", "wal_mb", "db_mb", "entries", "deliveries")


@dataclass(kw_only=True)
class SteppedNewsroom(Newsroom):
    """Publishes by the clock of the program under test, which is shared as a number in memory."""

    shared: mmap.mmap
    sound: bool = False
    _until: dict[int, datetime] = field(default_factory=dict)

    @override
    def publish_due(self, feed: int) -> None:
        (seconds, sound) = struct.unpack("dd", self.shared[:16])
        now = START + timedelta(seconds=seconds)
        if sound:
            self.faults = ()
        at = self._until.setdefault(feed, START + timedelta(hours=6) + PER_FEED * self._chance.random())
        while at <= now and not sound:
            self.publish(feed, "Kling" if self._chance.random() < 0.8 else "Weather", at)
            at += PER_FEED * self._chance.expovariate(1)
        self._until[feed] = at


@dataclass(slots=True)
class Soak:
    """The run, sample by sample."""

    folder: Path
    shared: mmap.mmap
    polls: int = 0
    stored: set[str] = field(default_factory=set)
    statuses: dict[str, str] = field(default_factory=dict)
    """Of mentions, by title: what is late or was there at first is told by the digest alone."""
    samples: list[tuple[float, ...]] = field(default_factory=list)
    days: list[float] = field(default_factory=list)

    async def advance(self, app: AppContext, clock: SteppedClock) -> None:
        """To the next sample."""
        await advance(app, clock, clock.now() + SAMPLE, shared=self.shared, step=STEP)

    async def sample(self, app: AppContext, clock: SteppedClock) -> None:
        """Housekeeping as the daemon does it, and a look at everything that may grow."""
        await prune_daily(app)
        since = clock.now() - timedelta(days=2)
        found = await app.in_store.read(lambda tx: tx.entries.find(EntryFilter(since=since, limit=100_000)))
        self.stored |= {entry.title for entry in found}
        with closing(sqlite3.connect(self.folder / "state" / "monitor.db", timeout=30)) as connection:
            self.statuses.update(connection.execute(_STATUSES))
        row = _measure(self.folder / "state", tasks=len(asyncio.all_tasks()))
        self.samples.append(row)
        self.days.append((clock.now() - START) / timedelta(days=1))
        print(f"day {self.days[-1]:.2f}", dict(zip(COLUMNS, row, strict=True)), flush=True)


def _measure(state: Path, *, tasks: int) -> tuple[float, ...]:
    """Figures in the order of ``COLUMNS``."""
    handles, threads = (len(list(Path(f"/proc/self/{what}").iterdir())) for what in ("fd", "task"))
    wal, database = state / "monitor.db-wal", state / "monitor.db"
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        rows = [connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("entry", "delivery")]  # noqa: S608 our names
    sizes = (wal.stat().st_size / 1e6 if wal.exists() else 0.0, database.stat().st_size / 1e6)
    return (resident_mib() * _MB_A_MIB, handles, threads, tasks, *sizes, *rows)


async def run(folder: Path, shared: mmap.mmap, *, days: float, minutes: float) -> Soak:
    """Days of the stepped clock and minutes of real time, whichever ends later; then a sound day for what is left."""
    loaded, clock = load_all(folder / "monitor.yaml", {}), SteppedClock(START)
    soak, begun = Soak(folder, shared), time.monotonic()
    async with open_context(
        loaded.settings, loaded.watchlists, loaded.templates, clock=clock, echo=lambda _: None
    ) as app:
        await start_round(app)
        while clock.now() < START + timedelta(days=days) or time.monotonic() - begun < 60 * minutes:
            if time.monotonic() - begun > 60 * LONGEST:
                break
            await soak.advance(app, clock)
            await soak.sample(app, clock)
        shared[8:16] = struct.pack("d", 1.0)
        for _ in range(12):
            await soak.advance(app, clock)
            await soak.sample(app, clock)
    return soak


def slopes(soak: Soak) -> dict[str, str]:
    """Least-squares slope a simulated day over the second half, beside the mean."""
    half = len(soak.samples) // 2
    table, days = np.array(soak.samples[half:]), np.array(soak.days[half:])
    return {
        name: f"{np.polyfit(days, table[:, place], 1)[0]:+.3f} a day at a mean of {table[:, place].mean():,.1f}"
        for place, name in enumerate(COLUMNS)
    }


def report(soak: Soak, lines: Sequence[dict[str, object]], seconds: float) -> int:
    """Print what came of it; how much was lost or came twice."""
    published = {str(line["title"]) for line in lines if line["what"] == "entry"}
    first = {title for title in published if title.startswith("Nothing")}
    named = {title for title in published if title.startswith("Kling")}
    told: dict[str, Counter[str]] = {name: Counter() for name in ("honours", "ignores")}
    keys = Counter((line["to"], line["id"]) for line in lines if line["what"] != "entry")
    for line in lines:
        titles = line.get("titles")
        if line["what"] == "hook" and line["kind"] == "alert" and isinstance(titles, list):
            told[str(line["to"])].update(titles)
    lost = len(published - first - soak.stored)
    untold = {name: Counter(soak.statuses.get(title, "no") for title in named - told[name].keys()) for name in told}
    twice = {name: sum(count > 1 for count in counts.values()) for name, counts in told.items()}
    marked = Counter((line["to"], line["id"]) for line in lines if line.get("marked"))
    repeated = {key: count - 1 for key, count in keys.items() if count > 1}
    unmarked = sum(max(0, more - marked[key]) for key, more in repeated.items() if key[0] != "mail")
    print(f"{soak.days[-1]:.1f} days in {seconds:.0f} s; published {len(published)}, {len(named)} of them named")
    print(f"entries lost {lost}; not alerted, by the mention's status { ({k: dict(v) for k, v in untold.items()}) }")
    print(f"told twice {twice}; keys repeated {len(repeated)}, times without the mark of a repeat {unmarked}")
    for name, slope in slopes(soak).items():
        print(f"{name}: {slope}")
    missing = sum(counts["new"] + counts["no"] for counts in untold.values())
    return lost + missing + sum(twice.values()) + len(repeated)


def main() -> None:
    """Print the figures; exit 1 when anything was lost or came twice."""
    days, feeds, minutes, seed = (int(w) for w in (*sys.argv[1:], *("30", "500", "20", "1")[len(sys.argv) - 1 :]))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    begun, shared = time.monotonic(), mmap.mmap(-1, 16)
    broken = tuple(number for number in range(feeds) if number % 10 == number // 10 % 10)

    def make(log: Path) -> Newsroom:
        return SteppedNewsroom(
            log=log, feeds=feeds, rate=1, seed=seed, faults=broken, late=0.2, items={}, shared=shared
        )

    with open_newsroom(make) as (folder, _, ports):
        write_configuration(folder, feeds=feeds, ports=ports, more=SETTINGS, hosts=200, **PACE)
        soak = asyncio.run(run(folder, shared, days=days, minutes=minutes))
        wrong = report(soak, read_lines(folder / "log"), time.monotonic() - begun)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

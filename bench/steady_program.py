"""The program of ``bench.steady_day``, in a process that holds nothing of the newsroom: two days on the stepped clock.

    python -m bench.steady_program FOLDER HOURS

FOLDER holds its configuration, and ``shared``: the clock's seconds, written here, and how many requests the newsroom
answered. Prints a line every two hours, and the figures as JSON in the last.
"""

import asyncio
import gc
import json
import logging
import os
import struct
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from mmap import mmap
from pathlib import Path
from typing import Any

import monitor.cli.commands.run
from bench.machine import resident_mib
from bench.stepping import START, advance
from monitor.adapters.clock import SteppedClock
from monitor.adapters.spare_memory import SpareMemory
from monitor.app.runtime.retention import prune_daily
from monitor.app.runtime.start import start_round
from monitor.cli.context import collect_as_usual, load_all
from monitor.core.model.filters import EntryFilter
from monitor.log_lines import set_up_logging_by
from monitor.wiring import open_context

DAY, LOOK = timedelta(days=1), timedelta(hours=2)
LEARNING, TICK = timedelta(minutes=1), timedelta(seconds=1)
_TICKS = os.sysconf("SC_CLK_TCK")


def count_processor_seconds() -> float:
    """Of this process and of its children."""
    return sum(os.times()[:4]) + sum(_seconds_of_children())


def _seconds_of_children() -> Iterator[float]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text("utf-8").rpartition(")")[2].split()
        except FileNotFoundError:
            continue  # it ended meanwhile: counted among those that were waited for
        if int(words[1]) == os.getpid():
            yield (int(words[11]) + int(words[12])) / _TICKS


def count_requests(shared: mmap) -> int:
    """That the newsroom has answered so far."""
    return int(struct.unpack("q", shared[8:16])[0])


async def run(folder: Path, shared: mmap, hours: float) -> dict[str, Any]:
    """A day and ``hours``; the figures of the latter."""
    loaded, clock, looks = load_all(folder / "monitor.yaml", {}), SteppedClock(START), list[float]()
    begun, memory = time.monotonic(), SpareMemory()
    async with open_context(
        loaded.settings, loaded.watchlists, loaded.templates, clock=clock, echo=lambda _: None
    ) as app:
        collect_as_usual()
        await start_round(app)

        async def advance_by(step: timedelta, until: timedelta) -> None:
            while clock.now() < START + until:
                end = min(clock.now() + LOOK, START + until)
                await advance(app, clock, end, shared=shared, step=step, on_step=memory.tick)
                looks.append(resident_mib())
                hour, wall = (clock.now() - START) / timedelta(hours=1), time.monotonic() - begun
                print(f"hour {hour:4.1f}: {count_processor_seconds():7.1f} s, {looks[-1]:5.1f} MiB, {wall:.0f} s")

        await advance_by(LEARNING, DAY)
        await prune_daily(app)
        before, asked = count_processor_seconds(), count_requests(shared)
        looks.clear()
        await advance_by(TICK, DAY + timedelta(hours=hours))
        spent = count_processor_seconds() - before
        wanted = EntryFilter(since=START + DAY, limit=10_000_000)
        entries = len(await app.in_store.read(lambda tx: tx.entries.find(wanted)))
    return {
        "processor_seconds": round(spent, 1),
        "share_of_a_core": round(spent / timedelta(hours=hours).total_seconds(), 4),
        "hours": hours,
        "requests": count_requests(shared) - asked,
        "new_entries": entries,
        "highest_mib": round(max(looks), 1),
        "last_mib": round(looks[-1], 1),
    }


def log_faults_only() -> None:
    """structlog is loaded as the program loads it: without what colours tracebacks."""
    structlog = sys.modules["structlog"]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def main() -> None:
    """Print the figures."""
    gc.set_threshold(200_000)  # as monitor.__main__ has it while it loads
    assert monitor.cli.commands.run  # what the daemon's own command has loaded is counted as well
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # a stream of text, as a program has it
    set_up_logging_by(log_faults_only, lowest=logging.CRITICAL)
    folder, hours = Path(sys.argv[1]), float(sys.argv[2])
    with (folder / "shared").open("r+b") as file:
        shared = mmap(file.fileno(), 16)
    print(json.dumps(asyncio.run(run(folder, shared, hours))))


if __name__ == "__main__":
    main()

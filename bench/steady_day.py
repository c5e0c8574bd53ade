"""A day of very many sources: what share of one core, and how much memory, the whole program takes once it knows them.

    python -m bench.steady_day [SOURCES] [BUDGET] [HOURS]

The whole program (``wiring``: fetcher, parser, matcher, store in a file) polls SOURCES feeds (10,000 as a rule) on 200
hosts over real sockets, BUDGET times a day each on average (24) at most, on the stepped clock. The first day, in steps
of a minute, reads and learns them. Of the second HOURS (24) are measured, with a tick a second as the daemon has it:
processor seconds of the program with its children by the seconds of the day, resident memory every two hours. Feeds
publish two entries a day on average, by a Pareto law as outlets do: most seldom, a few often. The newsroom is a process
of its own, and so is the program (``bench.steady_program``): neither holds what the other imports. Writes
``bench/results/steady_day_SOURCES.json``.
"""

import json
import mmap
import random
import struct
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from typing_extensions import override

from bench.loopback_newsroom import Newsroom, open_newsroom, write_configuration
from bench.machine import about_machine, write_result
from bench.stepping import START

DAY = timedelta(days=1)
SHOWN = 25
A_DAY = 2.0
"""Entries of a feed, on average."""
NAMED = 0.02
"""Share of the entries that name a watched name."""
SETTINGS = "retention: {entries: 7d}\nbackup: {every: off}\n"


@dataclass(kw_only=True)
class DailyNewsroom(Newsroom):
    """Publishes by the clock of the program under test, each feed at a rate of its own."""

    shared: mmap.mmap = field(init=False)
    _next: dict[int, datetime] = field(default_factory=dict)

    @override
    def __post_init__(self) -> None:
        super().__post_init__()
        path = self.log.with_name("shared")
        path.write_bytes(bytes(16))
        with path.open("r+b") as file:
            self.shared = mmap.mmap(file.fileno(), 16)

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


def run_program(folder: Path, hours: str) -> dict[str, Any]:
    """The figures of the program in its own process, whose lines are shown as they come."""
    command, line = [sys.executable, "-m", "bench.steady_program", str(folder), hours], ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 our own words
        for line in process.stdout or ():
            print(line, end="", flush=True)
    if process.returncode:
        raise SystemExit(f"the program ended with {process.returncode}")
    found: dict[str, Any] = json.loads(line)
    return found


def main() -> None:
    """Print and write the figures."""
    words = (*sys.argv[1:], *("10000", "24", "24")[len(sys.argv) - 1 :])
    sources, budget, hours = int(words[0]), int(words[1]), words[2]

    def make(log: Path) -> Newsroom:
        return DailyNewsroom(log=log, feeds=sources, rate=1, seed=1, shown=SHOWN)

    with open_newsroom(make) as (folder, _, ports):
        pace = {"polling": f"budget: {budget}/day", "digests": "08:30"}
        write_configuration(folder, feeds=sources, ports=ports, more=SETTINGS, hosts=200, **pace)
        found = run_program(folder, hours)
    write_result(f"steady_day_{sources}", {"sources": sources, "budget": budget, **found, **about_machine()})


if __name__ == "__main__":
    main()

"""Power cuts under load: what was written and not synced is gone, and the whole daemon goes on from what is left.

``python -m bench.power_losses [CUTS] [SEED] [FEEDS] [RATE] [MINUTES] [QUIET]``, as ``bench.daemon_kills``.
``bench/power_loss.c``, compiled here and loaded with LD_PRELOAD, keeps what each write replaces until the file is
synced; at a write drawn by chance it puts all of it back, or about half, page by page, and ends the process. That is
what ``kill -9`` cannot show: the system's cache outlives the process. Not by FUSE or dm-flakey, which need rights over
the machine; the promise that is tested (a commit is synced before anything is done because of it) is the same. After
each cut the store is checked whole; every message that had arrived must be one that the store knows; at the end nothing
may be missing.
"""

import ctypes
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.daemon_kills import (
    SHOWN,
    Result,
    ask,
    count_result,
    drain_rest,
    make_due,
    query,
    read_first_sight,
    run_daemon,
    sleep,
)
from bench.loopback_newsroom import Newsroom, end, fork, read_lines, start_newsroom, write_configuration

SOURCE = Path(__file__).with_name("power_loss.c")
MOST_WRITES = 600
LONGEST = 12.0
"""Seconds after which a daemon that did not write so much is killed."""


def measure(
    folder: Path, *, cuts: int, seed: int, feeds: int, rate: float, minutes: float, quiet_for: float = 65
) -> tuple[Result, int]:
    """So many cuts; returns what is left, and how many messages had arrived that the store knew nothing of."""
    chance, result, log, unknown = random.Random(seed), Result(), folder / "log", 0
    log.touch()
    newsroom, ports = start_newsroom(Newsroom(log=log, feeds=feeds, rate=rate, seed=seed, shown=SHOWN))
    try:
        write_configuration(folder, feeds=feeds, ports=ports)
        read_first_sight(folder, feeds)
        ask(ports[0], "publish")
        until = time.monotonic() + 60 * minutes
        while result.kills < cuts and time.monotonic() < until:
            cut_one(folder, chance)
            result.kills += 1
            ((said,),) = query(folder, "PRAGMA integrity_check")
            result.whole += said == "ok"
            unknown += count_unknown(folder, log)
        ask(ports[0], "rest")
        sleep(1)
        drain_rest(folder, log, quiet_for=quiet_for)
        count_result(folder, log, result)
    finally:
        end(newsroom)
    return result, unknown


def cut_one(folder: Path, chance: random.Random) -> None:
    """A daemon whose power goes at some write, or that is killed when it writes too little."""
    make_due(folder)
    writes, halves, seed = chance.randrange(MOST_WRITES), chance.randrange(2), chance.randrange(2**31)

    def run() -> None:
        ctypes.CDLL(None).arm(str(folder / "state").encode(), ctypes.c_long(writes), halves, seed)
        run_daemon(folder)

    daemon, begun = fork(run), time.monotonic()
    while time.monotonic() - begun < LONGEST:
        if os.waitpid(daemon, os.WNOHANG)[0]:
            return
        sleep(0.02)
    end(daemon)


def count_unknown(folder: Path, log: Path) -> int:
    """Messages that arrived although the store does not know that they were owed: a promise before it was kept."""
    known = {key for (key,) in query(folder, "SELECT key FROM delivery")}
    arrived = {line["id"].partition(".")[0] for line in read_lines(log) if line["what"] != "entry"}
    return len(arrived - known)


def main() -> None:
    """Compile, start again under the layer, print the result; exit 1 when anything was lost."""
    if "NEWS_POWER_LOSS" not in os.environ:
        with tempfile.TemporaryDirectory() as place:
            layer = f"{place}/power.so"
            words = ["gcc", "-shared", "-fPIC", "-O1", "-o", layer, str(SOURCE), "-ldl", "-lpthread"]
            subprocess.run(words, check=True)  # noqa: S603 - our own source
            environment = {**os.environ, "LD_PRELOAD": layer, "NEWS_POWER_LOSS": "1"}
            again = [sys.executable, "-m", "bench.power_losses", *sys.argv[1:]]
            sys.exit(subprocess.run(again, env=environment, check=False).returncode)  # noqa: S603 this very bench again
    defaults = ("200", "1", "40", "2", "600", "65")
    cuts, seed, feeds, rate, minutes, quiet = (int(word) for word in (*sys.argv[1:], *defaults[len(sys.argv) - 1 :]))
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        wish = {"cuts": cuts, "seed": seed, "feeds": feeds}
        result, unknown = measure(Path(folder), **wish, rate=rate, minutes=minutes, quiet_for=quiet)
    print(f"{result}\nmessages that the store did not know after a cut: {unknown}; {time.monotonic() - begun:.0f} s")
    sys.exit(0 if result.is_good and not unknown else 1)


if __name__ == "__main__":
    main()

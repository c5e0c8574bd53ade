"""Kills the whole daemon at random instants under load, and counts what was lost and what came twice.

``python -m bench.daemon_kills [KILLS] [SEED] [FEEDS] [RATE] [MINUTES] [QUIET]``; MINUTES ends the killing early,
QUIET is how many seconds nothing may arrive before the end. A newsroom on
loopback publishes RATE entries a second; the daemon is ``monitor run`` as a user types it, in a process that dies by
SIGKILL again and again: while it starts, opens the store, polls, sends, digests and backs itself up. After each death
the store is checked whole. At the end nothing more is published, one daemon drains the rest, and the newsroom's log is
held against the store and what arrived.
"""

import contextlib
import os
import random
import sqlite3
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

# Everything is imported once, before the forks.
import monitor.web.serving.server
import monitor.wiring
from bench.loopback_newsroom import Newsroom, end, fork, read_lines, start_newsroom, write_configuration
from monitor.__main__ import main as monitor_main

CHANNELS = ("honours", "ignores", "mail")
EARLY = 0.2
"""Share of daemons that die while they start."""
SHORTEST, LONGEST = 1.5, 8.0
"""Bounds of the longest life, in seconds: shorter lives end before the first poll does."""
SHOWN = 4_000
"""Entries in a feed: what slides off one while no daemon lives is not lost by a death."""
READY = "news-monitor runs"
BACKLOG = 60
"""Entries and messages under way beyond which daemons live longer."""
_PRELOADED = (monitor.web.serving.server, monitor.wiring)


@dataclass(slots=True)
class Result:
    """What the newsroom's log and the store say in the end."""

    kills: int = 0
    whole: int = 0
    """Integrity checks that said ok."""
    published: int = 0
    named: int = 0
    """Of them, entries that name the topic."""
    entries_lost: int = 0
    entries_twice: int = 0
    mentions_lost: int = 0
    mentions_twice: int = 0
    new_deliveries: int = 0
    deliveries_lost: int = 0
    stories_untold: int = 0
    """Pairs of an entry's story and a channel without a message that arrived."""
    digests: int = 0
    digest_gaps: int = 0
    repeats: Counter[str] = field(default_factory=Counter)
    unmarked: Counter[str] = field(default_factory=Counter)
    """Repeats at a hook without the mark; mail and the hook that honours ids need none."""
    left: list[str] = field(default_factory=list)
    """What killed backups left in the state folder at the end."""

    @property
    def is_good(self) -> bool:
        """Nothing lost, nothing twice without a mark, whole after each death."""
        lost = self.entries_lost + self.mentions_lost + self.deliveries_lost + self.stories_untold
        twice = self.entries_twice + self.mentions_twice + self.unmarked["ignores"] + self.digest_gaps
        return not lost and not twice and self.whole == self.kills


def run_daemon(folder: Path) -> None:
    """What ``monitor run`` does, in this process."""
    os.chdir(folder)
    said = os.open(folder / "said", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(said, stream)
    sys.argv = ["monitor", "run"]
    with contextlib.suppress(SystemExit):
        monitor_main()


def sleep(seconds: float) -> None:
    """Let real time pass: the instant of a death is real."""
    time.sleep(seconds)  # noqa: TID251 - see above


def ask(port: int, what: str) -> None:
    """Tell the newsroom."""
    urllib.request.urlopen(f"http://127.0.0.1:{port}/control/{what}", timeout=30).close()


def query(folder: Path, statement: str) -> list[tuple[Any, ...]]:
    """Rows of the store, read beside the daemon."""
    with closing(sqlite3.connect(folder / "state" / "monitor.db", timeout=30)) as connection:
        return connection.execute(statement).fetchall()


def make_due(folder: Path) -> None:
    """While the daemon is dead: every source is due at its start, as after a long absence, the longest unseen first."""
    with closing(sqlite3.connect(folder / "state" / "monitor.db", timeout=30)) as connection, connection:
        connection.execute("UPDATE source SET next_due_at = coalesce(last_polled_at, 0)")


def measure(
    folder: Path, *, kills: int, seed: int, feeds: int, rate: float, minutes: float, quiet_for: float = 65
) -> Result:
    """Kill so many daemons; returns what is left of what was published."""
    chance, result, log = random.Random(seed), Result(), folder / "log"
    log.touch()
    newsroom, ports = start_newsroom(Newsroom(log=log, feeds=feeds, rate=rate, seed=seed, shown=SHOWN))
    try:
        write_configuration(folder, feeds=feeds, ports=ports)
        read_first_sight(folder, feeds)
        ask(ports[0], "publish")
        longest, until = 1.0, time.monotonic() + 60 * minutes
        while result.kills < kills and time.monotonic() < until:
            _kill_one(folder, chance, longest, result)
            behind = count_behind(folder, log)
            # A machine that is slow or busy gives each daemon longer, so that there is work under way all the time.
            longest = min(longest * 1.1, LONGEST) if behind > BACKLOG else max(longest * 0.95, SHORTEST)
            if result.kills % 50 == 0:
                print(f"{result.kills} kills, {behind} waiting, lives up to {longest:.1f} s", flush=True)
        ask(ports[0], "rest")
        sleep(1)
        drain_rest(folder, log, quiet_for=quiet_for)
        count_result(folder, log, result)
    finally:
        end(newsroom)
    return result


def count_behind(folder: Path, log: Path) -> int:
    """Entries that were published and not read, and messages that wait."""
    ((waiting,),) = query(folder, "SELECT count(*) FROM delivery WHERE state IN ('pending', 'sending', 'deferred')")
    ((stored,),) = query(folder, "SELECT count(*) FROM entry")
    return int(waiting + log.read_text().count('"entry"') - stored)


def read_first_sight(folder: Path, feeds: int) -> None:
    """What stands in the feeds at first is no news: it is read by a daemon that lives."""
    daemon = fork(lambda: run_daemon(folder))
    seen = 0
    while seen < feeds:
        sleep(0.5)
        with contextlib.suppress(sqlite3.Error):
            ((seen,),) = query(folder, "SELECT count(*) FROM source WHERE first_success_at IS NOT NULL")
    end(daemon)


def _kill_one(folder: Path, chance: random.Random, longest: float, result: Result) -> None:
    make_due(folder)
    if chance.random() < 0.1:
        # The daemon makes a backup at its start, and may die in it.
        for backup in (folder / "state" / "backups").glob("*.tar.gz"):
            backup.unlink()
    said = folder / "said"
    before = said.read_text().count(READY)
    daemon = fork(lambda: run_daemon(folder))
    if chance.random() >= EARLY:
        # The others die at work: however long the start takes on a machine that is slow or busy.
        until = time.monotonic() + 30
        while said.read_text().count(READY) == before and time.monotonic() < until:
            sleep(0.02)
    sleep(chance.uniform(0, longest))
    status = end(daemon)
    assert os.WIFSIGNALED(status), (folder / "said").read_text()[-3000:]
    result.kills += 1
    ((integrity,),) = query(folder, "PRAGMA integrity_check")
    assert integrity == "ok", integrity
    result.whole += 1


def drain_rest(folder: Path, log: Path, *, quiet_for: float = 65) -> None:
    """One daemon that lives until nothing waits, nothing new arrives, and a digest more is out."""
    make_due(folder)
    daemon = fork(lambda: run_daemon(folder))
    quiet, before = 0.0, -1
    began = time.monotonic()
    while quiet < quiet_for:
        sleep(1)
        ((waiting,),) = query(
            folder,
            "SELECT count(*) FROM delivery WHERE kind != 'digest' AND state IN ('pending', 'sending', 'deferred')",
        )
        count = sum(line["what"] != "entry" and line.get("kind") != "digest" for line in read_lines(log))
        quiet = quiet + 1 if not waiting and count == before else 0
        before = count
        assert time.monotonic() - began < 1800, "the rest does not drain"
    os.kill(daemon, 15)
    os.waitpid(daemon, 0)


def count_result(folder: Path, log: Path, result: Result) -> None:
    """Hold the newsroom's log against the store."""
    lines = read_lines(log)
    published = {line["title"] for line in lines if line["what"] == "entry"}
    named = {title for title in published if title.startswith("Kling")}
    stored = Counter(title for (title,) in query(folder, "SELECT title FROM entry"))
    mentioned = Counter(
        title for (title,) in query(folder, "SELECT e.title FROM mention m JOIN entry e ON e.id = m.entry_id")
    )
    result.published, result.named = len(published), len(named)
    result.entries_lost = len(published - stored.keys())
    result.entries_twice = sum(count > 1 for count in stored.values())
    result.mentions_lost = len(named - mentioned.keys())
    result.mentions_twice = sum(count > 1 for count in mentioned.values())
    arrived = Counter((line["to"], line["id"]) for line in lines if line["what"] != "entry")
    marked = Counter((line["to"], line["id"]) for line in lines if line.get("marked"))
    for (to, key), count in arrived.items():
        result.repeats[to] += count - 1
        if to != "mail":
            result.unmarked[to] += max(0, count - 1 - marked[to, key])
    _count_deliveries(folder, {key.partition(".")[0] for _, key in arrived}, result)
    result.left = [path.name for path in (folder / "state").glob(".backup-*")]


def _count_deliveries(folder: Path, arrived: set[str], result: Result) -> None:
    rows = query(folder, "SELECT id, key, channel, state, grouped_into, kind FROM delivery")
    keys = {number: key for number, key, *_ in rows}
    result.new_deliveries = len(rows)
    told_by: dict[tuple[int, str], set[str]] = {}
    stories = query(folder, "SELECT delivery_id, story_id FROM delivery_story")
    of = {number: (channel, keys[group] if group else key) for number, key, channel, _, group, _ in rows}
    result.deliveries_lost = sum(
        state != "sent" or (keys[group] if group else key) not in arrived for _, key, _, state, group, _ in rows
    )
    for number, story in stories:
        channel, key = of[number]
        told_by.setdefault((story, channel), set()).add(key)
    wanted = {
        story
        for (story,) in query(
            folder,
            "SELECT DISTINCT m.story_id FROM mention m JOIN entry e ON e.id = m.entry_id WHERE m.status = 'new'",
        )
    }
    result.stories_untold = sum(
        not (told_by.get((story, channel), set()) & arrived) for story in wanted for channel in CHANNELS
    )
    windows = query(folder, "SELECT from_at, to_at FROM digest ORDER BY to_at")
    result.digests = len(windows)
    result.digest_gaps = sum(after[0] != before[1] for before, after in pairwise(windows))


def main() -> None:
    """Print the result; exit 1 when anything was lost, twice without a mark, or not whole."""
    defaults = ("1000", "1", "40", "3", "600", "65")
    kills, seed, feeds, rate, minutes, quiet = (int(word) for word in (*sys.argv[1:], *defaults[len(sys.argv) - 1 :]))
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        wish = {"kills": kills, "seed": seed, "feeds": feeds}
        result = measure(Path(folder), **wish, rate=rate, minutes=minutes, quiet_for=quiet)
    print(f"{result}\n{time.monotonic() - begun:.0f} s")
    sys.exit(0 if result.is_good else 1)


if __name__ == "__main__":
    main()

"""Dies at each named point of the work, so many times, and counts what was lost: ``python -m bench.commit_points [N]``.

The point is a function of the program; a round (``monitor once``) ends with ``os._exit`` just before or just behind it,
at a passing drawn by chance. News is published before each death; after all of them one daemon drains the rest, and
everything is counted as by ``bench.daemon_kills``.
"""

import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import monitor.adapters.channels.chat_bot
import monitor.adapters.channels.email
import monitor.adapters.channels.webhook
import monitor.adapters.files.archive
import monitor.adapters.files.backup_folder
import monitor.adapters.store.copies
import monitor.app.admin.backup
import monitor.app.delivery.sender
import monitor.app.digests.open
import monitor.app.polling.poll_source
import monitor.app.polling.record_entries
import monitor.app.runtime.retention
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
from bench.loopback_newsroom import Newsroom, end, fork, start_newsroom, write_configuration
from monitor.adapters.files.backup_folder import BackupsOnDisk
from monitor.adapters.store.copies import DatabaseCopies
from monitor.adapters.store.database import DatabaseStore
from monitor.adapters.store.repositories.deliveries import Deliveries
from monitor.adapters.store.repositories.digests import Digests
from monitor.adapters.store.repositories.entries import Entries
from monitor.adapters.store.repositories.mentions import Mentions
from monitor.adapters.store.repositories.sources import Sources
from monitor.adapters.store.repositories.stories import Stories

LONGEST = 20.0
POLL = monitor.app.polling.poll_source._Poll  # noqa: SLF001 - its commit is the point
POINTS: dict[str, tuple[Any, str, bool]] = {
    "after the fetch, before anything is stored": (POLL, "_commit", True),
    "before an entry is added": (Entries, "add_all", True),
    "after an entry, before its story": (Stories, "add_report", True),
    "after a story, before its mention": (Mentions, "add", True),
    "after a mention, before what is owed": (Deliveries, "enqueue", True),
    "after what is owed, before validators and cursor": (Sources, "save", True),
    "after the cursor, before the commit": (Sources, "save", False),
    "after the claim, before it is committed": (Deliveries, "claim_one", False),
    "claimed and committed, before it is sent": (monitor.app.delivery.sender, "_attempt_send", True),
    "after the receiver's yes, before it is noted": (monitor.app.delivery.sender, "_settle_attempt", True),
    "noted as sent, before the commit": (Deliveries, "mark", False),
    "a digest opened, before its deliveries": (Digests, "open", False),
    "a backup copied, before its archive": (DatabaseCopies, "copy_to", False),
    "an archive written, before the old ones go": (BackupsOnDisk, "keep_newest", True),
    "after housekeeping": (DatabaseStore, "maintain", False),
}
"""Name → (where, function, before or behind it)."""


def die_at(place: Any, name: str, *, before: bool, passing: int) -> None:
    """From the ``passing``-th call on this process is no more."""
    real: Callable[..., Any] = getattr(place, name)
    passed = Counter[str]()

    @wraps(real)
    def dying(*given: Any, **named: Any) -> Any:
        passed[name] += 1
        if passed[name] < passing:
            return real(*given, **named)
        if before:
            _die()
        real(*given, **named)
        return _die()

    setattr(place, name, dying)


def _die() -> NoReturn:
    os._exit(137)


def measure(folder: Path, *, times: int, seed: int) -> tuple[Result, Counter[str]]:
    """Every point so often; returns what is left, and how often each was met."""
    chance, result, log, met = random.Random(seed), Result(), folder / "log", Counter[str]()
    log.touch()
    newsroom, ports = start_newsroom(Newsroom(log=log, feeds=6, rate=3, seed=seed, shown=SHOWN))
    try:
        write_configuration(folder, feeds=6, ports=ports)
        read_first_sight(folder, 6)
        ask(ports[0], "publish")
        for point, (place, name, before) in POINTS.items():
            for _ in range(times):
                for backup in (folder / "state" / "backups").glob("*.tar.gz"):
                    backup.unlink()
                passing = 1 + chance.randrange(4 if name not in ("copy_to", "keep_newest", "maintain", "open") else 1)
                met[point] += _die_once(folder, ports[0], place, name, before=before, passing=passing)
                result.kills += 1
                ((said,),) = query(folder, "PRAGMA integrity_check")
                result.whole += said == "ok"
            print(f"{point}: met {met[point]} of {times}", flush=True)
        ask(ports[0], "rest")
        sleep(1)
        drain_rest(folder, log)
        count_result(folder, log, result)
    finally:
        end(newsroom)
    return result, met


def _die_once(folder: Path, port: int, place: Any, name: str, *, before: bool, passing: int) -> bool:
    """Whether the daemon died at the point; one that does not come there is killed."""
    make_due(folder)
    ask(port, "publish")

    def run() -> None:
        die_at(place, name, before=before, passing=passing)
        run_daemon(folder)

    daemon, begun = fork(run), time.monotonic()
    while time.monotonic() - begun < LONGEST:
        ended, status = os.waitpid(daemon, os.WNOHANG)
        if ended:
            return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 137
        sleep(0.02)
    end(daemon)
    return False


def main() -> None:
    """Print how often each point was met, and what was lost; exit 1 when anything was."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        result, met = measure(Path(folder), times=times, seed=1)
    print(f"{result}\n{len(met)} points, {met.total()} deaths at them in {time.monotonic() - begun:.0f} s")
    sys.exit(0 if result.is_good else 1)


if __name__ == "__main__":
    main()

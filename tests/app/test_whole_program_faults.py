"""The common assertions of the faults, over the whole program: ten hostile sources beside fifty honest ones."""

import asyncio
import gzip
import os
import threading
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.adapters.config.bundled import bundled_folder, read_templates
from monitor.app.context import AppContext
from monitor.app.runtime.scheduler import Scheduler
from monitor.app.runtime.start import start_round
from monitor.core.model.filters import EntryFilter
from monitor.core.model.settings import FetchSettings, PollingSettings, Settings, Watchlists
from monitor.core.model.sources import SourceSpec
from monitor.ports import Transaction
from monitor.wiring import open_context
from tests.adapters.fetch.adversary import Adversary, Reply, Wire, adversary, answer, redirect
from tests.app.harness import TOPICS, rss

MIB = 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
DEADLINE, EVERY = timedelta(seconds=2), timedelta(seconds=5)
SECONDS = 25.0
HONEST = 50

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc: Linux")]


async def endless(wire: Wire) -> None:
    await wire.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        await wire.send(b"100000\r\n" + bytes(MIB) + b"\r\n")


async def trickle(wire: Wire) -> None:
    await wire.drip(HEAD + b"\r\n" + rss() * 100, every=0.5)


def hostile() -> dict[str, Reply]:
    """By path; each ends as an error of its source."""
    held_up = b"<rss><channel><title>a & b</title><item><author>" + b"a." * 100_000 + b"</author></itm></channel></rss>"
    return {
        "/F-03": Wire.silence,
        "/F-05": trickle,
        "/F-06": endless,
        "/F-17": b"garbage\r\n\r\n",
        "/F-32": redirect("/F-32"),
        "/F-29": redirect("http://169.254.169.254/latest/"),
        "/F-40": answer(gzip.compress(bytes(64 * MIB)), headers={"Content-Encoding": "gzip"}),
        "/F-61": answer(b"<html><title>Log in</title><form><input type=password></form></html>"),
        "/F-62": answer(b""),
        "/F-56": answer(held_up),
    }


def resident() -> int:
    """Bytes of this process and of its children in memory."""
    own = os.getpid()
    listed = Path(f"/proc/{own}/task/{own}/children")  # not every kernel has it
    children = listed.read_text().split() if listed.exists() else []
    total = 0
    for one in (str(own), *children):
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            continue  # it ended meanwhile
    return total


def handles() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208  # counting, not walking


def feed(n: int) -> bytes:
    return rss(("One", "text", None), ("Two", "text", None), link=f"https://outlet{n}.example")


class Outlet:
    """An honest source that notes when it is asked."""

    def __init__(self, n: int) -> None:
        self.asked: list[float] = []
        self._answer = answer(feed(n), headers={"Content-Type": "text/xml"})

    async def reply(self, wire: Wire) -> None:
        self.asked.append(time.monotonic())
        await wire.send(self._answer)


async def live(scheduler: Scheduler, *, seconds: float) -> int:
    """Tick once a second as the daemon does; returns the peak of memory in bytes."""
    end, peak, ticked = time.monotonic() + seconds, 0, 0.0
    while time.monotonic() < end:
        if time.monotonic() - ticked >= 1:
            ticked = time.monotonic()
            await scheduler.tick()
        peak = max(peak, resident())
        await asyncio.sleep(0.02)
    return peak


async def rows_of(app: AppContext) -> int:
    return len(await app.in_store.read(lambda tx: tx.entries.find(EntryFilter(limit=10_000))))


def make_due(app: AppContext, tx: Transaction, sources: Sequence[int]) -> None:
    for one in sources:
        tx.sources.set_state(one, "active", now=app.clock.now())


async def test_ten_hostile_sources_beside_fifty_honest_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The hostile ones are good at first, then hostile, then good again."""
    faults = hostile()
    async with AsyncExitStack() as stack:
        outlets = [Outlet(n) for n in range(HONEST)]
        honest = [(await stack.enter_async_context(adversary())).on("/", outlet.reply) for outlet in outlets]
        attackers: list[tuple[Adversary, str]] = [
            (await stack.enter_async_context(adversary()), path) for path in faults
        ]
        bad = [server.on(path, answer(feed(HONEST + n))) for n, (server, path) in enumerate(attackers)]
        settings = Settings(
            state_dir=str(tmp_path),
            database=f"sqlite:///{tmp_path}/monitor.db",
            timezone="UTC",
            watchlists=str(tmp_path),
            templates=str(tmp_path),
            fetch=FetchSettings(allow_networks=("127.0.0.0/8",), per_host_delay=timedelta(0), timeout=DEADLINE),
            polling=PollingSettings(min=timedelta(seconds=1)),
        )
        specs = tuple(SourceSpec(url=url, every=EVERY) for url in (*honest, *bad))
        wanted = Watchlists(topics=TOPICS, signals={}, sources=specs)
        app = await stack.enter_async_context(
            open_context(settings, wanted, read_templates(bundled_folder("templates")), patient=False)
        )
        await start_round(app)
        scheduler = Scheduler(app)
        idle = await live(scheduler, seconds=10)
        before = (await rows_of(app), handles(), threading.active_count())

        for server, path in attackers:
            server.on(path, faults[path])
        began = time.monotonic()
        peak = await live(scheduler, seconds=SECONDS)
        ended = time.monotonic()
        # A document that is held up is stopped by the processor time it takes: on a busy machine that is later.
        for _ in range(12):
            if all(one.failures for one in await app.in_store.read(lambda tx: tx.sources.all()) if one.url in bad):
                break
            await live(scheduler, seconds=5)
        told = {one.url: one for one in await app.in_store.read(lambda tx: tx.sources.all())}
        rows = await rows_of(app)

        for n, (server, path) in enumerate(attackers):
            server.on(path, answer(feed(HONEST + n)))
        await app.in_store.write(lambda tx: make_due(app, tx, [told[url].id for url in bad]))
        # What was under way when they became good still ends as it must: ten seconds of a worker are the longest.
        for _ in range(4):
            await live(scheduler, seconds=5)
            await app.in_store.write(lambda tx: make_due(app, tx, [one.id for one in tx.sources.all() if one.failures]))
        await scheduler.drain(within=timedelta(seconds=15))
        after = (await rows_of(app), handles(), threading.active_count())
        healed = [one.health for one in await app.in_store.read(lambda tx: tx.sources.all())]
    gaps = [
        max(b - a for a, b in pairwise([began, *(at for at in one.asked if began < at < ended), ended]))
        for one in outlets
    ]
    with capsys.disabled():
        print(  # noqa: T201  # the figures that docs/development/measurements/faults.md shows
            f"\nwhole program: {len(bad)} hostile beside {HONEST} honest for {SECONDS:.0f} s: the longest pause of an"
            f" honest one {max(gaps):.1f} s of {EVERY.total_seconds():.0f} s; peak {(peak - idle) / MIB:.0f} MiB over"
            f" idle; rows, handles, threads before {before}, after {after}"
        )
        for url in bad:
            print(f"  {told[url].url.rpartition('/')[2]}: {told[url].error}")  # noqa: T201  # as above
    assert max(gaps) <= 2 * EVERY.total_seconds(), "(b) on time, give or take one interval"
    assert (peak - idle) / MIB <= 300, "(c) memory"
    assert after[1] <= before[1] + 12, "(c) handles: the pipes of two workers may have come"
    assert after[2] <= before[2] + 2, "(c) threads"
    for url in bad:
        one = told[url]
        assert one.error, url
        assert one.next_due_at, url
        assert one.failures, url
        assert "Error" not in one.error, "(d) a sentence for a person"
    assert all(told[url].error == "" for url in honest)
    assert rows == after[0] == before[0], "(e) rows"
    assert set(healed) == {"ok"}

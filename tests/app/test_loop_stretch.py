"""Must-show 3 of the faults: what strangers send is worked on beside the event loop, never in it."""

import asyncio
import gc
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from monitor.adapters.config.bundled import bundled_folder, read_templates
from monitor.app.context import AppContext
from monitor.app.runtime.scheduler import Scheduler
from monitor.app.runtime.start import start_round
from monitor.app.stories.backfill import catch_up
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.filters import EntryFilter
from monitor.core.model.matches import Alias, Topic
from monitor.core.model.settings import FetchSettings, PollingSettings, Settings, Watchlists
from monitor.core.model.sources import Selectors, SourceSpec
from monitor.wiring import open_context
from tests.adapters.fetch.adversary import Adversary, adversary, answer
from tests.app.harness import TOPICS

pytestmark = [pytest.mark.slow]

LONGEST_STRETCH = 0.05
LONGEST_SILENCE = 1.0
NOW = datetime.fromtimestamp(time.time(), UTC)


@dataclass(slots=True)
class Watch:
    """The longest callback of the loop in processor time, and the longest time in which the loop gave no answer."""

    stretch: float = 0.0
    by: str = ""
    silence: float = 0.0

    async def ask_for_answers(self) -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.01)
            self.silence = max(self.silence, time.monotonic() - began - 0.01)


@contextmanager
def watched_loop(watch: Watch) -> Iterator[None]:
    """Time every callback of this thread's loop.

    What other tests of the process left in memory is out of the collector's sight: going through all of it takes a
    third of a second, in whichever callback it happens.
    """
    thread, run = threading.get_ident(), asyncio.events.Handle._run

    def timed(self: asyncio.events.Handle) -> None:
        if threading.get_ident() != thread:
            run(self)
            return
        began = time.thread_time()
        run(self)
        took = time.thread_time() - began
        if took > watch.stretch:
            watch.stretch, watch.by = took, str(self)[:200]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio.events.Handle, "_run", timed)
        gc.collect()
        gc.freeze()
        yield
        gc.unfreeze()


_LATENESS = """
import sys, threading, time
worst, ended = 0.0, threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
while not ended.is_set():
    began = time.monotonic()
    time.sleep(0.01)
    worst = max(worst, time.monotonic() - began - 0.01)
print(worst)
"""


@contextmanager
def lateness_of_the_machine() -> Iterator[list[float]]:
    """How late a process that does nothing wakes up meanwhile: what the machine takes is not the program's silence."""
    found: list[float] = []
    idler = subprocess.Popen(  # noqa: S603 our own words
        [sys.executable, "-c", _LATENESS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield found
    finally:
        found.append(float(idler.communicate("")[0]))


class Elsewhere:
    """Servers in a thread of their own: what they do is not the program's work."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._stack = AsyncExitStack()
        self._thread.start()

    def serve(self) -> Adversary:
        return self._ask(self._stack.enter_async_context(adversary()))

    def close(self) -> None:
        self._ask(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    def _ask(self, what: object) -> Adversary:
        asked: Future[Adversary] = asyncio.run_coroutine_threadsafe(what, self._loop)  # type: ignore[arg-type] # any awaitable
        return asked.result(timeout=30)


def feed(count: int, title: str = "Pier {n}", guid: str = "g{n}", head: str = "") -> bytes:
    at = format_datetime(NOW - timedelta(days=9))
    items = "".join(
        f"<item><title>{title.format(n=n)}</title><guid isPermaLink='false'>{guid.format(n=n)}</guid>"
        f"<link>https://pier.example/{n}</link><pubDate>{at}</pubDate>"
        f"<description>{'Kling moors' if n % 500 == 0 else 'Nothing moors'} at pier {n}.</description></item>"
        for n in range(count)
    )
    return f"<rss version='2.0'{head}><channel><title>P</title>{items}</channel></rss>".encode()


def hostile() -> Mapping[str, bytes]:
    """By name; the inputs of D.1 and a feed of the most entries that are read."""
    attributes = " ".join(f"a{n}='b'" for n in range(80_000))
    return {
        "five thousand entries": feed(5_000),
        "forty-five hundred plain entries": feed(4_500, title="P{n}"),
        "titles of dashes": feed(60, title="-" * 12_000 + "{n}"),
        "titles of bars and brackets": feed(60, title="[|" * 6_000 + "{n}"),
        "a long namespace": feed(3, head=f" xmlns:m='urn:{'x' * 900_000}'"),
        "eighty thousand attributes": f"<rss version='2.0' {attributes}><channel><item/></channel></rss>".encode(),
        "long ids": feed(450, guid="i" * 4_000 + "{n}"),
        "a long line": b"<rss><channel><title>" + b"a & b " * 300_000 + b"</title></channel></rss>",
    }


def robots() -> bytes:
    rules = "".join(f"Disallow: /{'*a' * 40}{n}$\n" for n in range(1_200))
    return f"User-agent: *\n{rules}".encode()


async def live(scheduler: Scheduler, *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await scheduler.tick()
        await asyncio.sleep(0.5)
    await scheduler.drain(within=timedelta(seconds=20))


async def test_nothing_that_strangers_send_is_worked_on_in_the_loop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    servers, watch = Elsewhere(), Watch()
    urls = {name: servers.serve().on("/feed", answer(body)) for name, body in hostile().items()}
    page = servers.serve()
    page.on("/robots.txt", answer(robots(), headers={"Content-Type": "text/plain"}))
    urls["robots.txt"] = page.on(
        "/list", answer(b"<html><a href=/x>Kling</a></html>", headers={"Content-Type": "text/html"})
    )
    settings = Settings(
        state_dir=str(tmp_path),
        database=f"sqlite:///{tmp_path}/monitor.db",
        timezone="UTC",
        watchlists=str(tmp_path),
        templates=str(tmp_path),
        fetch=FetchSettings(
            allow_networks=("127.0.0.0/8",), per_host_delay=timedelta(0), timeout=timedelta(seconds=20)
        ),
        polling=PollingSettings(min=timedelta(hours=1)),
    )
    specs = tuple(
        SourceSpec(url=url, kind="page", selectors=Selectors(item="a"))
        if url.endswith("/list")
        else SourceSpec(url=url)
        for url in urls.values()
    )
    wanted = Watchlists(topics=TOPICS, signals={}, sources=specs)
    async with open_context(settings, wanted, read_templates(bundled_folder("templates")), patient=False) as app:
        await start_round(app)
        asking = asyncio.create_task(watch.ask_for_answers())
        with lateness_of_the_machine() as machine, watched_loop(watch):
            await live(Scheduler(app), seconds=15)
            polled = (watch.stretch, watch.by, watch.silence)
            stored = await rematch(app)
        asking.cancel()
        told = {one.url: one for one in await app.in_store.read(lambda tx: tx.sources.all())}
    servers.close()
    with capsys.disabled():
        print(  # noqa: T201  # the figures of docs/development/measurements/faults.md
            f"\nloop under hostile inputs: longest stretch {1000 * polled[0]:.0f} ms of processor time ({polled[1]}),"
            f" longest silence {1000 * polled[2]:.0f} ms; with {stored:,} stored entries matched again:"
            f" {1000 * watch.stretch:.0f} ms, {1000 * watch.silence:.0f} ms (idle process: {1000 * machine[0]:.0f})"
        )
        for name, url in urls.items():
            print(f"  {name}: {told[url].health} {told[url].error[:100]}")  # noqa: T201  # as above
    assert watch.stretch <= LONGEST_STRETCH, watch.by
    assert watch.silence - machine[0] <= LONGEST_SILENCE
    assert all(told[url].last_polled_at for url in urls.values())


async def rematch(app: AppContext) -> int:
    """All that is stored is matched against a topic that is new; the number of entries."""
    pier = Topic(id="pier", name={"en": "Pier"}, aliases=(Alias(text="Kling moors"),))
    topics = (*TOPICS, pier)
    changed = replace(app, matcher=compile_matcher(topics, {}), watchlists=replace(app.watchlists, topics=topics))
    await catch_up(changed)
    return len(await app.in_store.read(lambda tx: tx.entries.find(EntryFilter(limit=200_000))))

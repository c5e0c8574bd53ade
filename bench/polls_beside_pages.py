"""Polls beside page loads (part of ``bench.pages``): pages from the process that serves them, and as it was before.

Visitors are a process of their own, too, which is this module: ``python -m bench.polls_beside_pages URL``
loads twenty pages a second until its standard input ends, and then prints how long each took in milliseconds.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from itertools import cycle
from typing import Any

import aiohttp
import httpx

from monitor.app.context import AppContext
from monitor.app.polling.poll_source import poll_source
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.web.serving.page_child import Surroundings
from monitor.web.serving.page_front import PageFront

BESIDE = ("/", "/topics/t0", "/search?q=library", "/sources")
_TURNS, _POLLS_A_TURN = 8, 10
_A_SECOND = 20
_WARM = 8

Load = Callable[[list[float]], AbstractAsyncContextManager[None]]
"""Loads pages as long as it is open, and adds how long each took."""


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of them do not exceed."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


async def measure_polls(
    app: AppContext, http: httpx.AsyncClient, documents: dict[str, Any]
) -> Sequence[dict[str, float | str]]:
    """Polls that bring news, one every 150 ms, by turns: alone, beside 20 page loads a second from the process that
    serves them, and beside as many served by this process. By turns, since other work on the machine comes and goes."""
    front = PageFront(_surroundings())
    heartbeat = Heartbeat(app.clock)
    front.listen(app)
    await front.start(app, heartbeat)
    ways: dict[str, Load] = {
        "alone": _nobody,
        "beside 20 pages a second": lambda took: _visitors(front.address, took),
        "and in the same process": lambda took: _visitors_here(http, took),
    }
    polls: dict[str, list[float]] = {what: [] for what in ways}
    pages: dict[str, list[float]] = {what: [] for what in ways}
    try:
        for turn in range(_TURNS):
            for place, (what, load) in enumerate(ways.items()):
                async with load(pages[what]):
                    polls[what] += [
                        await _poll(app, documents, f"{turn}{place}{number}") for number in range(_POLLS_A_TURN)
                    ]
    finally:
        await front.stop(within=timedelta(seconds=1))
        front.close()
    for what, took in polls.items():
        print(
            f"a poll with five new entries {what:26} p50 {statistics.median(took):.0f}  p95 "
            f"{percentile(took, 0.95):.0f}  worst {max(took):.0f} ms"
        )
        if beside := pages[what]:
            print(
                f"{'  its pages':55} p50 {statistics.median(beside):.0f}  p95 {percentile(beside, 0.95):.0f} ms  "
                f"{len(beside)} loads"
            )
    return [
        {"what": what, "p50_ms": round(statistics.median(took), 1), "p95_ms": round(percentile(took, 0.95), 1)}
        for what, took in polls.items()
    ]


def _surroundings() -> Surroundings:
    return Surroundings(
        reload=lambda: None,
        echo=print,
        show_log=sys.stderr.write,
        on_attempt=lambda _: None,
        options=lambda: {"levels": {}, "default": "warning", "format": "console"},
    )


async def _poll(app: AppContext, documents: dict[str, Any], mark: str) -> float:
    """How long one poll took, in milliseconds."""
    stories = "".join(
        f"<item><title>Solara opens plant {mark} {number}</title><guid>{mark}-{number}-{time.time_ns()}</guid></item>"
        for number in range(5)
    )
    body = f"<rss version='2.0'><channel><title>x</title>{stories}</channel></rss>".encode()
    now = app.clock.now()
    (source,) = await app.in_store.write(
        lambda tx: tx.sources.claim_due(now=now, lease=timedelta(minutes=5), limit=1, force=True)
    )
    documents[source.url] = body
    begun = time.perf_counter()
    await poll_source(app, source)
    took = (time.perf_counter() - begun) * 1000
    await asyncio.sleep(0.15)
    return took


@asynccontextmanager
async def _nobody(_took: list[float]) -> AsyncIterator[None]:
    """Nothing is loaded."""
    yield


@asynccontextmanager
async def _visitors(url: str, took: list[float]) -> AsyncIterator[None]:
    """As a browser has it: over connections that stay open, from outside this process."""
    visitors = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.polls_beside_pages", url),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1024 * 1024,
    )
    assert visitors.stdin is not None
    assert visitors.stdout is not None
    await visitors.stdout.readline()  # the pages are warm
    try:
        yield
    finally:
        visitors.stdin.close()
        took += json.loads(await visitors.stdout.readline())
        await visitors.wait()


@asynccontextmanager
async def _visitors_here(http: httpx.AsyncClient, took: list[float]) -> AsyncIterator[None]:
    """Served and loaded in this process."""

    async def get(path: str) -> None:
        await http.get(path)

    for path in BESIDE:
        await get(path)
    loading = asyncio.create_task(_load(get, took))
    try:
        yield
    finally:
        loading.cancel()
        await asyncio.sleep(1.0)


async def _load(get: Callable[[str], Any], spent: list[float]) -> None:
    """Twenty pages a second, whether or not those before were answered."""

    async def load(path: str) -> None:
        begun = time.perf_counter()
        await get(path)
        spent.append((time.perf_counter() - begun) * 1000)

    under_way: set[asyncio.Task[Any]] = set()
    for path in cycle(BESIDE):
        under_way.add(asyncio.create_task(load(path)))
        await asyncio.sleep(1 / _A_SECOND)
        under_way = {task for task in under_way if not task.done()}


async def _visit(url: str) -> None:
    """Be the visitors."""
    loop, spent = asyncio.get_running_loop(), list[float]()
    async with aiohttp.ClientSession(url) as session:

        async def get(path: str) -> None:
            async with session.get(path) as answer:
                await answer.read()
                answer.raise_for_status()

        for _ in range(_WARM):
            for path in BESIDE:
                await get(path)
        print("warm", flush=True)
        loading = asyncio.create_task(_load(get, spent))
        await loop.run_in_executor(None, sys.stdin.read)
        loading.cancel()
        await asyncio.gather(loading, return_exceptions=True)
    print(json.dumps(spent), flush=True)


if __name__ == "__main__":
    asyncio.run(_visit(sys.argv[1]))

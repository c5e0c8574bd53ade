"""Bombs and hangs beside honest sources: memory, deadlines, file handles, and nobody else waits."""

import asyncio
import gzip
import os
import ssl
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.adapters.clock import SystemClock
from monitor.adapters.fetch.http_fetcher import HttpFetcher
from monitor.adapters.net.client import open_client
from monitor.core.model.fetch import Fetched, FetchRequest, Unavailable
from monitor.core.model.settings import FetchSettings
from tests.adapters.fetch.adversary import Adversary, Reply, Wire, adversary, answer, redirect
from tests.machine_time import machine_seconds

MIB = 1024 * 1024
DEADLINE = 2.0
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
FEED = b"<rss><channel><title>x</title></channel></rss>"


def bomb(layers: int) -> bytes:
    """256 MiB of zeros, packed so many times."""
    data = bytes(256 * MIB)
    for _ in range(layers):
        data = gzip.compress(data, 6)
    return data


async def endless(wire: Wire) -> None:
    await wire.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        await wire.send(b"100000\r\n" + bytes(MIB) + b"\r\n")


async def gigabyte(wire: Wire) -> None:
    await wire.send(HEAD + b"\r\n")
    for _ in range(1024):
        await wire.send(bytes(MIB))


async def endless_gzip(wire: Wire) -> None:
    await wire.send(HEAD + b"Content-Encoding: gzip\r\n\r\n")
    while True:
        await wire.send(gzip.compress(b"") * 5000)  # members that hold nothing


async def header_flood(wire: Wire) -> None:
    await wire.send(HEAD)
    while True:
        await wire.send(b"X: " + b"y" * MIB + b"\r\n")


async def trickle(wire: Wire) -> None:
    await wire.drip(HEAD + b"\r\n" + FEED * 100, every=0.5)


def faults() -> dict[str, Reply]:
    """The hostile sources; what each does is its name."""
    packed = {"Content-Encoding": "gzip"}
    return {
        "F-03 silence": Wire.silence,
        "F-05 trickle": trickle,
        "F-06 endless": endless,
        "F-07 gigabyte": gigabyte,
        "F-15 header flood": header_flood,
        "F-32 redirect loop": redirect("/"),
        "F-40 gzip bomb": answer(bomb(1), headers=packed),
        "F-40 endless empty members": endless_gzip,
        "F-43 gzip of gzip of gzip": answer(bomb(3), headers=packed),
        "F-43 five codings": answer(bomb(2), headers={"Content-Encoding": "gzip, gzip, gzip, gzip, gzip"}),
    }


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def handles() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208  # counting, not walking


@contextmanager
def watching_memory() -> Iterator[list[int]]:
    """Samples the process every 10 ms; the list's last element is the peak when the block ends."""
    seen = [resident()]
    over = threading.Event()

    def sample() -> None:
        while not over.wait(0.01):
            seen.append(resident())

    watcher = threading.Thread(target=sample)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()
        seen.append(max(seen))


pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc: Linux")]


async def test_hostile_sources_neither_fill_memory_nor_hold_fifty_honest_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    hostile = faults()
    settings = FetchSettings(allow_networks=("127.0.0.0/8",), timeout=timedelta(seconds=DEADLINE))
    async with AsyncExitStack() as stack:
        seconds = stack.enter_context(machine_seconds())
        client = await stack.enter_async_context(
            open_client(settings, user_agent="t", tls=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        )
        fetcher = HttpFetcher(
            client, clock=SystemClock(), per_host_delay=timedelta(0), timeout=timedelta(seconds=DEADLINE)
        )
        honest = [await stack.enter_async_context(adversary()) for _ in range(50)]
        took: dict[str, float] = {}
        late: list[float] = []

        async def attack(name: str, server: Adversary) -> None:
            began = seconds()
            outcome = await fetcher.fetch(FetchRequest(url=server.on("/", hostile[name])))
            took[name] = seconds() - began
            # An inner bomb that was opened once is only bytes: it is no feed, and parsing says so.
            assert isinstance(outcome, Unavailable) or name == "F-43 gzip of gzip of gzip", (name, outcome)

        async def poll(server: Adversary) -> None:
            url = server.on("/", answer(FEED))
            for _ in range(10):
                began = seconds()
                assert isinstance(await fetcher.fetch(FetchRequest(url=url)), Fetched)
                late.append(seconds() - began)
                await asyncio.sleep(0.3)

        servers = {name: await stack.enter_async_context(adversary()) for name in hostile}
        await asyncio.gather(*(poll(server) for server in honest[:5]))
        late.clear()
        handles_before = handles()
        with watching_memory() as memory:
            await asyncio.gather(
                *(attack(name, server) for name, server in servers.items()), *(poll(s) for s in honest)
            )
        grown = (memory[-1] - memory[0]) / MIB
        await asyncio.sleep(0.2)
    with capsys.disabled():
        print(  # noqa: T201  # the figures that docs/development/measurements/faults.md shows
            f"\nbombs: {len(hostile)} hostile sources, the slowest ended after {max(took.values()):.2f} s"
            f" of {DEADLINE} s; {len(late)} honest polls, the slowest took {max(late):.2f} s;"
            f" memory grew by {grown:.0f} MiB"
        )
    assert max(took.values()) < DEADLINE + 1
    assert max(late) < 1.0
    assert grown < 300
    assert handles() < handles_before


async def test_a_thousand_faults_leave_nothing_behind() -> None:
    settings = FetchSettings(allow_networks=("127.0.0.0/8",), timeout=timedelta(seconds=0.2))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    async def reset(wire: Wire) -> None:
        wire.reset()

    replies: list[Reply] = [
        Wire.silence, reset, b"garbage", HEAD + b"Content-Length: 9\r\n\r\nx", answer(FEED),
        answer(b"x", headers={"Content-Encoding": "br"}), HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz", b"", HEAD,
        redirect("/x"),
    ]  # fmt: skip
    async with adversary() as server, open_client(settings, user_agent="t", tls=tls) as client:
        server.on("/x", answer(status="500 Oops"))
        fetcher = HttpFetcher(client, clock=SystemClock(), per_host_delay=timedelta(0), timeout=settings.timeout)
        counts: list[tuple[int, int]] = []
        for _ in range(4):
            for number in range(250):
                url = server.on("/", replies[number % len(replies)])
                with suppress(TimeoutError):
                    await asyncio.wait_for(fetcher.fetch(FetchRequest(url=url)), 0.05 if number % 3 else 1)
            await asyncio.sleep(0.1)
            counts.append((handles(), threading.active_count()))
        assert isinstance(await fetcher.fetch(FetchRequest(url=server.on("/ok", answer(FEED)))), Fetched)
    assert counts[-1][0] <= counts[0][0] + 2
    assert counts[-1][1] <= counts[0][1]

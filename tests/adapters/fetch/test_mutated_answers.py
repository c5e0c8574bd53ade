"""Answers with bytes changed, added, cut and moved: whatever comes, an outcome comes of it."""

import gzip
import random
import ssl
from datetime import timedelta

import pytest

from monitor.adapters.clock import SystemClock
from monitor.adapters.fetch.http_fetcher import HttpFetcher
from monitor.adapters.net.client import open_client
from monitor.core.model.fetch import Fetched, FetchRequest, NotModified
from monitor.core.model.settings import FetchSettings
from tests.adapters.fetch.adversary import Wire, adversary, answer

FEED = b"<rss><channel><title>x</title></channel></rss>"
WHOLE = [
    answer(FEED),
    answer(FEED, headers={"ETag": '"a"', "Last-Modified": "x", "Cache-Control": "max-age=5"}),
    answer(gzip.compress(FEED * 50, mtime=0), headers={"Content-Encoding": "gzip"}),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nxxx\r\n0\r\n\r\n",
    answer(status="301 Moved", headers={"Location": "http://127.0.0.1:1/x?y"}),
    answer(status="429 Slow", headers={"Retry-After": "Mon, 23 Nov 2026 09:00:00 GMT"}),
]
INSERTS = [b"\r\n", b"\r\n\r\n", b"\n", b": ", b"\x00", b"HTTP/1.1 ", b"Content-Length: 99999999999999999999\r\n"]


def mutated(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        where = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0 if where < len(data):
                data[where] = chance.randrange(256)
            case 1:
                data[where:where] = chance.randbytes(chance.choice([1, 4, 40]))
            case 2:
                del data[where : where + chance.choice([1, 3, 30])]
            case 3:
                del data[where:]
            case _:
                data[where:where] = chance.choice(INSERTS)
    return bytes(data)


@pytest.mark.parametrize("count", [200, pytest.param(4000, marks=pytest.mark.slow)])
async def test_a_mutated_answer_becomes_an_outcome_with_a_sentence(count: int) -> None:
    chance = random.Random(5)  # noqa: S311  # seeded, not secret
    settings = FetchSettings(allow_networks=("127.0.0.0/8",), timeout=timedelta(seconds=0.3))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    async with adversary() as server, open_client(settings, user_agent="t", tls=tls) as client:
        fetcher = HttpFetcher(client, clock=SystemClock(), per_host_delay=timedelta(0), timeout=settings.timeout)
        for _ in range(count):
            data = mutated(chance.choice(WHOLE), chance)

            async def say(wire: Wire, data: bytes = data) -> None:
                await wire.send(data)

            outcome = await fetcher.fetch(FetchRequest(url=server.on("/", say)))
            if not isinstance(outcome, Fetched | NotModified):
                assert "codec" not in outcome.reason, (outcome, data)
                assert outcome.reason.isprintable()
                assert len(outcome.reason) < 700

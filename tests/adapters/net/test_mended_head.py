"""Answers that break the rules of HTTP as no browser minds are read, and those that lack something are not."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from monitor.adapters.net.client import GuardedClient, open_client
from monitor.core.model.http import NetAnswer, NetFailure
from monitor.core.model.settings import FetchSettings
from tests.adapters.fetch.adversary import Wire, adversary
from tests.adapters.net.conftest import LOOPBACK, NO_TRUST

BODY = b"<rss><channel/></rss>"
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
CHUNKS = b"%x\r\n" % len(BODY) + BODY + b"\r\n0\r\n\r\n"


@pytest.fixture
async def client() -> AsyncIterator[GuardedClient]:
    settings = FetchSettings(allow_networks=LOOPBACK, timeout=timedelta(seconds=5))
    async with open_client(settings, user_agent="news-monitor/test", tls=NO_TRUST) as opened:
        yield opened


async def ask(client: GuardedClient, reply: bytes, *, pieces: bool = False) -> tuple[NetAnswer | NetFailure, int]:
    """What comes of a reply, and how often the server was asked."""
    asked = 0
    async with adversary() as server:

        async def say(wire: Wire) -> None:
            nonlocal asked
            asked += 1
            for piece in [reply[at : at + 7] for at in range(0, len(reply), 7)] if pieces else [reply]:
                await wire.send(piece)
            wire.writer.close()

        return await client.get(server.on("/feed", say)), asked


def reply(fields: bytes, body: bytes = BODY, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 " + status + b"\r\nContent-Type: text/xml\r\n" + fields + b"\r\n" + body


@pytest.mark.parametrize(
    "said",
    [
        reply(LENGTH + b"X-Made-By : a pump\r\n"),
        reply(LENGTH + b"Made by a pump\r\n"),
        reply(LENGTH + b"X Made By: a pump\r\n"),
        reply(LENGTH + LENGTH),
        reply(b"Content-Length: %d, %d\r\n" % (len(BODY), len(BODY))),
        reply(b"Content-Length: 5\r\nConnection: close\r\n"),
        reply(b"Content-Length: 5\r\n" + LENGTH + b"Connection: close\r\n"),
        reply(LENGTH + b"Transfer-Encoding: chunked\r\n", CHUNKS),
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + reply(LENGTH + b"Made by a pump\r\n"),
    ],
)
@pytest.mark.parametrize("pieces", [False, True], ids=["at once", "in pieces"])
async def test_a_head_that_no_browser_minds_is_read(client: GuardedClient, said: bytes, pieces: bool) -> None:
    answer, asked = await ask(client, said, pieces=pieces)
    assert isinstance(answer, NetAnswer)
    assert answer.body == BODY
    assert answer.headers["content-type"] == "text/xml"
    assert asked == 2, "the usual parser comes first"


@pytest.mark.parametrize("status", [b"304 Not Modified", b"204 No Content"])
async def test_a_body_where_none_may_be_is_passed_over(client: GuardedClient, status: bytes) -> None:
    said = reply(b'ETag: "a"\r\nConnection: close\r\n' + LENGTH, status=status)
    answer, _ = await ask(client, said)
    assert isinstance(answer, NetAnswer)
    assert (str(answer.status), answer.body) == (status[:3].decode(), b"")
    assert answer.headers["etag"] == '"a"'


@pytest.mark.parametrize(
    "said",
    [
        reply(b"Content-Length: 90\r\nConnection: close\r\nMade by a pump\r\n"),
        reply(b"Content-Length: 90\r\nMade by a pump\r\n"),
        reply(LENGTH + b"Transfer-Encoding: chunked\r\n", CHUNKS[:-7]),
        reply(b"Content-Length: 5\r\n" + LENGTH),
        reply(LENGTH + b"X-Made-By: a\x00pump\r\n"),
        b"HTP/1.1 hello\r\n\r\n",
        reply(b"Made by a pump\r\n" + b"X: " + b"x" * 70_000 + b"\r\n"),
    ],
    ids=["shorter than it says", "cut", "chunks without an end", "two lengths", "a NUL", "no HTTP", "too large"],
)
async def test_an_answer_that_lacks_something_is_none(client: GuardedClient, said: bytes) -> None:
    answer, _ = await ask(client, said)
    assert isinstance(answer, NetFailure)


async def test_a_good_answer_is_asked_for_once(client: GuardedClient) -> None:
    answer, asked = await ask(client, reply(LENGTH))
    assert isinstance(answer, NetAnswer)
    assert asked == 1

"""A plain GET says and hears on the wire what the transport of httpx says and hears, and has the same guard."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ClientTimeout
from yarl import URL

from monitor.adapters.net import client as client_module
from monitor.adapters.net.client import GuardedClient, open_client
from monitor.adapters.net.exchange_state import Attempt, under_way
from monitor.adapters.net.failures import NETWORK_ERRORS
from monitor.adapters.net.plain_get import is_plain
from monitor.core.model.http import NetAnswer, NetFailure
from monitor.core.model.settings import FetchSettings
from tests.adapters.fetch.adversary import Adversary, Canary, Wire, adversary, answer, canary
from tests.adapters.net.conftest import LOOPBACK, NO_TRUST
from tests.adapters.net.internal_addresses import NAMES, NumericResolver, hosts, led_astray

_HEADERS = {
    "If-None-Match": 'W/"a~b\\c"',
    "Accept": "text/xml;q=0.9, */*",
    "X-Odd": " spaced  value ",
    "Host": "no.test",
}
_PACKED = gzip.compress(b"<rss/>" * 50)
_UNSAID = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss/>"
_BROKEN = [
    b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n<rss/>",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss",
    b"HTP/1.1 hello\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nX: " + b"x" * 40_000 + b"\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"x" * 9_000) for n in range(8)) + b"\r\n",
    b"HTTP/1.1 304 Not Modified\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"x" * 9_000) for n in range(8)) + b"\r\n",
    b"",
]
_WHOLE = [
    answer(b"<rss/>"),
    answer(b"<rss/>", headers={"X-A": "1", "x-a": "2", "Set-Cookie": "a=b"}),
    answer(b"nothing", status="404 Not Found"),
    answer(b"gone on", status="301 Moved", headers={"Location": "/elsewhere"}),
    answer(status="204 No Content"),
    answer(status="304 Not Modified", headers={"ETag": '"new"', "Cache-Control": "max-age=60", "Content-Type": ""}),
    answer(status="304 Not Modified", headers={"X-Name": "caf\u00e9", "Content-Length": "77"}),
    answer(_PACKED, headers={"Content-Encoding": "gzip"}),
    answer(_PACKED),
    answer(b"x", headers={"Content-Encoding": "br"}),
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer(b"<rss/>"),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n0\r\n\r\n",
    b"HTTP/1.1 200 Gut gef\xfcllt\r\nX-Name: \xfc\r\nContent-Length: 0\r\n\r\n",
    _UNSAID,
]


@pytest.fixture
async def bird() -> AsyncIterator[Canary]:
    async with canary() as running:
        yield running


async def _both_ways(reply: bytes, monkeypatch: pytest.MonkeyPatch) -> list[NetAnswer | NetFailure]:
    found = []
    for is_asked_plainly in (True, False):
        async with adversary() as server:
            settings = FetchSettings(allow_networks=LOOPBACK, timeout=timedelta(seconds=5))
            with monkeypatch.context() as patched:
                if not is_asked_plainly:
                    patched.setattr(client_module, "is_plain", lambda _: False)
                async with open_client(settings, user_agent="news-monitor/test", tls=NO_TRUST) as client:

                    async def say(wire: Wire) -> None:
                        await wire.send(reply)
                        wire.writer.close()

                    said = await client.get(server.on("/feed", say))
                    found.append(_without_port(said, server.port))
    return found


def _without_port(said: NetAnswer | NetFailure, port: int) -> NetAnswer | NetFailure:
    if isinstance(said, NetAnswer):
        return NetAnswer(
            status=said.status, headers=said.headers, body=said.body, delimited=said.delimited,
            url=said.url.replace(str(port), "PORT"),
        )  # fmt: skip
    return said


@pytest.mark.parametrize("reply", [*_WHOLE, *_BROKEN])
async def test_every_answer_is_understood_alike(reply: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    plainly, by_httpx = await _both_ways(reply, monkeypatch)
    assert plainly == by_httpx
    assert isinstance(plainly, NetFailure) == (reply in _BROKEN or b"Encoding: br" in reply)


@pytest.mark.parametrize("path", ["/", "/feed?u=http%3A%2F%2Fa.test%2F&b=%C3%BC", "/%7Ea;b/../c", "/a'b(c)?x[]=1"])
async def test_the_same_bytes_go_out(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer(b"<rss/>"))
        writer.close()

    listening = await asyncio.start_server(note, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with open_client(FetchSettings(allow_networks=LOOPBACK), user_agent="news/1", tls=NO_TRUST) as client:
        await client.get(f"http://127.0.0.1:{port}{path}", headers=_HEADERS)
        monkeypatch.setattr(client_module, "is_plain", lambda _: False)
        await client.get(f"http://127.0.0.1:{port}{path}", headers=_HEADERS)
    listening.close()
    plainly, by_httpx = heard
    assert plainly == by_httpx
    assert f"\r\nhost: 127.0.0.1:{port}\r\nuser-agent: news/1\r\n".encode() in plainly


async def test_a_kept_connection_that_ended_is_replaced_once(server: Adversary, client: GuardedClient) -> None:
    async def hang_up(wire: Wire) -> None:
        wire.writer.close()

    url = server.on("/feed", answer(b"<rss/>"), hang_up, answer(b"<rss>2</rss>"), hang_up)
    assert isinstance(await client.get(url), NetAnswer)
    second = await client.get(url)
    assert isinstance(second, NetAnswer)
    assert second.body == b"<rss>2</rss>"
    asked = len(server.heard)
    assert isinstance(await client.get(url), NetFailure)
    assert len(server.heard) == asked + 2, "not over and over"


async def test_connections_are_kept_after_what_has_not_changed(server: Adversary, client: GuardedClient) -> None:
    url = server.on("/feed", answer(status="304 Not Modified"))
    for _ in range(5):
        said = await client.get(url)
        assert isinstance(said, NetAnswer)
        assert said.status == 304
    assert server.connections == 1


async def test_the_connector_refuses_by_itself_what_leads_inside(bird: Canary) -> None:
    """As of the transport: the second line of defence, behind the reading of addresses."""
    settings = FetchSettings(allow_ports=(80, bird.port))
    async with led_astray(settings, NumericResolver(NAMES)) as (client, _):
        asked = 0
        for host in hosts():
            try:
                url = URL(f"http://{host}:{bird.port}/")
            except ValueError:
                continue
            attempt = Attempt(host=host, url=str(url))
            with under_way(attempt), pytest.raises(NETWORK_ERRORS):
                await client._transports.plain.ask(
                    url, b"a.test", (), attempt, ClientTimeout(sock_connect=1, connect=1)
                )
            assert not attempt.sent
            asked += 1
    assert asked > 10
    assert bird.hits == 0


@pytest.mark.parametrize("value", ["caf\u00e9", "a\tb", "a\r\nX-Other: b", "a\x00", "\x7f"])
async def test_what_may_be_written_in_two_ways_is_left_to_the_other_way(
    value: str, server: Adversary, client: GuardedClient
) -> None:
    assert not is_plain({"X-Name": value})
    assert not is_plain({value: "x"})
    await client.get(server.on("/feed", answer(b"<rss/>")), headers={"X-Name": value})
    assert all("x-other" not in heard.headers for heard in server.heard)

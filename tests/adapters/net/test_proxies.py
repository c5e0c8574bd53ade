"""Outgoing proxies: http with and without CONNECT, socks5 and socks5h, and the guard in front of them."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest
import trustme

from monitor.adapters.net.client import GuardedClient, open_client
from monitor.adapters.net.proxying.no_proxy import DirectPlaces
from monitor.adapters.net.targets import Target, read_target
from monitor.core.model.http import NetAnswer, NetFailure, NetRequest
from monitor.core.model.settings import FetchSettings
from tests.adapters.fetch.adversary import Adversary, ScriptedResolver, adversary, answer

FEED = b"<rss></rss>"
NO_TRUST = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
PUBLIC = "93.184.216.34"


@dataclass(slots=True)
class Proxy:
    """A proxy that notes what it was asked for and leads everything to one server of ours."""

    to: int
    scheme: str = "http"
    port: int = 0
    refuse: bool = False
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            await (self.socks(reader, writer) if self.scheme.startswith("socks") else self.http(reader, writer))
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        finally:
            self.tasks.discard(task)
            writer.close()

    async def http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, target, _ = head.split(" ", 2)
        self.asked.append(target)
        self.heads.append(head.lower())
        if self.refuse:
            writer.write(b"HTTP/1.1 403 Not for you\r\nContent-Length: 0\r\n\r\n")
        elif method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            await self.tunnel(reader, writer)
        else:
            writer.write(answer(FEED))
        await writer.drain()

    async def socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        methods = (await reader.readexactly(2))[1]
        offered = await reader.readexactly(methods)
        if 2 in offered:
            writer.write(b"\x05\x02")
            await reader.readexactly(1)
            words = [await reader.readexactly((await reader.readexactly(1))[0]) for _ in range(2)]
            self.heads.append(b":".join(words).decode())
            writer.write(b"\x01\x00")
        else:
            writer.write(b"\x05\x00")
        kind = (await reader.readexactly(4))[3]
        if kind == 3:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        else:
            host = ".".join(str(part) for part in await reader.readexactly(4))
        port = int.from_bytes(await reader.readexactly(2))
        self.asked.append(f"{host}:{port}")
        writer.write(b"\x05" + (b"\x02" if self.refuse else b"\x00") + b"\x00\x01\x00\x00\x00\x00\x00\x00")
        if not self.refuse:
            await self.tunnel(reader, writer)

    async def tunnel(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.to)

        async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            with suppress(OSError):
                while data := await source.read(65536):
                    sink.write(data)
                    await sink.drain()
            sink.close()

        try:
            await asyncio.gather(pump(reader, back), pump(there, writer))
        finally:
            back.close()
            with suppress(OSError):
                await back.wait_closed()


@asynccontextmanager
async def proxy(
    scheme: str, to: int = 0, *, refuse: bool = False, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Proxy]:
    running = Proxy(to=to, scheme=scheme, refuse=refuse)
    listening = await asyncio.start_server(running.serve, "127.0.0.1", 0, ssl=tls)
    running.port = listening.sockets[0].getsockname()[1]
    try:
        yield running
    finally:
        listening.close()
        for task in list(running.tasks):
            task.cancel()
        await asyncio.gather(*running.tasks, return_exceptions=True)


NAMES = {"news.test": [[PUBLIC]], "inside.test": [["10.0.0.1"]]}


@asynccontextmanager
async def through(
    way: str | None, *, tls: ssl.SSLContext | None = None, allow: tuple[str, ...] = ()
) -> AsyncIterator[GuardedClient]:
    """A client with the default guard: the proxy itself is the operator's and needs no leave."""
    settings = FetchSettings(proxy=way, allow=allow)
    async with open_client(settings, user_agent="t", resolver=ScriptedResolver(NAMES), tls=tls or NO_TRUST) as client:
        yield client


@pytest.fixture
async def server() -> AsyncIterator[Adversary]:
    async with adversary() as running:
        running.on("/", answer(FEED))
        yield running


async def ask(client: GuardedClient, url: str) -> NetFailure | bytes:
    outcome = await client.get(url)
    return outcome.body if isinstance(outcome, NetAnswer) else outcome


async def test_an_http_proxy_is_asked_for_the_whole_address(server: Adversary) -> None:
    async with proxy("http", server.port) as way, through(way.url) as client:
        assert await ask(client, "http://news.test/a?b=%2F") == FEED
        assert way.asked == ["http://news.test/a?b=%2F"]


async def test_https_goes_through_a_tunnel_by_name_and_its_certificate_is_checked() -> None:
    authority = trustme.CA()
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.test").configure_cert(served)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with adversary(tls=served) as server, proxy("http", server.port) as way:
        server.on("/", answer(FEED))
        async with through(way.url, tls=trusting) as client:
            assert await ask(client, "https://news.test/") == FEED
        async with through(way.url) as client:
            failed = await ask(client, "https://news.test/")
            assert isinstance(failed, NetFailure)
            assert failed.kind == "tls"
        assert way.asked == ["news.test:443"] * 2


async def test_the_way_to_an_https_proxy_is_encrypted_too_and_its_certificate_checked() -> None:
    authority = trustme.CA()
    served, of_the_proxy = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.test").configure_cert(served)
    authority.issue_cert("127.0.0.1").configure_cert(of_the_proxy)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with adversary(tls=served) as server, proxy("https", server.port, tls=of_the_proxy) as way:
        server.on("/", answer(FEED))
        async with through(way.url, tls=trusting) as client:
            assert await ask(client, "https://news.test/") == FEED
            assert await ask(client, "http://news.test/") == FEED
        async with through(way.url) as client:
            assert isinstance(await ask(client, "https://news.test/"), NetFailure)
        assert way.asked == ["news.test:443", "http://news.test/"]


async def test_the_proxys_credentials_go_to_the_proxy_only(server: Adversary) -> None:
    async with proxy("http", server.port) as way, through(way.url.replace("//", "//me:secret@")) as client:
        assert await ask(client, "http://news.test/") == FEED
        way.refuse = True
        await ask(client, "https://news.test/")
        assert "proxy-authorization: basic bwu6c2vjcmv0" in way.heads[0]
        assert "proxy-authorization: basic bwu6c2vjcmv0" in way.heads[1]
        assert "\r\nauthorization:" not in way.heads[0] + way.heads[1]


async def test_a_socks5_proxy_gets_the_judged_address_and_a_socks5h_proxy_the_name(server: Adversary) -> None:
    for scheme, asked in (("socks5", f"{PUBLIC}:80"), ("socks5h", "news.test:80")):
        async with proxy(scheme, server.port) as way, through(way.url) as client:
            assert await ask(client, "http://news.test/") == FEED
            assert way.asked == [asked]


async def test_a_socks5_proxy_may_want_a_password_and_carry_tls(server: Adversary) -> None:
    async with proxy("socks5", server.port) as way, through(way.url.replace("//", "//me:s%40t@")) as client:
        assert await ask(client, "http://news.test/") == FEED
        assert way.heads == ["me:s@t"]
    authority = trustme.CA()
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.test").configure_cert(served)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with adversary(tls=served) as secure, proxy("socks5", secure.port) as way:
        secure.on("/", answer(FEED))
        async with through(way.url, tls=trusting) as client:
            assert await ask(client, "https://news.test/") == FEED


@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h"])
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://169.254.169.254/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/",
        "http://localhost/", "http://router/", "http://nas.local/", "http://db.internal/", "http://x.home.arpa/",
        "http://inside.test/", "http://news.test:22/", "https://10.0.0.1/",
    ],
)  # fmt: skip
async def test_f20_to_f34_no_proxy_is_asked_to_lead_inside(scheme: str, url: str) -> None:
    async with proxy(scheme) as way, through(way.url) as client:
        outcome = await ask(client, url)
        assert isinstance(outcome, NetFailure)
        assert outcome.kind in ("refused", "dns"), outcome
        assert way.asked == []


async def test_what_is_allowed_is_allowed_through_a_proxy_too(server: Adversary) -> None:
    async with proxy("http", server.port) as way, through(way.url, allow=("rsshub.lan:1200",)) as client:
        assert await ask(client, "http://rsshub.lan:1200/") == FEED


async def test_what_is_named_as_near_is_reached_without_the_proxy(server: Adversary) -> None:
    """A model or a hook on the own network, which the way out to the world does not know."""
    near = {"hook.lan": [["127.0.0.2"]], "named.test": [["127.0.0.1"]], "model.test": [["127.0.0.2"]]}
    allow = tuple(f"{name}:{server.port}" for name in near)
    settings = FetchSettings(
        proxy="http://127.0.0.1:1", allow=allow, allow_networks=("127.0.0.0/8",),
        no_proxy=("127.0.0.0/30", "*.lan", "named.test"),
    )  # fmt: skip
    names = ScriptedResolver({**NAMES, **near})
    async with open_client(settings, user_agent="t", resolver=names, tls=NO_TRUST) as client:
        for name in ("named.test", "127.0.0.1"):
            assert await ask(client, f"http://{name}:{server.port}/") == FEED, name
        places = DirectPlaces(settings, own_names=frozenset({("model.test", 80)}), resolver=names)
        for url, is_near in (
            ("http://model.test/", True),  # by its address, for it is listed
            ("http://model.test:81/", False),
            ("http://hook.lan/", True),
            ("http://lan/", False),
            ("http://127.0.0.9/", True),  # this machine is never behind it
            ("http://[::ffff:127.0.0.1]/", True),
            ("http://news.test/", False),
            ("http://10.0.0.1/", False),
        ):
            target = read_target(url)
            assert isinstance(target, Target)
            assert await places.hold(target) is is_near, url


async def test_a_name_that_only_the_proxy_can_resolve_is_left_to_it(server: Adversary) -> None:
    for scheme, expected in (("http", FEED), ("socks5h", FEED)):
        async with proxy(scheme, server.port) as way, through(way.url) as client:
            assert await ask(client, "http://abroad.test/") == expected


async def test_a_request_may_have_its_own_proxy_or_none(server: Adversary) -> None:
    async with (
        proxy("http", server.port) as way,
        through("http://127.0.0.1:1", allow=(f"127.0.0.1:{server.port}",)) as client,
    ):
        own = await client.send(NetRequest(url="http://news.test/", proxy=way.url))
        direct = await client.send(NetRequest(url=server.url("/"), proxy="direct"))
        settings = await client.send(NetRequest(url="http://news.test/"))
    assert isinstance(own, NetAnswer)
    assert isinstance(direct, NetAnswer)
    assert isinstance(settings, NetFailure)
    assert settings.kind == "proxy"
    assert settings.reason == "the proxy does not answer: nothing listens there: the connection was refused"


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_is_down_or_refuses_is_named_as_the_fault(scheme: str) -> None:
    async with through(f"{scheme}://127.0.0.1:1") as client:
        down = await ask(client, "https://news.test/")
    async with proxy(scheme, refuse=True) as way, through(way.url) as client:
        refused = await ask(client, "https://news.test/")
    for outcome in (down, refused):
        assert isinstance(outcome, NetFailure)
        assert outcome.kind == "proxy", outcome
        assert outcome.reason.startswith("the proxy")
        assert not outcome.sent


@pytest.mark.parametrize("wrong", ["socks4://h:1", "ftp://h:1", "h:1", "http://", "http://[::1"])
async def test_a_proxy_address_that_cannot_be_read_is_the_users_to_mend(wrong: str) -> None:
    async with through(wrong) as client:
        outcome = await ask(client, "http://news.test/")
    assert isinstance(outcome, NetFailure)
    assert outcome.kind == "proxy"
    assert not outcome.sent

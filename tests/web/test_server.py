"""The page server: an address in use is said, a reload keeps or moves the address, signals stay the daemon's."""

import asyncio
import signal
import socket
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.app.runtime.watches.heartbeat import Heartbeat, Trouble
from monitor.core.model.settings import WebSettings
from monitor.errors import UserError
from monitor.web.serving.server import PageServer
from monitor.web.serving.switch import Switch
from tests.web.conftest import OpenPages

_SOON = timedelta(seconds=2)
MINUTE = timedelta(minutes=1)


def listening_on(listen: str) -> Any:
    """As much of an application as ``listen`` looks at."""
    return SimpleNamespace(settings=SimpleNamespace(web=WebSettings(listen=listen)))


def free_port() -> int:
    """A port that nobody holds just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_all_addresses_of_ipv6_are_all_of_ipv4_too() -> None:
    if not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6, or keeps it apart")
    server = PageServer(reload=lambda: None)
    server.listen(listening_on("[::]:0"))
    for host in ("127.0.0.1", "::1"):
        with socket.create_connection((host, server.port), timeout=5) as connection:
            assert connection.getpeername()[1] == server.port
    server.close()


async def test_it_serves_stops_and_serves_again_on_the_same_address(open_pages: OpenPages) -> None:
    async with open_pages(web=WebSettings(listen="127.0.0.1:0")) as pages, httpx.AsyncClient() as http:
        handlers = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
        server = PageServer(reload=lambda: None)
        server.listen(pages.harness.app)
        ports = set()
        for _ in range(2):
            await server.start(pages.harness.app, Heartbeat(pages.harness.clock))
            answer = await http.get(f"http://127.0.0.1:{server.port}/healthz")
            assert answer.status_code == 200
            assert "server" not in answer.headers
            assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)] == handlers
            ports.add(server.port)
            await server.stop(within=_SOON)
            server.listen(pages.harness.app)
        assert len(ports) == 1
        server.close()
        with pytest.raises(httpx.ConnectError):
            await http.get(f"http://127.0.0.1:{ports.pop()}/healthz")


def test_an_address_in_use_is_one_sentence_and_the_old_one_stays() -> None:
    server = PageServer(reload=lambda: None)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(UserError, match=rf"web\.listen {taken}: another program listens there; name another port"):
            server.listen(listening_on(taken))
        server.listen(listening_on("127.0.0.1:0"))
        port = server.port
        with pytest.raises(UserError):
            server.listen(listening_on(taken))
    assert server.port == port
    server.close()


def test_the_same_port_on_another_address_is_no_stranger() -> None:
    server, port = PageServer(reload=lambda: None), free_port()
    try:
        server.listen(listening_on(f"127.0.0.1:{port}"))
        server.listen(listening_on(f"0.0.0.0:{port}"))
        assert server.port == port
        with pytest.raises(UserError, match="this machine does not have that address"):
            server.listen(listening_on(f"203.0.113.1:{port}"))
        assert server.port == port
    finally:
        server.close()


@pytest.mark.parametrize(
    ("listen", "why"),
    [("no-such-name.invalid:80", "no such address"), ("203.0.113.1:8765", "does not have that address")],
)
def test_an_address_that_cannot_be_is_said(listen: str, why: str) -> None:
    with pytest.raises(UserError, match=why):
        PageServer(reload=lambda: None).listen(listening_on(listen))


async def test_switched_off_it_holds_nothing(open_pages: OpenPages) -> None:
    async with open_pages(web=WebSettings(listen="")) as pages:
        server = PageServer(reload=lambda: None)
        server.listen(pages.harness.app)
        await server.start(pages.harness.app, Heartbeat(pages.harness.clock))
        assert server.port == 0
        await server.stop(within=_SOON)
        server.close()


async def test_a_server_that_breaks_is_started_again_and_the_state_says_so_meanwhile(
    open_pages: OpenPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.web.serving.server._FIRST_WAIT", timedelta(milliseconds=50))
    goes_on, faults = uvicorn.Server.main_loop, [RuntimeError("the loop fell over")]

    async def falls_over_once(self: uvicorn.Server) -> None:
        if faults:
            await asyncio.sleep(0.05)
            raise faults.pop()
        await goes_on(self)

    monkeypatch.setattr(uvicorn.Server, "main_loop", falls_over_once)
    async with open_pages(web=WebSettings(listen="127.0.0.1:0")) as pages, httpx.AsyncClient() as http:
        server, heartbeat = PageServer(reload=lambda: None), Heartbeat(pages.harness.clock)
        said, mended, note = list[str](), asyncio.Event(), Heartbeat.note

        def listen_in(self: Heartbeat, what: Trouble, why: str) -> None:
            note(self, what, why)
            said.append(why)
            if not why:
                mended.set()

        monkeypatch.setattr(Heartbeat, "note", listen_in)
        server.listen(pages.harness.app)
        await server.start(pages.harness.app, heartbeat)
        async with asyncio.timeout(60):
            await mended.wait()
        assert said == ["RuntimeError: the loop fell over", ""]
        assert (await http.get(f"http://127.0.0.1:{server.port}/healthz")).status_code == 200
        await server.stop(within=_SOON)
        server.close()


async def test_a_reload_waits_for_requests_under_way_and_for_no_stream_that_never_ends() -> None:
    may_answer, begun = asyncio.Event(), asyncio.Event()

    def site_of(name: str, *, kind: bytes = b"text/html") -> ASGIApp:
        async def site(_scope: Scope, _receive: Receive, send: Send) -> None:
            if kind == b"text/event-stream":
                await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
            begun.set()
            await may_answer.wait()
            if kind != b"text/event-stream":
                await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
            await send({"type": "http.response.body", "body": name.encode()})

        return site

    async def ask(switch: Switch) -> bytes:
        told: list[Message] = []

        async def send(message: Message) -> None:
            told.append(message)

        await switch({"type": "http"}, asyncio.Queue[Message]().get, send)
        return bytes(told[-1]["body"])

    switch = Switch(site_of("old"))
    asked = asyncio.create_task(ask(switch))
    await begun.wait()
    changing = asyncio.create_task(switch.change_to(site_of("stream", kind=b"text/event-stream"), within=MINUTE))
    await asyncio.sleep(0.1)
    assert not changing.done()
    may_answer.set()
    assert await asked == b"old"
    await changing
    may_answer.clear()
    begun.clear()
    streaming = asyncio.create_task(ask(switch))
    await begun.wait()
    await asyncio.wait_for(switch.change_to(site_of("new"), within=MINUTE), 30)
    may_answer.set()
    assert await streaming == b"stream"
    assert await ask(switch) == b"new"


async def test_who_is_sent_on_after_a_change_sees_what_it_made_of_the_configuration() -> None:
    def site_of(name: str) -> ASGIApp:
        async def site(_scope: Scope, _receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": name.encode()})

        return site

    async def ask(switch: Switch, accept: bytes) -> bytes:
        told: list[Message] = []

        async def send(message: Message) -> None:
            told.append(message)

        scope = {"type": "http", "method": "GET", "headers": [(b"accept", accept)]}
        await switch(scope, asyncio.Queue[Message]().get, send)
        return bytes(told[-1]["body"])

    switch = Switch(site_of("old"))
    switch.expect_change()
    page = asyncio.create_task(ask(switch, b"text/html,*/*"))
    assert await ask(switch, b"*/*") == b"old"
    await asyncio.sleep(0.05)
    assert not page.done()
    await switch.change_to(site_of("new"), within=MINUTE)
    assert await page == b"new"

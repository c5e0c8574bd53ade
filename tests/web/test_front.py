"""The HTTP front: floods of half requests, guesses of the password, spellings of addresses."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from starlette.requests import Request

from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.core.model.settings import WebSettings
from monitor.web.security.guess_brake import IN_ALL, PER_ADDRESS, WINDOW, GuessBrake, asker_of
from monitor.web.serving import connections
from monitor.web.serving.server import PageServer
from tests.web.conftest import OpenPages

AUTH = ("me", "quite a long pass phrase")
FORM = {"password": "guess", "next": "/"}
WEB = WebSettings(listen="127.0.0.1:0", base_url="https://news.example.org/news", password=AUTH[1])


async def test_hundreds_of_half_requests_shut_nobody_out(
    open_pages: OpenPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connections._LIMITS, "head", 2.0)
    async with open_pages(web=WebSettings(listen="127.0.0.1:0")) as pages, httpx.AsyncClient() as http:
        server = PageServer(reload=lambda: None)
        server.listen(pages.harness.app)
        await server.start(pages.harness.app, Heartbeat(pages.harness.clock))
        halves = []
        for _ in range(260):
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
            halves.append((reader, writer))
        answer = await http.get(f"http://127.0.0.1:{server.port}/healthz", timeout=60)
        assert answer.status_code == 200
        ended = await asyncio.wait_for(
            asyncio.gather(*(reader.read() for reader, _ in halves), return_exceptions=True), 60
        )
        assert all(end == b"" or isinstance(end, ConnectionError) for end in ended), "hung up on, one and all"
        for _, writer in halves:
            writer.close()
        await server.stop(within=timedelta(seconds=1))
        server.close()


async def test_a_connection_that_a_proxy_keeps_is_not_closed_before_the_proxy_does(
    open_pages: OpenPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """nginx and balancers keep theirs for a minute: what was closed meanwhile is a bad gateway to a reader."""
    monkeypatch.setitem(connections._LIMITS, "head", 1.0)
    async with open_pages(web=WebSettings(listen="127.0.0.1:0")) as pages:
        server = PageServer(reload=lambda: None)
        server.listen(pages.harness.app)
        await server.start(pages.harness.app, Heartbeat(pages.harness.clock))
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        for _ in range(2):
            writer.write(f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
            assert head.startswith(b"HTTP/1.1 200 ")
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
            await reader.readexactly(length)
            await asyncio.sleep(3.5)
        writer.close()
        await server.stop(within=timedelta(seconds=1))
        server.close()
    assert connections._LIMITS["between"] > connections.KEPT > 60


def test_wrong_passwords_are_braked_by_address_and_in_all() -> None:
    now = 0.0
    brake = GuessBrake(lambda: now)
    brake.right("10.0.0.1")
    for _ in range(PER_ADDRESS):
        assert brake.wait("10.0.0.9") == 0
        brake.wrong("10.0.0.9")
    assert 0 < brake.wait("10.0.0.9") <= WINDOW + 1
    assert brake.wait("10.0.0.8") == 0
    for number in range(IN_ALL):
        brake.wrong(f"192.0.2.{number}")
    assert brake.wait("10.0.0.8") > 0, "so many addresses are one attack"
    assert brake.wait("10.0.0.1") == 0, "who has the password gets on with it"
    now = WINDOW + 1
    assert brake.wait("10.0.0.9") == brake.wait("10.0.0.8") == 0


def test_who_asks_is_the_address_nearest_to_us_that_is_not_our_own_proxy() -> None:
    def of(client: str, forwarded: str = "") -> str:
        headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
        return asker_of(Request({"type": "http", "client": (client, 1), "headers": headers}))

    assert of("198.51.100.7", "1.2.3.4") == "198.51.100.7"
    assert of("127.0.0.1", "6.6.6.6, 198.51.100.7") == "198.51.100.7"
    assert of("127.0.0.1", "nonsense") == "127.0.0.1"
    assert of("::ffff:10.0.0.2", "6.6.6.6, 198.51.100.7") == "198.51.100.7"
    assert of("::ffff:198.51.100.7", "1.2.3.4") == "198.51.100.7"
    assert of("2a01:db8:1:2:3:4:5:6") == of("2a01:db8:1:2:ffff::1")


async def test_after_ten_guesses_the_right_password_has_to_wait_too(open_pages: OpenPages) -> None:
    async with open_pages(web=WEB) as pages:
        for _ in range(PER_ADDRESS):
            assert (await pages.http.get("/", auth=("me", "guess"))).status_code == 401
        refused = await pages.http.get("/", auth=AUTH)
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert (await pages.http.get("/healthz")).status_code == 200
        pages.harness.clock.jump_to(pages.harness.clock.now() + timedelta(seconds=WINDOW + 1))
        assert (await pages.http.get("/", auth=AUTH)).status_code == 200


async def test_guesses_that_come_at_once_are_counted_like_those_that_come_one_by_one(open_pages: OpenPages) -> None:
    """Looking at a password takes a moment, in which the next ones come."""
    many = 3 * PER_ADDRESS
    for method, path, given in (("GET", "/", {"auth": ("me", "guess")}), ("POST", "/login", {"data": FORM})):
        async with open_pages(web=WEB) as pages:
            asked = (pages.http.request(method, path, **given) for _ in range(many))
            codes = [answer.status_code for answer in await asyncio.gather(*asked)]
            assert (codes.count(401), codes.count(429)) == (PER_ADDRESS, many - PER_ADDRESS)


async def test_no_redirect_is_made_of_the_host_header(open_pages: OpenPages) -> None:
    async with open_pages(web=WEB) as pages:
        for path in ("/news", "/news/", "/news/feedback/", "/feedback/", "/stories/1/", "/api/stories/", "/f/x/"):
            answer = await pages.http.get(path, auth=AUTH, headers={"Host": "evil.example"})
            assert answer.status_code in (200, 404), path
            assert "evil.example" not in answer.text + str(answer.headers)


async def test_a_style_sheet_is_kept_for_good_under_its_version_only(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        link = (await pages.http.get("/")).text.partition('rel="stylesheet" href="')[2].partition('"')[0]
        named, plain = await pages.http.get(link), await pages.http.get("/style.css")
        assert "immutable" in named.headers["cache-control"]
        assert plain.headers["cache-control"] == "no-cache"
        again = await pages.http.get("/style.css", headers={"If-None-Match": plain.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")

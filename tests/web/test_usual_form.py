"""Requests in rare forms, as proxies, old tools and hands write them."""

import asyncio
from datetime import timedelta

import pytest

from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.core.model.settings import WebSettings
from monitor.web.serving.server import PageServer
from monitor.web.serving.usual_form import readable_line, takes_gzip
from tests.web.conftest import OpenPages, Pages

LISTEN = WebSettings(listen="127.0.0.1:0")


async def ask(server: PageServer, *pieces: bytes) -> bytes:
    """What comes back when a request is sent in these pieces."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.05)
    answer = await asyncio.wait_for(reader.read(), 30)
    writer.close()
    return answer


async def serve(pages: Pages) -> PageServer:
    server = PageServer(reload=lambda: None)
    server.listen(pages.harness.app)
    await server.start(pages.harness.app, Heartbeat(pages.harness.clock))
    return server


async def test_a_whole_address_is_the_path_in_it(open_pages: OpenPages) -> None:
    async with open_pages(web=LISTEN) as pages:
        server = await serve(pages)
        end = b"\r\nConnection: close\r\n\r\n"
        host = f"127.0.0.1:{server.port}".encode()
        for path in (b"/healthz", b"/api/v1/stories?limit=1", b"/search?q=%E5%8F%AF"):
            answer = await ask(server, b"GET http://" + host + path + b" HTTP/1.1\r\nHost: " + host + end)
            assert answer.startswith(b"HTTP/1.1 200 "), path
        foreign = await ask(server, b"GET http://evil.example/ HTTP/1.1\r\nHost: " + host + end)
        assert foreign.startswith(b"HTTP/1.1 403 "), "the host that the address names counts, not the header"
        own = await ask(server, b"GET http://" + host + b"/ HTTP/1.1\r\nHost: evil.example" + end)
        assert own.startswith(b"HTTP/1.1 200 ")
        await server.stop(within=timedelta(seconds=1))
        server.close()


async def test_letters_in_an_address_and_empty_lines_before_it_are_no_mistake(open_pages: OpenPages) -> None:
    async with open_pages(web=LISTEN) as pages:
        server = await serve(pages)
        end = f" HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n".encode()
        search = "GET /search?q=可灵".encode()
        assert "可灵".encode() in await ask(server, search + end)
        # A character may arrive in two pieces.
        assert "可灵".encode() in await ask(server, search[:-2], search[-2:], end)
        assert (await ask(server, b"\r\nGET /healthz" + end)).startswith(b"HTTP/1.1 200 ")
        await server.stop(within=timedelta(seconds=1))
        server.close()


async def test_gzip_is_not_sent_to_who_takes_none(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        for path in ("/", "/style.css"):
            for accepted, coding in (("gzip;q=0, identity", None), ("gzip", "gzip"), ("br, gzip;q=0.5", "gzip")):
                answer = await pages.http.get(path, headers={"Accept-Encoding": accepted})
                assert answer.headers.get("content-encoding") == coding, (path, accepted)


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True),
        ("GZIP ; q=0.1", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("x-gzip", False),
        ("", False),
    ],
)
def test_a_weight_of_nothing_is_a_refusal(accepted: str, *, takes: bool) -> None:
    assert takes_gzip(accepted) is takes


def test_only_the_first_line_is_written_anew() -> None:
    body = "POST /ä HTTP/1.1\r\n\r\nä".encode()
    assert readable_line(body, begun=False) == b"POST /%C3%A4 HTTP/1.1\r\n\r\n" + "ä".encode()
    assert readable_line(b"\n\r\nGET", begun=True) == b"\n\r\nGET"

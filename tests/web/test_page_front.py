"""The daemon's side of the pages, in this process: who is answered by whom, and what is said when they are broken."""

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from monitor.app.runtime.announcer import Attempted
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.core.model.settings import WebSettings
from monitor.web.serving import arrivals, page_child, page_process
from monitor.web.serving.page_child import Surroundings
from monitor.web.serving.page_front import PageFront
from monitor.web.serving.plain_answers import IncompleteError, health_path
from tests.web.conftest import OpenPages, Pages

_SOON = timedelta(seconds=1)
_PAGES = '''
"""Stands for the pages: answers every connection with its own number, or does as it is told."""
import json, os, socket, sys, threading
control, hatch = (socket.socket(fileno=int(number)) for number in sys.argv[1:3])
how = json.loads(sys.argv[3])
if how["does"] == "break":
    sys.exit("it is broken")
control.setblocking(True)
lines = control.makefile("rb")
def say(**document):
    control.sendall(json.dumps(document).encode() + b"\\n")
configured = threading.Event()
def listen():
    for line in lines:
        said = json.loads(line)
        if "stop" in said:
            break
        if "configuration" in said:
            say(serving=said["number"])
            configured.set()
    os._exit(0)
threading.Thread(target=listen).start()
configured.wait()
taken = 0
while True:
    said, numbers, _, _ = socket.recv_fds(hatch, 1, 1)
    taken += 1
    say(taken=taken)
    for number in numbers:
        asked = socket.socket(fileno=number)
        asked.setblocking(True)
        asked.recv(4096)
        body = str(os.getpid()).encode()
        asked.sendall(b"HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(body) + body)
        asked.close()
    if how["does"] == "end":
        say(connections=0, handed=1)
    if how["does"] == "die":
        os.abort()
'''


@pytest.fixture
def fake_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The module of a process that stands for the pages, and starts in no time."""
    (tmp_path / "quick_pages_of_a_test.py").write_text(_PAGES, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return "quick_pages_of_a_test"


OpenFront = Callable[..., AbstractAsyncContextManager[tuple[PageFront, Heartbeat]]]


@pytest.fixture
def open_front(open_pages: OpenPages, fake_pages: str) -> OpenFront:
    """A daemon's front over the harness, with such pages."""

    @asynccontextmanager
    async def opened(does: str = "", *, base_url: str = "") -> AsyncIterator[tuple[PageFront, Heartbeat]]:
        async with open_pages(web=WebSettings(listen="127.0.0.1:0", base_url=base_url)) as pages:
            front = PageFront(
                Surroundings(
                    reload=lambda: None,
                    echo=lambda _: None,
                    show_log=sys.stdout.write,
                    on_attempt=_nobody_asks,
                    options=lambda: {"does": does},
                    module=fake_pages,
                )
            )
            heartbeat = Heartbeat(pages.harness.clock)
            heartbeat.beat()
            front.listen(pages.harness.app)
            await front.start(pages.harness.app, heartbeat)
            try:
                yield front, heartbeat
            finally:
                await front.stop(within=_SOON)
                front.close()

    return opened


def _nobody_asks(_: Attempted) -> None:
    """Nothing is sent here."""


async def ask(front: PageFront, path: str = "/") -> httpx.Response:
    """Over a connection of its own."""
    async with httpx.AsyncClient(timeout=60) as http:
        return await http.get(f"http://127.0.0.1:{front.port}{path}")


@pytest.mark.parametrize(
    ("start", "path"),
    [
        (b"GET /healthz HTTP/1.1", "/healthz"),
        (b"HEAD /readyz?x HTTP/1.1", "/readyz"),
        (b"GET /news/healthz HTTP/1.0", "/healthz"),
        (b"GET /healthz/ HTTP/1.1", None),
        (b"GET /healthzy HTTP/1.1", None),
        (b"POST /healthz HTTP/1.1", None),
        (b"GET / HTTP/1.1", None),
        (b"\x16\x03\x01\x02\x00", None),
    ],
)
def test_what_a_request_begins_with_says_whose_it_is(start: bytes, path: str | None) -> None:
    assert health_path(start, "/news") == path


@pytest.mark.parametrize("start", [b"G", b"HEAD /", b"GET /news/hea", b"GET /healthz"])
def test_too_little_of_a_request_says_nothing_yet(start: bytes) -> None:
    with pytest.raises(IncompleteError):
        health_path(start, "/news")


async def test_a_request_in_pieces_and_one_that_says_nothing(
    open_front: OpenFront, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "_SILENT", 0.5)
    async with open_front() as (front, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", front.port)
        for piece in (b"GE", b"T /heal", b"thz HTTP/1.1\r\n", b"Host: x\r\n", b"\r\n"):
            writer.write(piece)
            await asyncio.sleep(0.05)
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        assert json.loads(body)["last_tick_at"] == "2026-11-23T12:00:00Z"
        writer.close()
        silent, other = await asyncio.open_connection("127.0.0.1", front.port)
        assert await asyncio.wait_for(silent.read(), 60) == b"", "hung up on"
        other.close()
        assert front.process == 0, "nobody wanted a page"


async def test_pages_that_cannot_start_are_said_to_be_broken_and_the_daemon_is_still_asked(
    open_front: OpenFront, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_front("break") as (front, heartbeat):
        answer = await ask(front, "/topics")
        assert answer.status_code == 503
        assert answer.text == "页面暂时无法显示，监测仍在进行。原因见日志。\n"
        assert int(answer.headers["retry-after"]) > 0
        assert heartbeat.troubles == {"pages": "exit code 1"}
        assert (await ask(front)).status_code == 503, "told at once the next time"
        state = (await ask(front, "/healthz")).json()
        assert [problem["kind"] for problem in state["problems"] if problem["kind"] == "pages"] == ["pages"]
    assert heartbeat.troubles == {}
    assert "it is broken" in capsys.readouterr().out, "its last words are shown"


async def test_pages_that_die_are_started_again_later_each_time(
    open_front: OpenFront, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody else sleeps for so long: all who sleep are noted.
    first = 0.083
    monkeypatch.setattr(page_process, "_FIRST_WAIT", first)
    waits, sleep = list[float](), asyncio.sleep

    async def note_and_sleep(seconds: float) -> None:
        waits.append(seconds)
        await sleep(seconds)

    async with open_front("die") as (front, heartbeat):
        monkeypatch.setattr("monitor.web.serving.page_process.asyncio.sleep", note_and_sleep)
        numbers = [(await ask(front)).text for _ in range(3)]
        monkeypatch.undo()
        assert len(set(numbers)) == 3, "who came while it was gone waited for the next"
        assert [wait for wait in waits if wait in (first, 2 * first)][:2] == [first, 2 * first]
        assert set(heartbeat.troubles) <= {"pages"}


async def test_pages_nobody_looks_at_end_and_the_next_visitor_gets_others(
    open_front: OpenFront, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_child, "IDLE", -1.0)
    async with open_front("end") as (front, heartbeat):
        one = (await ask(front)).text
        while front.process:  # noqa: ASYNC110 a process has no event that a test could await
            await asyncio.sleep(0.02)
        assert (await ask(front)).text != one
        assert heartbeat.troubles == {}, "that is no trouble"


async def test_hundreds_of_half_health_checks_shut_nobody_out(
    open_front: OpenFront, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.web.serving.plain_answers._ANSWERED", 2.0)
    async with open_front() as (front, _):
        halves = []
        for number in range(260):
            reader, writer = await asyncio.open_connection("127.0.0.1", front.port)
            writer.write(b"GET /healthz HTTP/1.1\r\nX-Slow: " if number % 2 else b"")
            halves.append((reader, writer))
        assert (await ask(front, "/healthz")).status_code == 200
        assert (await ask(front, "/")).status_code == 200
        for _, writer in halves:
            writer.close()


async def test_the_address_is_kept_while_the_pages_change_and_given_back_in_the_end(
    open_front: OpenFront, open_pages: OpenPages
) -> None:
    async with open_front() as (front, heartbeat):
        process, port = (await ask(front)).text, front.port
        async with open_pages(web=WebSettings(listen="127.0.0.1:0")) as others:
            await _follow(front, others, heartbeat)
            assert (await ask(front)).text == process, "told of it, not started anew"
            assert front.port == port
        async with open_pages(web=WebSettings(listen="")) as off:
            await _follow(front, off, heartbeat)
            assert (front.port, front.process, front.address) == (0, 0, "")
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))


async def _follow(front: PageFront, pages: Pages, heartbeat: Heartbeat) -> None:
    """As a reload does it."""
    front.listen(pages.harness.app)
    await front.start(pages.harness.app, heartbeat)

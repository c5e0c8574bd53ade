"""The pages of a real ``monitor run``: served, moved by a reload, refused where the address is taken, stopped."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import desk as desk  # the folder of a newsroom's monitor
from tests.cli.conftest import monitor as monitor
from tests.cli.conftest import newsroom as newsroom
from tests.cli.world import Daemon

_PORT = re.compile(r"pages are served.*port.*?=(?:\x1b\[\d+m)*(\d+)")


def port_of(daemon: Daemon) -> int:
    """The port of the newest line that names one."""
    return int([found[1] for line in daemon.said if (found := _PORT.search(line))][-1])


@pytest.fixture
def daemon(desk: Path) -> Iterator[Daemon]:
    started = Daemon(desk)
    try:
        started.wait_for("news-monitor runs")
        yield started
    finally:
        started.stop()


def test_pages_follow_the_daemon_through_reloads_to_its_end(daemon: Daemon, desk: Path) -> None:
    port = port_of(daemon)
    assert httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200

    settings = desk / "monitor.yaml"
    right = settings.read_text("utf-8")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        settings.write_text(right.replace('"127.0.0.1:0"', f'"127.0.0.1:{taken}"'), "utf-8")
        daemon.process.send_signal(signal.SIGHUP)
        daemon.wait_for("reload refused, the old configuration goes on")
        daemon.wait_for("news-monitor runs", times=2)
        assert httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    daemon.process.send_signal(signal.SIGHUP)
    daemon.wait_for("news-monitor runs", times=3)
    assert port_of(daemon) == taken
    assert httpx.get(f"http://127.0.0.1:{taken}/healthz").json()["status"] == "ok"
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/healthz")

    settings.write_text(right.replace('"127.0.0.1:0"', '"off"'), "utf-8")
    daemon.process.send_signal(signal.SIGHUP)
    daemon.wait_for("news-monitor runs", times=4)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{taken}/healthz")


def test_a_request_that_never_ends_holds_up_no_stop(daemon: Daemon) -> None:
    with socket.create_connection(("127.0.0.1", port_of(daemon))) as slow:
        slow.sendall(b"POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc")
        begun = time.monotonic()
        assert daemon.stop() == 0
        assert time.monotonic() - begun < 15
    assert not [line for line in daemon.said if "Traceback" in line]


def test_an_address_in_use_ends_the_start_with_one_line(desk: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        text = (desk / "monitor.yaml").read_text("utf-8")
        (desk / "monitor.yaml").write_text(text.replace("127.0.0.1:0", address), "utf-8")
        ran = subprocess.run(
            [sys.executable, "-m", "monitor", "run"], cwd=desk, capture_output=True, text=True, timeout=60, check=False
        )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines() == [
        f"monitor: web.listen {address}: another program listens there; name another port, or switch the pages off "
        "with listen: off"
    ]


def test_commands_that_serve_nothing_import_no_server() -> None:
    program = (
        "import sys, monitor.cli.running, monitor.cli.listing, monitor.cli.setup, monitor.cli.sending;"
        "print([name for name in ('fastapi', 'uvicorn', 'starlette', 'monitor.web') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 our own line
    assert ran.stdout == "[]\n"

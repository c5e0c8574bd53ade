"""The pages of a real ``monitor run``: served, moved by a reload, refused where the address is taken, stopped."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import fake_site as fake_site
from tests.cli.conftest import harness as harness  # the folder of a newsroom's monitor
from tests.cli.conftest import monitor as monitor
from tests.cli.harness import Daemon, FakeSite, Monitor
from tests.machine_time import machine_seconds

_PORT = re.compile(r"pages on http://127\.0\.0\.1:(\d+)")


def port_of(daemon: Daemon) -> int:
    """The port of the newest line that names one."""
    return int([found[1] for line in daemon.said if (found := _PORT.search(line))][-1])


@pytest.fixture
def daemon(harness: Path) -> Iterator[Daemon]:
    started = Daemon(harness)
    try:
        started.wait_for("news-monitor runs")
        yield started
    finally:
        started.stop()


def test_pages_follow_the_daemon_through_reloads_to_its_end(daemon: Daemon, harness: Path) -> None:
    port = port_of(daemon)
    assert httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200

    settings = harness / "monitor.yaml"
    right = settings.read_text("utf-8")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        settings.write_text(right.replace('"127.0.0.1:0"', f'"127.0.0.1:{taken}"'), "utf-8")
        daemon.process.send_signal(signal.SIGHUP)
        daemon.wait_for("reload refused, the old configuration goes on")
        assert httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    daemon.process.send_signal(signal.SIGHUP)
    daemon.wait_for("news-monitor runs", times=2)
    assert port_of(daemon) == taken
    problems = httpx.get(f"http://127.0.0.1:{taken}/healthz").json()["problems"]
    assert {problem["kind"] for problem in problems} <= {"starting"}, "the refusal is forgotten"
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/healthz")

    settings.write_text(right.replace('"127.0.0.1:0"', '"off"'), "utf-8")
    daemon.process.send_signal(signal.SIGHUP)
    daemon.wait_for("news-monitor runs", times=3)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{taken}/healthz")


def test_a_request_that_never_ends_holds_up_no_stop(daemon: Daemon) -> None:
    with socket.create_connection(("127.0.0.1", port_of(daemon))) as slow:
        slow.sendall(b"POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc")
        with machine_seconds() as seconds:
            assert daemon.stop() == 0
            assert seconds() < 15
    assert not [line for line in daemon.said if "Traceback" in line], "".join(daemon.said)


def test_an_address_in_use_ends_the_start_with_one_line(harness: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        text = (harness / "monitor.yaml").read_text("utf-8")
        (harness / "monitor.yaml").write_text(text.replace("127.0.0.1:0", address), "utf-8")
        ran = subprocess.run(
            [sys.executable, "-m", "monitor", "run"],
            cwd=harness,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines() == [
        f"monitor.yaml:7:15: web.listen {address}: another program listens there; name another port, or switch "
        "the pages off with listen: off"
    ]


def test_commands_that_serve_nothing_import_no_server() -> None:
    program = (
        "import sys; from monitor.cli.commands import run, mentions, check, digest;"
        "print([name for name in ('fastapi', 'uvicorn', 'starlette', 'monitor.web') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 our own line
    assert ran.stdout == "[]\n"


def test_a_link_from_a_message_to_a_rule_in_force(
    harness: Path, fake_site: FakeSite, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGES", "密码")
    settings = harness / "monitor.yaml"
    web = 'web: {listen: "127.0.0.1:0", base_url: "https://news.example.org", password: "env:PAGES"}\n'
    kept = [line for line in settings.read_text("utf-8").splitlines(keepends=True) if not line.startswith("web:")]
    settings.write_text("".join(kept) + web, "utf-8")
    fake_site.items = [("城市天气", "多云")]
    daemon = Daemon(harness)
    try:
        daemon.wait_for("polled")
        fake_site.items = [("可灵汽车工厂开工", "可灵汽车今天开工，可灵汽车的工厂很大。"), *fake_site.items]
        assert monitor("sources", "refresh", f"{fake_site.base}/feed.xml").code == 0
        daemon.wait_for('"kind": "alert"')
        (alert,) = [hook["data"] for hook in fake_site.hooks if hook["type"] == "alert"]
        link = alert["story"]["links"]["not_relevant"]
        base = f"http://127.0.0.1:{port_of(daemon)}"
        here = link.replace("https://news.example.org", base)

        # The first visitor waits for the process that serves the pages to start.
        assert httpx.head(here, timeout=30).status_code == 200
        assert "<mark>可灵</mark>" in httpx.get(here).text
        assert monitor("feedback", "--json").json["verdicts"] == []
        assert httpx.post(here, data={"topic-0": "kling"}).status_code == 303
        assert httpx.post(here, data={"topic-0": "kling"}).status_code == 303
        found = monitor("feedback", "--json").json
        assert [one["who"] for one in found["verdicts"]] == ["team"]
        assert [one["words"] for one in found["proposals"]] == [["可灵汽车"]]

        assert httpx.post(f"{base}/feedback/1/accept").status_code == 401
        accepted = httpx.post(f"{base}/feedback/1/accept", auth=("x", "密码".encode()))
        assert accepted.status_code == 303
        daemon.wait_for("news-monitor runs", times=2)
        assert "exclude: [可灵汽车]" in (harness / "watchlists" / "first.yaml").read_text("utf-8")
        assert httpx.get(f"{base}/healthz").status_code == 200
    finally:
        code = daemon.stop()
    assert code == 0
    assert not [line for line in daemon.said if "Traceback" in line], "".join(daemon.said)

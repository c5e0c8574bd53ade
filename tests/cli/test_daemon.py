"""``monitor run`` as a process: one instance a state directory, a reload, a clean stop, commands beside it."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.harness import Daemon, FakeSite, Monitor
from tests.machine_time import machine_seconds

_PATIENCE = 60


@pytest.fixture
def daemon(harness: Path, fake_site: FakeSite) -> Iterator[Daemon]:
    """Started, and past its first poll."""
    fake_site.items = [("城市天气", "多云")]
    started = Daemon(harness)
    try:
        started.wait_for("news-monitor runs")
        yield started
    finally:
        started.stop()


def test_a_daemon_is_alone_reloads_serves_other_commands_and_stops_cleanly(
    daemon: Daemon, harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    for words in (("run",), ("once", "--json")):
        second = monitor(*words)
        assert (second.code, second.out) == (3, "")
        assert f"another instance (process {daemon.process.pid}) is using {harness / 'state'}" in second.err

    assert monitor("send-test", "team", "--json").json[0]["attempts"] == 1
    assert monitor("mute", "kling", "0s").code == 0
    assert [hook["type"] for hook in fake_site.hooks] == ["test"], "the daemon did not send it, too"

    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。"), *fake_site.items]
    daemon.wait_for("polled")
    assert monitor("sources", "refresh", f"{fake_site.base}/feed.xml").code == 0
    daemon.wait_for("polled", times=2)
    assert [mention["topic"] for mention in monitor("mentions", "--json").json] == ["kling"]

    watchlist = harness / "watchlists" / "first.yaml"
    right = watchlist.read_text("utf-8")
    watchlist.write_text(right + "nonsense: 1\n", "utf-8")
    daemon.process.send_signal(signal.SIGHUP)
    daemon.wait_for("reload refused, the old configuration goes on")
    watchlist.write_text(right, "utf-8")
    settings = harness / "monitor.yaml"
    written = settings.read_text("utf-8")
    settings.write_text(f"{written}\ndatabase: sqlite:///elsewhere.db\n", "utf-8")
    daemon.process.send_signal(signal.SIGHUP)
    daemon.wait_for("database changes with a restart only")
    settings.write_text(written, "utf-8")
    assert monitor("topics", "add", "Vidu", "--alias", "Vidu").code == 0
    daemon.process.send_signal(signal.SIGHUP)
    daemon.wait_for("2 topics in 1 source;")

    with machine_seconds() as seconds:
        assert daemon.stop() == 0
        assert seconds() < 15
    assert not [line for line in daemon.said if "Traceback" in line]


def test_s16_a_machine_that_slept_goes_on(daemon: Daemon, fake_site: FakeSite, monitor: Monitor) -> None:
    """Stopped while it should work, and woken: it takes up what is due, and tells it once."""
    daemon.wait_for("polled")
    daemon.process.send_signal(signal.SIGSTOP)
    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。"), *fake_site.items]
    assert monitor("sources", "refresh", "newsroom").code == 0, "the store is nobody's meanwhile"
    threading.Event().wait(3)
    daemon.process.send_signal(signal.SIGCONT)
    daemon.wait_for("polled", times=2)
    assert [mention["topic"] for mention in monitor("mentions", "--json").json] == ["kling"]
    assert daemon.stop() == 0
    assert not [line for line in daemon.said if "Traceback" in line or "no tick" in line]


def test_a_lock_left_by_a_dead_process_is_no_lock(harness: Path, monitor: Monitor) -> None:
    (harness / "state").mkdir()
    lock = harness / "state" / "monitor.lock"
    lock.write_text("999999")
    assert monitor("once", "--json").code == 0
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        ran = monitor("once", "--json")
    assert ran.code == 3
    assert f"(process {os.getpid()})" in ran.err


def test_a_reader_that_closes_the_pipe_ends_a_listing_quietly(harness: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", "export", "--opml"],
        cwd=harness,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    said = process.stderr.read()
    process.stderr.close()
    process.wait(_PATIENCE)
    assert "Traceback" not in said

"""The process that serves the pages of a real ``monitor run``: who starts it, what it knows, how it ends."""

import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import fake_site as fake_site
from tests.cli.conftest import harness as harness  # the folder of a newsroom's monitor
from tests.cli.conftest import monitor as monitor
from tests.cli.harness import Daemon, FakeSite, Monitor
from tests.machine_time import machine_seconds
from tests.web.test_daemon_pages import daemon as daemon
from tests.web.test_daemon_pages import port_of

_BEGUN = "a process of its own serves the pages"
_PATIENCE = 60


def base_of(daemon: Daemon) -> str:
    """Where its pages are."""
    return f"http://127.0.0.1:{port_of(daemon)}"


def children_of(process: int) -> Sequence[int]:
    """Its page processes, those among them that have ended and are not yet waited for left out."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(parent) == process and state != "Z" and b"monitor.cli.page_process" in command:
            found.append(int(folder.name))
    return found


def is_gone(process: int) -> bool:
    """Whether nothing runs under this number any more."""
    try:
        return (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def wait_until(what: Callable[[], bool]) -> None:
    """Until it is so."""
    end = time.monotonic() + _PATIENCE
    while not what():
        assert time.monotonic() < end, "it never became so"
        threading.Event().wait(0.05)


@pytest.fixture
def visited(daemon: Daemon) -> Iterator[tuple[Daemon, int]]:
    """A daemon whose pages somebody has looked at, and their process."""
    assert httpx.get(f"{base_of(daemon)}/topics", timeout=_PATIENCE).status_code == 200
    (process,) = children_of(daemon.process.pid)
    yield daemon, process
    daemon.stop()
    assert is_gone(process)


def _health_of(answer: httpx.Response) -> tuple[str, int]:
    told = answer.json()
    return told["status"], told["sources"]


def test_a_health_check_starts_nothing_and_the_first_visitors_one_process(daemon: Daemon) -> None:
    base, process = base_of(daemon), daemon.process.pid
    wait_until(lambda: httpx.get(f"{base}/readyz").status_code == 200)
    for path in ("/healthz", "/readyz", "/healthz?now"):
        answer = httpx.get(f"{base}{path}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert httpx.head(f"{base}/healthz").content == b""
    assert children_of(process) == []
    loaded = (Path("/proc") / str(process) / "maps").read_text()
    assert "sqlalchemy" in loaded, "this is where libraries show"
    assert "pydantic" not in loaded, "no web server is loaded"

    with ThreadPoolExecutor() as visitors:
        paths = ("/", "/topics", "/sources", "/settings")
        answers = list(visitors.map(lambda path: httpx.get(base + path, timeout=_PATIENCE), paths))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len(children_of(process)) == 1
    assert sum(_BEGUN in line for line in daemon.said) == 1

    with httpx.Client(base_url=base) as kept_open:
        assert kept_open.get("/topics").status_code == 200
        # Each keeps what it has read for a moment, and the first answers come just now.
        wait_until(lambda: _health_of(kept_open.get("/healthz")) == _health_of(httpx.get(f"{base}/healthz")))
        told = kept_open.get("/healthz").json()
    assert told["last_tick_at"], "the pages know how the daemon is"


def test_pages_that_die_come_back_and_none_outlive_their_daemon(visited: tuple[Daemon, int]) -> None:
    daemon, process = visited
    os.kill(process, signal.SIGKILL)
    daemon.wait_for("the process that serves the pages ended; it is started again")
    assert any('"why": "signal SIGKILL"' in line for line in daemon.said)
    # Who comes meanwhile waits for the next one.
    assert httpx.get(f"{base_of(daemon)}/topics", timeout=_PATIENCE).status_code == 200
    (other,) = children_of(daemon.process.pid)
    assert other != process
    wait_until(
        lambda: "pages" not in {one["kind"] for one in httpx.get(f"{base_of(daemon)}/healthz").json()["problems"]}
    )


def test_a_daemon_that_is_killed_leaves_no_pages_behind(visited: tuple[Daemon, int]) -> None:
    daemon, process = visited
    with httpx.stream("GET", f"{base_of(daemon)}/events", timeout=_PATIENCE):
        daemon.process.kill()
        daemon.process.wait(_PATIENCE)
        wait_until(lambda: is_gone(process))


def test_pages_that_hang_end_with_their_daemon_all_the_same(visited: tuple[Daemon, int]) -> None:
    daemon, process = visited
    os.kill(process, signal.SIGSTOP)
    # The pages would never answer.
    assert httpx.get(f"{base_of(daemon)}/healthz", timeout=_PATIENCE).status_code == 200, "the daemon tells of itself"
    with machine_seconds() as seconds:
        assert daemon.stop() == 0
        assert seconds() < 15
    assert is_gone(process)


def test_pages_show_what_is_in_force_whatever_the_files_say(daemon: Daemon, harness: Path) -> None:
    """Files with a mistake leave the old configuration in force: its pages say so, be they looked at for the first
    time or still open."""
    watchlist = harness / "watchlists" / "first.yaml"
    right = watchlist.read_text("utf-8")
    watchlist.write_text(right + "nonsense: 1\n", "utf-8")
    daemon.process.send_signal(signal.SIGHUP)
    daemon.wait_for("reload refused, the old configuration goes on")
    base = base_of(daemon)
    with httpx.Client(base_url=base, timeout=_PATIENCE) as visitor:
        assert "first.yaml" in visitor.get("/").text, "the mistake is shown with its place"
        topics = visitor.get("/api/v1/topics").json()
        assert [topic["id"] for topic in topics["items"]] == ["kling"]
        more = '  - {id: vidu, name: Vidu, aliases: ["Vidu"]}\nsignals:'
        watchlist.write_text(right.replace("signals:", more), "utf-8")
        daemon.process.send_signal(signal.SIGHUP)
        daemon.wait_for("2 topics in 1 source;")
        topics = visitor.get("/api/v1/topics").json()
        assert [topic["id"] for topic in topics["items"]] == ["kling", "vidu"]
    assert len(children_of(daemon.process.pid)) == 1


def test_measures_are_the_daemons_and_a_stop_ends_both(visited: tuple[Daemon, int]) -> None:
    daemon, process = visited
    daemon.wait_for("polled")
    polled = re.compile(r'^newsmonitor_polls_total\{result="[a-z-]+"\} ([1-9][0-9]*)\.0$', re.MULTILINE)

    def shown() -> str:
        return httpx.get(f"{base_of(daemon)}/metrics").text

    wait_until(lambda: bool(polled.search(shown())))
    text = shown()
    (start,) = re.findall(r"^process_start_time_seconds (\S+)$", text, re.MULTILINE)
    (start_of_pages,) = re.findall(r"^pages_process_start_time_seconds (\S+)$", text, re.MULTILINE)
    assert float(start) < float(start_of_pages)
    commits = re.search(r"^newsmonitor_store_commit_duration_seconds_count (\S+)$", text, re.MULTILINE)
    assert commits
    assert float(commits[1]) > 0

    # A stop waits for no stream that never ends.
    with httpx.stream("GET", f"{base_of(daemon)}/events", timeout=_PATIENCE) as stream:
        assert next(stream.iter_text()).startswith("retry")
        with machine_seconds() as seconds:
            assert daemon.stop() == 0
            assert seconds() < 15
    assert is_gone(process)
    assert not [line for line in daemon.said if "Traceback" in line], "".join(daemon.said)


def test_messages_sent_from_a_page_are_printed_by_the_daemon(
    harness: Path, fake_site: FakeSite, monitor: Monitor
) -> None:
    settings = harness / "monitor.yaml"
    text = settings.read_text("utf-8").replace("channels:\n", "channels:\n  here: {type: terminal}\n", 1)
    settings.write_text(text, "utf-8")
    daemon = Daemon(harness)
    try:
        daemon.wait_for("news-monitor runs")
        base = base_of(daemon)
        sent = httpx.post(f"{base}/deliveries/test", data={"channel": "here"}, timeout=_PATIENCE)
        assert sent.status_code == 303
        assert monitor("deliveries", "--json").json[0]["state"] == "sent"
        wait_until(lambda: bool(daemon.printed))
        assert "测试消息" in daemon.printed[0], "in the language of the settings"
    finally:
        daemon.stop()

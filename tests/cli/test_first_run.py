"""``monitor run`` where nobody wrote anything yet: the pages lead from nothing to a message, and no file is touched."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.harness import Daemon, FakeSite, Monitor


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any port, and the newsroom of the test may be asked."""
    monkeypatch.setenv("MONITOR_WEB__LISTEN", "127.0.0.1:0")
    monkeypatch.setenv("MONITOR_FETCH__ALLOW_NETWORKS", "[127.0.0.0/8]")
    monkeypatch.setenv("MONITOR_FETCH__PER_HOST_DELAY", "1s")


@pytest.fixture
def daemon(environment: None, tmp_path: Path) -> Iterator[Daemon]:
    """Started in an empty folder."""
    started = Daemon(tmp_path)
    try:
        started.wait_for("nothing is watched yet, choose what and how to be told on http://127.0.0.1:")
        yield started
    finally:
        assert started.stop() == 0


def _send_form(pages: httpx.Client, page: str, path: str, **fields: str) -> httpx.Response:
    """The form of a page, as a browser sends it."""
    token = re.search(r'name="csrf" value="([^"]*)"', pages.get(page).text)
    answer = pages.post(path, data={**({"csrf": token[1]} if token else {}), **fields})
    assert answer.status_code == 200, answer.text
    return answer


def test_the_pages_lead_from_nothing_to_a_message(daemon: Daemon, fake_site: FakeSite, tmp_path: Path) -> None:
    fake_site.items = [("Quibblo opens a third bakery", "Bread from Quibblo, now by the harbour.")]
    said = next(line for line in daemon.said if "nothing is watched yet" in line)
    start = re.search(r"http://127\.0\.0\.1:\d+/start", said)
    assert start is not None
    with httpx.Client(base_url=start[0].removesuffix("/start"), follow_redirects=True, timeout=60) as pages:
        assert pages.get("/start").status_code == 200
        assert pages.get("/healthz").json()["problem"] == "nothing is watched: no watchlist names a source"

        _send_form(pages, "/start", "/start/channel", kind="webhook", address=f"{fake_site.base}/hook")
        daemon.wait_for("nothing is watched yet", times=2)
        _send_form(pages, "/start", "/deliveries/test", channel="webhook")
        assert [hook["type"] for hook in fake_site.hooks] == ["test"]

        _send_form(pages, "/watch", "/watch/save", name="Quibblo", called="Quibblo")
        daemon.wait_for("1 topic in 0 sources")
        _send_form(pages, "/sources/add", "/sources/add", url=f"{fake_site.base}/feed.xml", confirmed="1")
        daemon.wait_for("1 topic in 1 source;")
        daemon.wait_for("polled")
        assert "Quibblo opens a third bakery" in pages.get("/").text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["monitor.yaml", "state", "watchlists"]


def test_watchlists_that_went_missing_are_no_first_run(tmp_path: Path, monitor: Monitor, fake_site: FakeSite) -> None:
    """What was watched before must not quietly be watched no more."""
    folder = tmp_path / "watchlists"
    folder.mkdir()
    (tmp_path / "monitor.yaml").write_text("fetch: {allow_networks: [127.0.0.0/8]}\n")
    (folder / "own.yaml").write_text(
        f"watchlist: own\ntopics: []\nsources: [{{title: Harbour, url: '{fake_site.base}/feed.xml'}}]\n"
    )
    assert "1 source polled" in monitor("once").out
    (folder / "own.yaml").unlink()
    ran = monitor("run")
    assert (ran.code, ran.out) == (2, "")
    assert "no watchlist (*.yaml) in this folder" in ran.err

"""The commands speak to another monitor: the same rows as on its own machine, and one sentence for what goes wrong."""

import asyncio
import json
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiohttp import web

from monitor.version import VERSION
from tests.cli.harness import Daemon, FakeSite, Monitor

PASSWORD = "eleven blue herons"
LISTS = (
    ("mentions",), ("mentions", "--topic", "kling", "--state", "new", "--limit", "1"), ("stories",),
    ("stories", "--since", "2d"), ("stories", "show", "1"), ("sources",), ("sources", "--state", "active"), ("topics",),
    ("deliveries",), ("deliveries", "--topic", "kling"), ("audit", "--about", "laptop"), ("search", "可灵"),
    ("explain", "--text", "快手可灵发布2.0"), ("explain", "--entry", "1"),
)  # fmt: skip


@pytest.fixture
def daemon(harness: Path, fake_site: FakeSite, monitor: Monitor) -> Iterator[Daemon]:
    """A daemon with a password, which has told one story."""
    settings = harness / "monitor.yaml"
    listen = 'web: {listen: "127.0.0.1:0"}'
    locked = f'web: {{listen: "127.0.0.1:0", password: "file:{harness}/password"}}'
    settings.write_text(settings.read_text("utf-8").replace(listen, locked), "utf-8")
    (harness / "password").write_text(PASSWORD, "utf-8")
    (harness / "password").chmod(0o600)
    monitor("once")
    fake_site.items = [("快手可灵发布2.0", "快手可灵今天发布了新的视频模型。"), ("城市天气", "多云")]
    monitor("once", "--force")
    started = Daemon(harness)
    try:
        started.wait_for("pages are served")
        yield started
    finally:
        started.stop()


def address_of(daemon: Daemon) -> str:
    """Where its pages are."""
    line = next(line for line in daemon.said if "pages are served" in line)
    found = re.search(r'"?port"?[=:]\s*(\d+)', line)
    assert found, line
    return f"http://127.0.0.1:{found[1]}"


def test_lists_and_changes_are_the_same_elsewhere(
    daemon: Daemon, harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NEWS_TOKEN", monitor("token", "add", "laptop", "--scope", "write").out.strip())
    here = {words: monitor(*words, "--json").json for words in LISTS}
    opml = monitor("export").out
    there = ("--server", address_of(daemon), "--token", "env:NEWS_TOKEN")
    laptop = tmp_path / "laptop"
    laptop.mkdir()
    monkeypatch.chdir(laptop)
    for words, rows in here.items():
        assert rows, words
        ended = monitor(*words, "--json", *there)
        assert ended.code == 0, ended.err
        assert _timeless(ended.json) == _timeless(rows), words
        # What people see is made of the same rows.
        assert "快手" in monitor(*there, *words).out or words[0] in {"sources", "topics", "audit", "explain"}
    assert monitor("export", *there).out == opml
    status = monitor("status", *there, "--json")
    assert (status.json["running"], status.json["version"]) == (True, VERSION)
    assert "the daemon runs" in monitor("status", *there).out
    _change_and_look(monitor, there)


def _timeless(rows: Any) -> Any:
    """Without what moves on by itself."""
    text = json.dumps(rows, sort_keys=True)
    return json.loads(
        re.sub(r'"(next_due_at|last_polled_at|last_success_at|budget_share|why_then)": [^,}]+', '"x": 0', text)
    )


def _change_and_look(monitor: Monitor, there: tuple[str, ...]) -> None:
    def row(*words: str) -> Any:
        return monitor(*words, "--json", *there).json[0]

    assert "is muted until" in monitor("mute", "kling", "1d", *there).out
    assert "mute kling" in row("audit", "--about", "kling")["what"]
    assert "no longer muted" in monitor("mute", "kling", "0s", *there).out
    assert monitor("sources", "pause", "newsr", *there).out.strip() == "Newsroom: paused"
    assert row("sources")["state"] == "paused"
    assert "resume" in monitor("sources", "refresh", "1", *there).err
    assert monitor("sources", "resume", "Newsroom", *there).out.strip() == "Newsroom: active, due now"
    assert monitor("sources", "refresh", "Newsroom", *there).code == 0
    monitor("deliveries", "pause", *there)
    assert "sending is paused" in monitor("deliveries", *there).err
    monitor("deliveries", "resume", *there)
    assert "sending is paused" not in monitor("deliveries", *there).err
    refused = monitor("deliveries", "retry", "1", *there)
    assert (refused.code, "1" in refused.err) == (2, True)
    assert "no source" in monitor("sources", "pause", "nobody", *there).err
    assert "two or more" in monitor("stories", "merge", "1", *there).err
    assert monitor("audit", "--about", "token laptop", "--json", *there).json


def test_who_may_not_is_told_why(
    daemon: Daemon, harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READS", monitor("token", "add", "reads", "--scope", "read").out.strip())
    monkeypatch.setenv("FEEDS", monitor("token", "add", "feeds", "--scope", "feeds").out.strip())
    monkeypatch.setenv("MADE_UP", f"nm_{'a' * 43}")
    server = ("--server", address_of(daemon))
    for words, token, said in (
        (("mentions",), (), "--token env:NAME"),
        (("mentions",), ("--token", "env:MADE_UP"), "not known there"),
        (("mentions",), ("--token", "env:FEEDS"), "the token may not do this"),
        (("mute", "kling", "1d"), ("--token", "env:READS"), "write"),
        (("mentions",), ("--token", "env:NOWHERE"), "NOWHERE is not set"),
        (("mentions",), ("--token", "file:nowhere"), "no such file"),
        (("mentions",), ("--token", "nm_abc"), "list of processes"),
    ):
        ended = monitor(*words, *server, *token)
        assert (ended.code, said in ended.err) == (2, True), ended.err
    # By variables, and by the settings of a machine.
    monkeypatch.setenv("MONITOR_REMOTE__SERVER", server[1])
    monkeypatch.setenv("MONITOR_REMOTE__TOKEN", "env:READS")
    assert "快手" in _unset_by_nobody(monitor, "stories")


def _unset_by_nobody(monitor: Monitor, *words: str) -> str:
    """The command without options: variables are taken away by the fixture, so the settings say where."""
    import os

    server = os.environ["MONITOR_REMOTE__SERVER"]
    Path("elsewhere.yaml").write_text(f'remote: {{server: "{server}", token: "env:READS"}}\n', "utf-8")
    return monitor(*words, "--config", "elsewhere.yaml").out


Answers = Callable[[web.Request], web.Response]


@contextmanager
def fake_monitor(answers: Answers, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server that answers everything with ``answers``; its address."""
    loop, stop, up = asyncio.new_event_loop(), asyncio.Event(), threading.Event()
    address: list[str] = []

    async def handle(request: web.Request) -> web.Response:
        return answers(request)

    async def serve() -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handle)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        address.append(f"{'https' if context else 'http'}://127.0.0.1:{runner.addresses[0][1]}")
        up.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert up.wait(60)
    try:
        yield address[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(60)
        loop.close()


def _older(request: web.Request) -> web.Response:
    if request.path.endswith("/status"):
        return web.json_response({"version": "0.0.9"})
    return web.json_response({"detail": "Not Found"}, status=404)


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        (_older, 2, "is of version 0.0.9 and does not know"),
        (lambda _: web.Response(status=404), 2, "no news-monitor"),
        (lambda _: web.Response(text="<html>welcome</html>", content_type="text/html"), 1, "where JSON is expected"),
        (lambda _: web.json_response([1]), 1, "where JSON is expected"),
        (lambda _: web.json_response({}), 1, "is no list"),
        (lambda _: web.Response(status=302, headers={"Location": "https://else.example/"}), 2, "points elsewhere"),
        (lambda _: web.Response(status=429, headers={"Retry-After": "17"}), 1, "try again in 17 s"),
        (lambda _: web.json_response({"detail": "the store is away"}, status=503), 1, "503 Service Unavailable: the"),
        (lambda _: web.json_response({"detail": "since: wrong"}, status=400), 2, "since: wrong"),
    ],
)
def test_what_is_no_monitor_of_this_version_is_said(monitor: Monitor, answers: Answers, code: int, said: str) -> None:
    with fake_monitor(answers) as server:
        ended = monitor("mentions", "--server", server)
    assert (ended.code, said in ended.err) == (code, True), ended.err


def test_a_certificate_that_nobody_vouches_for(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    empty: dict[str, object] = {"items": [], "next": None}
    with fake_monitor(lambda _: web.json_response(empty), context) as server:
        refused = monitor("mentions", "--server", server)
        assert (refused.code, "certificate is not trusted" in refused.err) == (1, True)
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        assert monitor("mentions", "--server", server).code == 0
        plain = monitor("mentions", "--server", server.replace("https:", "http:"))
        assert plain.code == 1
    gone = monitor("mentions", "--server", server)
    assert (gone.code, "cannot be reached" in gone.err) == (1, True)
    assert monitor("status", "--server", server).code == 2


def test_a_command_of_this_machine_refuses_another(harness: Path, monitor: Monitor) -> None:
    server = ("--server", "http://127.0.0.1:1")
    for words in (("run",), ("check",), ("backup", "x")):
        ended = monitor(*server, *words)
        assert (ended.code, "this machine only" in ended.err) == (2, True)
    assert monitor("run", *server).code == 2
    for edit in (("topics", "add", "Vidu"), ("sources", "add", "https://a.example/feed", "--as-is")):
        ended = monitor(*edit, *server)
        assert (ended.code, "machine of their monitor" in ended.err) == (2, True)
    assert "Vidu" not in (harness / "watchlists" / "first.yaml").read_text("utf-8")
    assert "of the monitor only" in monitor("explain", "--entry", "1", "--and", "2", *server).err


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("file:~no-such-user/token", "no home folder can be told for that; write the whole path"),
        ("file:nowhere/token", "there is no such file"),
    ],
)
def test_a_token_in_a_file_that_cannot_be_had_is_one_line(monitor: Monitor, token: str, said: str) -> None:
    ran = monitor("--server", "http://127.0.0.1:9", "--token", token, "stories")
    assert (ran.code, ran.out) == (2, "")
    assert f"--token {token}: {said}" in ran.err


def test_a_server_that_is_no_address_is_named_as_it_was_typed(monitor: Monitor) -> None:
    for typed, told in (
        ("nonsense", "--server nonsense: expected an address with http:// or https://"),
        ("ftp://me:secret@news.example", "--server ftp://***@news.example: expected"),
    ):
        ran = monitor("mentions", "--server", typed)
        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err
        assert "secret" not in ran.err

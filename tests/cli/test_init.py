"""``monitor init``: by options and by questions; what is missing is written, what could not be checked is said."""

import asyncio
import os
import pty
import select
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from demo.sinks import Mailbox
from monitor.cli.commands.init import language_of
from tests.cli.harness import FakeSite, Monitor

PATIENCE = 150


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    """A mail server on loopback, and its port."""
    box, ports, stop = Mailbox(), list[int](), asyncio.Event()
    up, loop = threading.Event(), asyncio.new_event_loop()

    async def serve() -> None:
        server = await asyncio.start_server(box.serve, "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
        up.set()
        await stop.wait()
        server.close()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert up.wait(60)
    yield box, ports[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join(60)
    loop.close()


def written(folder: Path, name: str) -> dict[str, object]:
    document: dict[str, object] = YAML(typ="safe").load(folder / name)
    return document


def test_options_make_a_monitor_that_checks_tells_and_runs(
    monitor: Monitor, fake_site: FakeSite, mailbox: tuple[Mailbox, int], tmp_path: Path
) -> None:
    box, port = mailbox
    fake_site.items = [("Rivian opens a plant", "Rivian opened a plant."), ("Weather", "Rain.")]
    fake_site.pages["/"] = (
        '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>'
    )
    ran = monitor(
        "init", "Rivian", "--feed", f"{fake_site.base}/", "--mail", "me@example.org",
        "--smtp", f"smtp://127.0.0.1:{port}", "--hook", f"{fake_site.base}/hook",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert "Newsroom: 2 entries; 1 of them names what you watch" in ran.out
    assert "Rivian opens a plant · rivian" in ran.out
    assert ran.out.count("A test message went out") == 2
    assert "Not checked" not in ran.err
    assert [message["To"] for message in box.messages] == ["me@example.org"]
    assert len(fake_site.hooks) == 1
    (source,) = monitor("sources", "--json").json or [None]
    assert source is None or source["title"] == "Newsroom"
    assert monitor("once").code == 0
    assert [row["title"] for row in monitor("stories", "--json").json] == ["Rivian opens a plant"]


def test_without_a_network_everything_is_written_and_what_was_not_checked_is_said(
    monitor: Monitor, tmp_path: Path
) -> None:
    ran = monitor(
        "init", "Rivian", "--feed", "https://nowhere.invalid/feed.xml", "--mail", "me@example.org",
        "--smtp", "smtp://127.0.0.1:1", "--hook", "https://hooks.slack.com/services/T/B/secret",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    said = ran.err.partition("Not checked:")[2]
    assert "https://nowhere.invalid/feed.xml: there is no host named" in said
    assert "mail to me@example.org: " in said
    assert "monitor send-test team" in said
    settings = written(tmp_path, "monitor.yaml")
    assert settings["channels"]["team"] == {"type": "slack", "url": "file:secrets/team-url"}  # type: ignore[index] # YAML
    secret = tmp_path / "secrets" / "team-url"
    assert secret.read_text("utf-8") == "https://hooks.slack.com/services/T/B/secret\n"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert monitor("check").code == 0


def test_without_options_and_without_a_terminal_both_files_are_written_and_kept(
    monitor: Monitor, tmp_path: Path
) -> None:
    first = monitor("init")
    assert (first.code, "monitor topics add" in first.out) == (0, True)
    before = (tmp_path / "monitor.yaml").read_bytes()
    (tmp_path / "watchlists" / "mine.yaml").unlink()
    again = monitor("init", "Rivian")
    assert again.code == 0, again.err
    assert "monitor.yaml was there already and stays as it is" in again.out
    assert "added to " in again.out
    more = monitor("init", "--feed", "https://example.org/feed.xml", "--offline")
    assert ("added to " in more.out, "mine.yaml" in more.out) == (True, True), more.out
    assert more.out.splitlines()[1] == "added to watchlists/mine.yaml"
    assert "added to " not in monitor("init", "Rivian", "--feed", "https://example.org/feed.xml", "--offline").out
    assert (tmp_path / "monitor.yaml").read_bytes() == before
    assert [topic["id"] for topic in monitor("topics", "--json").json] == ["rivian"]
    assert "wrote watchlists/video-models.yaml" in monitor("init", "--example", "ai-video", "--offline").out
    assert monitor("init", "/proc/nope").code == 2


def test_an_address_on_this_network_is_allowed_as_it_was_asked_for_also_offline(
    monitor: Monitor, tmp_path: Path
) -> None:
    assert monitor("init", "Rivian", "--feed", "http://192.168.7.1:8080/feed", "--offline").code == 0
    assert written(tmp_path, "monitor.yaml")["fetch"] == {"proxy": None, "allow": ["192.168.7.1:8080"]}
    assert monitor("check").code == 0


def test_watchlists_that_are_there_are_grown_and_nothing_in_them_is_lost(monitor: Monitor, tmp_path: Path) -> None:
    (tmp_path / "watchlists").mkdir()
    own = tmp_path / "watchlists" / "own.yaml"
    own.write_text("# Mine.\ntopics:\n  - {id: vidu, aliases: [Vidu]}\n", "utf-8")
    ran = monitor("init", "Rivian", "--offline", "--search")
    assert ran.code == 0, ran.err
    said = ran.out.splitlines()
    assert any(line.startswith("added to ") and line.endswith("own.yaml") for line in said), said
    assert not any("own.yaml was there already" in line for line in said), "it does not stay as it is"
    text = own.read_text("utf-8")
    assert text.startswith("# Mine.\ntopics:\n  - {id: vidu, aliases: [Vidu]}\n  - {id: rivian,")
    assert "engine: bing-news" in text
    assert not (tmp_path / "watchlists" / "mine.yaml").exists()


def test_the_example_brings_the_shipped_watchlists_into_any_folder(monitor: Monitor, tmp_path: Path) -> None:
    ran = monitor("init", "new/place", "--example", "ai-video", "--offline", "--language", "ja")
    assert (ran.code, "cd new/place && monitor run" in ran.out.replace("      ", "")) == (0, True), ran.err
    assert written(tmp_path, "new/place/monitor.yaml")["language"] == "ja"
    assert not (tmp_path / "new" / "place" / "watchlists" / "mine.yaml").exists()
    assert len(monitor("--config", "new/place/monitor.yaml", "topics", "--json").json) > 20


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--example", "weather"), 'no example "weather"; there is ai-video'),
        (("x", "--language", "tlh"), 'no language "tlh"; one of zh, en, ja'),
        (("x", "--mail", "me"), "--mail me: no mail address; one reads me@example.org"),
        (("x", "--smtp", "http://a"), "--smtp http://a: http:// is not read"),
        (("x", "--smtp", "mail"), "--smtp mail: expected an address such as smtp+starttls://user@mail.example.org:587"),
        (("x", "--feed", "https://me:hunter2@a:0"), "--feed https://***@a:0: port 0 is wrong"),
        (
            ("Rivian", "--mail", "r@example.org", "--smtp", "smtps://r@mail.example.org"),
            "its password is expected in the variable SMTP_PASSWORD",
        ),
        (("x", "--hook", "ftp://a"), "--hook ftp://a: ftp:// is not read"),
        (("Rivian", "x", "--offline"), "nothing was changed: topics[1].aliases[0] is wrong; got x"),
        (("x", "--timezone", "Mars/X"), "Mars/X is not a time zone"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_written(
    monitor: Monitor, tmp_path: Path, words: tuple[str, ...], line: str
) -> None:
    ran = monitor("init", *words)
    assert (ran.code, line in ran.err) == (2, True), ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "ja_JP.UTF-8", "LANG": "zh_CN.UTF-8"}, "ja"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_machine_says_the_language(env: dict[str, str], language: str) -> None:
    assert language_of(env) == language


def answer(folder: Path, *answers: str) -> tuple[int, str]:
    """Run ``monitor init`` on a terminal, with an answer for each question; exit code and what was on the screen."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "LANG": "en_US.UTF-8", "TZ": "UTC", "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", "init"], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=env
    )
    os.close(theirs)
    waiting, shown, end = (
        [text if text == "\x04" else f"{text}\n" for text in answers],
        b"",
        time.monotonic() + PATIENCE,
    )
    try:
        while time.monotonic() < end:
            if select.select([ours], [], [], 0.2)[0]:
                try:
                    shown += os.read(ours, 65_536)
                except OSError:
                    break
            elif waiting and shown.endswith((b": ", b"]: ")):
                os.write(ours, waiting.pop(0).encode())
                shown += b"\n"
        return process.wait(PATIENCE), shown.decode().replace("\r", "")
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def test_three_questions_on_a_terminal_make_a_monitor(fake_site: FakeSite, tmp_path: Path) -> None:
    fake_site.items = [("Rivian opens a plant", "Rivian opened a plant.")]
    code, shown = answer(
        tmp_path,
        "Rivian, Lucid", "", "Lucid Motors",
        "not an address", f"{fake_site.base}/feed.xml", "", "", "",
        "2", f"{fake_site.base}/hook",
    )  # fmt: skip
    assert code == 0, shown
    assert "is no web address" in shown
    assert "Rivian opens a plant · rivian" in shown
    assert "A test message went out: team" in shown
    lists = written(tmp_path, "watchlists/mine.yaml")
    assert [topic["aliases"] for topic in lists["topics"]] == [["Rivian"], ["Lucid", "Lucid Motors"]]  # type: ignore[attr-defined] # YAML
    assert [source["title"] for source in lists["sources"]] == ["Newsroom"]  # type: ignore[attr-defined] # YAML
    assert written(tmp_path, "monitor.yaml")["language"] == "en"


def test_leaving_among_the_questions_writes_nothing(tmp_path: Path) -> None:
    code, _ = answer(tmp_path, "Rivian", "\x04")
    assert code != 0
    assert list(tmp_path.iterdir()) == []

"""Who changed what, when and from where: files, rules, messages, stories, log-ins."""

import getpass
from pathlib import Path

import pytest

from tests.cli.harness import FakeSite, Monitor

SECOND = "watchlist: second\ntopics:\n  - {id: sora, name: {en: Sora}, aliases: [Sora AI]}\n"


def lines(monitor: Monitor, *words: str) -> list[tuple[str, str, str]]:
    """Newest first: who, what, from where."""
    return [(row["who"], row["what"], row["from"]) for row in monitor("audit", "--json", *words).json]


def test_files_that_differ_at_a_start_are_noted_with_their_owner(harness: Path, monitor: Monitor) -> None:
    monitor("once")
    assert [what for _, what, _ in lines(monitor)] == [
        "configuration first in force: monitor.yaml, watchlists/first.yaml"
    ]
    monitor("once")
    assert len(lines(monitor)) == 1
    watchlist = harness / "watchlists" / "first.yaml"
    watchlist.write_text(watchlist.read_text("utf-8") + "# a word more\n", "utf-8")
    (harness / "watchlists" / "second.yaml").write_text(SECOND, "utf-8")
    monitor("once")
    changed, added = sorted(lines(monitor)[:2], key=lambda row: row[1], reverse=True)
    assert changed[1].startswith("configuration changed: watchlists/first.yaml, written 20")
    assert added[1].startswith("configuration added: watchlists/second.yaml")
    assert changed[0] == getpass.getuser()
    assert changed[2] == f"file {watchlist}"
    (harness / "watchlists" / "second.yaml").unlink()
    monitor("once")
    assert lines(monitor)[0][1] == "configuration removed: watchlists/second.yaml"


def test_what_a_person_does_by_command_is_noted_with_their_terminal(
    harness: Path, monitor: Monitor, fake_site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert harness
    fake_site.items = [("快手可灵发布2.0", "可灵"), ("可灵完成新一轮融资", "可灵")]
    monitor("once")
    monkeypatch.setenv("SSH_CONNECTION", "10.9.8.7 50022 10.0.0.1 22")
    monitor("mute", "kling", "1d")
    monitor("deliveries", "pause")
    first, second = (row["id"] for row in monitor("stories", "--json").json)
    monitor("stories", "merge", first, second)
    found = lines(monitor)
    assert [what.split()[0] for _, what, _ in found[:3]] == ["stories", "sending", "mute"]
    assert {(who, where.rpartition(", ")[2]) for who, _, where in found[:3]} == {
        (getpass.getuser(), "by SSH from 10.9.8.7")
    }
    assert [what for _, what, _ in lines(monitor, "--about", "MUTE")] == [found[2][1]]
    assert len(lines(monitor, "--limit", "2")) == 2
    shown = monitor("audit")
    assert "from where" in shown.out
    assert "sending paused" in shown.out


def test_an_audit_of_nothing_says_so(harness: Path, monitor: Monitor) -> None:
    assert harness
    monitor("once")
    assert monitor("audit", "--about", "no such words").out.strip() == "No such change was noted."

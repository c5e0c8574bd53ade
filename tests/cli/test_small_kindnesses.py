"""Slips that a stranger makes in the first hour, and what is said of them."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.cli.arguments.values import moment_ago
from tests.cli.harness import FakeSite, Monitor


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ("fetch: {per_host_delay: 100ms}\n", "durations start at 1s; write 1s, or 0s for none"),
        ("rsshub: htp://rsshub.lan\n", "did you mean http://rsshub.lan"),
        ("rsshub: localhost:1200\n", "did you mean http://localhost:1200"),
    ],
)
def test_a_slip_in_the_settings_is_answered_with_what_to_write(
    monitor: Monitor, harness: Path, settings: str, line: str
) -> None:
    (harness / "slip.yaml").write_text(settings, "utf-8")
    ran = monitor("--config", "slip.yaml", "check")
    assert (ran.code, line in ran.err) == (2, True), ran.err


def test_an_address_that_cannot_be_listened_on_gets_one_sentence(monitor: Monitor, harness: Path) -> None:
    (harness / "slip.yaml").write_text("web: {listen: 99999}\n", "utf-8")
    ran = monitor("--config", "slip.yaml", "check")
    assert ran.code == 2
    assert "would be open to everybody" not in ran.err


def test_a_folder_with_settings_stands_for_them(monitor: Monitor, harness: Path) -> None:
    assert monitor("--config", ".", "topics", "--json").json[0]["id"] == "kling"
    ran = monitor("--config", "watchlists", "topics")
    assert (ran.code, "is a folder without a monitor.yaml" in ran.err) == (2, True)


def test_what_cannot_be_fetched_is_said_on_stderr_and_a_missing_scheme_is_supplied(
    monitor: Monitor, harness: Path
) -> None:
    ran = monitor("fetch", "http://127.0.0.2:1/")
    assert (ran.code, ran.out, "127.0.0.2:1" in ran.err) == (1, "", True)
    assert "did you mean http://127.0.0.1:9/feed.xml?" in monitor("fetch", "127.0.0.1:9/feed.xml").err


def test_a_short_name_that_is_sure_is_warned_of_once_only(monitor: Monitor, harness: Path) -> None:
    (harness / "watchlists" / "first.yaml").write_text(
        "topics: [{id: r2, aliases: [R2]}, {id: r3, aliases: [{text: R3, sure: true}]}]\n"
        'sources: [{url: "https://example.org/f"}]\n',
        "utf-8",
    )
    ran = monitor("check")
    assert ("“R2” is so short" in ran.err, "“R3” is so short" in ran.err) == (True, False)


@pytest.mark.parametrize(("word", "days"), [("today", 0), ("Yesterday", 1), ("week", 7)])
def test_days_have_names(monitor: Monitor, harness: Path, word: str, days: int) -> None:
    began = moment_ago(word)
    assert began is not None
    assert (began.hour, began.minute, str(began.tzinfo)) == (0, 0, "Asia/Shanghai")
    assert began.date() == (moment_ago("0s") or began).astimezone(began.tzinfo).date() - timedelta(days=days)


def test_a_database_that_was_emptied_is_told(monitor: Monitor, harness: Path, fake_site: FakeSite) -> None:
    assert "begins anew" not in monitor("once").err
    (harness / "state" / "monitor.db").write_bytes(b"")
    for beside in ("-wal", "-shm"):
        (harness / "state" / f"monitor.db{beside}").unlink(missing_ok=True)
    assert "the database was an empty file: it begins anew" in monitor("once").err
    state = harness / "state"
    (state / "monitor.db").unlink()
    assert "begins anew" not in monitor("once").err, "as on the first day"
    (state / "monitor.db").unlink()
    (state / "backups").mkdir()
    (state / "backups" / "news-monitor-20261123T080000Z.tar.gz").touch()
    assert "backups of one: it begins anew" in monitor("once").err
    assert "begins anew" not in monitor("once").err, "it is there now"

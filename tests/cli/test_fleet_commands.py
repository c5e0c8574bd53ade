"""A fleet at the terminal: what is missing is said, a move tells where it went, and sizes are reckoned."""

from pathlib import Path

import pytest

from tests.cli.harness import FakeSite, Monitor


def test_workers_and_leaders_need_a_shared_database(monitor: Monitor, harness: Path) -> None:
    ran = monitor("worker")
    assert ran.code == 2
    assert "set fleet.enabled and a PostgreSQL database" in ran.err
    settings = harness / "monitor.yaml"
    settings.write_text(settings.read_text("utf-8") + "fleet: {enabled: true}\n", "utf-8")
    ran = monitor("check")
    assert ran.code == 2
    assert "a fleet shares a PostgreSQL database, and this one is a file on one machine" in ran.err
    assert "monitor.yaml:" in ran.err


def test_an_unknown_queue_is_named(monitor: Monitor, harness: Path) -> None:
    ran = monitor("worker", "--queues", "polls,pages")
    assert ran.code == 2
    assert "expected some of polls,deliveries,hubs" in ran.err


def test_a_store_moves_and_goes_on_there(
    monitor: Monitor, harness: Path, fake_site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。")]
    monitor("once")
    before = monitor("mentions", "--json").json
    assert before
    monkeypatch.setenv("NEW_DATABASE", f"sqlite:///{harness}/moved.db")
    ran = monitor("migrate", "--to", "env:NEW_DATABASE")
    assert ran.code == 0
    assert "each compared by count and hash" in ran.out
    settings = harness / "monitor.yaml"
    settings.write_text(settings.read_text("utf-8") + "database: env:NEW_DATABASE\n", "utf-8")
    assert monitor("mentions", "--json").json == before
    sent = len(fake_site.hooks)
    assert monitor("once").code == 0
    assert len(fake_site.hooks) == sent


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("env:NOT_THERE", "the variable NOT_THERE is not set"),
        ("mysql://somewhere/news", "mysql is not supported"),
        ("nowhere", "expected sqlite:///path or postgresql://user@host/name"),
    ],
)
def test_a_wrong_target_is_said_and_nothing_moves(monitor: Monitor, harness: Path, target: str, told: str) -> None:
    monitor("once")
    ran = monitor("migrate", "--to", target)
    assert ran.code == 2
    assert told in ran.err


def test_sizes_say_what_is_full_first(monitor: Monitor) -> None:
    few = monitor("sizing", "--sources", "200")
    assert "one machine, without workers" in few.out
    many = monitor("sizing", "--sources", "1000000", "--json").json
    assert many["workers"] > 1
    assert many["first_limit"] in {"writer", "queue", "processors"}

"""``monitor run`` alone at a PostgreSQL database whose connections end: it holds its lock, or stands by."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.adapters.store.locks.server_lock import ServerLock
from monitor.errors import LockedError
from tests.adapters.store.test_server_lock import cut_all
from tests.cli.harness import Daemon, FakeSite, Monitor

_TRIES = 200


@pytest.fixture
def alone(postgresql_url: str, harness: Path, fake_site: FakeSite) -> Iterator[Daemon]:
    """A daemon with a database of a server, past its first poll."""
    fake_site.items = [("城市天气", "多云")]
    with (harness / "monitor.yaml").open("a", encoding="utf-8") as file:
        file.write(f'database: "{postgresql_url}"\n')
    started = Daemon(harness)
    try:
        started.wait_for("news-monitor runs")
        started.wait_for("polled")
        yield started
    finally:
        started.stop()


def take_meanwhile(lock: ServerLock) -> None:
    """Take it in the moment in which the daemon's connection is gone."""
    for _ in range(_TRIES):
        cut_all(lock.address)
        with suppress(LockedError):  # the daemon was the first to take it again
            lock.take()
            return
    raise AssertionError("the daemon always was the first")


def test_a_lone_daemon_holds_its_lock_over_a_restart_of_the_server_and_yields_to_who_took_it(
    alone: Daemon,
    monitor: Monitor,
    fake_site: FakeSite,
    postgresql_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cut_all(postgresql_url)
    alone.wait_for("the lock of the database is held again")
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("MONITOR_STATE_DIR", "second")
        second = monitor("once", "--json")
    assert (second.code, second.out) == (3, "")
    assert "monitor run on" in second.err
    assert f"(process {alone.process.pid})" in second.err

    other = ServerLock(address=postgresql_url, doing="once", shared=False, zone=ZoneInfo("Etc/UTC"))
    take_meanwhile(other)
    alone.wait_for("another monitor uses the database; this one stands by")
    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。"), *fake_site.items]
    assert monitor("sources", "refresh", "newsroom").code == 0
    polls = sum("polled" in line for line in alone.said)
    assert "another instance is using" in "".join(alone.said)
    other.free()
    alone.wait_for("polled", times=polls + 1)
    alone.wait_for('"state": "sent"')
    assert len(fake_site.hooks) == 1
    assert alone.stop() == 0
    assert not [line for line in alone.said if "Traceback" in line]

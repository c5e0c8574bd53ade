"""A rehearsal of the worst day: everything is lost but one file."""

import errno
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.clock import SystemClock
from monitor.adapters.files.archive import TarArchives
from monitor.adapters.store.locks.state_lock import only_instance
from tests.adapters.store.old_store import make_old_store
from tests.cli.harness import FakeSite, Monitor


def test_everything_comes_back_from_one_file_and_nothing_is_sent_twice(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    fake_site.items = [("快手可灵发布2.0", "可灵")]
    assert monitor("once").code == 0
    sent = len(fake_site.hooks)
    assert sent
    before = (monitor("mentions", "--json").json, monitor("deliveries", "--json").json)
    made = monitor("backup", "b.tar.gz")
    assert made.code == 0, made.err
    assert "entries: 1" in made.out

    shutil.rmtree(harness / "state")
    shutil.rmtree(harness / "watchlists")
    (harness / "monitor.yaml").unlink()
    back = monitor("restore", "b.tar.gz")
    assert back.code == 0, back.err
    assert (monitor("mentions", "--json").json, monitor("deliveries", "--json").json) == before
    assert monitor("once").code == 0
    assert len(fake_site.hooks) == sent


def test_what_was_told_between_the_backup_and_the_loss_is_not_told_again(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    """The worst day, rehearsed: a message waits at the backup, more is told after it, then the disk is gone."""
    fake_site.items = [("快手可灵发布2.0", "可灵")]
    monitor("once")
    monitor("deliveries", "pause")
    fake_site.items = [("可灵新增首尾帧", "可灵"), *fake_site.items]
    monitor("once", "--force")
    monitor("backup", "b.tar.gz")
    monitor("deliveries", "resume")
    fake_site.items = [("可灵下调会员价格", "可灵"), *fake_site.items]
    monitor("once", "--force")
    told = len(fake_site.hooks)
    assert told == 3

    shutil.rmtree(harness / "state")
    fake_site.published = SystemClock().now()
    back = monitor("restore", "b.tar.gz")
    assert "comes with the next digest" in back.out
    assert "1 messages that waited in the backup" in back.out
    monitor("deliveries", "resume")
    monitor("once", "--force")
    assert len(fake_site.hooks) == told
    late = monitor("mentions", "--state", "late", "--json").json
    assert [one["entry"]["title"] for one in late] == ["可灵下调会员价格"]
    (held,) = monitor("deliveries", "--state", "held", "--json").json
    assert "may have been sent since" in held["answer"]
    shown = monitor("digest", "daily")
    assert "可灵下调会员价格" in shown.out
    assert "备份恢复" in shown.out

    # By hand it goes out, with the mark; what is published from now on is told as ever.
    monitor("deliveries", "retry", held["id"])
    fake_site.published = None
    fake_site.items = [("可灵上线音效生成", "可灵"), *fake_site.items]
    monitor("once", "--force")
    assert [hook["data"]["possible_repeat"] for hook in fake_site.hooks[told:]] == [True, False]


def test_a_backup_after_which_nothing_ran_goes_on_where_it_was(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    fake_site.items = [("快手可灵发布2.0", "可灵")]
    monitor("once")
    monitor("backup", "b.tar.gz")
    told = len(fake_site.hooks)
    shutil.rmtree(harness / "state")
    monitor("restore", "b.tar.gz", "--resume")
    fake_site.items = [("可灵新增首尾帧", "可灵"), *fake_site.items]
    monitor("once", "--force")
    assert len(fake_site.hooks) == told + 1


def test_an_archive_can_be_verified_and_is_not_overwritten_by_accident(harness: Path, monitor: Monitor) -> None:
    assert harness
    monitor("once")
    assert monitor("backup", "b.tar.gz").code == 0
    assert "is whole" in monitor("backup", "--verify", "b.tar.gz").out
    refused = monitor("backup", "b.tar.gz")
    assert refused.code == 2
    assert "--force" in refused.err
    assert monitor("backup", "b.tar.gz", "--force").code == 0
    (harness / "b.tar.gz").write_bytes((harness / "b.tar.gz").read_bytes()[:-100])
    broken = monitor("backup", "--verify", "b.tar.gz")
    assert broken.code == 2
    assert "take an older one" in broken.err


def test_a_backup_for_a_pipe_is_refused_instead_of_a_sentence_in_it(harness: Path, monitor: Monitor) -> None:
    refused = monitor("backup", "-")
    assert (refused.code, refused.out) == (2, "")
    assert "name one" in refused.err
    assert not (harness / "-").exists()


def test_what_is_no_file_is_not_replaced_by_one(harness: Path, monitor: Monitor) -> None:
    """A pipe or a device would be gone, for everybody on the machine."""
    assert monitor("once").code == 0
    pipe = harness / "pipe"
    os.mkfifo(pipe)
    ran = monitor("backup", "pipe", "--force")
    assert ran.code == 2
    assert "pipe is not a file: name one to write the backup into" in ran.err
    assert pipe.is_fifo()


def test_settings_that_cannot_be_written_are_seen_before_anything_is_replaced(
    harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container has its settings on a mount that it cannot write."""
    assert monitor("once").code == 0
    assert monitor("backup", "b.tar.gz").code == 0
    changed = harness / "watchlists" / "first.yaml"
    changed.write_text(changed.read_text("utf-8") + "# later\n", "utf-8")
    allowed = os.access

    def mounted(path: object, mode: int) -> bool:
        return allowed(str(path), mode) and not ("watchlists" in str(path) and mode & os.W_OK)

    monkeypatch.setattr(os, "access", mounted)
    ran = monitor("restore", "b.tar.gz")
    assert ran.code == 2
    assert "first.yaml cannot be written, so nothing was changed; --store-only leaves settings" in ran.err
    assert not list((harness / "state").glob("*.before-restore-*"))
    assert monitor("restore", "b.tar.gz", "--store-only").code == 0


def test_where_the_state_takes_no_files_the_archive_is_made_beside_itself(
    harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monitor("once")
    state, made = harness / "state", tempfile.mkdtemp

    def refuse(*given: Any, **named: Any) -> str:
        if Path(named["dir"]) == state:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        found: str = made(*given, **named)
        return found

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    saved = monitor("backup", "b.tar.gz")
    assert saved.code == 0, saved.err
    assert monitor("backup", "--verify", "b.tar.gz").code == 0
    assert not list(harness.glob(".backup-*"))


@pytest.mark.parametrize("name", ["50%41 off", "which?mode=ro", "#1 list"])
def test_folders_may_have_any_name(harness: Path, monitor: Monitor, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (harness / name).mkdir()
    for file in ("monitor.yaml", "watchlists"):
        (harness / file).rename(harness / name / file)
    monkeypatch.chdir(harness / name)
    assert monitor("once").code == 0
    assert (harness / name / "state" / "monitor.db").is_file()
    assert monitor("backup", "b.tar.gz").code == 0
    assert monitor("restore", "b.tar.gz").code == 0
    assert [one.name for one in harness.iterdir()] == [name]


def test_a_running_monitor_is_not_restored_under_its_feet(harness: Path, monitor: Monitor) -> None:
    monitor("once")
    monitor("backup", "b.tar.gz")
    with only_instance(harness / "state", "run"):
        refused = monitor("restore", "b.tar.gz")
    assert refused.code != 0
    assert "another instance" in refused.err


def test_files_that_differ_are_kept_aside(harness: Path, monitor: Monitor) -> None:
    monitor("once")
    monitor("backup", "b.tar.gz")
    watchlist = harness / "watchlists" / "first.yaml"
    watchlist.write_text(watchlist.read_text("utf-8") + "# since then\n", "utf-8")
    done = monitor("restore", "b.tar.gz", "--json")
    assert done.json["written"] == [str(watchlist)]
    assert "since then" not in watchlist.read_text("utf-8")
    (aside,) = harness.glob("watchlists/first.yaml.before-restore-*")
    assert "since then" in aside.read_text("utf-8")


def test_a_store_alone_leaves_the_configuration_as_it_is(harness: Path, monitor: Monitor) -> None:
    monitor("once")
    monitor("backup", "b.tar.gz")
    watchlist = harness / "watchlists" / "first.yaml"
    watchlist.write_text(watchlist.read_text("utf-8") + "# since then\n", "utf-8")
    assert monitor("restore", "b.tar.gz", "--store-only").code == 0
    assert "since then" in watchlist.read_text("utf-8")


def test_before_the_tables_change_a_backup_is_made_with_which_the_way_back_is_open(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    monitor("once")
    (harness / "state" / "monitor.db").unlink()
    make_old_store(f"sqlite:///{harness}/state/monitor.db")
    assert monitor("once").code in (0, 1)
    (made,) = (harness / "state" / "backups").glob("news-monitor-before-0005-*.tar.gz")
    assert TarArchives().verify(str(made)).schema == "0005"
    assert "is whole" in monitor("backup", "--verify", made).out
    assert monitor("restore", made, "--resume").code == 0


def test_without_room_for_that_backup_the_tables_stay_as_they_are(
    harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (harness / "state").mkdir()
    make_old_store(f"sqlite:///{harness}/state/monitor.db")
    usage = shutil.disk_usage(harness)._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    refused = monitor("once")
    assert refused.code == 2
    assert "the upgrade was not begun" in refused.err
    assert "no room for a copy" in refused.err
    monkeypatch.undo()
    with closing(sqlite3.connect(harness / "state" / "monitor.db")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0005",)


def test_a_damaged_store_is_refused_at_the_start_with_the_file_that_brings_it_back(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    fake_site.items = [("快手可灵发布2.0", "可灵")]
    monitor("once")
    (harness / "state" / "backups").mkdir()
    newest = harness / "state" / "backups" / "news-monitor-20261123T080000Z.tar.gz"
    monitor("backup", newest)
    database = harness / "state" / "monitor.db"
    content = bytearray(database.read_bytes())
    content[8192:] = b"\xa5" * (len(content) - 8192)
    database.write_bytes(content)
    for end in ("-wal", "-shm"):
        Path(f"{database}{end}").unlink(missing_ok=True)
    refused = monitor("run")
    assert refused.code == 2
    assert "it is damaged" in refused.err
    assert f"monitor restore {newest}" in refused.err
    assert monitor("restore", newest).code == 0
    assert monitor("once").code == 0

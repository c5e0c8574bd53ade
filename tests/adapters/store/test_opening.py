"""A store that cannot be used says why, in words that help."""

import os
import sqlite3
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError

from monitor.adapters.store.database import DatabaseStore, open_store
from monitor.adapters.store.filesystem_check import file_system, refuse_network, what_ends_it
from monitor.core.model.filters import EntryFilter
from monitor.core.model.operations.key_values import LINK_KEY
from monitor.errors import StoreError, StoreGoneError
from monitor.ports import Store
from tests.machine_time import machine_seconds

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness, Told

SHORT = timedelta(milliseconds=50)


def test_server_that_does_not_answer_is_explained() -> None:
    """A PostgreSQL server that is not there is named, without the password."""
    pytest.importorskip("psycopg", reason="pip install psycopg[binary] runs this")
    with pytest.raises(StoreError, match=r"^database postgresql://me:\*\*\*@127\.0\.0\.1:1/news: the server"):
        open_store("postgresql://me:secret@127.0.0.1:1/news")


def test_store_provides_the_port(store: Store) -> None:
    """What ``open_store`` gives is what the use cases ask for."""
    with store.read() as tx:
        assert not tx.sources.all()


def test_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    """A new database can be read by nobody else, and is safe against a power cut."""
    path = tmp_path / "monitor.db"
    store = open_store(f"sqlite:///{path}")
    with store.write() as tx:
        settings = [
            tx._connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    store.close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert settings == ["wal", 2, 1, 10_000]


def test_store_survives_reopening(file_url: str, harness: "StoreHarness") -> None:
    """What was committed is there when the store is opened again."""
    store = open_store(file_url)
    with store.write() as tx:
        told = harness.report(tx, "one")
    store.close()
    store = open_store(file_url, migrate=False)
    with store.read() as tx:
        assert tx.stories.get([told.story])[0].title == "one"
    store.close()


def fail_after(_done: object) -> None:
    raise LookupError


def test_error_rolls_everything_back(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A transaction that fails leaves nothing of itself."""
    with pytest.raises(LookupError), store.write() as tx:
        fail_after(harness.report(tx, "one"))
    with store.read() as tx:
        assert not tx.entries.find(EntryFilter())
        assert not tx.sources.all()


def test_writing_while_reading_is_a_bug(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A read transaction refuses to write, loudly, and the store goes on."""
    with pytest.raises(DBAPIError), store.read() as tx:
        tx.key_values.set(LINK_KEY, "b", now=harness.now)
    with store.write() as tx:
        tx.key_values.set(LINK_KEY, "c", now=harness.now)
    with store.read() as tx:
        assert tx.key_values.get(LINK_KEY) == "c"


def test_broken_rule_is_a_bug(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A reference to nothing is no fault of the operator's: it is not dressed up as one."""
    with pytest.raises(DBAPIError), store.write() as tx:
        tx.entries.remember(12345, None, {1: "guid"}, now=harness.now)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://root@host/news", "mysql is not supported"),
        ("monitor.db", "expected sqlite:///path"),
        ("sqlite:////nowhere/at/all/monitor.db", "its folder does not exist"),
        ("sqlite:////tmp", "this is a folder"),
        ("postgresql://me@/news?host=/nowhere/at/all", "the server does not answer"),
    ],
)
def test_wrong_address_is_explained(url: str, says: str) -> None:
    """An address that cannot work says what is wrong with it."""
    with pytest.raises(StoreError, match=says) as refused:
        open_store(url)
    assert not {"\n", "\t"} & set(str(refused.value)), "one line, as people and logs read it"


def test_folder_that_takes_no_file_is_explained() -> None:
    """A folder that refuses new files is named."""
    with pytest.raises(StoreError, match=r"/proc/monitor\.db: it cannot be created"):
        open_store("sqlite:////proc/monitor.db")


@pytest.mark.parametrize("content", [b"not a database, but long enough to be one" * 100, b"x"])
def test_other_file_is_no_database(tmp_path: Path, content: bytes) -> None:
    """A file that is something else is refused and stays as it is."""
    path = tmp_path / "monitor.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="not a database of this program"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_other_programs_database_is_refused(tmp_path: Path) -> None:
    """A database with other tables is left alone."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE places (id)")
    other.close()
    with pytest.raises(StoreError, match=r"tables of another program \(places\)"):
        open_store(f"sqlite:///{path}")


def test_damaged_database_is_refused(tmp_path: Path, harness: "StoreHarness") -> None:
    """A page that was overwritten is found before anything is written."""
    path = tmp_path / "monitor.db"
    store = open_store(f"sqlite:///{path}")
    with store.write() as tx:
        for number in range(50):
            harness.report(tx, f"report {number}")
    store.close()
    with path.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(os.urandom(4096 * 30))
    with pytest.raises(StoreError, match="damaged"):
        open_store(f"sqlite:///{path}")


def test_locked_database_is_explained(tmp_path: Path, file_url: str, harness: "StoreHarness") -> None:
    """Another program that keeps the lock is named as the cause, when opening and when writing; reading goes on."""
    store = open_store(file_url, patience=SHORT)
    other = sqlite3.connect(tmp_path / "monitor.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program keeps it locked"), store.write() as tx:
        tx.key_values.set(LINK_KEY, "b", now=harness.now)
    with pytest.raises(StoreError, match="another program keeps it locked"):
        open_store(file_url, patience=SHORT)
    with store.read() as tx:
        assert tx.key_values.get(LINK_KEY) is None
    other.execute("ROLLBACK")
    other.close()
    with store.write() as tx:
        tx.key_values.set(LINK_KEY, "b", now=harness.now)
    store.close()


def fill(store: DatabaseStore, harness: "StoreHarness", committed: "list[Told]") -> None:
    for number in range(1000):
        with store.write() as tx:
            told = harness.report(tx, f"report {number}")
        committed.append(told)


def test_full_disk_loses_nothing(small_disk: Path, harness: "StoreHarness") -> None:
    """When the disk is full what was committed stays, the rest is not half there, and room makes it go on."""
    ballast = small_disk / "ballast"
    store = open_store(f"sqlite:///{small_disk}/monitor.db")
    with store.write() as tx:
        harness.source(tx)
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    ballast.write_bytes(bytes(max(0, free - 100_000)))
    committed: list[Told] = []
    with pytest.raises(StoreError, match="the disk is full"):
        fill(store, harness, committed)
    with store.read() as tx:
        assert {entry.id for entry in tx.entries.find(EntryFilter(limit=1000))} == {told.entry for told in committed}
    ballast.unlink()
    with store.write() as tx:
        harness.report(tx, "after")
    store.close()
    store = open_store(f"sqlite:///{small_disk}/monitor.db")
    with store.read() as tx:
        assert len(tx.entries.find(EntryFilter(limit=1000))) == len(committed) + 1
    store.close()


def test_read_only_disk_is_explained(small_disk: Path) -> None:
    """A database on a disk that went read-only cannot be opened for work."""
    open_store(f"sqlite:///{small_disk}/monitor.db").close()
    subprocess.run(["/bin/mount", "-o", "remount,ro", str(small_disk)], check=True)  # noqa: S603 - fixed words
    with pytest.raises(StoreError, match="cannot be written: give this user the right to, on a writable disk"):
        open_store(f"sqlite:///{small_disk}/monitor.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere: run as another user")
def test_read_only_file_is_explained(tmp_path: Path) -> None:
    """A file that this user may not write is named."""
    path = tmp_path / "monitor.db"
    path.touch(mode=0o400)
    with pytest.raises(StoreError, match="cannot be written: give this user the right to"):
        open_store(f"sqlite:///{path}")


MOUNTS = r"""
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /srv/share\040one rw - nfs4 server:/x rw
31 22 0:41 / /srv/share rw shared:7 master:2 - 9p host rw
32 31 254:1 / /srv/share/local rw - xfs /dev/vdb rw
33 22 0:42 / /mnt rw - ext4 /dev/vdc rw
34 22 0:43 / /mnt rw - virtiofs tag rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv", "ext4"),
        ("/srv/share one/state", "nfs4"),
        ("/srv/share/state", "9p"),
        ("/srv/share/local/state", "xfs"),
        ("/srv/shared/state", "ext4"),
        ("/mnt/state", "virtiofs"),
    ],
)
def test_innermost_mount_decides(path: str, kind: str) -> None:
    """The file system is that of the innermost and latest mount over a path."""
    assert file_system(Path(path), MOUNTS) == kind


def test_network_file_systems_are_refused(tmp_path: Path) -> None:
    """Where locks do not reach the other side, SQLite is refused; here it is not."""
    with pytest.raises(StoreError, match=r"network file system \(nfs4\)"):
        refuse_network(Path("/srv/share one/state"), mounts=MOUNTS)
    refuse_network(Path("/srv/share/local/state"), mounts=MOUNTS)
    refuse_network(tmp_path)


def test_a_database_that_is_removed_or_replaced_is_noticed_before_anything_is_lost(
    file_url: str, tmp_path: Path, harness: "StoreHarness"
) -> None:
    """SQLite itself would go on in a file without a name, and lose all of it at the end."""
    store = open_store(file_url)
    path = tmp_path / "monitor.db"
    path.rename(tmp_path / "aside.db")
    with pytest.raises(StoreGoneError, match="removed or replaced"), store.write() as tx:
        tx.key_values.set(LINK_KEY, "lost", now=harness.now)
    open_store(file_url).close()
    with pytest.raises(StoreGoneError, match="removed or replaced"), store.read() as tx:
        tx.key_values.get(LINK_KEY)
    store.close()


def test_housekeeping_shortens_the_log_and_waits_for_nobody(
    file_url: str, tmp_path: Path, harness: "StoreHarness"
) -> None:
    """No commit pays for a checkpoint, and a writer under way does not hold housekeeping up."""
    store = open_store(file_url)
    log = tmp_path / "monitor.db-wal"
    with store.write() as tx:
        for number in range(300):
            harness.entry(tx, f"entry {number} " + "x" * 2000)
    with store.write() as tx:
        tx.key_values.set(LINK_KEY, "x", now=harness.now)
        with machine_seconds() as seconds:
            store.maintain()
            assert seconds() < 2
    full = log.stat().st_size
    store.maintain()
    with store.write() as tx:
        tx.key_values.set(LINK_KEY, "y", now=harness.now)
    assert full > 500_000
    assert log.stat().st_size <= full, "what was checkpointed is written over, not behind"
    store.close()


def test_only_who_asks_for_it_reads_the_whole_file_for_damage(file_url: str) -> None:
    """Every command opens the store; a start of the daemon checks it."""
    open_store(file_url).close()
    asked: list[str] = []
    for check in (True, False):
        made = sqlalchemy_statements(asked)
        open_store(file_url, check=check).close()
        made()
        assert any("quick_check" in statement for statement in asked) == check
        asked.clear()


def test_a_file_that_takes_minutes_is_not_read_at_the_start(file_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """systemd would end a daemon that has said nothing for five minutes, and start it again, and end it."""
    open_store(file_url).close()
    monkeypatch.setattr("monitor.adapters.store.database._LOOKED_THROUGH", 1_000)
    asked: list[str] = []
    made = sqlalchemy_statements(asked)
    open_store(file_url, check=True).close()
    made()
    assert asked
    assert not any("quick_check" in statement for statement in asked)


def sqlalchemy_statements(into: list[str]) -> Callable[[], None]:
    """Note every statement of every engine until the returned function is called."""

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        into.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    return lambda: event.remove(Engine, "before_cursor_execute", note)


def test_a_place_that_does_not_last_is_told() -> None:
    mounts = """\
1 0 0:30 / / rw - overlay overlay rw
2 1 8:1 / /data/state rw - ext4 /dev/sda1 rw
3 1 0:40 / /run rw - tmpfs tmpfs rw
"""
    assert what_ends_it(Path("/data/state"), mounts=mounts) == ""
    assert "inside the container" in what_ends_it(Path("/data/other"), mounts=mounts)
    assert "when the machine starts again" in what_ends_it(Path("/run/monitor"), mounts=mounts)

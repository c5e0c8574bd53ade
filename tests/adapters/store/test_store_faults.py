"""Faults of the store by their numbers in the project's list: S-02, S-04, S-06, S-15, S-21; others are elsewhere."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.adapters.store.database import DatabaseStore, open_store
from monitor.adapters.store.transaction import SqlTransaction
from monitor.core.model.filters import EntryFilter
from monitor.errors import StoreError
from tests.adapters.store.conftest import StoreHarness

ROOT = Path(__file__).parents[3]
BROKEN_SYNC = """
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <dlfcn.h>
static int broken(void) { return getenv("SYNC_IS_BROKEN") && getenv("SYNC_IS_BROKEN")[0] == '1'; }
int fsync(int fd) { if (broken()) { errno = EIO; return -1; } return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd); }
int fdatasync(int fd) {
    if (broken()) { errno = EIO; return -1; }
    return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd);
}
"""
SAY_SENT = """
import ctypes, os, sys
from datetime import UTC, datetime
from monitor.adapters.store.database import DatabaseStore, open_store
from monitor.core.model.deliveries import NewDelivery
from monitor.core.model.filters import DeliveryFilter
from monitor.errors import StoreError
now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
store = open_store(sys.argv[1])
with store.write() as tx:
    tx.outbox.enqueue([NewDelivery(kind="notice", subject="x", channel="team", recipient="", send_at=now)], now=now)
with store.read() as tx:
    (row,) = tx.outbox.find(DeliveryFilter())
ctypes.CDLL(None).setenv(b"SYNC_IS_BROKEN", b"1", 1)
try:
    with store.write() as tx:
        tx.outbox.mark(row.id, "sent", now=now)
except StoreError as error:
    print(error)
ctypes.CDLL(None).setenv(b"SYNC_IS_BROKEN", b"0", 1)
with store.read() as tx:
    print([found.state for found in tx.outbox.find(DeliveryFilter())])
with store.write() as tx:
    tx.outbox.mark(row.id, "deferred", now=now)
"""


def test_s02_a_disk_that_is_full_while_the_log_is_brought_in_loses_nothing(
    small_disk: Path, harness: StoreHarness
) -> None:
    store = open_store(f"sqlite:///{small_disk}/monitor.db")
    with store.write() as tx:
        harness.source(tx)
    with store.write() as tx:
        told = [harness.report(tx, f"report {number}") for number in range(40)]
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    (small_disk / "ballast").write_bytes(bytes(free))
    try:
        store.maintain()
    except StoreError as error:
        assert "housekeeping failed" in str(error)  # noqa: PT017 either is right: it is said, or there was room
    with store.read() as tx:
        assert {entry.id for entry in tx.entries.find(EntryFilter(limit=100))} == {one.entry for one in told}
    (small_disk / "ballast").unlink()
    store.maintain()
    store.close()
    with closing(sqlite3.connect(small_disk / "monitor.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (40,)


@pytest.mark.slow
def test_s04_what_could_not_be_synced_is_not_said_to_be_sent(tmp_path: Path) -> None:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("a C compiler makes the layer under which fsync fails: apt install gcc")
    (tmp_path / "layer.c").write_text(BROKEN_SYNC, "utf-8")
    layer = tmp_path / "layer.so"
    words = [compiler, "-shared", "-fPIC", "-o", str(layer), str(tmp_path / "layer.c"), "-ldl"]
    subprocess.run(words, check=True, capture_output=True)  # noqa: S603 our own source
    url = f"sqlite:///{tmp_path}/monitor.db"
    environment = {**os.environ, "LD_PRELOAD": str(layer), "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(  # noqa: S603 our own script
        [sys.executable, "-c", SAY_SENT, url], env=environment, check=False, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    assert "the disk reports an error" in ran.stdout
    assert "['pending']" in ran.stdout
    with closing(sqlite3.connect(tmp_path / "monitor.db")) as connection:
        assert connection.execute("SELECT state FROM delivery").fetchall() == [("deferred",)]


@pytest.mark.parametrize("kept", [0, 31, 32 + 24 + 100, 0.5, 0.9])
def test_s06_a_log_that_ends_early_leaves_whole_transactions(
    tmp_path: Path, harness: StoreHarness, kept: float
) -> None:
    """A machine that went down while the log grew: the transactions before its end are there, none in part."""
    path = tmp_path / "monitor.db"
    store = open_store(f"sqlite:///{path}")
    with store.write() as tx:
        harness.source(tx)
    store.maintain()
    for number in range(6):
        with store.write() as tx:
            harness.report(tx, f"report {number}")
    copy = tmp_path / "after"
    copy.mkdir()
    shutil.copy(path, copy / "monitor.db")
    log = Path(f"{path}-wal").read_bytes()
    length = int(kept if kept > 1 or kept == 0 else kept * len(log))
    (copy / "monitor.db-wal").write_bytes(log[:length])
    store.close()
    store = open_store(f"sqlite:///{copy}/monitor.db")
    with store.read() as tx:
        entries = tx.entries.find(EntryFilter(limit=100))
    assert [entry.title for entry in reversed(entries)] == [f"report {number}" for number in range(len(entries))]
    with store.write() as tx:
        harness.report(tx, "afterwards")
    store.close()
    with closing(sqlite3.connect(copy / "monitor.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        counts = [connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("entry", "report")]  # noqa: S608 our names
    assert counts == [len(entries) + 1, len(entries) + 1]


def test_s15_a_machine_without_zone_data_says_so(tmp_path: Path) -> None:
    (tmp_path / "tzdata").mkdir()
    (tmp_path / "tzdata" / "__init__.py").touch()
    (tmp_path / "monitor.yaml").write_text("language: en\ntimezone: Europe/Berlin\n", "utf-8")
    where = {"PYTHONTZPATH": str(tmp_path / "none"), "PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))}
    done = subprocess.run(
        [sys.executable, "-m", "monitor", "check"], cwd=tmp_path, env=os.environ | where, capture_output=True,
        text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "monitor.yaml:2:11: timezone is wrong; got Europe/Berlin" in done.stderr
    assert "this machine has no time zone data: pip install tzdata" in done.stderr


on_a_server = pytest.mark.parametrize("store", ["postgresql"], indirect=True)


_END_THE_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname = current_database()"
)


def _run(tx: SqlTransaction, statement: str) -> None:
    """What only a fault does in a transaction."""
    tx._connection.execute(text(statement))


def _sources(store: DatabaseStore) -> list[str]:
    with store.read() as tx:
        return [source.configured_url for source in tx.sources.all()]


def _write(store: DatabaseStore, *steps: Callable[[SqlTransaction], object]) -> None:
    with store.write() as tx:
        for step in steps:
            step(tx)


@on_a_server
def test_s21_a_connection_that_is_lost_keeps_all_or_nothing(store: DatabaseStore, harness: StoreHarness) -> None:
    def add(name: str) -> Callable[[SqlTransaction], object]:
        return lambda tx: harness.source(tx, f"https://example.org/{name}.xml")

    def cut_off(_: SqlTransaction) -> None:
        with store.read() as other:
            _run(other, _END_THE_OTHERS)

    _write(store, add("first"))
    before = _sources(store)
    with pytest.raises(StoreError, match=r"shut down or ended the connection|does not answer"):
        _write(store, add("second"), cut_off, add("third"))
    assert _sources(store) == before
    _write(store, add("second"))
    assert _sources(store) == [*before, "https://example.org/second.xml"]


@on_a_server
def test_s21_a_replica_and_a_conflict_are_told_in_words(store: DatabaseStore, harness: StoreHarness) -> None:
    _write(store, harness.source)
    conflict = "DO $$ BEGIN RAISE EXCEPTION 'could not serialize' USING ERRCODE = '40001'; END $$"
    for statement, words in (
        ("SET TRANSACTION READ ONLY", "takes no writes: it is a replica, or set to read-only"),
        (conflict, "gave up the transaction for another one"),
    ):
        with pytest.raises(StoreError, match=words):
            _write(store, partial(_run, statement=statement), partial(harness.source, url="https://example.org/second"))
    assert len(_sources(store)) == 1

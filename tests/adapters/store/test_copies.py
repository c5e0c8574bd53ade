"""Copies of the store: consistent while others write, checked, and put back in its place."""

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from monitor.adapters.store.copies import DatabaseCopies
from monitor.adapters.store.database import open_store
from monitor.core.model.filters import EntryFilter
from monitor.errors import StoreError
from tests.adapters.store.conftest import StoreHarness


def fill(url: str, harness: StoreHarness, *titles: str) -> None:
    store = open_store(url)
    with store.write() as tx:
        for title in titles:
            harness.entry(tx, title)
    store.close()


def titles(url: str) -> set[str]:
    store = open_store(url)
    with store.read() as tx:
        found = {entry.title for entry in tx.entries.find(EntryFilter(limit=100))}
    store.close()
    return found


@pytest.fixture(params=["file_url", "postgresql_url"])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


def test_a_copy_holds_what_was_there_and_comes_back(url: str, harness: StoreHarness, tmp_path: Path) -> None:
    fill(url, harness, "Kling 3.0 is out", "可灵发布")
    copies = DatabaseCopies(url=url)
    snapshot = copies.copy_to(str(tmp_path / "copy"))
    assert snapshot.rows["entry"] == 2
    fill(url, harness, "written after the copy")
    copies.replace_with(str(tmp_path / "copy"), suffix=".before")
    assert titles(url) == {"Kling 3.0 is out", "可灵发布"}
    # Numbers go on after those that came back.
    fill(url, harness, "written after the restore")
    assert len(titles(url)) == 3


def test_a_copy_is_made_beside_a_writer(file_url: str, harness: StoreHarness, tmp_path: Path) -> None:
    fill(file_url, harness, "committed")
    store = open_store(file_url)
    with store.write() as tx:
        harness.entry(tx, "not committed yet")
        assert DatabaseCopies(url=file_url).copy_to(str(tmp_path / "copy")).rows["entry"] == 1
    store.close()


def test_a_store_on_a_disk_that_went_read_only_can_still_be_saved(
    file_url: str, harness: StoreHarness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what is only in its log, and without a file made beside it."""
    fill(file_url, harness, "in the file")
    store = open_store(file_url)
    with store.write() as tx:
        harness.entry(tx, "in the log")
    path = Path(file_url.removeprefix("sqlite:///"))
    dead = tmp_path / "dead"
    dead.mkdir()
    for end in ("", "-wal"):
        shutil.copyfile(f"{path}{end}", dead / f"{path.name}{end}")
    store.close()
    before = sorted(dead.iterdir())
    mounted = os.statvfs(dead)
    read_only = os.statvfs_result((*mounted[:8], mounted.f_flag | os.ST_RDONLY, *mounted[9:]))
    monkeypatch.setattr(os, "statvfs", lambda _: read_only)
    copies = DatabaseCopies(url=f"sqlite:///{dead / path.name}")
    assert copies.copy_to(str(tmp_path / "copy")).rows["entry"] == 2
    assert sorted(dead.iterdir()) == before


def test_the_log_of_the_old_file_is_never_applied_to_the_new_one(
    file_url: str, harness: StoreHarness, tmp_path: Path
) -> None:
    fill(file_url, harness, "in the copy")
    copies = DatabaseCopies(url=file_url)
    copies.copy_to(str(tmp_path / "copy"))
    # A process that was killed leaves its log behind.
    path = Path(file_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as dying:
        dying.execute("PRAGMA wal_autocheckpoint=0")
        dying.execute("UPDATE entry SET title = 'only in the log'")
        dying.commit()
        left = {end: Path(f"{path}{end}").read_bytes() for end in ("-wal", "-shm")}
    for end, content in left.items():
        Path(f"{path}{end}").write_bytes(content)
    aside = copies.replace_with(str(tmp_path / "copy"), suffix=".before")
    assert aside == f"{path}.before"
    assert titles(file_url) == {"in the copy"}
    # And the old store is whole where it lies now.
    assert titles(f"sqlite:///{aside}") == {"only in the log"}


def test_a_store_is_replaced_where_a_file_has_one_name_only(
    file_url: str, harness: StoreHarness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAT, exFAT and some shares know no second name for a file."""
    fill(file_url, harness, "in the copy")
    copies = DatabaseCopies(url=file_url)
    copies.copy_to(str(tmp_path / "copy"))
    fill(file_url, harness, "written afterwards")

    def refuse(_source: object, _name: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    aside = copies.replace_with(str(tmp_path / "copy"), suffix=".before")
    assert titles(file_url) == {"in the copy"}
    assert titles(f"sqlite:///{aside}") == {"in the copy", "written afterwards"}


def test_a_damaged_copy_replaces_nothing(file_url: str, harness: StoreHarness, tmp_path: Path) -> None:
    fill(file_url, harness, "still here")
    copy = tmp_path / "copy"
    copy.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(StoreError, match="not a store of this program"):
        DatabaseCopies(url=file_url).replace_with(str(copy), suffix=".before")
    assert titles(file_url) == {"still here"}


def test_without_a_store_there_is_nothing_to_copy(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing to back up"):
        DatabaseCopies(url=f"sqlite:///{tmp_path}/none.db").copy_to(str(tmp_path / "copy"))


def test_a_server_is_dumped_before_an_upgrade_whatever_its_tables_are(
    postgresql_url: str, harness: StoreHarness, tmp_path: Path
) -> None:
    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump of the server's version or newer makes the dump: apt install postgresql-client")
    fill(postgresql_url, harness, "before the upgrade")
    target = tmp_path / "before.dump"
    assert DatabaseCopies(url=postgresql_url).dump_server(str(target))
    assert target.read_bytes()[:5] == b"PGDMP"
    assert target.stat().st_mode & 0o077 == 0
    wrong = make_url(postgresql_url).set(database="no_such_database").render_as_string(hide_password=False)
    with pytest.raises(StoreError, match="the upgrade was not begun, pg_dump failed"):
        DatabaseCopies(url=wrong).dump_server(str(tmp_path / "none.dump"))
    assert not (tmp_path / "none.dump").exists()


def test_without_pg_dump_the_upgrade_goes_on_and_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert not DatabaseCopies(url="postgresql://me@127.0.0.1:1/news").dump_server(str(tmp_path / "x.dump"))

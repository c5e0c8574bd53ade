"""Looking into a store leaves no trace: beside a writer, in a folder that may not be written to, where none is yet."""

import sqlite3
from pathlib import Path

import pytest

from monitor.adapters.store.database import open_store
from monitor.adapters.store.read_only import open_for_reading
from monitor.core.model.sources import SourceSpec
from monitor.errors import StoreError
from tests.app.harness import NOON, empty_database


@pytest.fixture
def url(tmp_path: Path) -> str:
    (tmp_path / "monitor.db").write_bytes(empty_database())
    return f"sqlite:///{tmp_path}/monitor.db"


def trace(folder: Path) -> dict[str, tuple[int, int]]:
    return {path.name: (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.iterdir()}


def add(url: str, address: str) -> None:
    store = open_store(url)
    with store.write() as tx:
        tx.sources.sync([SourceSpec(url=address)], now=NOON)
    store.close()


def test_nothing_is_made_or_changed(url: str, tmp_path: Path) -> None:
    add(url, "https://a.example/feed")
    before = trace(tmp_path)
    opened = open_for_reading(url)
    with opened.store.read() as tx:
        assert [source.url for source in tx.sources.all()] == ["https://a.example/feed"]
    opened.store.close()
    assert opened.is_there
    assert trace(tmp_path) == before


def test_what_a_writer_has_not_brought_into_the_file_yet_is_seen(url: str) -> None:
    writer = open_store(url)
    with writer.write() as tx:
        tx.sources.sync([SourceSpec(url="https://b.example/feed")], now=NOON)
    opened = open_for_reading(url)
    with opened.store.read() as tx:
        assert len(tx.sources.all()) == 1
    opened.store.close()
    writer.close()


def test_a_log_that_cannot_be_opened_here_is_read_from_a_copy(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = open_store(url)
    with writer.write() as tx:
        tx.sources.sync([SourceSpec(url="https://c.example/feed")], now=NOON)
    connect = sqlite3.connect

    def without_rights(address: str, **options: object) -> sqlite3.Connection:
        if "mode=ro" in address:
            raise sqlite3.OperationalError("unable to open database file")
        return connect(address, **options)  # type: ignore[call-overload, no-any-return] # sqlite3 has many forms

    monkeypatch.setattr("monitor.adapters.store.read_only.sqlite3.connect", without_rights)
    before = set(trace(tmp_path))
    opened = open_for_reading(url)
    with opened.store.read() as tx:
        assert len(tx.sources.all()) == 1
    opened.store.close()
    assert set(trace(tmp_path)) == before
    writer.close()


def test_where_nothing_is_stored_an_empty_store_answers_and_says_so(tmp_path: Path) -> None:
    opened = open_for_reading(f"sqlite:///{tmp_path}/state/monitor.db")
    with opened.store.read() as tx:
        assert (list(tx.sources.all()), tx.figures.sources(now=NOON, listed=3).watched) == ([], 0)
    opened.store.close()
    assert not opened.is_there
    assert not (tmp_path / "state").exists()


def test_tables_of_another_version_are_refused_with_what_to_do(url: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "monitor.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    with pytest.raises(StoreError, match="the next `monitor once` or `monitor run` brings them up to date"):
        open_for_reading(url)

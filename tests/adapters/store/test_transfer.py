"""A store moves to another database: whole, resumable, and never half a store that somebody starts on."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from monitor.adapters.store.database import open_store
from monitor.adapters.store.transfer import transfer_store
from monitor.core.model.filters import StoryFilter
from monitor.errors import StoreError
from tests.adapters.store.conftest import StoreHarness


def filled(url: str, harness: StoreHarness, reports: int = 30) -> None:
    store = open_store(url)
    with store.write() as tx:
        for number in range(reports):
            harness.report(tx, f"report {number} 可灵")
    store.close()


def titles(url: str) -> list[str]:
    store = open_store(url)
    try:
        with store.read() as tx:
            return sorted(story.title for story in tx.stories.find(StoryFilter(limit=1_000)))
    finally:
        store.close()


def quiet(_table: str, _done: int, _in_all: int) -> None:
    """Nobody looks."""


@pytest.fixture(name="addresses")
def _addresses(tmp_path: Path) -> tuple[str, str]:
    return f"sqlite:///{tmp_path}/old.db", f"sqlite:///{tmp_path}/new.db"


def test_every_row_arrives_and_numbers_go_on(addresses: tuple[str, str], harness: StoreHarness) -> None:
    old, new = addresses
    filled(old, harness)
    proofs = {proof.name: proof for proof in transfer_store(old, new, progress=quiet)}
    assert proofs["entry"].rows == 30
    assert titles(new) == titles(old)
    filled(new, harness, reports=1)
    assert len(titles(new)) == len(titles(old)) + 1


def test_an_interrupted_move_goes_on_and_nobody_starts_on_half_a_store(
    addresses: tuple[str, str], harness: StoreHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = addresses
    filled(old, harness)
    monkeypatch.setattr("monitor.adapters.store.transfer._BATCH", 7)

    def interrupted(table: str, done: int, _in_all: int) -> None:
        if table == "entry" and done == 14:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        transfer_store(old, new, progress=interrupted)
    with pytest.raises(StoreError, match="a move into it has not ended: run the same `monitor migrate` again"):
        open_store(new)
    seen: list[tuple[str, int]] = []
    transfer_store(old, new, progress=lambda table, done, _all: seen.append((table, done)))
    assert [done for table, done in seen if table == "entry"] == [21, 28, 30]
    assert titles(new) == titles(old)


def test_what_changed_on_the_way_is_found(
    addresses: tuple[str, str], harness: StoreHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = addresses
    filled(old, harness)
    engine = create_engine(new)

    def meddle(table: str, done: int, in_all: int) -> None:
        if table == "entry" and done == in_all:
            with engine.begin() as connection:
                connection.execute(text("UPDATE entry SET title = 'another' WHERE id = 1"))

    with pytest.raises(StoreError, match="table entry did not arrive as it was"):
        transfer_store(old, new, progress=meddle)
    with pytest.raises(StoreError, match="has not ended"):
        open_store(new)


def test_a_store_is_never_written_over(addresses: tuple[str, str], harness: StoreHarness, tmp_path: Path) -> None:
    old, new = addresses
    filled(old, harness)
    filled(new, harness, reports=1)
    with pytest.raises(StoreError, match="it holds a store already"):
        transfer_store(old, new, progress=quiet)
    with pytest.raises(StoreError, match="cannot be moved to itself"):
        transfer_store(old, old, progress=quiet)
    with pytest.raises(StoreError, match="there is none, so there is nothing to move"):
        transfer_store(f"sqlite:///{tmp_path}/nowhere.db", f"sqlite:///{tmp_path}/other.db", progress=quiet)


def test_there_and_back_over_postgresql(addresses: tuple[str, str], harness: StoreHarness, postgresql_url: str) -> None:
    old, back = addresses
    filled(old, harness)
    there = transfer_store(old, postgresql_url, progress=quiet)
    filled(postgresql_url, harness, reports=1)
    again = transfer_store(postgresql_url, back, progress=quiet)
    assert {proof.name for proof in there} == {proof.name for proof in again}
    assert len(titles(back)) == len(titles(old)) + 1

"""One thread writes while others read: each sees one instant."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from monitor.adapters.store.database import DatabaseStore
from monitor.core.model.filters import EntryFilter, MentionFilter
from monitor.core.model.operations.key_values import LINK_KEY

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness


def test_readers_never_see_half_a_transaction(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Entries and mentions that are written together are seen together, from any thread."""
    done = threading.Event()

    def write() -> None:
        for number in range(30):
            with store.write() as tx:
                harness.report(tx, f"report {number}")
        done.set()

    def read() -> bool:
        while not done.is_set():
            with store.read() as tx:
                entries = len(tx.entries.find(EntryFilter(limit=1000)))
                if entries != len(tx.mentions.find(MentionFilter(limit=1000))):
                    return False
        return True

    with ThreadPoolExecutor(3) as pool:
        writing = pool.submit(write)
        readers = [pool.submit(read) for _ in range(2)]
        writing.result()
        assert all(reader.result() for reader in readers)
    with store.read() as tx:
        assert len(tx.entries.find(EntryFilter(limit=1000))) == 30


def test_snapshot_stays_while_others_commit(file_url: str, store: DatabaseStore, harness: "StoreHarness") -> None:
    """A reader that began before a commit does not see it, nor hold it up; in memory they take turns."""
    with store.write() as tx:
        tx.key_values.set(LINK_KEY, "before", now=harness.now)
    started, committed = threading.Event(), threading.Event()

    def write() -> None:
        started.wait()
        with store.write() as tx:
            tx.key_values.set(LINK_KEY, "after", now=harness.now)
        committed.set()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        with store.read() as tx:
            assert tx.key_values.get(LINK_KEY) == "before"
            started.set()
            committed.wait(0.3)
            assert tx.key_values.get(LINK_KEY) == "before"
        writing.result()
    with store.read() as tx:
        assert tx.key_values.get(LINK_KEY) == "after"


def test_two_writers_take_turns(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Writers in several threads wait for each other instead of failing."""

    def add(number: int) -> None:
        for _ in range(10):
            with store.write() as tx:
                count = int(tx.key_values.get(LINK_KEY) or 0)
                tx.key_values.set(LINK_KEY, str(count + 1), now=harness.now)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(add, range(3)))
    with store.read() as tx:
        assert tx.key_values.get(LINK_KEY) == "30"

"""Many rows at once are the rows that SQLAlchemy would have written one by one."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from monitor.adapters.store.database import DatabaseStore
from monitor.adapters.store.many_rows import insert_rows, update_row
from monitor.adapters.store.tables import entry_change, seen_key, source
from monitor.core.polling.budget import BudgetState, count_requests

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness


def test_values_are_written_as_ever(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        entry_id = harness.entry(tx, "kept")
        rows = [
            {
                "entry_id": entry_id, "title": f"half {number} \ud83c\x00", "text": "文" * number, "url": "",
                "content_hash": "h", "replaced_at": harness.now + timedelta(microseconds=number),
            }
            for number in range(3)
        ]  # fmt: skip
        database = tx.entries._db
        insert_rows(database, entry_change, rows)
        for row in rows:
            database.execute(insert(entry_change), row)
        found = database.execute(select(entry_change).order_by(entry_change.c.id)).all()
        assert [row[1:] for row in found[:3]] == [row[1:] for row in found[3:]]
        insert_rows(database, entry_change, [])
        assert len(database.execute(select(entry_change.c.id)).all()) == 6


def test_a_known_key_points_at_the_newer_entry_and_nothing_else_of_it_changes(
    store: DatabaseStore, harness: "StoreHarness"
) -> None:
    with store.write() as tx:
        first, second = harness.entry(tx, "a"), harness.entry(tx, "b")
        source = harness.source(tx)
        tx.entries.remember(source.id, first, {5: "title", 6: "url"}, now=harness.now)
        tx.entries.remember(source.id, second, {5: "guid"}, now=harness.now + timedelta(days=1))
        tx.entries.remember(source.id, None, {6: "guid", 7: "guid"}, now=harness.now + timedelta(days=1))
        rows = tx.entries._db.execute(select(seen_key).where(seen_key.c.key.in_([5, 6, 7])).order_by(seen_key.c.key))
        assert [(row.kind, row.entry_id, row.seen_at - harness.now) for row in rows] == [
            ("title", second, timedelta(0)),
            ("url", first, timedelta(0)),
            ("guid", None, timedelta(days=1)),
        ]


def test_a_row_is_changed_as_ever(store: DatabaseStore, harness: "StoreHarness") -> None:
    values = {"learnt_title": "half \ud83c\x00", "failures": 3, "last_polled_at": harness.now, "moved_at": None}
    with store.write() as tx:
        first = harness.source(tx)
        second = harness.source(tx, "https://other.example.org/feed")
        database = tx.sources._db
        update_row(database, source, first.id, values)
        database.execute(update(source).where(source.c.id == second.id), values)
        columns = [source.c[name] for name in values]
        found = database.execute(select(*columns).order_by(source.c.id)).all()
        assert found[0] == found[1]
        assert found[0].last_polled_at == harness.now


def test_requests_that_share_a_transaction_are_all_counted(store: DatabaseStore) -> None:
    with store.write() as tx:
        for _ in range(3):
            tx.budget.save(count_requests(tx.budget.load()))
    with store.write() as tx:
        tx.budget.save(count_requests(tx.budget.load()))
    with store.read() as tx:
        expected = BudgetState()
        for _ in range(4):
            expected = count_requests(expected)
        assert tx.budget.load() == expected

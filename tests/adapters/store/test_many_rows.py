"""Many rows at once are the rows that SQLAlchemy would have written one by one."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from monitor.adapters.store.database import DatabaseStore
from monitor.adapters.store.prepared import insert_rows
from monitor.adapters.store.tables import entry_change, seen_key

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

"""Many rows at once are the rows that SQLAlchemy would have written one by one."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from monitor.adapters.store.database import DatabaseStore
from monitor.adapters.store.prepared import insert_rows, update_row
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


def test_lists_of_any_length_find_what_they_name(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        entry_id, source = harness.entry(tx, "a"), harness.source(tx)
        other = harness.source(tx, "https://other.example.org/feed")
        tx.entries.remember(source.id, entry_id, dict.fromkeys(range(1, 1200), "guid"), now=harness.now)
        tx.entries.remember(other.id, None, {1: "guid"}, now=harness.now)
        for length in (0, 1, 7, 8, 9, 33, 200, 500, 501, 1199):
            wanted = range(1200 - length, 1200)
            found = tx.entries.known(source.id, [*wanted, *wanted, 5000])
            assert sorted(known.key for known in found) == list(wanted)
        (known,) = tx.entries.known(source.id, [77])
        kept = tx.entries.get(entry_id)
        assert kept is not None
        assert (known.entry_id, known.title, known.seen_at) == (entry_id, kept.title, harness.now)
        assert known.published_at == kept.published_at


def test_whether_a_source_has_shown_anything(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        harness.entry(tx, "a")
        other = harness.source(tx, "https://other.example.org/feed")
        assert tx.entries.has_shown(harness.source(tx).id)
        assert not tx.entries.has_shown(other.id)
        tx.entries.remember(other.id, None, {1: "guid"}, now=harness.now)
        assert tx.entries.has_shown(other.id)


def test_all_active_sources_are_due_at_once_and_none_later(store: DatabaseStore, harness: "StoreHarness") -> None:
    hour = timedelta(hours=1)
    with store.write() as tx:
        late, soon, paused = (harness.source(tx, f"https://{name}.example.org/feed") for name in ("a", "b", "c"))
        for known, wait in ((late, 2 * hour), (soon, -hour), (paused, 2 * hour)):
            tx.sources.save(replace(known, next_due_at=harness.now + wait, due_reason="as learnt"), now=harness.now)
        tx.sources.set_state(paused.id, "paused", now=harness.now)
        tx.timetable.expedite_all(harness.now, why="all of them")
        found = {known.id: (known.next_due_at, known.due_reason) for known in tx.sources.all()}
    assert found[late.id] == (harness.now, "all of them")
    assert found[soon.id] == (harness.now - hour, "as learnt")
    assert found[paused.id] == (harness.now + 2 * hour, "as learnt")


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


def test_a_row_is_changed_only_while_it_is_as_it_was(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        known, other = harness.source(tx), harness.source(tx, "https://other.example.org/feed")
        database = tx.sources._db
        values = {"state": "paused", "failures": 3}
        assert not update_row(database, source, known.id, values, if_still={"claim": known.claim, "state": "gone"})
        assert not update_row(database, source, known.id, values, if_still={"claim": known.claim + 1})
        assert update_row(database, source, known.id, values, if_still={"claim": known.claim, "state": "active"})
        rows = database.execute(select(source.c.state, source.c.failures).order_by(source.c.id)).all()
        assert [tuple(row) for row in rows] == [("paused", 3), ("active", 0)]
        assert other.id > known.id


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

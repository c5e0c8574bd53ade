"""Prepared statements that go to the driver are seen and refused as any other."""

from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from monitor.adapters.store.columns import add_row
from monitor.adapters.store.database import DatabaseStore, open_store
from monitor.adapters.store.prepared import PreparedStatement, insert_rows, split_batches
from monitor.adapters.store.repositories.story_parts.candidates import WITH_KEY, with_keys
from monitor.adapters.store.tables import entry_change, story_topic

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness

_NO_TABLE = (OperationalError, ProgrammingError)
"""As SQLite and PostgreSQL say it."""
_STORIES = PreparedStatement(text("SELECT topic FROM story_topic WHERE topic = 'ferries'"))


def _topic_row(harness: "StoreHarness", story_id: int) -> dict[str, object]:
    return {"story_id": story_id, "topic": "ferries", "last_seen_at": harness.now}


def _write_twice(store: DatabaseStore, change: dict[str, object], row: dict[str, object]) -> None:
    with store.write() as tx:
        insert_rows(tx.stories._db, entry_change, [change])
        insert_rows(tx.stories._db, story_topic, [row, row])


def _write_an_incomplete_row(store: DatabaseStore, change: dict[str, object]) -> None:
    with store.write() as tx:
        insert_rows(tx.stories._db, entry_change, [change])
        add_row(tx.stories._db, entry_change, change | {"title": None})


def test_a_refusal_is_sqlalchemys_and_takes_the_transaction_back(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        story_id = harness.report(tx, "kept", keys=[1]).story
        entry_id = harness.entry(tx, "kept, too")
    change = {"entry_id": entry_id, "title": "", "text": "", "url": "", "content_hash": "h", "replaced_at": harness.now}
    with pytest.raises(IntegrityError):
        _write_twice(store, change, _topic_row(harness, story_id))
    with pytest.raises(IntegrityError):
        _write_an_incomplete_row(store, change)
    with store.read() as tx:
        assert tx.stories._db.execute(select(entry_change.c.id)).all() == []
        assert list(_STORIES.run(tx.stories._db, {})) == []


def test_a_wrong_statement_is_sqlalchemys_error(store: DatabaseStore) -> None:
    with store.write() as tx, pytest.raises(_NO_TABLE, match="ferry"):
        PreparedStatement(text("SELECT 1 FROM ferry")).run(tx.stories._db, {})


def test_who_listens_hears_them(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        story_id = harness.report(tx, "heard", keys=[1]).story
    heard: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: Any) -> None:
        heard.append(statement)

    event.listen(store._engines.writer, "before_cursor_execute", note)
    try:
        with store.write() as tx:
            insert_rows(tx.stories._db, story_topic, [_topic_row(harness, story_id)])
            found: Sequence[tuple[Any, ...]] = _STORIES.run(tx.stories._db, {})
    finally:
        event.remove(store._engines.writer, "before_cursor_execute", note)
    assert found == [("ferries",)]
    assert [statement.split()[0] for statement in heard[-2:]] == ["INSERT", "SELECT"]


def test_a_reader_sees_one_instant_from_its_first_prepared_statement(
    store: DatabaseStore, harness: "StoreHarness"
) -> None:
    with store.write() as tx:
        story_id = harness.report(tx, "seen", keys=[1]).story
    if store._engines.writer.url.database is None:
        pytest.skip("one connection for readers and writers")
    with store.read() as tx:
        assert list(_STORIES.run(tx.stories._db, {})) == []
        with store.write() as writing:
            insert_rows(writing.stories._db, story_topic, [_topic_row(harness, story_id)])
        assert list(_STORIES.run(tx.stories._db, {})) == []
    with store.read() as tx:
        assert list(_STORIES.run(tx.stories._db, {})) == [("ferries",)]


def test_a_founded_story_that_is_merged_is_told_of_the_other(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        first, second = (harness.report(tx, name, keys=[number]).story for number, name in enumerate(("one", "two")))
        tx.stories.merge([first, second])
        tx.stories.tell(second, [("status", "released", "out")], now=harness.now + timedelta(hours=1))
        (merged,) = tx.stories.get([first])
    assert [fact.value for fact in merged.facts] == ["released"]


def test_a_statement_a_key_finds_what_one_of_all_keys_does(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        for number in range(203):
            harness.report(tx, f"story {number}", keys=[1, 2 + number % 3])
        database, since = tx.stories._db, {"since": harness.now}
        each = WITH_KEY.run_each(database, "p_0", range(12), since)
        by_place: list[list[int]] = [[] for _ in each]
        for number, place in with_keys(12).run(database, since | {f"p_{key}": key for key in range(12)}):
            by_place[place].append(number)
    assert [[number for (number,) in found] for found in each] == by_place
    assert [len(found) for found in each[:6]] == [0, 200, 68, 68, 67, 0]


def test_a_refusal_of_one_of_many_is_sqlalchemys(store: DatabaseStore) -> None:
    wrong = PreparedStatement(text("SELECT 1 FROM ferry WHERE id = :number"))
    with store.write() as tx, pytest.raises(_NO_TABLE, match="ferry"):
        wrong.run_each(tx.stories._db, "number", [1], {})


def test_lists_of_any_length_are_asked_for_in_a_few_statements(harness: "StoreHarness") -> None:
    """A driver keeps each statement: a day's digest, a story longer than the last, would hold 1.7 MB more."""
    asked: set[str] = set()

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.add(statement)

    with closing(open_store("sqlite://")) as store:
        with store.write() as tx:
            for number in range(40):
                harness.report(tx, f"ferry {number}", keys=[number])
        event.listen(store._engines.reader, "before_cursor_execute", note)
        for length in range(1, 40):
            with store.read() as tx:
                assert [one.id for one in tx.stories.get(range(1, length + 1))] == list(range(1, length + 1))
                assert len(tx.mentions.of_stories(range(1, length + 1))) == length
    assert len(asked) <= 4 * 5


@pytest.mark.parametrize("length", [0, 1, 2, 8, 9, 64, 65, 200, 201, 1_100])
def test_batches_hold_each_value_and_repeat_only_the_last(length: int) -> None:
    batches = list(split_batches([*range(length), *range(length)]))
    assert list(dict.fromkeys(value for batch in batches for value in batch)) == list(range(length))
    assert {len(batch) for batch in batches} <= {1, 8, 32, 64, 200}
    assert all(len(set(batch)) == len(batch) for batch in batches[:-1])

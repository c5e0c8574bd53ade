"""With many rows every frequent question is answered from an index."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection, event

from monitor.adapters.store.database import DatabaseStore, open_store
from monitor.core.model.filters import DeliveryFilter, EntryFilter, MentionFilter, StoryFilter
from monitor.core.model.operations.key_values import LINK_KEY
from monitor.core.model.stories import Fact
from monitor.ports import Transaction
from tests.query_plans import broad_searches_of, scans_of

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness

HOUR = timedelta(hours=1)


@pytest.fixture
def filled(harness: "StoreHarness") -> Iterator[DatabaseStore]:
    """A store with some of everything."""
    store = open_store("sqlite://")
    with store.write() as tx:
        for number in range(20):
            told = harness.report(tx, f"report {number}", keys=[1, 2, number])
            tx.outbox.enqueue([harness.new_delivery(f"story:{told.story}", stories=[told.story])], now=harness.now)
        tx.digests.open("daily", "p", from_at=harness.now, to_at=harness.now, now=harness.now)
    yield store
    store.close()


def ask_everything(tx: Transaction, harness: "StoreHarness") -> None:
    """Every question of the ports whose cost must not grow with the store."""
    now, later = harness.now, harness.now + HOUR
    source = harness.source(tx).id
    tx.entries.known(source, [1, 2])
    tx.entries.get(1)
    tx.entries.find(EntryFilter())
    tx.entries.find(EntryFilter(source_id=1, since=now))
    tx.entries.find(EntryFilter(since=now, until=later))
    tx.entries.find(EntryFilter(url="https://example.org/x"))
    tx.mentions.of_entry(1)
    tx.mentions.of_stories([1, 2])
    tx.mentions.topics_of_story(1, "new")
    tx.mentions.topics_of_story(1, "late", created_from=now, created_to=later)
    tx.mentions.find(MentionFilter())
    tx.mentions.find(MentionFilter(topic="kling", since=now))
    tx.mentions.find(MentionFilter(state="muted"))
    tx.mentions.window(from_at=now, to_at=later)
    tx.mentions.trend("kling", days=[(now, later)])
    tx.stories.candidates([1, 2, 3], since=now, limit=9)
    tx.stories.get([1, 2])
    tx.stories.find(StoryFilter())
    tx.stories.find(StoryFilter(topic="kling", since=now))
    tx.stories.tell(1, [], now=now)
    tx.outbox.claim_one(1, now=now - HOUR, lease=HOUR)
    tx.outbox.recover(now=now)
    tx.outbox.enqueue([harness.new_delivery("story:1")], now=now)
    tx.outbox.find(DeliveryFilter())
    tx.outbox.find(DeliveryFilter(state="sent", channel="team"))
    tx.outbox.find(DeliveryFilter(story_id=1))
    tx.outbox.find(DeliveryFilter(channel="team", due_by=now, limit=None))
    tx.outbox.find(DeliveryFilter(state="pending", channel="team", recipient="", grouping="g", limit=None))
    tx.outbox.find(DeliveryFilter(state="sending", channel="team", is_manual=False, limit=1))
    tx.outbox.find(DeliveryFilter(grouped_into=1, limit=None))
    tx.outbox.find(DeliveryFilter(topic="kling"))
    tx.outbox.waiting()
    tx.outbox.earliest("team")
    tx.outbox.how_many_wait()
    tx.outbox.sent_lately("team", since=now)
    tx.outbox.unwanted("team", now=now, muted=["kling"])
    tx.outbox.facts_told("team", "", [1], but=[9])
    tx.outbox.told_of([1, 2])
    tx.stories.find(StoryFilter(topic="kling", state="new"))
    tx.channels.load("team")
    tx.parts.load(1)
    tx.outbox.counts(since=now)
    tx.outbox.find(DeliveryFilter(story_id=1, state="dead", code="regrouped", limit=None))
    tx.outbox.find(DeliveryFilter(state="dead", changed_since=now, limit=None))
    tx.trends.sent(since=now, until=later, step=HOUR)
    tx.work.since(tx.work.marks())
    tx.work.gauges(now=now)
    tx.digests.last("daily")
    tx.digests.get(1)
    tx.digests.counts(from_at=now, to_at=later)
    tx.key_values.get(LINK_KEY)


def record_everything(tx: Transaction, harness: "StoreHarness") -> None:
    """What a poll writes."""
    told = harness.report(tx, "another")
    harness.source(tx)
    (source,) = tx.sources.claim_due(now=harness.now, lease=HOUR, limit=1)
    tx.sources.save(source, now=harness.now)
    tx.timetable.due(now=harness.now, limit=5)
    tx.timetable.due(now=harness.now, limit=5, since=harness.now - HOUR)
    tx.source_list.posted_since(harness.now - HOUR)
    tx.sources.counts(since=harness.now, among=[1, 2])
    tx.entries.remember(source.id, told.entry, {77: "guid"}, now=harness.now)
    tx.outbox.mark(1, "sent", now=harness.now)
    tx.key_values.set(LINK_KEY, "y", now=harness.now)
    tx.digests.count_refusals(1, now=harness.now)
    tx.outbox.note_facts(1, {told.story: [Fact(kind="price", value="1")]})
    tx.retention.prune(entries_before=harness.now - HOUR, deliveries_before=harness.now - HOUR, limit=9)


def plans(connection: Connection, statements: list[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    for statement, parameters in statements:
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
            yield row.detail, statement


@pytest.mark.parametrize("work", [ask_everything, record_everything])
def test_no_question_reads_a_whole_table(filled: DatabaseStore, harness: "StoreHarness", work: Any) -> None:
    """No plan scans a table or sorts all of one, but for the few sources that there are."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, _context: object, many: bool) -> None:
        if statement.lstrip().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            asked.append((statement, parameters[0] if many else parameters))

    engine = filled._engines.writer
    event.listen(engine, "before_cursor_execute", note)
    with filled.write() as tx:
        work(tx, harness)
        event.remove(engine, "before_cursor_execute", note)
        found = {
            (detail, statement)
            for detail, statement in plans(tx._connection, asked)
            # Walking an index in order until the limit is reached is no scan, sources are few, and "of_0" is the
            # result of such a walk: the reports of one key.
            if detail.startswith("SCAN")
            and "INDEX" not in detail
            and detail != "SCAN source"
            and "SCAN of_" not in detail
        }
    assert len(asked) > 20
    assert not found
    since = ("mention.id >", "story.id >", "delivery.changed_at >")
    assert not scans_of({one: values for one, values in asked if any(words in one for words in since)})
    assert not broad_searches_of(dict(asked))


def test_candidates_are_told_without_a_look_at_their_rows(filled: DatabaseStore, harness: "StoreHarness") -> None:
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, _context: object, _many: bool) -> None:
        if "compared_mark" in statement and "features" not in statement:
            asked.append((statement, parameters))

    engine = filled._engines.writer
    event.listen(engine, "before_cursor_execute", note)
    with filled.write() as tx:
        assert len(tx.stories.candidates([1], since=harness.now - HOUR, limit=9)) == 9
        event.remove(engine, "before_cursor_execute", note)
        found = [detail for detail, _ in plans(tx._connection, asked) if "report" in detail]
    assert [("COVERING INDEX" in detail) for detail in found] == [True]

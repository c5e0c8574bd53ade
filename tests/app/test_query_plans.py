"""No statement of a day of the whole program reads through a table that grows with the store."""

import re
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Table, UniqueConstraint

from monitor.adapters.store.database import DatabaseStore
from monitor.adapters.store.tables import metadata
from monitor.app.runtime.retention import prune_daily
from monitor.app.runtime.scheduler import Scheduler
from monitor.core.model.deliveries import Deferred, Refused
from monitor.core.model.filters import DeliveryFilter
from monitor.ports import Transaction
from tests.app.harness import NOON, Harness, OpenHarness, rss
from tests.query_plans import broad_searches_of, recorded, scans_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
A, B, C = (f"https://{name}.example/feed.xml" for name in "abc")
DONE = """
    FROM seen_key; INSERT INTO seen_key; INSERT INTO entry; UPDATE entry; INSERT INTO entry_change; UPDATE source;
    FROM report_key; INSERT INTO report_key; INSERT INTO report; UPDATE report; INSERT INTO story; UPDATE story;
    INSERT INTO mention; UPDATE mention; INSERT INTO fact;
    INSERT INTO delivery; INSERT INTO delivery_story; INSERT INTO delivery_fact; UPDATE delivery; FROM delivery;
    FROM delivery_fact; INSERT INTO digest; FROM digest; FROM search_progress; UPDATE seen_key;
    DELETE FROM story; DELETE FROM entry; DELETE FROM delivery
"""
"""What the recorded days must have held: polls, the story step, deliveries, digests, ticks and retention."""


async def live_through_some_days(harness: Harness) -> None:
    """First sights, news, a second outlet, edits, a channel that refuses, digests, ticks, retention."""
    harness.team.answers[:0] = [Deferred(reason="busy"), Refused(reason="no such room")]
    for turn in range(9):
        told = [
            (f"可灵 {n}.0 正式发布，支持 {n * 15} 秒视频", f"快手可灵今天发布 {n}.0 版本。", NOON + n * 3 * HOUR)
            for n in range(turn // 3 + 1)
        ]
        told[-1] = (told[-1][0], told[-1][1] + "即梦随后更新。" * (turn % 3), told[-1][2])
        harness.documents[A] = rss(*reversed(told))
        harness.documents[B] = rss(*[(f"快手{title}", text, at) for title, text, at in told], link="https://b.example")
        harness.documents[C] = rss((f"天气晴，第 {turn % 7} 日", "无事。" * (turn + 1), None), link="https://c.example")
        await harness.round(after=2 * HOUR, force=turn % 2 == 0)
    scheduler = Scheduler(harness.app)
    for passed in (HOUR, HOUR, DAY):
        harness.clock.jump_to(harness.clock.now() + passed)
        await scheduler.tick()
        await scheduler.drain(within=timedelta(seconds=5))
    await prune_daily(harness.app)
    await harness.app.in_store.write(partial(end_and_prune, harness.clock.now()))


def end_and_prune(now: datetime, tx: Transaction) -> None:
    """All that waits is sent; then all is old."""
    for told in (*tx.outbox.find(DeliveryFilter(state="deferred")), *tx.outbox.find(DeliveryFilter(state="pending"))):
        tx.outbox.mark(told.id, "sent", now=now)
    tx.retention.prune(entries_before=now + HOUR, deliveries_before=now + HOUR, limit=99)


async def test_days_of_the_whole_program_scan_no_table_that_grows(open_harness: OpenHarness) -> None:
    """Each statement that polls, the story step, deliveries, digests, ticks and retention ran is explained."""
    async with open_harness({A: rss(), B: rss(), C: rss()}) as harness:
        store = harness.app.in_store._store
        assert isinstance(store, DatabaseStore)
        with recorded(store) as asked:
            await live_through_some_days(harness)
    found = "\n".join(asked)
    missing = [done for work in DONE.split(";") if not re.search(rf"\b{(done := work.strip())}\b", found)]
    assert not missing
    assert not scans_of(asked)
    assert not broad_searches_of(asked)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT id FROM entry WHERE title = 'x'",
        "SELECT e.id FROM entry AS e ORDER BY e.author LIMIT 5",
        "SELECT state, count(*) FROM delivery WHERE changed_at > 5 GROUP BY state",
        "DELETE FROM report_key WHERE at < 7",
        "UPDATE mention SET score = 1.0 WHERE score = 2.0",
        "SELECT story.id FROM source JOIN story ON story.lang = source.lang",
    ],
)
def test_a_scan_is_seen(statement: str) -> None:
    assert scans_of({statement: ()})


@pytest.mark.parametrize("statement", ["SELECT id FROM entry WHERE id = 5", "SELECT id FROM source WHERE title = 'x'"])
def test_what_reads_an_index_or_a_small_table_is_none(statement: str) -> None:
    assert not scans_of({statement: ()})


@pytest.mark.parametrize(
    ("statement", "parameters"),
    [
        ("SELECT DISTINCT topic FROM mention WHERE status = ? AND surface = 'x'", ("new",)),
        ("SELECT id FROM delivery WHERE state = ? AND changed_at < 5 ORDER BY changed_at LIMIT 9", ("sent",)),
        ("SELECT count(*) FROM delivery WHERE channel = ?", ("team",)),
    ],
)
def test_a_broad_search_is_seen(statement: str, parameters: tuple[str]) -> None:
    assert broad_searches_of({statement: parameters})


@pytest.mark.parametrize(
    ("statement", "parameters"),
    [
        ("SELECT count(*) FROM delivery WHERE state = ?", ("pending",)),
        ("SELECT id FROM mention WHERE status = ? ORDER BY created_at LIMIT 9", ("new",)),
        ("SELECT topic FROM mention WHERE story_id = 7 AND coalesce(status, '') = ?", ("new",)),
    ],
)
def test_what_waits_and_what_ends_at_a_limit_is_none(statement: str, parameters: tuple[str]) -> None:
    assert not broad_searches_of({statement: parameters})


def test_each_reference_to_another_row_is_indexed() -> None:
    """When a row goes, rows that name it are looked up: without an index, in the whole of their table."""
    unindexed = [
        f"{table.name}.{key.parent.name}"
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.parent.name not in first_columns(table)
    ]
    assert not unindexed


def first_columns(table: Table) -> set[str]:
    """The columns that begin an index or a key of a table."""
    unique = [key for key in table.constraints if isinstance(key, UniqueConstraint)]
    listed = [*[list(index.columns) for index in table.indexes], *[list(key.columns) for key in unique]]
    return {columns[0].name for columns in (*listed, list(table.primary_key.columns))}

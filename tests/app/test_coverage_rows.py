"""Which sources are silent is found without counting those that are not, and comes out the same."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.adapters.store.database import DatabaseStore, open_store
from monitor.app.queries.sources import SourceRow, add_counts, coverage_rows, source_rows
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.settings import Settings
from monitor.core.model.sources import SourceSpec
from monitor.ports import Transaction
from tests.app.harness import NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
POSTED = {
    "lively": [number * HOUR for number in range(40)],
    "silent": [6 * DAY + number * HOUR for number in range(20)],
    "slow": [5 * DAY],
    # Read an hour ago, published three years back: nothing new of it.
    "archive": [HOUR],
    "never": [],
    "paused": [6 * DAY + number * HOUR for number in range(20)],
}


def fill(tx: Transaction) -> None:
    specs = [SourceSpec(url=f"https://{name}.example/feed", title=name) for name in POSTED]
    tx.sources.sync(specs, now=NOON - 30 * DAY)
    for source in tx.sources.all():
        for place, ago in enumerate(POSTED[source.title]):
            published: datetime | None = NOON - ago if place % 2 else None
            if source.title == "archive":
                published = NOON - 3 * 365 * DAY
            parsed = ParsedEntry(
                guid=f"{place}", title=f"{source.title} {place}", url="", text="", published_at=published
            )
            tx.entries.add(
                source.id, parsed, key=f"{place}", content_hash=f"{place}", keys={}, first_sight=False, now=NOON - ago
            )
        if source.title == "paused":
            tx.sources.set_state(source.id, "paused", now=NOON)


@pytest.fixture
def store(tmp_path: Path) -> DatabaseStore:
    store = open_store(f"sqlite:///{tmp_path}/monitor.db")
    with store.write() as tx:
        fill(tx)
    return store


def told(rows: list[SourceRow]) -> dict[str, tuple[str, str]]:
    return {row.source.title: (row.source.health, row.source.error) for row in rows}


def test_the_same_are_silent(store: DatabaseStore) -> None:
    settings = Settings(state_dir="", database="", timezone="UTC", watchlists="", templates="")
    with store.read() as tx:
        whole, quick = source_rows(tx, settings, now=NOON), coverage_rows(tx, settings, now=NOON)
        assert told(quick) == told(whole)
        assert [name for name, (health, _) in told(quick).items() if health == "silent"] == ["silent", "archive"]
        # Counts are there for whoever is shown, and were not needed of those that post.
        assert next(row for row in quick if row.source.title == "lively").counts is None
        assert [row.counts for row in add_counts(tx, quick, now=NOON)] == [row.counts for row in whole]
        assert add_counts(tx, [], now=NOON) == []
    store.close()


def test_who_posted_since(store: DatabaseStore) -> None:
    with store.read() as tx:
        names = {source.id: source.title for source in tx.sources.all()}
        posted = {names[number] for number in tx.source_list.posted_since(NOON - 3 * DAY)}
        assert posted == {"lively"}
        assert {names[number] for number in tx.source_list.posted_since(NOON - 9 * DAY)} == {"lively", "silent", "slow"}
    store.close()

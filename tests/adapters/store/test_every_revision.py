"""A store of each revision that ever shipped, made by code, becomes one of today with everything in it."""

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, create_engine, insert, text

from monitor.adapters.store.database import open_store
from monitor.adapters.store.revisions import alembic_config
from monitor.adapters.store.tables import SCHEMA
from monitor.core.model.deliveries import NewDelivery
from monitor.core.model.filters import DeliveryFilter, EntryFilter, MentionFilter
from tests.adapters.store.conftest import START, StoreHarness

MICROSECONDS = int(START.timestamp() * 1_000_000)
REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory.from_config(alembic_config()).walk_revisions()))
    if script.revision != SCHEMA
]
ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("source", {"id": 1, "canonical": "https://a.example/feed", "wished_url": "https://a.example/feed"}),
    ("source", {"id": 1, "canonical": "https://a.example/feed", "configured_url": "https://a.example/feed"}),
    ("entry", {"id": 1, "source_id": 1, "title": "a story of then", "first_seen_at": MICROSECONDS}),
    ("seen_key", {"source_id": 1, "key": 77, "entry_id": 1, "kind": "guid"}),
    ("story", {"id": 1, "title": "a story of then", "topics": ["kling"]}),
    ("report", {"id": 1, "story_id": 1, "entry_id": 1, "title": "a story of then"}),
    ("mention", {"id": 1, "entry_id": 1, "source_id": 1, "story_id": 1, "topic": "kling", "status": "new"}),
    ("mention", {"id": 1, "entry_id": 1, "story_id": 1, "topic": "kling", "status": "new"}),
    ("delivery", {"id": 1, "key": "0" * 32, "kind": "alert", "subject": "story:1", "channel": "team", "state": "sent"}),
    ("delivery_story", {"delivery_id": 1, "position": 0, "story_id": 1}),
    ("audit", {"id": 1, "what": "muted kling", "who": "cli"}),
)
"""Tables and what matters in a row of each; two spellings where a column got another name or came later."""


def make_store_of(revision: str, url: str) -> None:
    """The tables as that revision made them, and a row in each that a story passes through."""
    engine = create_engine(url)
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        _fill_tables(connection)
    engine.dispose()


def _fill_tables(connection: Connection) -> None:
    made = MetaData()
    made.reflect(connection)
    filled = set()
    for name, values in ROWS:
        table = made.tables[name]
        if name in filled or not values.keys() <= {column.name for column in table.columns}:
            continue
        filled.add(name)
        blank = {
            column.name: _blank(column.type.python_type)
            for column in table.columns
            if not column.nullable and column.server_default is None
        }
        connection.execute(insert(table), blank | values)


def _blank(kind: type) -> object:
    return {str: "", int: MICROSECONDS, float: 0.0, bool: False}.get(kind, [])


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_store_of_that_revision_is_carried_over_and_goes_on(
    revision: str, tmp_path: Path, harness: StoreHarness
) -> None:
    url = f"sqlite:///{tmp_path}/monitor.db"
    make_store_of(revision, url)
    told: list[str] = []
    store = open_store(url, before_upgrade=told.append)
    assert told == [revision]
    with store.read() as tx:
        assert [source.url for source in tx.sources.all()] != []
        assert [entry.title for entry in tx.entries.find(EntryFilter())] == ["a story of then"]
        assert [mention.source_id for mention in tx.mentions.find(MentionFilter())] == [1]
        assert [known.entry_id for known in tx.entries.known(1, [77])] == [1]
        assert [story.title for story in tx.stories.get([1])] == ["a story of then"]
        assert [(mention.topic, mention.story_id) for mention in tx.mentions.find(MentionFilter())] == [("kling", 1)]
        (delivery,) = tx.outbox.find(DeliveryFilter())
        assert (delivery.key, delivery.state, delivery.stories) == ("0" * 32, "sent", (1,))
    with store.write() as tx:
        again = NewDelivery(
            kind="alert", subject="story:1", channel="team", recipient="", stories=(1,), send_at=harness.now
        )
        tx.outbox.enqueue([again], now=harness.now)
        assert tx._connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == SCHEMA
    store.close()


def test_every_revision_but_todays_is_tried() -> None:
    assert len(REVISIONS) >= 7
    assert SCHEMA not in REVISIONS

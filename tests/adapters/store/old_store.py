"""A store as the last version before typed state left it (schema 0005), with every family of its key values filled."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from alembic import command
from sqlalchemy import Connection, create_engine, insert
from sqlalchemy.schema import MetaData

from monitor.adapters.store.revisions import alembic_config
from monitor.core.model.deliveries import delivery_key

NOW = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PART = {
    "subject": "two parts",
    "text": "first",
    "html": "<p>first</p>",
    "payload": {"n": 1},
    "images": [{"name": "logo", "png": base64.b64encode(b"\x89PNG").decode(), "alt": "a logo"}],
    "upto": 3,
}
KEY_VALUES = {
    "sending": "off",
    "pruned-on": "2026-11-26",
    "web:key": "c0ffee",
    "polling:steering": "2.5;1.25;3,4,5;0.125",
    "polling:solved": (NOW - HOUR).isoformat(),
    "stopped:team": json.dumps({"at": NOW.isoformat(), "reason": "key revoked", "settings": "abcd1234"}),
    "rest:mail:a@example.org": json.dumps(
        {"failures": 4, "since": (NOW - 9 * HOUR).isoformat(), "until": (NOW + HOUR).isoformat()}
    ),
    "turns:team": f"{(NOW - HOUR - _EPOCH) // timedelta(microseconds=1)} {(NOW - _EPOCH) // timedelta(microseconds=1)}",
    "turns:mail": "",
    "bucket:team": (NOW + timedelta(minutes=3)).isoformat(),
    "storm:mail:xmpp:a:b:0badcafe": (NOW - timedelta(minutes=2)).isoformat(),
    "storm:team::0badcafe": NOW.isoformat(),
    "mute:kling": (NOW + 5 * HOUR).isoformat(),
    "topic:kling": "fingerprint-of-kling",
    "parts:4": json.dumps([PART, {**PART, "text": "second", "upto": 5}]),
    "parts:4:marked": json.dumps([{**PART, "text": "again first"}, {**PART, "text": "again second"}]),
    "parts:99": json.dumps([PART]),
    "parts:1": "",
    "by-hand:6": (NOW + HOUR).isoformat(),
    "by-hand:5": "",
    "digest-anchor:daily": (NOW - 72 * HOUR).isoformat(),
    "digest-passed:daily": (NOW - 24 * HOUR).isoformat(),
    "digest-anchor:weekly": (NOW - 48 * HOUR).isoformat(),
    "rules:1": "hash-of-the-rules",
    "page:1": "the page\n\nas it was: with colons",
    "page:77": "of a source that is gone",
    "merged:2": "[2, 3]",
    "summarise-rest": json.dumps(
        {"failures": 2, "until": (NOW + HOUR).isoformat(), "reason": "no credit", "of": "model-hash"}
    ),
}
"""By name; empty values are what ended families left behind."""


def make_old_store(url: str) -> None:
    """The tables of schema 0005 with a story, its facts, deliveries of every kind and all key values."""
    engine = create_engine(url)
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        _fill(connection)
    engine.dispose()


def micros(at: datetime) -> int:
    """As columns keep an instant."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def _fill(db: Connection) -> None:
    tables = MetaData()
    tables.reflect(db)

    def add(table: str, **values: Any) -> None:
        blank = {
            column.name: _blank(column.type.python_type)
            for column in tables.tables[table].columns
            if not column.nullable and not column.primary_key and column.server_default is None
        }
        db.execute(insert(tables.tables[table]), blank | values)

    add("source", id=1, canonical="https://a.example/feed", wished_url="https://a.example/feed")
    add("story", id=1, title="kept", topics=["kling", "sora"])
    add("story", id=2, title="merged away", merged_into=1)
    for topic in ("kling", "sora"):
        add("story_topic", story_id=1, topic=topic, last_seen_at=micros(NOW))
    add("fact", story_id=1, kind="price", value="66 cny", surface="66 元", told_at=micros(NOW - 3 * HOUR))
    add("fact", story_id=1, kind="version", value="3.1", surface="3.1", told_at=micros(NOW))
    why = '{"reason": "gist.figure", "with": {"figure": "42"}}'
    add("gist", id=1, story_id=1, language="en", outcome="refused", why=why, created_at=micros(NOW))
    add("digest", id=8, name="daily", period="2026-11-26T08:30", from_at=0, to_at=micros(NOW))
    facts = "version\x1f3.1\x1fv3.1\x1estatus\x1fretracted\x1ftaken back: all of it"
    deliveries: list[dict[str, Any]] = [
        {"id": 1, "kind": "alert", "subject": "story:1", "state": "sent", "sent_at": micros(NOW - HOUR)},
        {"id": 2, "kind": "follow-up", "subject": f"story:1:{facts}", "state": "deferred", "told_by": 4},
        {"id": 3, "kind": "alert", "subject": "story:1:again:2", "state": "pending"},
        {"id": 4, "kind": "summary", "subject": "merged:storm:8:31:0123456789abcdef", "state": "deferred"},
        {"id": 5, "kind": "summary", "subject": "first-sight:kling:2026-11-26", "state": "pending", "topic": "kling"},
        {"id": 6, "kind": "test", "subject": "test:2026-11-26T14:00:00", "state": "sending"},
        {"id": 7, "kind": "notice", "subject": "Channel “team” stopped\nkey revoked\nmend it", "state": "pending"},
        {"id": 8, "kind": "digest", "subject": "digest:daily:2026-11-26T08:30", "state": "dead", "digest_id": 8},
    ]
    for one in deliveries:
        key = delivery_key(one["kind"], one["subject"], "team", "")
        add("delivery", **{"key": key, "channel": "team", "send_at": micros(NOW)} | one)
    for delivery_id in (1, 2, 3, 4, 5):
        add("delivery_story", delivery_id=delivery_id, position=0, story_id=1)
    for name, value in KEY_VALUES.items():
        add("kept", name=name, value=value, changed_at=micros(NOW))


def _blank(kind: type) -> object:
    return {str: "", int: 0, float: 0.0, bool: False}.get(kind, [])

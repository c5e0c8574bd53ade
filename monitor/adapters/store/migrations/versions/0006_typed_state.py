"""State that stood in a drawer of keys and texts, and in the subjects of deliveries, gets tables and columns."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WAITING = "state IN ('pending', 'deferred') AND grouped_into IS NULL"
_STAYS = ("sending", "pruned-on", "web:key")


def upgrade() -> None:
    """Make the tables, carry every key over, and end with the drawer holding only what has no table."""
    _make_source_tables()
    _make_delivery_tables()
    _make_channel_tables()
    op.add_column("story", sa.Column("merged_reports", sa.JSON(), nullable=True))
    db = op.get_bind()
    rows = db.execute(sa.text("SELECT name, value, changed_at FROM kept ORDER BY name")).all()
    for name, value, changed_at in rows:
        if value:
            _carry(db, name, value, changed_at)
    _delete_carried(db, [row.name for row in rows], {row.name: row.value for row in rows})
    op.rename_table("kept", "key_value")
    _carry_deliveries(db)


def _make_source_tables() -> None:
    op.create_table(
        "source_reading",
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False, server_default=""),
        sa.Column("page_text", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_source_reading_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source_reading")),
    )
    op.create_table(
        "polling_budget",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("solved", sa.Float(), nullable=False),
        sa.Column("correction", sa.Float(), nullable=False),
        sa.Column("spent", sa.JSON(), nullable=False),
        sa.Column("usual", sa.Float(), nullable=False),
        sa.Column("solved_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polling_budget")),
    )
    op.create_table(
        "topic_rules",
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_topic_rules")),
    )
    op.create_table(
        "topic_mute",
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_topic_mute")),
    )


def _make_delivery_tables() -> None:
    op.drop_index(op.f("ix_delivery_told_by"), table_name="delivery")
    op.execute("ALTER TABLE delivery RENAME COLUMN told_by TO grouped_into")
    op.add_column("delivery", sa.Column("topics", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("delivery", sa.Column("payload", sa.JSON(), nullable=True))
    op.add_column("delivery", sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(op.f("ix_delivery_grouped_into"), "delivery", ["grouped_into"])
    op.create_index(
        "ix_delivery_waiting",
        "delivery",
        ["channel", "send_at"],
        sqlite_where=sa.text(_WAITING),
        postgresql_where=sa.text(_WAITING),
    )
    op.create_index(
        op.f("ix_delivery_channel_sent_at_recipient_grouping"),
        "delivery",
        ["channel", "sent_at", "recipient", "grouping"],
    )
    op.create_table(
        "delivery_fact",
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("story_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_fact_delivery_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("delivery_id", "story_id", "kind", "value", name=op.f("pk_delivery_fact")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_delivery_fact_story_id_delivery_id"), "delivery_fact", ["story_id", "delivery_id"])
    op.create_table(
        "delivery_part",
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("marked", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("images", sa.JSON(), nullable=False),
        sa.Column("items_sent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_part_delivery_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("delivery_id", "marked", "number", name=op.f("pk_delivery_part")),
    )


def _make_channel_tables() -> None:
    op.create_table(
        "channel_state",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("stopped_at", sa.BigInteger(), nullable=True),
        sa.Column("stop_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("stop_settings", sa.String(), nullable=False, server_default=""),
        sa.Column("paused_until", sa.BigInteger(), nullable=True),
        sa.Column("send_times", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_state")),
    )
    op.create_table(
        "channel_cooldown",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("failed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "recipient", name=op.f("pk_channel_cooldown")),
    )
    op.create_table(
        "channel_storm",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("last_sent_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "recipient", "route", name=op.f("pk_channel_storm")),
    )
    op.create_table(
        "digest_window",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("known_since", sa.BigInteger(), nullable=False),
        sa.Column("passed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_digest_window")),
    )
    op.create_table(
        "summary_cooldown",
        sa.Column("settings", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("settings", name=op.f("pk_summary_cooldown")),
    )


def _carry(db: sa.Connection, name: str, value: str, changed_at: int) -> None:
    """One row of the drawer into the table of its family."""
    family, _, of = name.partition(":")
    if name == "summarise-rest":
        _carry_summary_cooldown(db, value)
    elif name.startswith("polling:"):
        _carry_polling(db, of, value)
    elif name not in _STAYS and (carry := _FAMILIES.get(family)):
        carry(db, of, value, changed_at)


def _carry_polling(db: sa.Connection, of: str, value: str) -> None:
    there = db.scalar(sa.text("SELECT count(*) FROM polling_budget"))
    if not there:
        _insert(db, "polling_budget", id=1, solved=1.0, correction=1.0, spent="[0]", usual=0.0)
    if of == "solved":
        db.execute(sa.text("UPDATE polling_budget SET solved_at = :at"), {"at": _moment(value)})
        return
    fields = value.split(";")
    if of != "steering" or len(fields) != 4:
        return
    solved, correction, spent, usual = fields
    db.execute(
        sa.text("UPDATE polling_budget SET solved = :solved, correction = :correction, spent = :spent, usual = :usual"),
        {
            "solved": float(solved),
            "correction": float(correction),
            "spent": json.dumps([int(count) for count in spent.split(",")]),
            "usual": float(usual),
        },
    )


def _carry_summary_cooldown(db: sa.Connection, value: str) -> None:
    said = json.loads(value)
    _insert(
        db,
        "summary_cooldown",
        settings=said["of"],
        failures=said["failures"],
        until=_moment(said["until"]),
        reason=said["reason"],
    )


def _carry_stop(db: sa.Connection, channel: str, value: str, _changed_at: int) -> None:
    said = json.loads(value)
    _have_channel(db, channel)
    db.execute(
        sa.text(
            "UPDATE channel_state SET stopped_at = :at, stop_reason = :reason, stop_settings = :settings "
            "WHERE channel = :channel"
        ),
        {"at": _moment(said["at"]), "reason": said["reason"], "settings": said["settings"], "channel": channel},
    )


def _carry_send_times(db: sa.Connection, channel: str, value: str, _changed_at: int) -> None:
    _have_channel(db, channel)
    db.execute(
        sa.text("UPDATE channel_state SET send_times = :times WHERE channel = :channel"),
        {"times": json.dumps([int(at) for at in value.split()]), "channel": channel},
    )


def _carry_bucket(db: sa.Connection, channel: str, value: str, _changed_at: int) -> None:
    _have_channel(db, channel)
    db.execute(
        sa.text("UPDATE channel_state SET paused_until = :until WHERE channel = :channel"),
        {"until": _moment(value), "channel": channel},
    )


def _carry_cooldown(db: sa.Connection, of: str, value: str, changed_at: int) -> None:
    channel, _, recipient = of.partition(":")
    said = json.loads(value)
    _insert(
        db,
        "channel_cooldown",
        channel=channel,
        recipient=recipient,
        failures=said["failures"],
        since=_moment(said["since"]),
        until=_moment(said["until"]),
        failed_at=changed_at,
    )


def _carry_storm(db: sa.Connection, of: str, value: str, _changed_at: int) -> None:
    # CHANNEL:RECIPIENT:ROUTE; a recipient may hold colons, a channel's name and a route cannot.
    channel, _, rest = of.partition(":")
    recipient, _, route = rest.rpartition(":")
    _insert(db, "channel_storm", channel=channel, recipient=recipient, route=route, last_sent_at=_moment(value))


def _carry_mute(db: sa.Connection, topic: str, value: str, changed_at: int) -> None:
    _insert(db, "topic_mute", topic=topic, until=_moment(value), changed_at=changed_at)


def _carry_topic_rules(db: sa.Connection, topic: str, value: str, changed_at: int) -> None:
    _insert(db, "topic_rules", topic=topic, fingerprint=value, changed_at=changed_at)


def _carry_parts(db: sa.Connection, of: str, value: str, _changed_at: int) -> None:
    number, _, marked = of.partition(":")
    if not _has(db, "delivery", int(number)):
        return
    for position, part in enumerate(json.loads(value)):
        _insert(
            db,
            "delivery_part",
            delivery_id=int(number),
            marked=marked == "marked",
            number=position,
            subject=part["subject"],
            text=part["text"],
            html=part["html"],
            payload=json.dumps(part["payload"], ensure_ascii=False),
            images=json.dumps(part["images"], ensure_ascii=False),
            items_sent=part.get("upto", 0),
        )


def _carry_hand(db: sa.Connection, number: str, _value: str, _changed_at: int) -> None:
    db.execute(
        sa.text("UPDATE delivery SET by_hand = :yes WHERE id = :id AND state = 'sending'"),
        {"yes": True, "id": int(number)},
    )


def _carry_digest(column: str) -> Callable[[sa.Connection, str, str, int], None]:
    def carry(db: sa.Connection, name: str, value: str, _changed_at: int) -> None:
        if not db.scalar(sa.text("SELECT count(*) FROM digest_window WHERE name = :name"), {"name": name}):
            _insert(db, "digest_window", name=name, known_since=_moment(value))
        db.execute(
            sa.text(f"UPDATE digest_window SET {column} = :at WHERE name = :name"),  # noqa: S608 - one of two names
            {"at": _moment(value), "name": name},
        )

    return carry


def _carry_source(column: str) -> Callable[[sa.Connection, str, str, int], None]:
    def carry(db: sa.Connection, of: str, value: str, _changed_at: int) -> None:
        number = int(of)
        if not _has(db, "source", number):
            return
        if not db.scalar(sa.text("SELECT count(*) FROM source_reading WHERE source_id = :id"), {"id": number}):
            _insert(db, "source_reading", source_id=number)
        db.execute(
            sa.text(f"UPDATE source_reading SET {column} = :value WHERE source_id = :id"),  # noqa: S608 - one of two
            {"value": value, "id": number},
        )

    return carry


def _carry_merged(db: sa.Connection, number: str, value: str, _changed_at: int) -> None:
    db.execute(
        sa.text("UPDATE story SET merged_reports = :reports WHERE id = :id"), {"reports": value, "id": int(number)}
    )


_FAMILIES: dict[str, Callable[[sa.Connection, str, str, int], None]] = {
    "stopped": _carry_stop,
    "turns": _carry_send_times,
    "bucket": _carry_bucket,
    "rest": _carry_cooldown,
    "storm": _carry_storm,
    "mute": _carry_mute,
    "topic": _carry_topic_rules,
    "parts": _carry_parts,
    "by-hand": _carry_hand,
    "digest-anchor": _carry_digest("known_since"),
    "digest-passed": _carry_digest("passed_at"),
    "rules": _carry_source("rules"),
    "page": _carry_source("page_text"),
    "merged": _carry_merged,
}


def _delete_carried(db: sa.Connection, names: list[str], values: dict[str, str]) -> None:
    for name in names:
        if name not in _STAYS or not values[name]:
            db.execute(sa.text("DELETE FROM kept WHERE name = :name"), {"name": name})


def _carry_deliveries(db: sa.Connection) -> None:
    """Subjects become ids; what they carried becomes a payload. Keys stay: nothing is told twice over an upgrade."""
    rows = db.execute(sa.text("SELECT id, kind, subject, state, sent_at FROM delivery ORDER BY id")).all()
    for row in rows:
        subject, payload = _read_subject(row.kind, row.subject)
        db.execute(
            sa.text("UPDATE delivery SET kind = :kind, subject = :subject, payload = :payload WHERE id = :id"),
            {
                "kind": "grouped" if row.kind == "summary" else row.kind,
                "subject": subject,
                "payload": None if payload is None else json.dumps(payload, ensure_ascii=False),
                "id": row.id,
            },
        )
        if row.kind == "follow-up" and payload is not None:
            _note_facts(db, row.id, [(kind, value) for kind, value, _ in payload["facts"]])
    _note_topics(db)
    # A first alert told what its story had told by then.
    db.execute(
        sa.text(
            "INSERT INTO delivery_fact (delivery_id, story_id, kind, value) "
            "SELECT DISTINCT d.id, s.story_id, f.kind, f.value FROM delivery d "
            "JOIN delivery_story s ON s.delivery_id = d.id JOIN fact f ON f.story_id = s.story_id "
            "WHERE d.kind IN ('alert', 'grouped') AND d.sent_at IS NOT NULL AND f.told_at <= d.sent_at"
        )
    )


def _read_subject(kind: str, subject: str) -> tuple[str, dict[str, Any] | None]:
    if kind == "notice":
        title, *lines = subject.split("\n")
        return f"notice:{title}", {"type": "notice", "title": title, "lines": lines}
    fields = subject.split(":")
    if kind == "follow-up" and len(fields) > 2:
        facts = [line.split("\x1f") for line in subject.split(":", 2)[2].split("\x1e")]
        told = [[*fact, "", "", ""][:3] for fact in facts]
        return f"story:{fields[1]}:follow-up", {"type": "follow-up", "facts": told}
    if fields[0] == "merged" and len(fields) == 5:
        _, reason, count, waited, told_keys = fields
        payload = {"type": "group", "reason": reason, "count": int(count), "waited": int(waited)}
        return f"group:{told_keys}", payload
    if kind == "alert" and fields[2:3] == ["again"]:
        return subject, {"type": "repeat", "number": int(fields[3])}
    return subject, None


def _note_facts(db: sa.Connection, delivery_id: int, facts: list[tuple[str, str]]) -> None:
    stories = db.scalars(
        sa.text("SELECT story_id FROM delivery_story WHERE delivery_id = :id"), {"id": delivery_id}
    ).all()
    for story_id in dict.fromkeys(stories):
        for kind, value in dict.fromkeys(facts):
            _insert(db, "delivery_fact", delivery_id=delivery_id, story_id=story_id, kind=kind, value=value)


def _note_topics(db: sa.Connection) -> None:
    """Which topics a delivery was owed for was not noted: those of its stories."""
    rows = db.execute(
        sa.text(
            "SELECT DISTINCT s.delivery_id, t.topic FROM delivery_story s "
            "JOIN story_topic t ON t.story_id = s.story_id ORDER BY s.delivery_id, t.topic"
        )
    )
    for delivery_id, topics in _grouped(rows):
        db.execute(
            sa.text("UPDATE delivery SET topics = :topics WHERE id = :id"),
            {"topics": json.dumps(topics, ensure_ascii=False), "id": delivery_id},
        )


def _grouped(rows: Any) -> Iterator[tuple[int, list[str]]]:
    topics: dict[int, list[str]] = {}
    for delivery_id, topic in rows:
        topics.setdefault(delivery_id, []).append(topic)
    yield from topics.items()


def _moment(written: str) -> int:
    at = datetime.fromisoformat(written)
    return (at - _EPOCH) // timedelta(microseconds=1)


def _have_channel(db: sa.Connection, channel: str) -> None:
    if not db.scalar(sa.text("SELECT count(*) FROM channel_state WHERE channel = :name"), {"name": channel}):
        _insert(db, "channel_state", channel=channel, send_times="[]")


def _has(db: sa.Connection, table: str, number: int) -> bool:
    return bool(db.scalar(sa.text(f"SELECT count(*) FROM {table} WHERE id = :id"), {"id": number}))  # noqa: S608


def _insert(db: sa.Connection, table: str, **values: object) -> None:
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    db.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)  # noqa: S608 - names of this file

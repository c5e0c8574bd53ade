"""Deliveries with what they tell, digests, and what is remembered of channels."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, String, Table, UniqueConstraint, text

from monitor.adapters.store.columns import Moment, Reasons, Words, identity_column, reference_column
from monitor.adapters.store.tables.metadata import metadata

digest = Table(
    "digest",
    metadata,
    identity_column(),
    Column("name", String, nullable=False),
    Column("period", String, nullable=False),
    Column("from_at", Moment, nullable=False),
    Column("to_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("name", "period"),
    Index(None, "name", "to_at"),
    Index(None, "to_at"),
    sqlite_autoincrement=True,
)

digest_window = Table(
    "digest_window",
    metadata,
    Column("name", String, primary_key=True),
    # When the digest was first known, and a fire that came a second time and is over.
    Column("known_since", Moment, nullable=False),
    Column("passed_at", Moment),
)

delivery = Table(
    "delivery",
    metadata,
    identity_column(),
    Column("key", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("subject", Words, nullable=False),
    Column("channel", String, nullable=False),
    Column("recipient", Words, nullable=False),
    Column("state", String, nullable=False),
    reference_column("digest_id", "digest.id", gone="RESTRICT", optional=True),
    Column("attempts", Integer, nullable=False),
    Column("parts_sent", Integer, nullable=False),
    Column("send_at", Moment, nullable=False),
    Column("claimed_until", Moment),
    Column("first_attempt_at", Moment),
    Column("provider_code", Words, nullable=False),
    Column("answer", Reasons, nullable=False),
    Column("possible_repeat", Boolean, nullable=False),
    Column("sent_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("severity", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("grouping", Words, nullable=False, server_default=""),
    # No reference: it is only ever asked for while both are there.
    Column("grouped_into", BigInteger),
    Column("topics", JSON, nullable=False, server_default="[]"),
    Column("payload", JSON(none_as_null=True)),
    # Somebody sends it manually, beside a running monitor, until its lease ends.
    Column("is_manual", Boolean, nullable=False, server_default="0"),
    Index(None, "state", "send_at"),
    Index(None, "channel", "state", "id"),
    Index(None, "grouped_into"),
    # What waits is little, and asked for at every tick.
    Index(
        "ix_delivery_waiting",
        "channel",
        "send_at",
        sqlite_where=text("state IN ('pending', 'deferred') AND grouped_into IS NULL"),
    ),
    Index(None, "channel", "sent_at", "recipient", "grouping"),
    Index(None, "state", "created_at"),
    Index(None, "channel", "created_at"),
    Index(None, "created_at"),
    Index(None, "changed_at", "state"),
    Index(None, "digest_id"),
    sqlite_autoincrement=True,
)

delivery_story = Table(
    "delivery_story",
    metadata,
    reference_column("delivery_id", "delivery.id", key=True),
    Column("position", Integer, primary_key=True),
    # No reference: a delivery is kept longer than the story it told.
    Column("story_id", BigInteger, nullable=False),
    Index(None, "story_id", "delivery_id"),
    sqlite_with_rowid=False,
)

delivery_fact = Table(
    "delivery_fact",
    metadata,
    # What a delivery told of a story, as it was composed: its recipient is not told that again.
    reference_column("delivery_id", "delivery.id", key=True),
    Column("story_id", BigInteger, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("value", Words, primary_key=True),
    Index(None, "story_id", "delivery_id"),
    sqlite_with_rowid=False,
)

delivery_part = Table(
    "delivery_part",
    metadata,
    # A message of several parts as it was first rendered: a later attempt goes on in the same text.
    reference_column("delivery_id", "delivery.id", key=True),
    # As each part reads when it says that it may be a repeat.
    Column("marked", Boolean, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("subject", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("html", Words, nullable=False),
    Column("payload", JSON, nullable=False),
    # Each with its name, its PNG in base64, and what stands for it in words.
    Column("images", JSON, nullable=False),
    Column("items_sent", Integer, nullable=False),
)

channel_state = Table(
    "channel_state",
    metadata,
    Column("channel", String, primary_key=True),
    Column("stopped_at", Moment),
    Column("stop_reason", Reasons, nullable=False, server_default=""),
    Column("stop_settings", String, nullable=False, server_default=""),
    Column("paused_until", Moment),
    # Microseconds since 1970.
    Column("send_times", JSON, nullable=False),
)

channel_cooldown = Table(
    "channel_cooldown",
    metadata,
    Column("channel", String, primary_key=True),
    Column("recipient", Words, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("failed_at", Moment, nullable=False),
)

channel_storm = Table(
    "channel_storm",
    metadata,
    Column("channel", String, primary_key=True),
    Column("recipient", Words, primary_key=True),
    Column("route", String, primary_key=True),
    Column("last_sent_at", Moment, nullable=False),
)

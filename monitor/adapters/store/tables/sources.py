"""Sources, how each was last read, and what polls cost."""

from sqlalchemy import JSON, Column, Float, Index, Integer, String, Table, Text

from monitor.adapters.store.columns import Moment, Reasons, Words, identity_column, reference_column
from monitor.adapters.store.tables.metadata import metadata

source = Table(
    "source",
    metadata,
    identity_column(),
    Column("canonical", Words, nullable=False, unique=True),
    Column("configured_url", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("kind", String, nullable=False),
    Column("title", Words, nullable=False),
    Column("learnt_title", Words, nullable=False),
    Column("lang", String, nullable=False),
    Column("learnt_lang", Words, nullable=False),
    Column("timezone", String, nullable=False),
    Column("tier", String, nullable=False),
    Column("state", String, nullable=False),
    Column("state_before", String, nullable=False),
    Column("removed_at", Moment),
    Column("health", String, nullable=False),
    Column("error", Reasons, nullable=False),
    Column("failing_since", Moment),
    Column("failures", Integer, nullable=False),
    Column("etag", Words, nullable=False),
    Column("last_modified", Words, nullable=False),
    Column("validators_at", Moment),
    Column("body_hash", String, nullable=False),
    Column("moved_target", Words, nullable=False),
    Column("moved_count", Integer, nullable=False),
    Column("moved_at", Moment),
    Column("next_due_at", Moment, nullable=False),
    Column("due_reason", Reasons, nullable=False),
    Column("claimed_until", Moment),
    # Which claim it is: what a poll brings is stored only while it is still the newest.
    Column("claim", Integer, nullable=False, server_default="0"),
    Column("last_polled_at", Moment),
    Column("last_success_at", Moment),
    Column("first_success_at", Moment),
    Column("posting_rate", Text, nullable=False),
    Column("hub", Words, nullable=False),
    Column("hub_topic", Words, nullable=False, server_default=""),
    Column("feed_shape", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index(None, "state", "next_due_at"),
    # Few sources name a hub, and those are looked through every minute.
    Index(None, "hub"),
    sqlite_autoincrement=True,
)

source_reading = Table(
    "source_reading",
    metadata,
    reference_column("source_id", "source.id", key=True),
    # A hash of the rules that it was last read by, and the text of a watched page at its last poll.
    Column("rules", String, nullable=False, server_default=""),
    Column("page_text", Words, nullable=False, server_default=""),
)

host_turn = Table(
    "host_turn",
    metadata,
    # A host, with its port where that is not the usual one, and when any worker of a fleet last asked it.
    Column("place", Words, primary_key=True),
    Column("asked_at", Moment, nullable=False),
    Index(None, "asked_at"),
)

polling_budget = Table(
    "polling_budget",
    metadata,
    # One row.
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("solved", Float, nullable=False),
    Column("correction", Float, nullable=False),
    Column("spent", JSON, nullable=False),
    Column("usual", Float, nullable=False),
    Column("solved_at", Moment),
)

subscription = Table(
    "subscription",
    metadata,
    identity_column(),
    reference_column("source_id", "source.id"),
    Column("hub", Words, nullable=False),
    Column("topic", Words, nullable=False),
    Column("token", String, nullable=False, unique=True),
    Column("callback", Words, nullable=False),
    Column("secret", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", Reasons, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("verified_at", Moment),
    Column("lease_until", Moment),
    Column("pushed_at", Moment),
    Column("pushes", Integer, nullable=False),
    Column("dropped", Integer, nullable=False),
    Column("news_at", Moment),
    Column("looks", Integer, nullable=False),
    Column("unpushed_at", Moment),
    Column("record", String, nullable=False),
    Index(None, "source_id"),
    Index(None, "next_at"),
    sqlite_autoincrement=True,
)

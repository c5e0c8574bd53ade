"""The tables: one per noun, and the small ones that keep their lists.

``sqlite_autoincrement``: numbers are never used again, for a delivery's key names its story and must not fall to a
later one. ``sqlite_with_rowid=False``: rows that are little more than their key live in the key's own tree.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from monitor.adapters.store.columns import Moment, Reasons, Words, identity_column, reference_column

SCHEMA = "0015"
"""The revision of these tables: the newest file in ``migrations/versions``."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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

topic_rules = Table(
    "topic_rules",
    metadata,
    Column("topic", String, primary_key=True),
    # Of the rules that history was last matched by.
    Column("fingerprint", String, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

topic_mute = Table(
    "topic_mute",
    metadata,
    Column("topic", String, primary_key=True),
    Column("until", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
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

entry = Table(
    "entry",
    metadata,
    identity_column(),
    reference_column("source_id", "source.id"),
    Column("key", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("canonical", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("author", Words, nullable=False),
    Column("published_at", Moment),
    Column("trust", String, nullable=False),
    Column("precision", String, nullable=False),
    Column("first_seen_at", Moment, nullable=False),
    Column("edited_at", Moment),
    Column("content_hash", String, nullable=False),
    Column("lang", Words, nullable=False),
    Column("first_sight", Boolean, nullable=False),
    # With published_at, so that the counts per source never open the rows and their text.
    Index(None, "source_id", "first_seen_at", "published_at"),
    Index(None, "first_seen_at"),
    Index(None, "canonical"),
    sqlite_autoincrement=True,
)

entry_change = Table(
    "entry_change",
    metadata,
    identity_column(),
    reference_column("entry_id", "entry.id"),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("replaced_at", Moment, nullable=False),
    Index(None, "entry_id"),
    sqlite_autoincrement=True,
)

seen_key = Table(
    "seen_key",
    metadata,
    reference_column("source_id", "source.id", key=True),
    Column("key", BigInteger, primary_key=True),
    Column("kind", String, nullable=False),
    reference_column("entry_id", "entry.id", gone="SET NULL", optional=True),
    # Filled in when retention removes the entry; until then the entry says it.
    Column("content_hash", String, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Index(None, "entry_id"),
    sqlite_with_rowid=False,
)

story = Table(
    "story",
    metadata,
    identity_column(),
    Column("title", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("lang", Words, nullable=False),
    Column("snippet", Words, nullable=False),
    Column("highlights", JSON, nullable=False),
    Column("score", Float, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("signals", JSON, nullable=False),
    Column("first_seen_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    reference_column("follows", "story.id", gone="SET NULL", optional=True),
    # Set when a person merged this story into another; whoever still names it means that one.
    reference_column("merged_into", "story.id", optional=True),
    # The reports it had then: splitting those off again undoes the merge.
    Column("merged_reports", JSON(none_as_null=True)),
    Column("created_at", Moment, nullable=False),
    Index(None, "last_seen_at"),
    Index(None, "follows"),
    # Few are merged: an index of all would be taken for finding those that are not.
    Index(
        "ix_story_merged_into",
        "merged_into",
        sqlite_where=text("merged_into IS NOT NULL"),
        postgresql_where=text("merged_into IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

story_topic = Table(
    "story_topic",
    metadata,
    reference_column("story_id", "story.id", key=True),
    Column("topic", String, primary_key=True),
    Column("last_seen_at", Moment, nullable=False),
    Index(None, "topic", "last_seen_at"),
    sqlite_with_rowid=False,
)

report = Table(
    "report",
    metadata,
    identity_column(),
    reference_column("story_id", "story.id"),
    reference_column("entry_id", "entry.id"),
    Column("section", Integer, nullable=False),
    # The section's key, else its number: what the entry's other reports are told apart by.
    Column("place", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("source", Words, nullable=False),
    Column("tier", String, nullable=False),
    Column("lang", Words, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("signals", JSON, nullable=False),
    Column("surfaces", JSON, nullable=False),
    Column("snippet", Words, nullable=False),
    Column("highlights", JSON, nullable=False),
    Column("score", Float, nullable=False),
    Column("published_at", Moment),
    Column("precision", String, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("digest", Boolean, nullable=False),
    Column("duplicate", Boolean, nullable=False),
    Column("why", Words, nullable=False),
    Column("features", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("entry_id", "place"),
    Index(None, "story_id"),
    sqlite_autoincrement=True,
)

report_key = Table(
    "report_key",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("at", Moment, primary_key=True),
    reference_column("report_id", "report.id", key=True),
    Index(None, "report_id"),
    sqlite_with_rowid=False,
)

fact = Table(
    "fact",
    metadata,
    reference_column("story_id", "story.id", key=True),
    Column("kind", String, primary_key=True),
    Column("value", Words, primary_key=True),
    Column("surface", Words, nullable=False),
    Column("reported_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

apart = Table(
    "apart",
    metadata,
    reference_column("story_id", "story.id", key=True),
    reference_column("other_id", "story.id", key=True),
    Column("created_at", Moment, nullable=False),
    Index(None, "other_id"),
    sqlite_with_rowid=False,
)

mention = Table(
    "mention",
    metadata,
    identity_column(),
    reference_column("entry_id", "entry.id"),
    # The entry's, which never changes: figures of a topic count by it without opening entries.
    Column("source_id", BigInteger, nullable=False, server_default="0"),
    Column("section_key", Words, nullable=False),
    Column("topic", String, nullable=False),
    reference_column("story_id", "story.id"),
    Column("section", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("surface", Words, nullable=False),
    Column("snippet", Words, nullable=False),
    Column("highlights", JSON, nullable=False),
    Column("score", Float, nullable=False),
    Column("signals", JSON, nullable=False),
    Column("reason", Reasons, nullable=False),
    Column("spans", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    # The entry's first_seen_at, which never changes: windows and trends go by it.
    Column("seen_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("entry_id", "section_key", "topic"),
    Index(None, "story_id"),
    Index(None, "seen_at"),
    Index(None, "topic", "seen_at", "source_id", "entry_id"),
    Index(None, "created_at"),
    Index(None, "topic", "created_at"),
    Index(None, "status", "created_at"),
    sqlite_autoincrement=True,
)

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
    sqlite_autoincrement=True,
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

digest_window = Table(
    "digest_window",
    metadata,
    Column("name", String, primary_key=True),
    # When the digest was first known, and a fire that came a second time and is over.
    Column("known_since", Moment, nullable=False),
    Column("passed_at", Moment),
)

summary_cooldown = Table(
    "summary_cooldown",
    metadata,
    # Of the endpoint, model and key that it is about.
    Column("settings", String, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("until", Moment, nullable=False),
    Column("reason", Reasons, nullable=False),
)

ai_summary = Table(
    "ai_summary",
    metadata,
    identity_column(),
    reference_column("story_id", "story.id"),
    Column("language", String, nullable=False),
    Column("state", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("text", Words, nullable=False),
    Column("basis", JSON, nullable=False),
    Column("why", Reasons, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index(None, "story_id", "language"),
    Index(None, "created_at"),
    sqlite_autoincrement=True,
)

refusals = Table(
    "refusals",
    metadata,
    Column("from_at", Moment, primary_key=True),
    Column("refused", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

key_value = Table(
    "key_value",
    metadata,
    # The keys are those of ``core.model.key_values``.
    Column("name", String, primary_key=True),
    Column("value", Words, nullable=False),
    Column("changed_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

audit = Table(
    "audit",
    metadata,
    identity_column(),
    Column("what", Words, nullable=False),
    Column("who", Reasons, nullable=False),
    Column("at", Moment, nullable=False),
    Column("origin", Words, nullable=False, server_default=""),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

access_token = Table(
    "access_token",
    metadata,
    identity_column(),
    Column("name", Words, nullable=False, unique=True),
    Column("scope", String, nullable=False),
    # SHA-256; the token itself is kept nowhere.
    Column("token_hash", String, nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("created_by", Words, nullable=False),
    sqlite_autoincrement=True,
)

verdict = Table(
    "verdict",
    metadata,
    identity_column(),
    # No reference: what readers said is kept longer than the story.
    Column("story_id", BigInteger, nullable=False),
    Column("topic", String, nullable=False),
    Column("judgement", String, nullable=False),
    Column("word", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("sentence", Words, nullable=False),
    Column("highlights", JSON, nullable=False),
    Column("mentions", JSON, nullable=False),
    Column("delivery_id", BigInteger),
    Column("ticket", String, nullable=False),
    Column("who", Reasons, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "story_id", "topic"),
    Index(None, "ticket"),
    sqlite_autoincrement=True,
)

proposal = Table(
    "proposal",
    metadata,
    identity_column(),
    reference_column("verdict_id", "verdict.id"),
    Column("topic", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("alias", Words, nullable=False),
    Column("words", JSON, nullable=False),
    Column("effect", JSON, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", Reasons, nullable=False),
    Index(None, "verdict_id"),
    sqlite_autoincrement=True,
)

search_progress = Table(
    "search_progress",
    metadata,
    # One row. The index itself, ``search_entry``, is made by its migration: each database has its own kind.
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("folding", Integer, nullable=False),
    # Entries and edits are indexed up to these.
    Column("entry_id", BigInteger, nullable=False),
    Column("change_id", BigInteger, nullable=False),
)

web_session = Table(
    "web_session",
    metadata,
    # A hash: whoever reads the store cannot log in with it.
    Column("token_hash", String, primary_key=True),
    # Of the password that was given: another password ends all sessions.
    Column("password_hash", String, nullable=False),
    Column("agent", Words, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

"""Stories with their reports and facts, mentions of topics, and sentences by a language model."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Index, Integer, String, Table, UniqueConstraint, text

from monitor.adapters.store.columns import Moment, Reasons, Words, identity_column, reference_column
from monitor.adapters.store.tables.metadata import metadata

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
    # Few are merged: an index of all would be taken for finding those that are not. In PostgreSQL the revision that
    # makes it narrows it: to say so here loads that dialect everywhere.
    Index("ix_story_merged_into", "merged_into", sqlite_where=text("merged_into IS NOT NULL")),
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
    # A hash of what later reports are compared with; none where an older version wrote it.
    Column("compared_mark", BigInteger),
    UniqueConstraint("entry_id", "place"),
    Index(None, "story_id"),
    # All that the search for candidates asks of sixty reports, each of which fills a page with the rest of its row.
    Index(None, "id", "story_id", "compared_mark"),
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

summary_cooldown = Table(
    "summary_cooldown",
    metadata,
    # Of the endpoint, model and key that it is about.
    Column("settings", String, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("until", Moment, nullable=False),
    Column("reason", Reasons, nullable=False),
)

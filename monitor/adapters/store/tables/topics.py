"""What is remembered of topics, and what readers say about their news."""

from sqlalchemy import JSON, BigInteger, Column, Index, String, Table

from monitor.adapters.store.columns import Moment, Reasons, Words, identity_column, reference_column
from monitor.adapters.store.tables.metadata import metadata

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

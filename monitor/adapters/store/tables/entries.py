"""Entries, their edits, the keys by which they are known, and how far they are indexed."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table

from monitor.adapters.store.columns import Moment, Words, identity_column, reference_column
from monitor.adapters.store.tables.metadata import metadata

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

"""Small facts, who changed what, who may log in, and requests that were refused."""

from sqlalchemy import BigInteger, Column, Index, String, Table

from monitor.adapters.store.columns import Moment, Reasons, Words, identity_column
from monitor.adapters.store.tables.metadata import metadata

key_value = Table(
    "key_value",
    metadata,
    # The keys are those of ``core.model.operations.key_values``.
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

refusals = Table(
    "refusals",
    metadata,
    Column("from_at", Moment, primary_key=True),
    Column("refused", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

"""The search index with how far it is, and who is logged in at the pages."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"

_SQLITE = (
    "CREATE VIRTUAL TABLE search_entry USING fts5(title, body, content='', tokenize='unicode61 remove_diacritics 0')"
)


def upgrade() -> None:
    """Nothing is indexed yet: that happens beside everything else, once the program runs."""
    if op.get_context().dialect.name == "sqlite":
        op.execute(_SQLITE)
    else:
        op.create_table(
            "search_entry",
            sa.Column("entry_id", sa.BigInteger(), nullable=False),
            sa.Column("words", sa.dialects.postgresql.TSVECTOR(), nullable=False),
            sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_search_entry_entry_id", ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("entry_id", name="pk_search_entry"),
        )
        op.create_index("ix_search_entry_words", "search_entry", ["words"], postgresql_using="gin")
    op.create_table(
        "search_progress",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("folding", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_progress")),
    )
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_web_session")),
        sqlite_with_rowid=False,
    )

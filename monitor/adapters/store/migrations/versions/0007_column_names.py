"""Tables and columns are called what the glossary calls their contents; nothing else changes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_COLUMNS = (
    ("source", "wished_url", "configured_url"),
    ("source", "why_then", "due_reason"),
    ("source", "rhythm", "posting_rate"),
    ("fact", "told_at", "reported_at"),
    ("delivery", "by_hand", "is_manual"),
)


def upgrade() -> None:
    """Rename them, and the section of the catalog in stored reasons."""
    for table, before, after in _COLUMNS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {before} TO {after}")
    for columns in ("created_at", "story_id_language"):
        op.drop_index(f"ix_gist_{columns}", table_name="gist")
    op.rename_table("gist", "ai_summary")
    op.create_index("ix_ai_summary_story_id_language", "ai_summary", ["story_id", "language"])
    op.create_index("ix_ai_summary_created_at", "ai_summary", ["created_at"])
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE ai_summary RENAME CONSTRAINT pk_gist TO pk_ai_summary")
        op.execute("ALTER TABLE ai_summary RENAME CONSTRAINT fk_gist_story_id TO fk_ai_summary_story_id")
        op.execute("ALTER SEQUENCE gist_id_seq RENAME TO ai_summary_id_seq")
    for table, column in (("ai_summary", "why"), ("summary_cooldown", "reason")):
        stored = sa.column(column, sa.Text())
        renamed = sa.func.replace(stored, '"reason": "gist.', '"reason": "ai_summary.')
        op.execute(sa.update(sa.table(table, stored)).values({column: renamed}))

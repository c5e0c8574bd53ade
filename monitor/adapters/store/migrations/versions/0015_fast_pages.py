"""What pages count by: each mention names its source, and an index holds all that figures of a topic need."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"

_OF_ENTRY = "UPDATE mention SET source_id = (SELECT entry.source_id FROM entry WHERE entry.id = mention.entry_id)"


def upgrade() -> None:
    """Mentions are told the source of their entry."""
    op.add_column("mention", sa.Column("source_id", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(_OF_ENTRY)
    op.drop_index(op.f("ix_mention_topic_seen_at"), table_name="mention")
    op.create_index(
        op.f("ix_mention_topic_seen_at_source_id_entry_id"),
        "mention",
        ["topic", "seen_at", "source_id", "entry_id"],
        unique=False,
    )
    op.drop_index(op.f("ix_story_merged_into"), table_name="story")
    op.create_index(
        "ix_story_merged_into",
        "story",
        ["merged_into"],
        unique=False,
        sqlite_where=sa.text("merged_into IS NOT NULL"),
        postgresql_where=sa.text("merged_into IS NOT NULL"),
    )

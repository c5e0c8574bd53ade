"""Reports are marked by what later ones are compared with, and digests are found by the end of their window."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Reports of older versions stay without a mark: they are read as before, and compared for 14 days only."""
    op.create_index(op.f("ix_digest_to_at"), "digest", ["to_at"], unique=False)
    op.add_column("report", sa.Column("compared_mark", sa.BigInteger(), nullable=True))

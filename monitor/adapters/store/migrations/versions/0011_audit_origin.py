"""The audit trail says from where."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column; lines of before do not say it."""
    op.add_column("audit", sa.Column("origin", sa.Text(), nullable=False, server_default=""))

"""Deliveries know the group their route put them into, and the summary that tells them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; deliveries of before belong to no group and to no summary."""
    op.add_column("delivery", sa.Column("grouping", sa.Text(), nullable=False, server_default=""))
    op.add_column("delivery", sa.Column("told_by", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_delivery_channel_state_id"), "delivery", ["channel", "state", "id"], unique=False)
    op.create_index(op.f("ix_delivery_told_by"), "delivery", ["told_by"], unique=False)

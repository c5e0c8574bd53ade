"""What lets several machines share a store: each claim of a source is numbered, and hosts remember the last request."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the number of claims, from 0 on, and the table of hosts."""
    op.add_column("source", sa.Column("claim", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "host_turn",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_host_turn")),
    )
    op.create_index(op.f("ix_host_turn_asked_at"), "host_turn", ["asked_at"], unique=False)

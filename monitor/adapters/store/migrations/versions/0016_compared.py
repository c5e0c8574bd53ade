"""Reports are marked by what later ones are compared with, so that it is read again only where it was edited."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Reports of older versions stay without a mark: they are read as before, and compared for 14 days only."""
    op.add_column("report", sa.Column("compared_mark", sa.BigInteger(), nullable=True))

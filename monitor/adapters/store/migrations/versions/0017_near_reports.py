"""What the search for candidates asks of a report lies in an index: its row, with what is compared, fills a page."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Number, story and mark of a report, beside each other."""
    op.create_index(
        op.f("ix_report_id_story_id_compared_mark"), "report", ["id", "story_id", "compared_mark"], unique=False
    )

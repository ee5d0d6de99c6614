"""complaints so far are counted; what old code does in these seconds is added by the daily check."""

from alembic import op

revision = "r021"
down_revision = "r020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """complaints so far are counted."""
    op.execute(
        "INSERT INTO complaint_counts (unit, status, count)"
        " SELECT unit, status, count(*) FROM complaints GROUP BY unit, status"
    )

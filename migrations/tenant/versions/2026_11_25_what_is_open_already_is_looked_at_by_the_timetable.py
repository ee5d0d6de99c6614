"""what is open already is looked at by the timetable, and questions already asked are counted."""

from alembic import op

revision = "r104"
down_revision = "r103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """what is open already is looked at by the timetable, and questions already asked are counted."""
    op.execute("UPDATE complaints SET escalate_at = verify_due_at WHERE closed_at IS NULL OR status = 'referred'")
    op.execute(
        "UPDATE complaints SET questions = asked.times FROM (SELECT complaint_id, count(*) AS times"
        " FROM complaint_events WHERE action = 'ask' GROUP BY complaint_id) AS asked"
        " WHERE asked.complaint_id = complaints.id"
    )

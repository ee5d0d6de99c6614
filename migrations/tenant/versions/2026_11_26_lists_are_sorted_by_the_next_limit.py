"""lists are sorted by the next limit."""

import sqlalchemy as sa
from alembic import op

revision = "r113"
down_revision = "r112"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")
NEXT = sa.text("COALESCE(step_due_at, due_at)")


def upgrade() -> None:
    """Open complaints are found by the limit that comes next; no list is sorted by the last one any more."""
    op.create_index(
        "ix_complaints_unit_step",
        "complaints",
        ["unit", NEXT, "id"],
        postgresql_where=OPEN,
        postgresql_include=["status", "due_at", "step_due_at"],
    )
    op.create_index("ix_complaints_status_step", "complaints", ["status", NEXT, "id"], postgresql_where=OPEN)
    op.create_index("ix_complaints_step", "complaints", [NEXT, "id"], postgresql_where=OPEN)
    for name in ("ix_complaints_unit_due", "ix_complaints_status_due", "ix_complaints_due"):
        op.drop_index(name, "complaints")

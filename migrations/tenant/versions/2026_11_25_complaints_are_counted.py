"""complaints are counted by unit and state."""

import sqlalchemy as sa
from alembic import op

revision = "r020"
down_revision = "r102"
branch_labels = None
depends_on = None

OPEN = "closed_at IS NULL"


def upgrade() -> None:
    """complaints are counted by unit and state; what is asked and what is red is found by index."""
    op.create_table(
        "complaint_counts",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "status", name="pk_complaint_counts"),
    )
    op.create_table(
        "complaint_deltas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("delta", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_deltas"),
    )
    op.drop_index("ix_complaints_unit_due", "complaints")
    op.create_index(
        "ix_complaints_unit_due",
        "complaints",
        ["unit", "due_at", "id"],
        postgresql_where=sa.text(OPEN),
        postgresql_include=["status"],
    )
    op.create_index("ix_complaints_red", "complaints", ["red_at", "status"], postgresql_where=sa.text(OPEN))
    for name, column, more in (
        ("ix_complaints_date_asked", "unit", "requested_date IS NOT NULL"),
        ("ix_complaints_rejection_asked", "unit", "proposed_rejection IS NOT NULL"),
        ("ix_complaints_disputed", "unit", "disputed_at IS NOT NULL"),
        ("ix_complaints_passed_on", "coordinations", "coordinations > 0"),
    ):
        op.create_index(name, "complaints", [column], postgresql_where=sa.text(f"{OPEN} AND {more}"))

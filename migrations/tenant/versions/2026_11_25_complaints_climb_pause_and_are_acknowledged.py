"""complaints climb to superiors, count their questions, and are acknowledged by the body they were referred to."""

import sqlalchemy as sa
from alembic import op

revision = "r103"
down_revision = "r013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """complaints climb to superiors, count their questions, and are acknowledged by the body they were referred to."""
    op.add_column("complaints", sa.Column("escalate_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("complaints", sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("complaints", sa.Column("questions", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_index(
        "ix_complaints_escalate",
        "complaints",
        ["escalate_at", "id"],
        unique=False,
        postgresql_where=sa.text("escalate_at IS NOT NULL"),
    )
    op.create_index(
        "ix_complaints_unacknowledged",
        "complaints",
        ["unit", "step_due_at", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'referred' AND acknowledged_at IS NULL"),
    )
    op.create_table(
        "escalations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("up", sa.Integer(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name=op.f("fk_escalations_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
        sa.UniqueConstraint(
            "complaint_id", "step", "up", "since_at", name=op.f("uq_escalations_complaint_id_step_up_since_at")
        ),
        info={"append_only": True},
    )
    op.create_index("ix_escalations_unit", "escalations", ["unit", "complaint_id"], unique=False)

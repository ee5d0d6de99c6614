"""the operator decrees national days."""

import sqlalchemy as sa
from alembic import op

revision = "p005_holidays"
down_revision = "p004_rotations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """the operator decrees national days."""
    op.create_table(
        "holiday_decrees",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday_decrees")),
        schema="platform",
        info={"append_only": True},
    )
    op.create_index("ix_holiday_decrees_day", "holiday_decrees", ["day", "decided_at"], unique=False, schema="platform")

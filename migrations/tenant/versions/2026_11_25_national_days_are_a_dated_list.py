"""national days are a dated list of each region."""

import sqlalchemy as sa
from alembic import op

revision = "r111"
down_revision = "r110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """national days are a dated list of each region."""
    op.create_table(
        "holiday_editions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("counts_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_holiday_editions")),
        info={"append_only": True},
    )
    op.create_table(
        "holiday_days",
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition"], ["holiday_editions.number"], name=op.f("fk_holiday_days_edition")),
        sa.PrimaryKeyConstraint("edition", "day", name=op.f("pk_holiday_days")),
        info={"append_only": True},
    )

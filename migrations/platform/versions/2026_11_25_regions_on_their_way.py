"""regions on their way."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "p003_preparations"
down_revision = "p002_second_factor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """regions on their way."""
    op.create_table(
        "preparations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("agreement", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("agreement_number", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("draft", sa.Text(), nullable=True),
        sa.Column("draft_number", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=True),
        sa.Column("live_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparations")),
        sa.UniqueConstraint("code", name=op.f("uq_preparations_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_preparations_slug")),
        schema="platform",
    )
    op.create_table(
        "preparation_steps",
        sa.Column("preparation_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("finding", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["preparation_id"], ["platform.preparations.id"], name=op.f("fk_preparation_steps_preparation_id")
        ),
        sa.PrimaryKeyConstraint("preparation_id", "step", name=op.f("pk_preparation_steps")),
        schema="platform",
    )
    op.create_table(
        "preparation_orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("preparation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("arguments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("fault", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(
            ["preparation_id"], ["platform.preparations.id"], name=op.f("fk_preparation_orders_preparation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation_orders")),
        schema="platform",
    )
    op.create_index(
        op.f("ix_preparation_orders_preparation_id"),
        "preparation_orders",
        ["preparation_id"],
        unique=False,
        schema="platform",
    )
    op.create_index(
        "uq_preparation_orders_open",
        "preparation_orders",
        ["preparation_id"],
        unique=True,
        schema="platform",
        postgresql_where=sa.text("done_at IS NULL"),
    )

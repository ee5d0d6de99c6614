"""forms of admins wait until they are kept."""

import sqlalchemy as sa
from alembic import op

revision = "r110"
down_revision = "r105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """forms of admins wait until they are kept."""
    op.create_table(
        "form_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_form_drafts_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_drafts")),
    )
    op.create_index("ix_form_drafts_account_id_form", "form_drafts", ["account_id", "form"], unique=False)
    op.create_index("ix_form_drafts_expires_at", "form_drafts", ["expires_at"], unique=False)

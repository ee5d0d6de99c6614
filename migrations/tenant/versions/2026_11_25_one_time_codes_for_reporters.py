"""one-time codes for reporters who lost their link."""

import sqlalchemy as sa
from alembic import op

revision = "r101"
down_revision = "r012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """one-time codes for reporters who lost their link."""
    op.create_table(
        "contact_codes",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_contact_codes")),
    )
    op.create_index("ix_contact_codes_expires_at", "contact_codes", ["expires_at"], unique=False)

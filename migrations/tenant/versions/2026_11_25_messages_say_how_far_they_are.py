"""messages say how far they are: being handed over, uncertain, of no use after a moment."""

import sqlalchemy as sa
from alembic import op

revision = "r102"
down_revision = "r101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """messages say how far they are: being handed over, uncertain, of no use after a moment."""
    op.add_column("messages", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("uncertain_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_messages_uncertain",
        "messages",
        ["uncertain_at"],
        unique=False,
        postgresql_where=sa.text("uncertain_at IS NOT NULL"),
    )

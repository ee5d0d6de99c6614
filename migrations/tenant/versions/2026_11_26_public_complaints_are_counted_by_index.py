"""public complaints are counted by index."""

import sqlalchemy as sa
from alembic import op

revision = "r114"
down_revision = "r113"
branch_labels = None
depends_on = None

PUBLIC = sa.text("private IS false")


def upgrade() -> None:
    """How many public complaints each area has is read from an index alone, of one state or of the last days."""
    op.create_index(
        "ix_complaints_public", "complaints", ["status", "filed_at", "area", "category"], postgresql_where=PUBLIC
    )

"""photos keep what the device says apart from what the file says."""

import sqlalchemy as sa
from alembic import op

revision = "r105"
down_revision = "r104"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """photos keep what the device says apart from what the file says."""
    op.add_column("photos", sa.Column("said_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("photos", sa.Column("said_lat", sa.Double(), nullable=True))
    op.add_column("photos", sa.Column("said_lon", sa.Double(), nullable=True))
    op.add_column("photos", sa.Column("said_accuracy_m", sa.Double(), nullable=True))

"""ordered rotations of passwords are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "p004_rotations"
down_revision = "p003_preparations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """ordered rotations of passwords are found at once."""
    op.create_index(
        "ix_operator_log_rotations",
        "operator_log",
        ["tenant_id", "action", "position"],
        unique=False,
        schema="platform",
        postgresql_where=sa.text("action IN ('tenant.rotation_ordered', 'tenant.password_rotated')"),
    )

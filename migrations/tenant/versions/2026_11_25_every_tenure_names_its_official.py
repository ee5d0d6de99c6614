"""every tenure names its official."""

from alembic import op

revision = "r012"
down_revision = "r011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """every tenure names its official."""
    # A few hundred rows: reading them under the lock takes no time that anybody would notice.
    op.execute("-- squawk-ignore adding-not-nullable-field\nALTER TABLE holders ALTER COLUMN official_id SET NOT NULL")

"""everybody in office is an official: the holder of an account becomes a person of the same id."""

from alembic import op

revision = "r011"
down_revision = "r010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """everybody in office is an official."""
    op.execute(
        "INSERT INTO officials (id, name, account_id, created_at, changed_at)"
        " SELECT id, display_name, id, created_at, created_at FROM accounts"
        " WHERE id IN (SELECT account_id FROM holders)"
    )
    op.execute("UPDATE holders SET official_id = account_id WHERE official_id IS NULL")
    op.execute("ALTER TABLE holders VALIDATE CONSTRAINT fk_holders_official_id")

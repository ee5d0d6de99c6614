"""a post can be held without a login."""

import sqlalchemy as sa
from alembic import op

revision = "r010"
down_revision = "r001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """a post can be held without a login."""
    op.create_table(
        "officials",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("nip", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("phone", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("nip ~ '^[0-9]{18}$'", name=op.f("ck_officials_nip")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_officials_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officials")),
        sa.UniqueConstraint("account_id", name=op.f("uq_officials_account_id")),
        sa.UniqueConstraint("nip", name=op.f("uq_officials_nip")),
    )
    op.add_column("holders", sa.Column("official_id", sa.Uuid(), nullable=True))
    op.add_column("holders", sa.Column("decree", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("holders", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    # The release before reads it only through its own rows, which keep theirs.
    op.execute("-- squawk-ignore ban-drop-not-null\nALTER TABLE holders ALTER COLUMN account_id DROP NOT NULL")
    op.create_foreign_key(
        op.f("fk_holders_official_id"), "holders", "officials", ["official_id"], ["id"], postgresql_not_valid=True
    )
    op.create_index("ix_holders_official_id_unit", "holders", ["official_id", "unit"], unique=False)

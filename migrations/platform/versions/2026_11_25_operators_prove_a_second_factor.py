"""operators prove a second factor, and their log is tied together by hashes."""

import sqlalchemy as sa
from alembic import op

revision = "p002_second_factor"
down_revision = "p001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """operators prove a second factor, and their log is tied together by hashes."""
    op.add_column("operators", sa.Column("totp_secret", sa.Text(), nullable=True), schema="platform")
    op.add_column("operators", sa.Column("totp_counter", sa.BigInteger(), nullable=True), schema="platform")
    op.add_column(
        "operators", sa.Column("temporary_until", sa.DateTime(timezone=True), nullable=True), schema="platform"
    )
    for name, kind in (
        ("second_at", sa.DateTime(timezone=True)),
        ("seen_at", sa.DateTime(timezone=True)),
        ("address", sa.Text()),
        ("agent", sa.Text()),
        ("pending_totp", sa.Text()),
    ):
        op.add_column("operator_sessions", sa.Column(name, kind, nullable=True), schema="platform")
    for name, kind in (("position", sa.BigInteger()), ("previous_sha256", sa.Text()), ("sha256", sa.Text())):
        op.add_column("operator_log", sa.Column(name, kind, nullable=True), schema="platform")
    op.create_unique_constraint(op.f("uq_operator_log_position"), "operator_log", ["position"], schema="platform")
    op.create_table(
        "operator_recovery_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("code_hmac", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["platform.operators.id"], name=op.f("fk_operator_recovery_codes_operator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_recovery_codes")),
        schema="platform",
    )
    op.create_index(
        op.f("ix_operator_recovery_codes_operator_id"),
        "operator_recovery_codes",
        ["operator_id"],
        unique=False,
        schema="platform",
    )
    op.create_table(
        "schema_references",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_schema_references")),
        schema="platform",
    )

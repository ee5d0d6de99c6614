"""Small histories and small regions: what upgrades and drift are tried on without the real tables."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import Connection

from jaki_replica.foundation import clock
from jaki_replica.settings import Settings
from jaki_replica.tenancy import history, provisioning
from jaki_replica.tenancy.configuration.terms import Identity
from jaki_replica.tenancy.migrating import Plan
from jaki_replica.tenancy.owner import owner_transaction
from jaki_replica.tenancy.terms import Tenant, TenantState

FIRST = """
    op.create_table("notes", sa.Column("id", sa.Uuid(), primary_key=True), sa.Column("words", sa.Text()))
    op.create_index("ix_notes_words", "notes", ["words"])
    op.create_table("facts", sa.Column("id", sa.Uuid(), primary_key=True), info={"append_only": True})
"""
SECOND = """
    op.add_column("notes", sa.Column("seen", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_table("replies", sa.Column("id", sa.Uuid(), primary_key=True))
    op.create_table("proofs", sa.Column("id", sa.Uuid(), primary_key=True), info={"append_only": True})
"""


def history_of(folder: Path, *bodies: str) -> Path:
    """A history with a version for each body: `v1`, `v2` and so on, run by the real environment."""
    versions = folder / "versions"
    versions.mkdir(parents=True)
    shutil.copy(history.tenant_history() / "env.py", folder)
    for number, body in enumerate(bodies, start=1):
        before = repr(f"v{number - 1}") if number > 1 else None
        text = f"import sqlalchemy as sa\nfrom alembic import op\nrevision = 'v{number}'\ndown_revision = {before}\n"
        (versions / f"v{number}.py").write_text(f"{text}\n\ndef upgrade():\n{body}\n", encoding="utf-8")
    return folder


def identity(slug: str, number: int = 1, **more: object) -> Identity:
    """An identity with a code and host of its own."""
    values: dict[str, object] = {
        "slug": slug,
        "name": slug.title(),
        "government": f"Pemerintah {slug}",
        "kind": "city",
        "code": f"{11 + number // 90}.{number % 90 + 10}",
        "zone": "Asia/Jakarta",
        "languages": ("id",),
        "hosts": (slug,),
        "number_prefix": "AA",
    }
    return Identity(**values | more)  # type: ignore[arg-type]


def make_region(settings: Settings, folder: Path, slug: str, number: int, database_url: str | None = None) -> Tenant:
    """An active region with the newest version of the history in `folder`."""
    found = provisioning.register(
        settings, identity(slug, number), actor="test", at=clock.now(), database_url=database_url
    )
    provisioning.make_role(settings, found)
    provisioning.make_schema(settings, found, folder)
    return provisioning.set_state(settings, slug, TenantState.ACTIVE, actor="test", at=clock.now(), reason="test")


def forget(settings: Settings, tenant: Tenant) -> None:
    """Take a region out of the registry and the database."""
    with owner_transaction(settings) as connection:
        connection.exec_driver_sql("DELETE FROM platform.tenant_hosts WHERE tenant_id = %s", (str(tenant.id),))
        connection.exec_driver_sql("DELETE FROM platform.tenants WHERE id = %s", (str(tenant.id),))
    provisioning.erase(settings, tenant)


def plan(folder: Path, **more: int) -> Plan:
    """To the newest version of `folder`."""
    return Plan(folder, history.head(folder), **more)


def run(settings: Settings, statement: str, tenant: Tenant | None = None) -> list[tuple[object, ...]]:
    """Run a statement as the owner, in the region's schema where one is given."""
    with owner_transaction(settings, tenant) as connection:
        if tenant is not None:
            connection.exec_driver_sql(f'SET LOCAL search_path TO "{tenant.schema}"')
        return rows(connection, statement)


def rows(connection: Connection, statement: str) -> list[tuple[object, ...]]:
    """The rows of a statement, or none."""
    result = connection.exec_driver_sql(statement)
    return [tuple(row) for row in result] if result.returns_rows else []


def version(settings: Settings, tenant: Tenant) -> object:
    """The version that the schema itself says it has."""
    return run(settings, "SELECT version_num FROM alembic_version", tenant)[0][0]


def rights(settings: Settings, tenant: Tenant) -> dict[str, set[str]]:
    """What the region's login may do with each table."""
    statement = (
        "SELECT table_name, privilege_type FROM information_schema.table_privileges"
        f" WHERE table_schema = '{tenant.schema}' AND grantee = '{tenant.role}'"
    )
    found: dict[str, set[str]] = {}
    for table, right in run(settings, statement):
        found.setdefault(str(table), set()).add(str(right))
    return found

"""Empty schemas for tests that need one each: made by the real history, and emptied instead of made anew."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, text

from jaki_replica.foundation.db import RegionBase
from jaki_replica.foundation.ids import new_id
from jaki_replica.settings import Settings
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.owner import owner_transaction
from jaki_replica.tenancy.terms import Tenant, TenantState

TABLES = text(
    "SELECT relname FROM pg_class WHERE relnamespace = CAST(:schema AS regnamespace) AND relkind IN ('r', 'p')"
)


def new_tenant(settings: Settings) -> Tenant:
    """A region's schema and role, in no registry."""
    key = new_id().hex[-12:]
    schema = f"t_x{key}"
    tenant = Tenant(
        id=new_id(),
        slug=f"x{key}",
        name="Kosong",
        code="99.01",
        kind="city",
        zone="Asia/Jakarta",
        state=TenantState.ACTIVE,
        hosts=(f"x{key}.localhost",),
        schema=schema,
        role=settings.role_prefix + schema,
    )
    provisioning.make_role(settings, tenant)
    provisioning.make_schema(settings, tenant)
    return tenant


class Grounds:
    """The schemas of one test process. Whoever takes one is a tenant of its own, with an id nobody had before."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._free: list[Tenant] = []
        self._first: dict[str, dict[str, int]] = {}

    def take(self) -> Tenant:
        """A schema as a region's is on its first day."""
        if self._free:
            tenant = replace(self._free.pop(), id=new_id())
            provisioning.make_role(self._settings, tenant)
            return tenant
        tenant = new_tenant(self._settings)
        with owner_transaction(self._settings) as connection:
            self._first[tenant.schema] = _counted(connection, tenant.schema)
        return tenant

    def give_back(self, tenant: Tenant) -> None:
        """Empty it for the next one; where it does not become as it was, it goes."""
        first = self._first[tenant.schema]
        with owner_transaction(self._settings) as connection:
            now = _counted(connection, tenant.schema)
            for table in (one.name for one in reversed(RegionBase.metadata.sorted_tables)):  # what refers goes first
                if now.get(table) and not first[table]:
                    connection.exec_driver_sql(f'DELETE FROM "{tenant.schema}"."{table}"')
            is_as_it_was = _counted(connection, tenant.schema) == first
        if is_as_it_was:
            self._free.append(tenant)
        else:
            provisioning.erase(self._settings, tenant)

    def close(self) -> None:
        for tenant in self._free:
            provisioning.erase(self._settings, tenant)


def _counted(connection: Connection, schema: str) -> dict[str, int]:
    """Every table with its number of rows."""
    tables = connection.scalars(TABLES, {"schema": schema}).all()
    asked = " UNION ALL ".join(f'SELECT \'{table}\', count(*) FROM "{schema}"."{table}"' for table in tables)
    return {str(row[0]): int(row[1]) for row in connection.exec_driver_sql(asked)}

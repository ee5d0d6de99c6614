"""Brings a tenant into being in separate committed steps; each may be repeated, so a broken run is just run again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from alembic import command
from psycopg2 import sql
from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jaki_replica.foundation.errors import Conflict, Fault, Invalid, NotFound
from jaki_replica.foundation.ids import new_id
from jaki_replica.foundation.places import shipped
from jaki_replica.settings import Settings, platform_password, platform_role
from jaki_replica.tenancy import history, roles
from jaki_replica.tenancy.configuration.terms import Identity
from jaki_replica.tenancy.engines import role_password
from jaki_replica.tenancy.models import OperatorLog, RegistryState, TenantHost, TenantRow
from jaki_replica.tenancy.owner import owner_engine, owner_transaction, owner_url
from jaki_replica.tenancy.registry import as_tenant
from jaki_replica.tenancy.terms import Tenant, TenantState, schema_name

RESERVED_LABELS = frozenset({"operator", "www", "api", "mail", "static"})
PLATFORM_LOCK = 0x4A414B49  # one key for the whole installation, held for one transaction


def prepare_platform(settings: Settings) -> None:
    """Migrate the `platform` schema, close the database to PUBLIC, make the platform's role. Safe to repeat."""
    config = history.configuration(shipped("migrations") / "platform")
    config.attributes["url"] = owner_url(settings)
    command.upgrade(config, "head")
    role = platform_role(settings.role_prefix)
    with owner_transaction(settings) as connection:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (PLATFORM_LOCK,))
        roles.close_database(connection)
        roles.make_login(connection, role, platform_password(settings.master_key), "platform")
        roles.grant_platform(connection, role)
        state = insert(RegistryState).values(id=1, revision=0).on_conflict_do_nothing()
        connection.execute(state)


def note(session: Session, *, actor: str, action: str, tenant_id: UUID | None, at: datetime, **details: object) -> None:
    """Add a line to the operator's log."""
    session.add(OperatorLog(id=new_id(), at=at, actor=actor, action=action, tenant_id=tenant_id, details=details))


def changed(session: Session) -> None:
    """Tell every process, through the registry's revision, that it must read the registry again."""
    session.execute(update(RegistryState).values(revision=RegistryState.revision + 1))


def register(
    settings: Settings, identity: Identity, *, actor: str, at: datetime, database_url: str | None = None
) -> Tenant:
    """Step 1: the tenant's row and hosts. Known already: the same tenant. Raises Conflict for a slug or host in use."""
    hosts = tuple(settings.host_name(label) for label in identity.hosts)
    _check_hosts(settings, hosts)
    engine = owner_engine(settings)
    try:
        with Session(engine) as session, session.begin():
            row = session.scalar(select(TenantRow).where(TenantRow.slug == identity.slug))
            if row is None:
                row = _new_row(settings, identity, at, database_url)
                session.add(row)
                note(session, actor=actor, action="tenant.registered", tenant_id=row.id, at=at, slug=identity.slug)
            elif row.code != identity.code:
                raise Conflict(f"{identity.slug} is already the region {row.code}", remedy="choose another slug")
            row.name, row.zone = identity.name, identity.zone
            if [h.host for h in row.hosts] != list(hosts):
                _set_hosts(row, hosts)
            changed(session)
            session.flush()
            return as_tenant(row)
    except IntegrityError as error:
        raise _taken(settings, identity, hosts) from error
    finally:
        engine.dispose()


def _check_hosts(settings: Settings, hosts: tuple[str, ...]) -> None:
    own = {f"{label}.{settings.base_domain}" for label in RESERVED_LABELS} | {settings.base_domain}
    faults = tuple(
        Fault("region.hosts", f"{host} is kept for the installation itself", "choose another name")
        for host in hosts
        if host in own
    )
    if faults:
        raise Invalid("A host name is not free", faults)


def _new_row(settings: Settings, identity: Identity, at: datetime, database_url: str | None) -> TenantRow:
    schema = schema_name(identity.slug)
    return TenantRow(
        id=new_id(),
        slug=identity.slug,
        name=identity.name,
        code=identity.code,
        kind=identity.kind,
        zone=identity.zone,
        state=TenantState.PROVISIONING,
        schema=schema,
        role=settings.role_prefix + schema,
        password_version=1,
        database_url=database_url,
        created_at=at,
    )


def _set_hosts(row: TenantRow, hosts: tuple[str, ...]) -> None:
    kept = {h.host: h for h in row.hosts}
    row.hosts = [kept.get(host) or TenantHost(host=host) for host in hosts]
    for position, host in enumerate(row.hosts):
        host.position = position


def _taken(settings: Settings, identity: Identity, hosts: tuple[str, ...]) -> Conflict:
    with owner_transaction(settings) as connection:
        query = select(TenantHost.host, TenantRow.slug).join(TenantRow).where(TenantHost.host.in_(hosts))
        other = connection.execute(query.where(TenantRow.slug != identity.slug)).first()
        if other is not None:
            return Conflict(f"The host {other.host} already names {other.slug}", remedy="choose another host")
        code = select(TenantRow.slug).where(TenantRow.code == identity.code)
        holder = connection.execute(code.where(TenantRow.slug != identity.slug)).scalar()
    return Conflict(f"The region {identity.code} is already here as {holder}", remedy="use that one")


def make_role(settings: Settings, tenant: Tenant) -> None:
    """Step 2: the login role, in the database where the tenant lies."""
    with owner_transaction(settings, tenant) as connection:
        roles.close_database(connection)
        roles.make_login(connection, tenant.role, role_password(settings.master_key, tenant), tenant.schema)


def creation_script(tenant: Tenant, folder: Path) -> str:
    """Everything between no schema and the newest one, as one script."""
    script = history.compiled(folder, None, history.head(folder))
    grants = roles.table_grants(tenant.schema, tenant.role, script.creates)
    return (
        f'CREATE SCHEMA "{tenant.schema}";\n'
        f'GRANT USAGE ON SCHEMA "{tenant.schema}" TO "{tenant.role}";\n'
        f'SET LOCAL search_path TO "{tenant.schema}";\n{script.sql}\n{grants}'
    )


def make_schema(settings: Settings, tenant: Tenant, folder: Path | None = None) -> str:
    """Step 3: the schema with all tables and rights, in one transaction. There already: left as it is.

    Returns the version of the schema.
    """
    folder = folder or history.tenant_history()
    with owner_transaction(settings, tenant) as connection:
        if not _schema_exists(connection, tenant.schema):
            roles.run(connection, creation_script(tenant, folder))
        place = sql.SQL("SELECT version_num FROM {}").format(sql.Identifier(tenant.schema, "alembic_version"))
        driver = connection.connection.driver_connection
        version = str(connection.exec_driver_sql(place.as_string(driver)).scalar())
    record_versions(settings, [{"tenant": tenant.id, "version": version, "error": None}])
    return version


def _schema_exists(connection: Connection, schema: str) -> bool:
    return connection.exec_driver_sql("SELECT 1 FROM pg_namespace WHERE nspname = %s", (schema,)).first() is not None


def record_versions(settings: Settings, notes: Sequence[Mapping[str, object]]) -> None:
    """Note in the registry how schemas stand (`tenant`, `version`, `error`). The schemas themselves stay the truth."""
    values = {"schema_version": bindparam("version"), "last_error": bindparam("error"), "upgraded_at": func.now()}
    statement = update(TenantRow.__table__).where(TenantRow.__table__.c.id == bindparam("tenant")).values(values)
    with owner_transaction(settings) as connection:
        connection.execute(statement, [dict(n) for n in notes])


def set_state(settings: Settings, slug: str, state: TenantState, *, actor: str, at: datetime, reason: str) -> Tenant:
    """The last step (ACTIVE), or a stop and a restart later (SUSPENDED). Raises NotFound."""
    engine = owner_engine(settings)
    with Session(engine) as session, session.begin():
        row = session.scalar(select(TenantRow).where(TenantRow.slug == slug))
        if row is None:
            raise NotFound(f"There is no region {slug}", remedy="jaki tenants status lists them")
        if row.state != state:
            row.state = state
            note(session, actor=actor, action=f"tenant.{state}", tenant_id=row.id, at=at, reason=reason)
            changed(session)
        result = as_tenant(row)
    engine.dispose()
    return result


def erase(settings: Settings, tenant: Tenant) -> None:
    """Remove the schema and the role for good, where the registry does not know the tenant. Raises Conflict."""
    with owner_transaction(settings) as connection:
        if connection.execute(select(TenantRow.id).where(TenantRow.id == tenant.id)).first() is not None:
            raise Conflict(f"{tenant.slug} is still in the registry", remedy="suspend it instead")
    with owner_transaction(settings, tenant) as connection:
        roles.run(connection, sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(tenant.schema)))
        roles.drop_login(connection, tenant.role)

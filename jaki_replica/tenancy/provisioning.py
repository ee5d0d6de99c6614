"""Brings a tenant into being in separate committed steps; each may be repeated, so a broken run is just run again."""

from __future__ import annotations

import zlib
from datetime import datetime
from pathlib import Path

from alembic import command
from psycopg2 import sql
from sqlalchemy import URL, Connection, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import ArgumentError, IntegrityError

from jaki_replica.foundation.db import normal_url
from jaki_replica.foundation.errors import Conflict, Fault, Invalid
from jaki_replica.foundation.ids import new_id
from jaki_replica.foundation.places import shipped
from jaki_replica.settings import Settings, platform_password, platform_role
from jaki_replica.tenancy import drift, history, roles, states
from jaki_replica.tenancy.configuration.terms import Identity
from jaki_replica.tenancy.engines import role_password
from jaki_replica.tenancy.models import RegistryState, TenantHost, TenantRow
from jaki_replica.tenancy.operator_log import OURS, note
from jaki_replica.tenancy.owner import owner_session, owner_transaction, owner_url
from jaki_replica.tenancy.registry import as_tenant
from jaki_replica.tenancy.standings import Standing, record_versions
from jaki_replica.tenancy.states import changed
from jaki_replica.tenancy.terms import SLUG, Tenant, TenantState, schema_name

RESERVED_LABELS = frozenset({"operator", "www", "api", "mail", "static"})


def prepare_platform(settings: Settings) -> None:
    """Migrate the `platform` schema, close the database to PUBLIC, make the platform's role. Safe to repeat."""
    role = platform_role(settings.role_prefix)
    with owner_transaction(settings) as connection:
        _wait_turn(connection)
        roles.close_database(connection)
        _migrate_platform(settings)
        roles.make_login(connection, role, platform_password(settings.master_key), "platform")
        roles.grant_platform(connection, role)
        state = insert(RegistryState).values(id=1, revision=0).on_conflict_do_nothing()
        connection.execute(state)
    with owner_transaction(settings) as connection:
        _wait_turn(connection)
        drift.note_reference(settings)


def _migrate_platform(settings: Settings) -> None:
    """Alembic opens a connection of its own; whoever holds the turn is the only one to do so."""
    config = history.configuration(shipped("migrations") / "platform")
    config.attributes["url"] = owner_url(settings)
    with history.alembic():
        command.upgrade(config, "head")


def _wait_turn(connection: Connection, schema: str = "") -> None:
    """Wait until no other command works on the same schema, or without one on the roles, of this database."""
    key = zlib.crc32(schema.encode()) - 2**31
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s, %s)", (OURS, key))


def register(
    settings: Settings, identity: Identity, *, actor: str, at: datetime, database_url: str | None = None
) -> Tenant:
    """Step 1: the tenant's row and hosts. Known already: the same tenant, with its name and hosts brought up to date.

    Raises Conflict for a slug, code or host in use, Invalid for a slug or host that cannot be.
    """
    hosts = tuple(settings.host_name(label) for label in identity.hosts)
    _check_slug(identity.slug)
    _check_hosts(settings, hosts)
    _check_place(database_url)
    try:
        with owner_session(settings) as session:
            _wait_turn(session.connection())
            row = session.scalar(select(TenantRow).where(TenantRow.slug == identity.slug))
            is_new = row is None
            if row is None:
                row = _new_row(settings, identity, at, database_url)
                session.add(row)
                note(session, actor=actor, action="tenant.registered", tenant_id=row.id, at=at, slug=identity.slug)
            else:
                _check_same(row, identity, database_url)
            row.name, row.kind, row.zone = identity.name, identity.kind, identity.zone
            if [h.host for h in row.hosts] != list(hosts):
                _set_hosts(row, hosts)
            if is_new or session.is_modified(row):
                changed(session)
            session.flush()
            return as_tenant(row)
    except IntegrityError as error:
        raise _taken(settings, identity, hosts) from error


def _check_slug(slug: str) -> None:
    if not SLUG.fullmatch(slug):
        what = "must be 2 to 39 small letters, digits and single hyphens, a letter first"
        raise Invalid("The slug cannot be used", (Fault("region.slug", what, "for example maluku-utara"),))


def _check_place(database_url: str | None) -> None:
    if database_url is None:
        return
    try:
        url = normal_url(database_url)
    except (ArgumentError, ValueError):
        url = URL.create("postgresql")
    if url.database is None or url.username is not None or url.password is not None:
        what = "must be the address of a PostgreSQL database without name and password"
        remedy = "for example postgresql://db2.example.go.id:5432/jaki; every server knows the owner's login"
        raise Invalid("The database cannot be used", (Fault("--database-url", what, remedy),))


def _check_same(row: TenantRow, identity: Identity, database_url: str | None) -> None:
    if row.code != identity.code:
        raise Conflict(f"{identity.slug} is already the region {row.code}", remedy="choose another slug")
    if database_url is not None and database_url != row.database_url:
        raise Conflict(f"{identity.slug} lies in another database already", remedy="leave out the database's address")


def check_hosts_free(settings: Settings, identity: Identity, tenant: Tenant) -> None:
    """Refuse hosts that are kept, or that name another tenant. Raises Invalid or Conflict."""
    hosts = tuple(settings.host_name(label) for label in identity.hosts)
    _check_hosts(settings, hosts)
    if settings.owner_url is not None and set(hosts) - set(tenant.hosts):
        taken = _taken_host(settings, identity, hosts)
        if taken is not None:
            raise taken


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


def _taken_host(settings: Settings, identity: Identity, hosts: tuple[str, ...]) -> Conflict | None:
    query = select(TenantHost.host, TenantRow.slug).join(TenantRow)
    query = query.where(TenantHost.host.in_(hosts), TenantRow.slug != identity.slug)
    with owner_transaction(settings) as connection:
        other = connection.execute(query).first()
    if other is None:
        return None
    return Conflict(f"The host {other.host} already names {other.slug}", remedy="choose another host")


def _taken(settings: Settings, identity: Identity, hosts: tuple[str, ...]) -> Conflict:
    host = _taken_host(settings, identity, hosts)
    if host is not None:
        return host
    query = select(TenantRow.slug).where(TenantRow.code == identity.code, TenantRow.slug != identity.slug)
    with owner_transaction(settings) as connection:
        holder = connection.execute(query).scalar()
    return Conflict(f"The region {identity.code} is already here as {holder}", remedy="use that one")


def make_role(settings: Settings, tenant: Tenant) -> None:
    """Step 2: the login role, in the database where the tenant lies."""
    with owner_transaction(settings, tenant) as connection:
        _wait_turn(connection)
        roles.close_database(connection)
        roles.make_login(connection, tenant.role, role_password(settings.master_key, tenant), tenant.schema)


def creation_script(tenant: Tenant, folder: Path) -> str:
    """Everything between no schema and the newest one, as one script."""
    script = history.compiled(folder, None, history.head(folder))
    grants = roles.table_grants(tenant.schema, tenant.role, script.creates)
    return f"{roles.schema_opening(tenant.schema, tenant.role)}\n{script.sql}\n{grants}"


def make_schema(settings: Settings, tenant: Tenant, folder: Path | None = None) -> str:
    """Step 3: the schema with all tables and rights, in one transaction. There already: left as it is.

    Returns the version of the schema. Raises Conflict where a schema of that name is none of ours.
    """
    folder = folder or history.tenant_history()
    with owner_transaction(settings, tenant) as connection:
        _wait_turn(connection, tenant.schema)
        if not roles.schema_exists(connection, tenant.schema):
            roles.run(connection, creation_script(tenant, folder))
        version = history.version_of(connection, tenant.schema)
    if version is None:
        raise Conflict(f"The database has a foreign schema {tenant.schema}", remedy="rename it, or choose another slug")
    record_versions(settings, [Standing(tenant.id, version)])
    return version


def set_state(settings: Settings, slug: str, state: TenantState, *, actor: str, at: datetime, reason: str) -> Tenant:
    """The last step (ACTIVE), or a stop and a restart later (SUSPENDED), as the owner. Raises as `states.change`."""
    with owner_session(settings) as session:
        return states.change(session, slug, state, actor=actor, at=at, reason=reason)


def rotate_password(settings: Settings, slug: str, *, actor: str, at: datetime) -> Tenant:
    """Give the region's login the password of the next version; processes follow with the registry's next picture.

    Connections that are open stay open. A run that was broken off is just run again. Raises NotFound.
    """
    with owner_session(settings) as session:
        _wait_turn(session.connection())
        row = states.locked(session, slug)
        row.password_version += 1
        note(session, actor=actor, action="tenant.password_rotated", tenant_id=row.id, at=at)
        changed(session)
        session.flush()
        tenant = as_tenant(row)
        if tenant.database_url is None:  # one transaction: the registry and the role never differ
            _set_password(settings, session.connection(), tenant)
        else:
            with owner_transaction(settings, tenant) as connection:
                _wait_turn(connection)
                _set_password(settings, connection, tenant)
    return tenant


def _set_password(settings: Settings, connection: Connection, tenant: Tenant) -> None:
    roles.make_login(connection, tenant.role, role_password(settings.master_key, tenant), tenant.schema)


def erase(settings: Settings, tenant: Tenant) -> None:
    """Remove the schema and the role for good, where the registry does not know the tenant. Raises Conflict."""
    with owner_transaction(settings) as connection:
        if connection.execute(select(TenantRow.id).where(TenantRow.id == tenant.id)).first() is not None:
            raise Conflict(f"{tenant.slug} is still in the registry", remedy="suspend it instead")
    with owner_transaction(settings, tenant) as connection:
        _wait_turn(connection)
        roles.run(connection, sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(tenant.schema)))
        roles.drop_login(connection, tenant.role)

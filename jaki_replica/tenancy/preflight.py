"""Looks at the servers before use and says in one line each what would go wrong."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from jaki_replica.foundation import clock
from jaki_replica.settings import Settings, platform_role
from jaki_replica.tenancy.owner import owner_transaction
from jaki_replica.tenancy.roles import is_open
from jaki_replica.tenancy.terms import Tenant

OLDEST, NEWEST = 150000, 189999
CLOCKS_APART = 5  # seconds
LOCKS_PER_SCHEMA = 200  # 40 tables with their indexes, and room for one more migration


def shown(connection: Connection, name: str) -> str:
    """A server setting as text."""
    return str(connection.exec_driver_sql("SELECT current_setting(%s)", (name,)).scalar())


def lock_problem(settings: Settings, workers: int, tenants: Iterable[Tenant] = ()) -> str | None:
    """A line where a server's lock table is too small for so many schemas at a time, else None.

    Looks at the platform's server, and at every other on which one of `tenants` lies.
    """
    places: dict[str | None, Tenant | None] = {None: None}
    places.update((t.database_url, t) for t in tenants)
    for tenant in places.values():
        with owner_transaction(settings, tenant) as connection:
            problem = _locks(connection, workers)
        if problem:
            return problem
    return None


def _locks(connection: Connection, workers: int) -> str | None:
    each = int(shown(connection, "max_locks_per_transaction"))
    slots = int(shown(connection, "max_connections")) + int(shown(connection, "max_prepared_transactions"))
    needed = LOCKS_PER_SCHEMA * workers
    if each * slots >= needed:
        return None
    enough = -(-needed // slots)
    return (
        f"max_locks_per_transaction is too small ({each * slots} locks in all, {needed} needed): "
        f"set it to {enough} or more and restart PostgreSQL"
    )


def _rights(connection: Connection) -> str | None:
    row = connection.exec_driver_sql(
        "SELECT rolcreaterole OR rolsuper, has_database_privilege(current_database(), 'CREATE')"
        " FROM pg_roles WHERE rolname = current_user"
    ).one()
    if all(row):
        return None
    return "The owner's role needs CREATEROLE and CREATE on the database: ALTER ROLE ... CREATEROLE"


def _basics(connection: Connection) -> list[str]:
    found = []
    version = int(shown(connection, "server_version_num"))
    if not OLDEST <= version <= NEWEST:
        found.append(f"PostgreSQL {version // 10000} is not supported: use 15 to 18")
    if shown(connection, "server_encoding") != "UTF8":
        found.append("The database is not in UTF8: create it with ENCODING 'UTF8'")
    theirs = float(connection.exec_driver_sql("SELECT extract(epoch FROM clock_timestamp())").scalar_one())
    if abs(theirs - clock.now().timestamp()) > CLOCKS_APART:
        found.append("The clocks of this machine and the database differ by more than 5 seconds: run a time service")
    return found


def database_problems(settings: Settings) -> list[str]:
    """What is wrong with the database, one line each with its remedy; empty where all is well."""
    try:
        with owner_transaction(settings) as connection:
            found = _basics(connection) + [p for p in (_locks(connection, 4), _rights(connection)) if p]
            role = platform_role(settings.role_prefix)
            known = connection.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).first()
            if known is None:
                found.append(f"The role {role} is missing: jaki platform prepare")
            elif is_open(connection):
                found.append("The database lets every login in: jaki platform prepare")
            return found
    except OperationalError as error:
        words = str(error.orig).strip().splitlines()[0] if error.orig else "no answer"
        return [f"The database does not answer ({words}): check DATABASE_URL, and that the server runs"]

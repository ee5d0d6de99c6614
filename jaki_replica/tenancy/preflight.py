"""Looks at the servers before use and says in one line each what would go wrong."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from jaki_replica.foundation import clock
from jaki_replica.settings import Settings, platform_role
from jaki_replica.tenancy.owner import owner_transaction

OLDEST, NEWEST = 150000, 189999
LOCKS_PER_SCHEMA = 200  # 40 tables with their indexes, and room for one more migration


def shown(connection: Connection, name: str) -> str:
    """A server setting as text."""
    return str(connection.exec_driver_sql("SELECT current_setting(%s)", (name,)).scalar())


def lock_problem(settings: Settings, workers: int) -> str | None:
    """A line where the lock table is too small for so many schemas at a time, else None."""
    with owner_transaction(settings) as connection:
        return _locks(connection, workers)


def _locks(connection: Connection, workers: int) -> str | None:
    room = int(shown(connection, "max_locks_per_transaction")) * int(shown(connection, "max_connections"))
    needed = LOCKS_PER_SCHEMA * workers
    if room >= needed:
        return None
    return f"max_locks_per_transaction is too small ({room} locks in all, {needed} needed): raise it and restart"


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
    if connection.exec_driver_sql("SELECT abs(extract(epoch FROM clock_timestamp()) - %s)", (clock.now().timestamp(),)).scalar_one() > 5:
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
            return found
    except OperationalError as error:
        words = str(error.orig).strip().splitlines()[0] if error.orig else "no answer"
        return [f"The database does not answer ({words}): check DATABASE_URL, and that the server runs"]


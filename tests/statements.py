"""Looks at every statement of the whole test run: what a tenant's login sends must never reach past its schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

TENANT_ROLE = re.compile(r"(?:[a-z0-9]+_)?t_[a-z0-9_]+")

FORBIDDEN = {
    "a session setting": re.compile(r"^\s*(SET|RESET|DISCARD)\b(?!\s+TRANSACTION)", re.I),
    "a notification": re.compile(r"^\s*(LISTEN|NOTIFY|UNLISTEN)\b", re.I),
    "a change of tables": re.compile(r"^\s*(CREATE|ALTER|DROP|TRUNCATE|GRANT|REVOKE|COPY)\b", re.I),
    "a session lock": re.compile(r"\bpg_(try_)?advisory_lock", re.I),
    "the shared schema": re.compile(r"\bplatform\s*\.", re.I),
    "a schema by name": re.compile(r"\"?\bt_[a-z0-9_]+\"?\s*\.\s*\"?[a-z]", re.I),
    "a time of the server": re.compile(r"\b(now\s*\(|current_timestamp|clock_timestamp|random\s*\()", re.I),
}

READING = re.compile(r"\s*(SELECT|EXPLAIN)\b(?!.*\bFOR (UPDATE|SHARE|NO KEY|KEY)\b)", re.I | re.S)

allowed = False  # the isolation suite sends hostile statements on purpose


def faults(statement: str) -> list[str]:
    """What is forbidden in a tenant's statement; literals are left out of the look."""
    bare = re.sub(r"'(?:[^']|'')*'", "''", statement)
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(bare)]


def _check(
    connection: Connection, cursor: object, statement: str, parameters: object, context: object, executemany: bool
) -> None:
    user = connection.engine.url.username or ""
    if allowed or not TENANT_ROLE.fullmatch(user):
        return
    found = faults(statement)
    if connection.connection.dbapi_connection.autocommit and not READING.match(statement):  # type: ignore[union-attr]
        found.append("a change without a transaction")
    assert not found, f"a tenant's statement holds {', '.join(found)}: {statement[:300]}"


def watch() -> None:
    """Look at every statement from now on."""
    if not event.contains(Engine, "before_cursor_execute", _check):
        event.listen(Engine, "before_cursor_execute", _check)


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The statements that a session sends meanwhile."""
    seen: list[str] = []
    connection = session.connection()

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(connection, "before_cursor_execute", note)

"""Reading without a transaction, for pages that ask a statement or two and change nothing.

In READ COMMITTED each statement sees what was committed before it, with a transaction around it or without; without
one, two trips to the database fall away: BEGIN and COMMIT. Nothing may be written so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session

from jaki_replica.tenancy.prepared import keep_ready


def alone(engine: Engine) -> Engine:
    """The same engine and pool, whose connections leave transactions be until they are given back.

    SQLAlchemy's own AUTOCOMMIT would set the isolation level afterwards, which is one more trip to the database.
    """
    found = engine.execution_options()
    event.listen(found, "engine_connect", _begin_nothing)
    event.listen(engine, "checkin", _begin_again)
    keep_ready(engine)
    return found


def _begin_nothing(connection: Connection) -> None:
    connection.connection.dbapi_connection.autocommit = True  # type: ignore[union-attr]  # it is open


def _begin_again(connection: DBAPIConnection | None, _record: object) -> None:
    if connection is not None and connection.autocommit:
        connection.autocommit = False


class ReadingSession(Session):
    """A session whose statements stand alone. Flushing a change is an error."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Raise where there is anything to write."""
        if self.new or self.dirty or self.deleted:
            raise RuntimeError("a page that only reads was about to write")
        super().flush(objects)

"""Reads that a connection keeps ready: PostgreSQL parses them once, and plans them anew only where that pays.

Only for statements that stand alone (`tenancy.reading`), as what is ready belongs to a connection. A pooler between us
and PostgreSQL may hand every statement to another one; the first that is missed there is sent plainly, and so is all
that follows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import structlog
from psycopg2.errors import DuplicatePreparedStatement, FeatureNotSupported, InvalidSqlStatementName
from psycopg2.extensions import cursor as Cursor
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import ExecutionContext

OPTION = "prepared"
PREPARED: Mapping[str, Any] = {OPTION: True}
"""The execution options of a statement that is asked often and has few different texts."""

PLACE = re.compile(r"%\((\w+)\)s|%%")
log = structlog.get_logger("jaki.database")


class Ready:
    """What the connections of an engine keep ready."""

    def __init__(self) -> None:
        """Nothing is prepared yet."""
        self.is_kept = True

    def execute(self, cursor: Cursor, statement: str, values: Mapping[str, Any], context: ExecutionContext) -> bool:
        """Whether `statement` was executed; if not, it must be sent plainly."""
        if not (self.is_kept and context.execution_options.get(OPTION) and cursor.connection.autocommit):
            return False
        known: dict[str, str] = context.root_connection.connection.info.setdefault(OPTION, {})
        try:
            if statement not in known:
                cursor.execute(preparing(statement))
                known[statement] = executing(statement)
            cursor.execute(known[statement], values)
        except FeatureNotSupported:  # a migration has given a column another type
            cursor.execute(f"DEALLOCATE {name(statement)}")
            del known[statement]
            return False
        except (InvalidSqlStatementName, DuplicatePreparedStatement):
            if self.is_kept:
                self.is_kept = False
                log.info("database_pooled")
            return False
        return True


def keep_ready(engine: Engine) -> None:
    """Let the connections of `engine` keep ready what has the options `PREPARED`."""
    event.listen(engine, "do_execute", Ready().execute)


def name(statement: str) -> str:
    """The name under which a statement is ready: the same text has the same name on every connection."""
    return f"jaki_{sha256(statement.encode()).hexdigest()[:24]}"


def preparing(statement: str) -> str:
    """The statement that makes `statement` ready, with `$1` for its first parameter."""
    places = _parameters(statement)
    plain = PLACE.sub(lambda found: f"${places.index(found[1]) + 1}" if found[1] else "%", statement)
    return f"PREPARE {name(statement)} AS {plain}"


def executing(statement: str) -> str:
    """The statement that asks what was made ready."""
    places = _parameters(statement)
    return f"EXECUTE {name(statement)}" + (f"({', '.join(f'%({one})s' for one in places)})" if places else "")


def _parameters(statement: str) -> list[str]:
    """The names of the parameters, each once, as they come."""
    return list(dict.fromkeys(found for found in PLACE.findall(statement) if found))

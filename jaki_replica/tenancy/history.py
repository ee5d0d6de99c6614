"""The tenant history as SQL: compiled by Alembic once per range, then replayed in any number of schemas."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Table, column, event, select, table

from jaki_replica.foundation.places import shipped

VERSIONS = "alembic_version"  # Alembic's own table in every schema: one row, the version
NAME = r'(?:IF (?:NOT )?EXISTS )?"?(\w+)"?'
CHANGES = re.compile(
    rf"^\s*(?P<verb>CREATE TABLE|DROP TABLE|ALTER TABLE) {NAME}(?: RENAME TO \"?(?P<after>\w+)\"?)?",
    re.MULTILINE | re.IGNORECASE,
)
INDEXED = re.compile(r"^\s*CREATE (?:UNIQUE )?INDEX .*? ON \"?(\w+)\"?", re.MULTILINE | re.IGNORECASE)

_compiling = threading.Lock()  # Alembic's `op` and `context` are one per process


@dataclass(frozen=True, slots=True)
class Script:
    """SQL from one version to another. It names no schema: the search path decides where it works.

    `creates` maps every table that is new at its end to whether its rows may only be added; `touches` are the
    older tables it must lock.
    """

    start: str | None
    end: str
    sql: str
    creates: Mapping[str, bool]
    touches: frozenset[str]


def tenant_history() -> Path:
    """The folder of the tenant history."""
    return shipped("migrations") / "tenant"


def configuration(folder: Path, output: io.StringIO | None = None) -> Config:
    """Alembic's configuration for a history folder."""
    config = Config(output_buffer=output or io.StringIO())
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@cache
def head(folder: Path) -> str:
    """The newest version of a history. A history with two heads is refused by Alembic."""
    found = ScriptDirectory.from_config(configuration(folder)).get_current_head()
    if found is None:
        raise RuntimeError(f"no version in {folder.name}")
    return found


def compiled(folder: Path, start: str | None, end: str) -> Script:
    """The SQL from `start` (None: an empty schema) to `end`; made at the first call, by one thread at a time.

    Raises CommandError for an unknown version, and where `end` does not come after `start`.
    """
    with _compiling:
        return _compiled(folder, start, end)


@contextmanager
def alembic() -> Iterator[None]:
    """Be the only one in this process who works with Alembic."""
    with _compiling:
        yield


def version_of(connection: Connection, schema: str) -> str | None:
    """The version that a schema itself says it has, or None where it is none of ours."""
    if connection.exec_driver_sql("SELECT to_regclass(%s)", (f'"{schema}".{VERSIONS}',)).scalar() is None:
        return None
    found = connection.execute(select(column("version_num")).select_from(table(VERSIONS, schema=schema))).scalar()
    return None if found is None else str(found)


@cache
def _compiled(folder: Path, start: str | None, end: str) -> Script:
    output = io.StringIO()
    with _noting_tables() as appended:
        command.upgrade(configuration(folder, output), f"{start or 'base'}:{end}", sql=True)
    text = output.getvalue()
    creates, touches = _tables(text)
    rights = {name: first in appended for name, first in creates.items()}
    return Script(start, end, text, MappingProxyType(rights), frozenset(touches - {VERSIONS}))


@contextmanager
def _noting_tables() -> Iterator[set[str]]:
    """Gather the tables that a version creates with `info={"append_only": True}`: SQL does not show it."""
    appended: set[str] = set()

    def note(made: Table, _connection: object, **_options: object) -> None:
        if made.info.get("append_only"):
            appended.add(made.name)

    event.listen(Table, "after_create", note)
    try:
        yield appended
    finally:
        event.remove(Table, "after_create", note)


def _tables(text: str) -> tuple[dict[str, str], set[str]]:
    """The tables that are new at the end of a script, with the name they were created under, and the older ones."""
    created: dict[str, str] = {}
    touched = set(INDEXED.findall(text))
    for found in CHANGES.finditer(text):
        verb, name, after = found["verb"].upper(), found[2], found["after"]
        if verb == "CREATE TABLE":
            created[name] = name
            continue
        touched.add(name)
        first = created.pop(name, None) if verb == "DROP TABLE" or after else None
        if after and first:
            created[after] = first
    names = created.keys() | created.values()
    return created, touched - names

"""The tenant history as SQL: compiled by Alembic once per range, then replayed in any number of schemas."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from jaki_replica.foundation.places import shipped

CREATED = re.compile(r"^CREATE TABLE (?:IF NOT EXISTS )?\"?(\w+)\"?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Script:
    """SQL from one version to another. It names no schema: the search path decides where it works."""

    start: str | None
    end: str
    sql: str
    creates: tuple[str, ...]


def tenant_history() -> Path:
    """The folder of the tenant history."""
    return shipped("migrations") / "tenant"


def configuration(folder: Path, output: io.StringIO | None = None) -> Config:
    """Alembic's configuration for a history folder."""
    config = Config(output_buffer=output or io.StringIO())
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    return config


@cache
def head(folder: Path) -> str:
    """The newest version of a history. A history with two heads is refused by Alembic."""
    found = ScriptDirectory.from_config(configuration(folder)).get_current_head()
    if found is None:
        raise RuntimeError(f"no version in {folder.name}")
    return found


@cache
def compiled(folder: Path, start: str | None, end: str) -> Script:
    """The SQL from `start` (None: an empty schema) to `end`. Raises CommandError for an unknown version."""
    output = io.StringIO()
    command.upgrade(configuration(folder, output), f"{start or 'base'}:{end}", sql=True)
    text = output.getvalue()
    return Script(start, end, text, tuple(CREATED.findall(text)))

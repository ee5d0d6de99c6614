"""How a region stands, as far as counts can tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Trouble(StrEnum):
    """What may be wrong with a region, the worst first."""

    DATABASE = "database"  # its database does not answer
    HOST = "host"  # its host is not answered as it should be
    SILENT = "silent"  # it has not counted for a while
    DRIFT = "drift"  # its schema is not what the history makes
    SCHEMA = "schema"  # its schema is not the newest
    FAILED = "failed"  # work that was given up
    SLOW = "slow"  # work waits for long, for no worker takes it
    MAIL = "mail"  # mails wait, for the relay does not answer
    BACKUP = "backup"  # the last backup that was recorded is old; one never recorded is no trouble, but is told
    CERTIFICATE = "certificate"  # the certificate of its host ends soon
    CALENDAR = "calendar"  # the national days of a year that is near are not known
    RED = "red"  # many of its open complaints are past their red line


GRAVE = frozenset({Trouble.DATABASE, Trouble.HOST, Trouble.SILENT, Trouble.DRIFT, Trouble.SCHEMA, Trouble.FAILED})


class Condition(StrEnum):
    """One word for a region's line, the one that needs somebody first."""

    BAD = "bad"
    WARN = "warn"
    WELL = "well"
    PROVISIONING = "provisioning"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Figures:
    """The last counts of a region. Times are seconds since 1970; `None` stands for what was never measured."""

    values: Mapping[str, object]
    counted_at: datetime | None = None

    def count(self, name: str) -> int | None:
        """A count, where the region has it."""
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def moment(self, name: str) -> datetime | None:
        """A time, where the region has it."""
        seconds = self.count(name)
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)

    def kinds(self, name: str) -> dict[str, int]:
        """Counts by kind."""
        value = self.values.get(name)
        return {str(k): v for k, v in value.items() if isinstance(v, int)} if isinstance(value, dict) else {}

    def row(self, name: str) -> tuple[int, ...]:
        """Counts one after another; empty where the region has none."""
        value = self.values.get(name)
        return tuple(v for v in value if isinstance(v, int)) if isinstance(value, list) else ()

    def digest(self, name: str) -> str:
        """A hash, or an empty text."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one region stands."""

    condition: Condition
    troubles: tuple[Trouble, ...]

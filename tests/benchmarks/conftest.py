"""Figures of one run, printed together as a table at its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from jaki_replica.settings import Settings
from jaki_replica.tenancy import provisioning
from tests.conftest import fresh_database, settings_for


@dataclass(slots=True)
class Figures:
    """Lines of the table: what was measured, the figure, and the bar it is held against."""

    lines: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, what: str, figure: str, bar: str = "") -> None:
        self.lines.append((what, figure, bar))

    def table(self) -> str:
        widths = [max(len(line[i]) for line in self.lines) for i in range(3)]
        rows = ([cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in self.lines)
        return "\n".join("  ".join(row).rstrip() for row in rows)


@pytest.fixture(scope="session")
def figures() -> Iterator[Figures]:
    found = Figures([("what", "measured", "bar")])
    yield found
    print(f"\n\n{found.table()}\n")


@pytest.fixture(scope="session")
def bench(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation for figures alone."""
    found = settings_for(fresh_database(f"jaki_{worker}_bench"), f"{worker}_b_", tmp_path_factory.mktemp("files"))
    provisioning.prepare_platform(found)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a benchmark keeps its histories."""
    return tmp_path

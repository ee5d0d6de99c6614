"""Figures of one run, printed together as a table at its end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine

from jaki_replica.settings import Settings, read_settings
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.owner import owner_url
from jaki_replica.tenancy.runtime import open_runtime
from tests.benchmarks.hello import ANSWERS
from tests.benchmarks.serving import Server, served
from tests.benchmarks.town import Town, build
from tests.conftest import REDIS, fresh_database, settings_for

COUNTED = ("complaint_counts", "complaint_deltas")


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


@pytest.fixture(scope="session")
def web_values(worker: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of an installation whose web server is measured, as in production but for TLS."""
    return {
        "ENVIRONMENT": "production",
        "HTTPS": "false",
        "MASTER_KEY": bytes(range(32)).hex(),
        "DATABASE_URL": fresh_database(f"jaki_{worker}_web"),
        "REDIS_URL": f"{os.environ[REDIS].rsplit('/', 1)[0]}/14",
        "DATABASE_ROLE_PREFIX": f"{worker}_w_",
        "FILES": str(tmp_path_factory.mktemp("web-files")),
        "SMTP_HOST": "127.0.0.1",
        "TRUSTED_PROXIES": "127.0.0.1/32",
    }


@pytest.fixture(scope="session")
def town(web_values: dict[str, str]) -> Iterator[Town]:
    """A large region in that installation; JAKI_BENCH_COMPLAINTS says how many complaints it has."""
    settings = read_settings(web_values)
    provisioning.prepare_platform(settings)
    runtime = open_runtime(settings)
    complaints = max(10_000, int(os.environ.get("JAKI_BENCH_COMPLAINTS", "200000")))  # 20 in each kelurahan's inbox
    found = build(runtime, complaints)
    _settle(settings, found)
    yield found
    runtime.close()


def _settle(settings: Settings, town: Town) -> None:
    """What the server would do by itself in the first minutes after such a load, and then slow down the figures."""
    engine = create_engine(owner_url(settings), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for table in ("complaints", "complaint_events", "photos", "holders", "officials", "accounts", *COUNTED):
            connection.exec_driver_sql(f'VACUUM (ANALYZE) "{town.tenant.schema}".{table}')


@pytest.fixture(scope="session")
def answers_to_repeat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the answers hello-world repeats."""
    return tmp_path_factory.mktemp("answers")


@pytest.fixture(scope="session")
def hello(answers_to_repeat: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Hello-world on the settings of our own web server."""
    says = {ANSWERS: str(answers_to_repeat)}
    with served("tests.benchmarks.hello:app", tmp_path_factory.mktemp("hello") / "log", **says) as server:
        yield server


@pytest.fixture(scope="session")
def hello_flask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Hello-world by Flask on the same settings."""
    with served("tests.benchmarks.hello:with_flask", tmp_path_factory.mktemp("hello-flask") / "log") as server:
        yield server


@pytest.fixture(scope="session")
def web(web_values: dict[str, str], town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Our own web server."""
    log = tmp_path_factory.mktemp("web") / "log"
    with served("jaki_replica.app:create_app", log, "--factory", **web_values) as server:
        yield server

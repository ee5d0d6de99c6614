"""Upgrades N schemas: compiled once, one transaction each, a canary first, several at a time, resumable."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from jaki_replica.foundation.db import sqlstate
from jaki_replica.settings import Settings
from jaki_replica.tenancy import history, roles
from jaki_replica.tenancy.owner import owner_engine
from jaki_replica.tenancy.provisioning import record_versions
from jaki_replica.tenancy.terms import Tenant

LOCK_NOT_AVAILABLE = "55P03"
DEADLOCK = "40P01"
TRIES = 5
NOTED_TOGETHER = 50


class Outcome(StrEnum):
    """How one tenant's upgrade ended."""

    UPGRADED = "upgraded"
    CURRENT = "current"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Upgrade:
    """One tenant's result; `seconds` is wall time, `error` a SQLSTATE and the server's first line."""

    slug: str
    outcome: Outcome
    start: str | None
    end: str
    seconds: float
    error: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to upgrade with: the history folder, the target version and how long to wait for a lock (ms)."""

    folder: Path
    target: str
    lock_timeout_ms: int = 800


class _Connections(threading.local):
    """One owner connection per worker thread and database, kept for all its tenants."""

    def __init__(self) -> None:
        self.open: dict[str | None, tuple[Engine, Connection]] = {}


class Migrator:
    """Upgrades tenants one by one or side by side; closes its connections when the block ends."""

    def __init__(self, settings: Settings, plan: Plan) -> None:
        """`plan` says from which folder and to which version."""
        self._settings = settings
        self._plan = plan
        self._local = _Connections()
        self._all: list[tuple[Engine, Connection]] = []

    def __enter__(self) -> Migrator:
        """Nothing is opened yet."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close what the threads opened."""
        for engine, connection in self._all:
            connection.close()
            engine.dispose()

    def _connection(self, tenant: Tenant) -> Connection:
        found = self._local.open.get(tenant.database_url)
        if found is None or found[1].closed or found[1].invalidated:
            engine = owner_engine(self._settings, tenant)
            found = self._local.open[tenant.database_url] = (engine, engine.connect())
            self._all.append(found)
        return found[1]

    def one(self, tenant: Tenant) -> Upgrade:
        """Upgrade one tenant; a failure is an answer, not an exception. Waits for locks a few times, then gives up."""
        begun = time.monotonic()
        for attempt in range(TRIES):
            try:
                start = self._replay(self._connection(tenant), tenant)
            except DBAPIError as error:
                state = sqlstate(error)
                if state in {LOCK_NOT_AVAILABLE, DEADLOCK} and attempt + 1 < TRIES:
                    time.sleep(0.2 * 2**attempt)
                    continue
                first = str(error.orig).strip().splitlines()[0] if error.orig else type(error).__name__
                return self._failed(tenant, begun, f"{state} {first}".strip())
            except Exception as error:  # one broken tenant must not stop the others
                return self._failed(tenant, begun, f"{type(error).__name__}: {error}")
            outcome = Outcome.CURRENT if start == self._plan.target else Outcome.UPGRADED
            return Upgrade(tenant.slug, outcome, start, self._plan.target, time.monotonic() - begun)
        raise AssertionError("the last try returns")

    def _failed(self, tenant: Tenant, begun: float, error: str) -> Upgrade:
        return Upgrade(
            tenant.slug, Outcome.FAILED, tenant.schema_version, self._plan.target, time.monotonic() - begun, error
        )

    def _replay(self, connection: Connection, tenant: Tenant) -> str | None:
        """Bring the schema to the target in one transaction; the version found at its start is returned."""
        with connection.begin():
            roles.run(connection, self._opening(tenant))
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version FOR UPDATE").scalar()
            start = None if found is None else str(found)
            if start != self._plan.target:
                script = history.compiled(self._plan.folder, start, self._plan.target)
                grants = roles.table_grants(tenant.schema, tenant.role, script.creates)
                roles.run(connection, f"{script.sql}\n{grants}")
        return start

    def _opening(self, tenant: Tenant) -> str:
        return (
            f"SET LOCAL lock_timeout = '{self._plan.lock_timeout_ms}ms';\n"
            f'SET LOCAL search_path TO "{tenant.schema}";'
        )


def plan_to_head(folder: Path | None = None) -> Plan:
    """A plan to the newest version of the shipped history."""
    folder = folder or history.tenant_history()
    return Plan(folder, history.head(folder))


class _Ledger:
    """Notes versions in the registry, many at a time. The schemas stay the truth, so a lost note does no harm."""

    def __init__(self, settings: Settings, told: Callable[[Upgrade], None]) -> None:
        self._settings = settings
        self._told = told
        self._unwritten: list[dict[str, object]] = []
        self.results: list[Upgrade] = []

    def add(self, tenant: Tenant, result: Upgrade) -> None:
        self.results.append(result)
        self._told(result)
        version = result.end if result.outcome in {Outcome.UPGRADED, Outcome.CURRENT} else tenant.schema_version
        if result.outcome is not Outcome.SKIPPED and (version != tenant.schema_version or result.error):
            self._unwritten.append({"tenant": tenant.id, "version": version, "error": result.error or None})
        if len(self._unwritten) >= NOTED_TOGETHER:
            self.write()

    def write(self) -> None:
        if self._unwritten:
            record_versions(self._settings, self._unwritten)
            self._unwritten = []


def upgrade_all(
    settings: Settings,
    tenants: Iterable[Tenant],
    plan: Plan,
    *,
    workers: int = 4,
    told: Callable[[Upgrade], None] = lambda upgrade: None,
) -> list[Upgrade]:
    """Upgrade every tenant and tell each result as it comes. A canary that fails leaves all others untouched."""
    waiting = list(tenants)
    ledger = _Ledger(settings, told)
    with Migrator(settings, plan) as migrator:
        if waiting:
            ledger.add(waiting[0], migrator.one(waiting[0]))
        rest = waiting[1:]
        if ledger.results and ledger.results[0].outcome is Outcome.FAILED:
            for tenant in rest:
                ledger.add(tenant, _skipped(tenant, plan))
        else:
            with ThreadPoolExecutor(max_workers=workers) as pool:
                for tenant, result in zip(rest, pool.map(migrator.one, rest), strict=True):
                    ledger.add(tenant, result)
    ledger.write()
    return ledger.results


def _skipped(tenant: Tenant, plan: Plan) -> Upgrade:
    return Upgrade(tenant.slug, Outcome.SKIPPED, tenant.schema_version, plan.target, 0, "the canary failed")

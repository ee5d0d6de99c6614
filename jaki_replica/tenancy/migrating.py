"""Upgrades N schemas: compiled once, one transaction each, a canary first, several at a time, resumable."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from jaki_replica.foundation.db import sqlstate
from jaki_replica.settings import Settings
from jaki_replica.tenancy import history, roles
from jaki_replica.tenancy.history import Script
from jaki_replica.tenancy.owner import owner_engine
from jaki_replica.tenancy.standings import Standing, record_versions
from jaki_replica.tenancy.terms import Tenant, TenantState

LOCK_NOT_AVAILABLE = "55P03"
DEADLOCK = "40P01"
UNDEFINED_TABLE = "42P01"
VERSION_TO_KEEP = "SELECT version_num FROM alembic_version FOR UPDATE"
NOTED_TOGETHER = 50


class Outcome(StrEnum):
    """How one tenant's upgrade ended. `unmade` is a tenant whose creation was broken off before its schema."""

    UPGRADED = "upgraded"
    CURRENT = "current"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNMADE = "unmade"


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
    """What to upgrade with: the history folder, the target version, how long to wait for locks (ms), how often."""

    folder: Path
    target: str
    lock_timeout_ms: int = 800
    tries: int = 5


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
        for attempt in range(self._plan.tries):
            try:
                start = self._replay(self._connection(tenant), tenant)
            except DBAPIError as error:
                if _may_pass(error) and attempt + 1 < self._plan.tries:
                    time.sleep(0.2 * 2**attempt)
                    continue
                return self._refused(tenant, begun, error)
            except CommandError as error:
                return self._ended(tenant, begun, Outcome.FAILED, f"the history does not lead there: {error}")
            except Exception as error:  # one broken tenant must not stop the others
                return self._ended(tenant, begun, Outcome.FAILED, f"{type(error).__name__}: {error}")
            outcome = Outcome.CURRENT if start == self._plan.target else Outcome.UPGRADED
            return Upgrade(tenant.slug, outcome, start, self._plan.target, time.monotonic() - begun)
        raise AssertionError("the last try returns")

    def _refused(self, tenant: Tenant, begun: float, error: DBAPIError) -> Upgrade:
        state = sqlstate(error)
        if state == UNDEFINED_TABLE and tenant.state is TenantState.PROVISIONING and not tenant.schema_version:
            return self._ended(tenant, begun, Outcome.UNMADE)
        first = next(iter(str(error.orig).strip().splitlines()), type(error).__name__)
        return self._ended(tenant, begun, Outcome.FAILED, f"{state} {first}".strip())

    def _ended(self, tenant: Tenant, begun: float, outcome: Outcome, error: str = "") -> Upgrade:
        seconds = time.monotonic() - begun
        return Upgrade(tenant.slug, outcome, tenant.schema_version, self._plan.target, seconds, error)

    def _replay(self, connection: Connection, tenant: Tenant) -> str | None:
        """Bring the schema to the target in one transaction; the version found at its start is returned.

        The row of the version stays locked to the end, so that two upgrades at once never do the same work.
        """
        with connection.begin():
            roles.run(connection, self._opening(tenant))
            found = connection.exec_driver_sql(VERSION_TO_KEEP).scalar()
            start = None if found is None else str(found)
            if start != self._plan.target:
                script = history.compiled(self._plan.folder, start, self._plan.target)
                grants = roles.table_grants(tenant.schema, tenant.role, script.creates)
                roles.run(connection, f"{self._patience(script)}\n{script.sql}\n{grants}")
        return start

    def _opening(self, tenant: Tenant) -> str:
        return (
            f"SET LOCAL lock_timeout = '{self._plan.lock_timeout_ms}ms';\nSET LOCAL search_path TO \"{tenant.schema}\";"
        )

    def _patience(self, script: Script) -> str:
        """Readers queue behind a waiting ALTER, so the limit is shared by all tables that the script must lock."""
        share = max(self._plan.lock_timeout_ms // max(len(script.touches), 1), 20)
        return f"SET LOCAL lock_timeout = '{share}ms';"


def _may_pass(error: DBAPIError) -> bool:
    """A lock that was not to be had, or a connection that was lost: the same may go well a moment later."""
    return error.connection_invalidated or sqlstate(error) in {LOCK_NOT_AVAILABLE, DEADLOCK}


def plan_to_head(folder: Path | None = None) -> Plan:
    """A plan to the newest version of the shipped history."""
    folder = folder or history.tenant_history()
    return Plan(folder, history.head(folder))


class _Ledger:
    """Notes versions in the registry, many at a time. The schemas stay the truth, so a lost note does no harm."""

    def __init__(self, settings: Settings, told: Callable[[Upgrade], None]) -> None:
        self._settings = settings
        self._told = told
        self._unwritten: list[Standing] = []
        self.results: list[Upgrade] = []

    def add(self, tenant: Tenant, result: Upgrade) -> None:
        self.results.append(result)
        if result.outcome in {Outcome.UPGRADED, Outcome.CURRENT}:
            self._unwritten.append(Standing(tenant.id, result.end))
        elif result.outcome is Outcome.FAILED:
            self._unwritten.append(Standing(tenant.id, None, result.error))
        if len(self._unwritten) >= NOTED_TOGETHER:
            self.write()
        self._told(result)

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
    told: Callable[[Upgrade], None] = lambda _: None,
) -> list[Upgrade]:
    """Upgrade every tenant and tell each result as it comes.

    The first active tenant is the canary: where it fails, all others stay untouched and are skipped.
    """
    waiting = sorted(tenants, key=lambda t: t.state is not TenantState.ACTIVE)  # the order is kept otherwise
    ledger = _Ledger(settings, told)
    try:
        with Migrator(settings, plan) as migrator:
            for canary in waiting[:1]:
                ledger.add(canary, migrator.one(canary))
            if ledger.results and ledger.results[0].outcome is Outcome.FAILED:
                for tenant in waiting[1:]:
                    ledger.add(tenant, _skipped(tenant, plan))
            else:
                _side_by_side(migrator, waiting[1:], workers, ledger)
    finally:
        ledger.write()
    return ledger.results


def _side_by_side(migrator: Migrator, tenants: list[Tenant], workers: int, ledger: _Ledger) -> None:
    """Several at a time. Where this is broken off, the schemas at hand are finished and no other is begun."""
    pool = ThreadPoolExecutor(max_workers=workers)
    try:
        for tenant, result in zip(tenants, pool.map(migrator.one, tenants), strict=True):
            ledger.add(tenant, result)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _skipped(tenant: Tenant, plan: Plan) -> Upgrade:
    return Upgrade(tenant.slug, Outcome.SKIPPED, tenant.schema_version, plan.target, 0, "the canary failed")

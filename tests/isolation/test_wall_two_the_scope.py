"""The scope fails closed: no tenant, no data; one session, one tenant; thousands of switches, no foreign row."""

from __future__ import annotations

import random
import threading
from dataclasses import replace

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError

from jaki_replica.foundation import clock, outbox
from jaki_replica.foundation.outbox import OutboxRow
from jaki_replica.settings import Settings
from jaki_replica.tenancy import scope
from jaki_replica.tenancy.engines import Engines
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.scope import NoTenant, OtherTenant
from tests.regions import Pair


def test_outside_a_scope_there_is_no_session_no_tenant_and_no_cache_key() -> None:
    for question in (scope.session, scope.tenant, scope.current, lambda: scope.cache_key("x")):
        with pytest.raises(NoTenant):
            question()


def test_a_scope_inside_another_is_refused_and_the_outer_goes_on(runtime: Runtime, pair: Pair) -> None:
    with runtime.scope_of(pair.left):
        with pytest.raises(OtherTenant), runtime.scope_of(pair.right):
            pytest.fail("a second scope was entered")
        assert scope.tenant() == pair.left


def test_a_thread_started_inside_a_scope_is_outside_it(runtime: Runtime, pair: Pair) -> None:
    found: list[object] = []

    def look() -> None:
        try:
            found.append(scope.tenant())
        except NoTenant as error:
            found.append(error)

    with runtime.scope_of(pair.left):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert isinstance(found[0], NoTenant)


def test_a_failed_block_closes_the_scope_and_keeps_nothing(runtime: Runtime, pair: Pair) -> None:
    with pytest.raises(RuntimeError), runtime.scope_of(pair.left) as entered:
        row = outbox.put(entered.session, "none", {}, at=clock.now())
        entered.session.flush()
        raise RuntimeError
    with pytest.raises(NoTenant):
        scope.session()
    with runtime.scope_of(pair.left) as entered:
        assert entered.session.get(OutboxRow, row) is None


def test_keys_of_two_tenants_never_meet(runtime: Runtime, pair: Pair) -> None:
    keys = []
    for tenant in pair.both:
        with runtime.scope_of(tenant):
            keys.append(scope.cache_key("x"))
    assert keys[0] != keys[1]


@pytest.mark.parametrize(("turns", "engines"), [(10_000, 2), (300, 1)])
def test_thousands_of_random_scopes_on_a_pool_of_one_show_no_foreign_row(
    settings: Settings, pair: Pair, turns: int, engines: int
) -> None:
    """Commits, errors, savepoints and abandoned work on one connection per tenant: the worst for left-over state.

    With one engine for two tenants nearly every turn also closes the other's connection.
    """
    chance = random.Random(20260101)
    opened = Engines(replace(settings, pool_size=1, pool_overflow=0, engines=engines))
    foreign = 0
    try:
        for turn in range(turns):
            tenant = chance.choice(pair.both)
            with scope.scope(tenant, opened.of(tenant)) as entered:
                foreign += _one_turn(entered, chance.randrange(6), turn)
    finally:
        _clean(opened, pair)
        opened.close()
    assert foreign == 0


def _one_turn(entered: scope.Scope, kind: int, turn: int) -> int:
    session, mark = entered.session, entered.tenant.slug
    if kind == 0:
        outbox.put(session, "probe", {"of": mark, "turn": turn}, at=clock.now())
        session.commit()
    elif kind == 1:
        try:
            session.execute(text("SELECT 1/0"))
        except DBAPIError:
            session.rollback()
    elif kind == 2:
        with session.begin_nested() as savepoint:
            outbox.put(session, "probe", {"of": "lost"}, at=clock.now())
            session.flush()
            savepoint.rollback()
        session.commit()
    elif kind == 3:
        outbox.put(session, "probe", {"of": "abandoned"}, at=clock.now())
        session.flush()
        return 0
    rows = session.scalars(select(OutboxRow.arguments).where(OutboxRow.job == "probe").limit(50))
    return sum(1 for arguments in rows if arguments["of"] != mark)


def _clean(engines: Engines, pair: Pair) -> None:
    for tenant in pair.both:
        with scope.scope(tenant, engines.of(tenant)) as entered:
            entered.session.execute(delete(OutboxRow).where(OutboxRow.job == "probe"))
            entered.session.commit()


def test_the_least_used_engine_is_closed_when_one_more_is_needed(settings: Settings, pair: Pair) -> None:
    engines = Engines(replace(settings, engines=1))
    first = engines.of(pair.left)
    with first.connect():
        pass
    engines.of(pair.right)
    assert len(engines) == 1
    assert engines.of(pair.left) is not first
    engines.close()

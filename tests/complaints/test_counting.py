"""Counters say what reading every complaint says: after any history, during folds, after crashes, by unit and state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from random import Random
from threading import Event

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from jaki_replica.cli import counts as commands
from jaki_replica.complaints import counting
from jaki_replica.complaints.counting import Cell
from jaki_replica.complaints.lengths import lengths
from jaki_replica.complaints.lists import Asked, Wanted
from jaki_replica.complaints.models import Complaint, ComplaintCount, ComplaintDelta
from jaki_replica.complaints.rulebook import Rulebook, Rulebooks
from jaki_replica.complaints.terms import Action, Status
from jaki_replica.foundation import clock
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.statistics.figures import region_figures
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.complaints.histories import file_one, go_on
from tests.regions import Pair, region

COMPLAINTS, STEPS = 14, 170


@pytest.fixture(scope="module")
def town(runtime: Runtime) -> Tenant:
    """A region of its own, for what is committed here."""
    return create_region(runtime, Onboarding(region("kota-hitung", "34.71", "KH"), actor="test"))


@pytest.fixture
def book(runtime: Runtime, town: Tenant, rulebooks: Rulebooks) -> Iterator[Rulebook]:
    """The town's rules with a session beside every scope, so that a test may enter others."""
    with runtime.scope_of(town) as entered:
        found = rulebooks.of(runtime, entered)
    with Session(runtime.engines.of(town), expire_on_commit=False) as session:
        yield replace(found, session=session)


def read(session: Session) -> Counter[Cell]:
    """Unit and state of every complaint."""
    return Counter(Cell(unit, status) for unit, status in session.execute(select(Complaint.unit, Complaint.status)))


def counted(session: Session) -> Counter[Cell]:
    """What counters and deltas say, cell by cell, none of them below zero."""
    found: Counter[Cell] = Counter()
    for row in session.execute(select(ComplaintCount.unit, ComplaintCount.status, ComplaintCount.count)):
        found[Cell(row[0], row[1])] += row[2]
    for row in session.execute(select(ComplaintDelta.unit, ComplaintDelta.status, ComplaintDelta.delta)):
        found[Cell(row[0], row[1])] += row[2]
    assert all(n >= 0 for n in found.values())
    return Counter({cell: n for cell, n in found.items() if n})


def live(session: Session, book: Rulebook, chance: Random, steps: int = STEPS) -> Counter[Action]:
    """File some complaints and let things happen to them, committing now and then."""
    at = clock.now() - timedelta(days=20)
    numbers = [file_one(session, book, chance, at) for _ in range(COMPLAINTS)]
    taken: Counter[Action] = Counter()
    for _ in range(steps):
        at += timedelta(minutes=chance.randint(1, 90))
        done = go_on(session, book, chance, chance.choice(numbers), at)
        if done is not None:
            taken[done] += 1
        if chance.random() < 0.2:
            session.commit()
    session.commit()
    return taken


@pytest.mark.parametrize("seed", range(3))
def test_after_any_history_the_counters_are_what_reading_every_complaint_gives(book: Rulebook, seed: int) -> None:
    session, chance = book.session, Random(seed)
    taken = live(session, book, chance)
    assert len(taken) >= 12, "a history should hold most kinds of steps"
    assert counted(session) == read(session)
    assert counting.fold(session, most=37) == 37
    assert counted(session) == read(session)
    units = frozenset(chance.sample(sorted({cell.unit for cell in read(session)}), 5))
    lists = [Wanted(units), Wanted(units, frozenset({Status.WAITING, Status.REWORK})), Wanted(None, asked=Asked.DATE)]
    at = clock.now()
    edges = (at - timedelta(days=12), at - timedelta(days=6), at)
    for one in lists:
        by_reading = [lengths(session, [], each, edges)[1] for each in lists]
        assert lengths(session, lists, one, edges) == (tuple(map(sum, by_reading)), by_reading[lists.index(one)])


def test_every_kind_of_step_that_moves_a_complaint_is_counted(book: Rulebook) -> None:
    seen: Counter[Action] = Counter()
    for seed in range(100, 104):
        seen += live(book.session, book, Random(seed))
        assert counting.drift(book.session) == []
    for action in (Action.PASS_ON, Action.CLAIM_DONE, Action.REFUSE_FIX, Action.RELOCATE, Action.MERGE, Action.RETURN):
        assert seen[action], f"no history had {action}"
    assert seen[Action.NOT_FIXED] or seen[Action.REOPEN]
    assert seen[Action.CLOSE] or seen[Action.CONFIRM] or seen[Action.UPHOLD]


def test_readers_and_writers_never_see_a_fold_at_work(runtime: Runtime, town: Tenant, book: Rulebook) -> None:
    over = Event()

    def keep_folding() -> int:
        folded = 0
        with runtime.scope_of(town) as entered:
            while not over.is_set():
                folded += counting.fold(entered.session, most=9)
                entered.session.commit()
        return folded

    def keep_reading() -> int:
        looks = 0
        with runtime.scope_of(town) as entered:
            while not over.is_set():
                assert counting.drift(entered.session) == []
                entered.session.commit()
                looks += 1
        return looks

    with ThreadPoolExecutor() as pool:
        folders, reader = [pool.submit(keep_folding) for _ in range(2)], pool.submit(keep_reading)
        try:
            live(book.session, book, Random(7), steps=80)
        finally:
            over.set()
        assert sum(one.result() for one in folders) > 20
        assert reader.result() > 5
    assert counted(book.session) == read(book.session)


def test_a_fold_that_dies_halfway_has_done_nothing(runtime: Runtime, town: Tenant, book: Rulebook) -> None:
    session = book.session
    live(session, book, Random(8), steps=10)
    waiting = session.scalar(select(func.count()).select_from(ComplaintDelta)) or 0
    with runtime.scope_of(town) as entered:
        assert counting.fold(entered.session) == waiting
        backend = entered.session.scalar(text("SELECT pg_backend_pid()"))
        session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
        with pytest.raises(OperationalError):
            entered.session.commit()
            entered.session.execute(select(1))
    session.commit()
    assert session.scalar(select(func.count()).select_from(ComplaintDelta)) == waiting
    assert counted(session) == read(session)
    assert counting.fold(session) == waiting
    assert session.scalar(select(func.count()).select_from(ComplaintDelta)) == 0
    assert counted(session) == read(session)


def test_a_step_that_is_rolled_back_leaves_no_delta(book: Rulebook) -> None:
    session = book.session
    before = counted(session)
    file_one(session, book, Random(9), clock.now())
    assert counted(session) != before
    session.rollback()
    assert counted(session) == before == read(session)


def test_two_who_move_complaints_of_one_cell_at_once_do_not_wait(
    runtime: Runtime, town: Tenant, book: Rulebook
) -> None:
    live(book.session, book, Random(3), steps=5)
    before = next(iter(read(book.session)))
    after = replace(before, status="rework" if before.status == "in_progress" else "in_progress")

    def another() -> int:
        with runtime.scope_of(town) as entered:
            counting.note(entered.session, before, after)
            return counting.fold(entered.session)

    counting.note(book.session, before, after)
    with ThreadPoolExecutor() as pool:
        try:
            assert pool.submit(another).result(timeout=5) > 0, "nor does the fold wait for them"
        finally:
            book.session.rollback()


def test_a_wrong_counter_is_found_and_mended_by_command(
    runtime: Runtime, town: Tenant, book: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = book.session
    live(session, book, Random(10), steps=10)
    counting.fold(session)
    cell = next(iter(read(session)))
    here = (ComplaintCount.unit == cell.unit, ComplaintCount.status == cell.status)
    session.execute(update(ComplaintCount).where(*here).values(count=ComplaintCount.count + 3))
    session.commit()
    monkeypatch.setattr(commands, "runtime", lambda: Opened(runtime))
    found = CliRunner().invoke(commands.counts, ["check", town.slug])
    assert found.exit_code == 1
    assert f"{cell.unit} {cell.status} -3" in found.output
    mended = CliRunner().invoke(commands.counts, ["rebuild", town.slug])
    assert (mended.exit_code, "mended" in mended.output) == (0, True)
    assert CliRunner().invoke(commands.counts, ["check", town.slug]).exit_code == 0
    session.commit()
    assert counted(session) == read(session)


class Opened:
    """The runtime of the tests where a command opens one; it stays open."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    def __enter__(self) -> Runtime:
        return self.runtime

    def __exit__(self, *error: object) -> None: ...


def test_the_counters_of_one_region_know_nothing_of_another(
    runtime: Runtime, pair: Pair, rulebooks: Rulebooks, book: Rulebook
) -> None:
    before = [cells_of(runtime, tenant) for tenant in pair.both]
    live(book.session, book, Random(11), steps=20)
    assert [cells_of(runtime, tenant) for tenant in pair.both] == before


def cells_of(runtime: Runtime, tenant: Tenant) -> Counter[Cell]:
    with runtime.scope_of(tenant) as entered:
        return counted(entered.session)


def test_the_operators_figures_are_counts_of_today_open_and_red(book: Rulebook) -> None:
    session, now = book.session, clock.now()
    live(session, book, Random(12), steps=30)
    file_one(session, book, Random(13), now)
    found = region_figures(session, book.config, now)
    rows = session.execute(select(Complaint.status, Complaint.red_at, Complaint.closed_at)).all()
    opened = [row for row in rows if row.closed_at is None]
    resting = {Status.AWAITING_VALIDATION, Status.RESOLVED}
    red = [row for row in opened if row.red_at < now and row.status not in resting]
    zone = book.config.identity.timezone
    today = [
        at
        for at in session.scalars(select(Complaint.filed_at))
        if at.astimezone(zone).date() == now.astimezone(zone).date()
    ]
    assert (found["complaints_today"], found["complaints_open"]) == (len(today), len(opened))
    assert red
    assert found["complaints_red"] == len(red)
    assert found["complaints_red_per_mille"] == 1000 * len(red) // len(opened)
    by_day = found.pop("complaints_by_day")
    assert isinstance(by_day, list) and len(by_day) == 14 and by_day[-1] == len(today)
    assert all(type(value) is int for value in (*found.values(), *by_day))
    session.rollback()

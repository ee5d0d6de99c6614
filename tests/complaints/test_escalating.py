"""What is late climbs to the superiors: each step and level once, told and recorded, however often it is looked for."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update

from jaki_replica.complaints import audit
from jaki_replica.complaints.actions.acting import act, held
from jaki_replica.complaints.actions.escalating import MOST_AT_ONCE, escalate
from jaki_replica.complaints.actions.filing import file
from jaki_replica.complaints.actions.recording import events
from jaki_replica.complaints.models import Complaint, ComplaintEvent, Escalation
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.complaints.terms import Action, Status, Step
from jaki_replica.foundation import clock
from jaki_replica.foundation.ids import new_id
from jaki_replica.notifications.models import Message
from jaki_replica.officials.holder_models import HolderRow, OfficialRow
from jaki_replica.tenancy.runtime import Runtime
from tests import statements
from tests.complaints.test_life import do, filed, filing, owner, to_owner
from tests.regions import AtWork, Pair

FAR = timedelta(days=365)


@pytest.fixture
def at_work(runtime: Runtime, pair: Pair, rulebooks: Rulebooks) -> Iterator[AtWork]:
    """The left region, where nothing that other tests left is late."""
    with runtime.scope_of(pair.left) as entered:
        entered.session.execute(update(Complaint).values(escalate_at=None))
        yield AtWork(runtime, entered, rulebooks.of(runtime, entered))


def climbed(at_work: AtWork, complaint: Complaint) -> list[ComplaintEvent]:
    return [one for one in events(at_work.session, complaint.id) if one.action == Action.ESCALATE]


def hold(at_work: AtWork, unit: str, *, email: str = "", until: timedelta | None = None) -> None:
    """Somebody holds a post; with `until`, he left it that long ago."""
    now = clock.now()
    person = OfficialRow(id=new_id(), name="Nama Pejabat", email=email, phone="", created_at=now, changed_at=now)
    at_work.session.add(person)
    at_work.session.flush()
    since, end = now - timedelta(days=900), None if until is None else now - until
    row = HolderRow(
        id=new_id(), unit=unit, official_id=person.id, tenure="definitive", since_at=since, until_at=end, decree=""
    )
    at_work.session.add(row)
    at_work.session.flush()


def later(at_work: AtWork, complaint: Complaint, action: Action, **step: object) -> None:
    """The owner takes a step after all that was told."""
    at = clock.now() + FAR + timedelta(hours=1)
    act(at_work.session, at_work.book, complaint, action, Step(**step), by=owner(complaint), at=at)  # type: ignore[arg-type]


def run(at_work: AtWork, after: timedelta = FAR) -> int:
    return escalate(at_work.session, at_work.book, clock.now() + after)


def test_every_rule_of_a_forgotten_complaint_is_told_once_and_in_order(at_work: AtWork) -> None:
    complaint = filed(at_work)
    rules = [one for one in at_work.book.config.sla.escalation if one.step not in {"acknowledge"}]
    first, second = at_work.book.superiors(complaint.unit)[:2]
    hold(at_work, first, email="camat@contoh.example")
    hold(at_work, second, email="wali@contoh.example")
    assert run(at_work) == 1
    found = climbed(at_work, complaint)
    assert Counter((one.data["step"], one.data["up"]) for one in found) == Counter((r.step, r.up) for r in rules)
    assert all(one.data["to_unit"] == (first, second)[int(str(one.data["up"])) - 1] for one in found)
    assert all(one.role == "system" and one.public and one.data["told"] for one in found)
    assert all(one.from_status == one.to_status == Status.WAITING for one in found)
    assert run(at_work) == 0
    assert run(at_work, 2 * FAR) == 0
    assert len(climbed(at_work, complaint)) == len(rules)
    assert complaint.escalate_at is None
    assert audit.verify(at_work.session).fault == ""


def test_nothing_is_told_before_its_time_and_the_next_look_is_at_the_next_limit(at_work: AtWork) -> None:
    complaint = filed(at_work)
    first = complaint.escalate_at
    assert first is not None
    assert escalate(at_work.session, at_work.book, first - timedelta(seconds=1)) == 0
    assert climbed(at_work, complaint) == []
    assert escalate(at_work.session, at_work.book, first) == 1
    assert [one.data["step"] for one in climbed(at_work, complaint)] == ["verify"]
    assert complaint.escalate_at is not None
    assert complaint.escalate_at > first


def test_a_step_that_was_done_in_time_or_late_is_not_told_any_more(at_work: AtWork) -> None:
    complaint = filed(at_work)
    to_owner(at_work, complaint)
    run(at_work)
    assert "verify" not in {one.data["step"] for one in climbed(at_work, complaint)}
    withdrawn = filed(at_work)
    withdrawn.status, withdrawn.closed_at = Status.WITHDRAWN, clock.now()
    at_work.session.flush()
    run(at_work)
    assert climbed(at_work, withdrawn) == []


def test_one_mail_to_a_superior_names_all_that_is_late_and_nothing_that_a_reporter_wrote(at_work: AtWork) -> None:
    several = [filed(at_work, description=f"Rahasia pelapor nomor {n}") for n in range(3)]
    first = at_work.book.superiors(several[0].unit)[0]
    hold(at_work, first, email="camat@contoh.example")
    assert run(at_work) == 3
    mails = at_work.session.scalars(select(Message).where(Message.recipient == "camat@contoh.example")).all()
    assert len(mails) == 1
    for complaint in several:
        grouped = f"{complaint.number[:2]} {complaint.number[2:8]} {complaint.number[8:]}"
        assert grouped in mails[0].body
    said = mails[0].subject + mails[0].body
    assert "Rahasia pelapor" not in said and "warga@example.org" not in said
    assert "/laporan/" not in said.replace("/meja?", "")


def test_while_the_post_above_is_vacant_the_next_above_is_told(at_work: AtWork) -> None:
    complaint = filed(at_work)
    first, second = at_work.book.superiors(complaint.unit)[:2]
    hold(at_work, first, email="lama@contoh.example", until=timedelta(days=30))
    hold(at_work, second, email="wali@contoh.example")
    run(at_work)
    found = climbed(at_work, complaint)
    assert found and all(one.data["to_unit"] == second and one.data["told"] for one in found)
    assert not at_work.session.scalar(select(Message.id).where(Message.recipient == "lama@contoh.example"))


def test_where_nobody_is_there_to_be_told_the_history_says_so_and_nobody_is_said_to_know(at_work: AtWork) -> None:
    complaint = filed(at_work)
    run(at_work)
    found = climbed(at_work, complaint)
    assert found and not any(one.data["told"] for one in found)
    assert not at_work.session.scalar(select(Message.id).where(Message.subject.contains("lewat batas")))


def test_passing_on_again_and_again_starts_the_accept_step_anew_and_the_owners_limits_not(at_work: AtWork) -> None:
    rules = at_work.book.config.sla.escalation
    assert any(one.step == "finish" for one in rules)
    complaint = filed(at_work)
    run(at_work)
    before = len(climbed(at_work, complaint))
    other = next(u for u in sorted(at_work.book.all_units) if u != complaint.unit)
    later(at_work, complaint, Action.PASS_ON, text="Bukan milik kami", unit=other)
    later(at_work, complaint, Action.RETURN, text="Milik mereka")
    run(at_work, 2 * FAR)
    assert len(climbed(at_work, complaint)) == before


def test_two_timetables_at_once_tell_each_step_once(runtime: Runtime, pair: Pair, rulebooks: Rulebooks) -> None:
    with runtime.scope_of(pair.right) as entered:
        here = AtWork(runtime, entered, rulebooks.of(runtime, entered))
        entered.session.execute(update(Complaint).values(escalate_at=None))
        receipts = [file(entered.session, here.book, filing(here), at=clock.now()) for _n in range(12)]
        entered.session.commit()
    barrier, failed = threading.Barrier(3), []

    def turn() -> None:
        try:
            with runtime.scope_of(pair.right) as entered:
                book = rulebooks.of(runtime, entered)
                barrier.wait(10)
                for _again in range(3):
                    escalate(entered.session, book, clock.now() + FAR)
                    entered.session.commit()
        except Exception as error:  # told to the test below
            failed.append(error)

    threads = [threading.Thread(target=turn) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    with runtime.scope_of(pair.right) as entered:
        steps = len([one for one in template_rules(rulebooks, runtime, pair, entered) if one.step != "acknowledge"])
        for receipt in receipts:
            complaint = held(entered.session, receipt.number)
            kept = select(func.count()).where(ComplaintEvent.complaint_id == complaint.id)
            assert entered.session.scalar(kept.where(ComplaintEvent.action == Action.ESCALATE)) == steps
            rows = select(func.count()).where(Escalation.complaint_id == complaint.id)
            assert entered.session.scalar(rows) == steps


def template_rules(rulebooks: Rulebooks, runtime: Runtime, pair: Pair, entered: object) -> tuple:  # type: ignore[type-arg]
    return rulebooks.of(runtime, entered).config.sla.escalation  # type: ignore[arg-type]


def test_a_turn_is_bounded_and_the_next_goes_on(at_work: AtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jaki_replica.complaints.actions.escalating.MOST_AT_ONCE", 2)
    several = [filed(at_work) for _n in range(5)]
    assert [run(at_work) for _turn in range(4)] == [2, 2, 1, 0]
    assert all(climbed(at_work, one) for one in several)
    assert MOST_AT_ONCE == 100


def test_one_history_that_cannot_be_does_not_stop_the_others(at_work: AtWork) -> None:
    broken, whole = filed(at_work), filed(at_work)
    broken.escalate_at = clock.now() - timedelta(days=1)
    broken.config_revision = 999
    at_work.session.flush()
    assert run(at_work) == 2
    assert climbed(at_work, broken) == []
    assert climbed(at_work, whole)
    assert broken.escalate_at is not None


def test_what_is_due_is_found_by_its_index(at_work: AtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    due = "SELECT id FROM complaints WHERE escalate_at <= :at ORDER BY escalate_at, id LIMIT 100 FOR UPDATE SKIP LOCKED"
    with monkeypatch.context() as patch:
        patch.setattr(statements, "allowed", True)
        for way in ("seqscan", "bitmapscan", "sort"):
            at_work.session.execute(text(f"SET LOCAL enable_{way} = off"))
    plan = "\n".join(at_work.session.scalars(text(f"EXPLAIN {due}"), {"at": clock.now()}))
    assert "ix_complaints_escalate" in plan and "Sort" not in plan


def test_a_referral_that_is_not_acknowledged_climbs_once_and_an_acknowledged_one_does_not(at_work: AtWork) -> None:
    silent, heard, back = (filed(at_work) for _n in range(3))
    target = at_work.book.config.referrals[0].key
    for complaint in (silent, heard, back):
        do(at_work, complaint, Action.REFER, owner(complaint), text="Wewenang mereka", target=target)
    do(at_work, heard, Action.ACKNOWLEDGE, owner(heard), number="PLN-7/2026")
    do(at_work, back, Action.TAKE_BACK, owner(back), text="Mereka menolak")
    run(at_work)
    run(at_work)
    assert [one.data["step"] for one in climbed(at_work, silent)] == ["acknowledge"]
    assert climbed(at_work, heard) == []
    assert {one.data["step"] for one in climbed(at_work, back)} & {"red", "finish"}
    assert (back.status, back.referred_to, back.closed_at) == (Status.WAITING, None, None)
    assert (heard.external_number, heard.status) == ("PLN-7/2026", Status.REFERRED)


@contextmanager
def rolled_back(at_work: AtWork) -> Iterator[None]:
    with at_work.session.begin_nested() as kept:
        yield
        kept.rollback()


def test_the_same_escalation_cannot_be_kept_twice(at_work: AtWork) -> None:
    complaint = filed(at_work)
    run(at_work)
    row = at_work.session.scalars(select(Escalation).where(Escalation.complaint_id == complaint.id)).first()
    assert row is not None
    again = (
        "INSERT INTO escalations SELECT :id, complaint_id, step, up, since_at, unit, at FROM escalations WHERE id = :of"
    )
    with pytest.raises(Exception, match="uq_escalations"), rolled_back(at_work):
        at_work.session.execute(text(again), {"id": UUID(int=99), "of": row.id})


def test_after_the_superior_is_told_an_official_still_works_on_it(at_work: AtWork) -> None:
    complaint = filed(at_work)
    run(at_work)
    later(at_work, complaint, Action.START)
    assert complaint.status == Status.IN_PROGRESS

"""The demonstration: every state, true histories, pictures that prove something, and the same month each time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import pairwise
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jaki_replica import demo
from jaki_replica.complaints import audit
from jaki_replica.complaints.actions import by_itself
from jaki_replica.complaints.models import Complaint, ComplaintEvent
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.complaints.terms import Action, Role, Status
from jaki_replica.demo.camera import Shot, take
from jaki_replica.demo.people import Staff
from jaki_replica.demo.planning import month
from jaki_replica.demo.scenes import SCENES
from jaki_replica.demo.stories import STORIES
from jaki_replica.demo.texts import matters
from jaki_replica.foundation import clock, outbox
from jaki_replica.foundation.files import open_store
from jaki_replica.foundation.ids import new_id
from jaki_replica.notifications.models import Message
from jaki_replica.officials.actions import sign_in
from jaki_replica.officials.queries import account_named, units_of_account
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.photos.cell import dhash
from jaki_replica.photos.models import Photo
from jaki_replica.photos.rules import accept, exif
from jaki_replica.photos.terms import CaptureSource, Limits
from jaki_replica.tenancy.configuration.terms import Approver
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.scope import current
from jaki_replica.tenancy.terms import Tenant
from tests.regions import AtWork, region

SIZE = 46
ALIKE = 7


@pytest.fixture(scope="session")
def filled(runtime: Runtime) -> tuple[Tenant, demo.DemoResult]:
    """A region of its own with a small month."""
    tenant = create_region(runtime, Onboarding(region("kota-contoh", "16.73", "KC"), actor="test"))
    return tenant, demo.fill(runtime, tenant, files=open_store(runtime.settings.files), size=SIZE)


@pytest.fixture
def session(runtime: Runtime, filled: tuple[Tenant, demo.DemoResult]):  # type: ignore[no-untyped-def]
    with runtime.scope_of(filled[0]) as entered:
        yield entered.session


def test_every_state_is_there_and_every_history_is_whole(
    session: Session, filled: tuple[Tenant, demo.DemoResult]
) -> None:
    counted = Counter(session.scalars(select(Complaint.status)))
    assert set(counted) == set(Status)
    assert counted.total() == filled[1].complaints == SIZE
    found = audit.verify(session)
    assert (found.fault, found.complaints) == ("", SIZE)


def test_every_step_lies_in_the_past_and_in_order(session: Session) -> None:
    at = clock.now()
    assert all(event.at <= at for event in session.scalars(select(ComplaintEvent)))
    order = select(ComplaintEvent.complaint_id, ComplaintEvent.at).order_by(
        ComplaintEvent.complaint_id, ComplaintEvent.position
    )
    rows = session.execute(order).all()
    assert all(a.at < b.at for a, b in pairwise(rows) if a.complaint_id == b.complaint_id)
    oldest = session.scalar(select(func.min(Complaint.filed_at)))
    assert oldest is not None
    assert at - timedelta(days=31) < oldest < at - timedelta(days=20)


def test_no_work_of_the_month_looks_as_if_it_had_waited_for_weeks(session: Session) -> None:
    backlog = outbox.backlog(session, clock.now() + timedelta(minutes=1))
    assert backlog.waiting > 0
    assert backlog.oldest_due_at is not None
    assert clock.now() - backlog.oldest_due_at < timedelta(hours=1)


def test_some_are_late_some_public_and_nothing_happens_by_itself_at_once(
    runtime: Runtime, session: Session, filled: tuple[Tenant, demo.DemoResult]
) -> None:
    book = Rulebooks().of(runtime, current())
    late = select(func.count()).where(Complaint.red_at < clock.now(), Complaint.closed_at.is_(None))
    assert (session.scalar(late) or 0) >= 2
    public = session.scalar(select(func.count()).where(Complaint.private.is_(False)))
    assert 5 < (public or 0) < SIZE
    assert by_itself.end_questions(session, book, clock.now()) == 0
    assert by_itself.close_silent(session, book, clock.now()) == 0


def test_mended_public_complaints_show_before_and_after(session: Session) -> None:
    ready = select(Photo.complaint_id, Photo.kind).where(Photo.state == "ready")
    kinds: dict[object, set[str]] = {}
    for complaint_id, kind in session.execute(ready):
        kinds.setdefault(complaint_id, set()).add(kind)
    both = [complaint_id for complaint_id, found in kinds.items() if {"before", "after"} <= found]
    shown = session.scalars(select(Complaint).where(Complaint.id.in_(both))).all()
    assert len(shown) >= 2
    assert {c.status for c in shown} <= {Status.RESOLVED, Status.CLOSED}
    assert not any(c.private for c in shown)


def test_some_proofs_are_clear_and_some_are_not(session: Session) -> None:
    claims = session.scalars(select(ComplaintEvent).where(ComplaintEvent.action == Action.CLAIM_DONE)).all()
    verdicts = [{f["verdict"] for f in event.data["findings"]} for event in claims]  # type: ignore[attr-defined]
    assert any(found == {"ok"} for found in verdicts)
    assert any("warn" in found for found in verdicts)
    assert all(event.data["evidence_reason"] for event, found in zip(claims, verdicts, strict=True) if found != {"ok"})


def test_nobody_judges_his_own_work_and_nobody_is_written_to(session: Session) -> None:
    judged = (Action.ACCEPT_FIX, Action.REFUSE_FIX)
    judges = set(session.scalars(select(ComplaintEvent.account_id).where(ComplaintEvent.action.in_(judged))))
    workers = set(session.scalars(select(ComplaintEvent.account_id).where(ComplaintEvent.role == Role.OWNER)))
    assert len(judges) == 1
    assert None not in judges
    assert not judges & (workers - {None})
    assert session.scalar(select(func.count()).select_from(Message)) == 0


def test_a_promised_date_is_never_approved_by_whoever_asked_for_it(at_work: AtWork) -> None:
    units = at_work.book.organisation.units
    staff = Staff(at_work.book, {key: new_id() for key in units}, new_id(), ())
    below = [unit for unit in units.values() if unit.superior is not None]
    assert below
    for unit in below:
        assert staff.actor(Role.APPROVER, unit.key).account_id != staff.actor(Role.OWNER, unit.key).account_id


def test_the_logins_work_and_hold_posts_that_have_something_to_do(
    runtime: Runtime, session: Session, filled: tuple[Tenant, demo.DemoResult]
) -> None:
    logins = filled[1].logins
    assert [login.role for login in logins] == ["official", "official", "validator"]
    busy = set(session.scalars(select(Complaint.unit))) | set(session.scalars(select(Complaint.category_owner)))
    for login in logins:
        assert login.name.endswith("Contoh")
        assert login.password not in repr(login)
        assert sign_in(session, username=login.username, password=login.password, at=clock.now())
    organisation = Rulebooks().of(runtime, current()).organisation
    for login in logins[:2]:
        account = account_named(session, login.username)
        assert account is not None
        [unit] = units_of_account(session, account.id, clock.now())
        assert login.post == organisation.unit(unit).head.title
        assert units_of_account(session, account.id, clock.now()) & busy


def test_a_second_run_does_nothing(runtime: Runtime, filled: tuple[Tenant, demo.DemoResult]) -> None:
    assert demo.fill(runtime, filled[0], files=open_store(runtime.settings.files)) == demo.DemoResult()


def test_the_same_seed_thinks_out_the_same_month_and_another_another(at_work: AtWork) -> None:
    at = clock.now()
    first, again, other = (month(at_work.book, 40, seed=seed, now=at) for seed in ("a", "a", "b"))
    assert first == again
    assert first != other
    codes = {plan.spot.area for plan in first}
    for plan in first:
        assert at_work.book.ground.locator.area_at(plan.spot.lat, plan.spot.lon) == plan.spot.area
    assert len(codes) > 3


def test_fifteen_complaints_are_enough_for_every_state(at_work: AtWork) -> None:
    plans = month(at_work.book, len(STORIES), seed="c", now=clock.now())
    assert {plan.story.end for plan in plans} == set(Status)


def test_photos_carry_place_and_time_and_no_two_look_alike(at_work: AtWork) -> None:
    at = clock.now().astimezone(at_work.book.config.identity.timezone).replace(microsecond=0)
    hashes: list[int] = []
    for layout, scene in enumerate(SCENES):
        for after in (False, True):
            data = take(Shot(scene, after, layout, int(after), at, -6.17654, 106.83051))
            assert data == take(Shot(scene, after, layout, int(after), at, -6.17654, 106.83051))
            told = exif.capture_of(exif.read(accept(data, Limits()).exif), CaptureSource.FILE, at.tzinfo)  # type: ignore[arg-type]
            assert told.taken_at == at
            assert told.lat == pytest.approx(-6.17654, abs=1e-5)
            small = Image.open(BytesIO(data))
            small.thumbnail((320, 320))
            found = dhash(small)
            assert found is not None
            hashes.append(found & (1 << 64) - 1)
    differing = [(a ^ b).bit_count() for place, a in enumerate(hashes) for b in hashes[:place]]
    assert min(differing) > ALIKE


def test_what_is_written_names_nobody_and_every_drawing_is_there() -> None:
    for matter in matters():
        assert not matter.scene or matter.scene in SCENES
        assert all(len(text.replace("{place}", "x")) >= 5 for text in matter.texts)
        assert all("Contoh" not in text for text in matter.texts)


def test_a_later_date_is_approved_by_whom_the_region_names_and_never_by_whoever_asked(at_work: AtWork) -> None:
    book = at_work.book
    unit = next(one for one in book.all_units if book.superiors(one))
    above = book.superiors(unit)[0]
    judge, head, owner = UUID(int=1), UUID(int=2), UUID(int=3)
    staff = Staff(book, {above: head, unit: owner}, judge, ())
    approver = staff.actor(Role.APPROVER, unit)
    assert (approver.unit, approver.account_id) == (above, head)
    ews = replace(book.config.workflow.ews, approver=Approver.VALIDATOR)
    config = replace(book.config, workflow=replace(book.config.workflow, ews=ews))
    other = replace(book, rules=replace(book.rules, config=config))
    assert Staff(other, {above: head, unit: owner}, judge, ()).actor(Role.APPROVER, unit).account_id == judge

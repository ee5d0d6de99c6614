"""A complaint's whole life on a real database: filed once, routed, passed on, proven, judged, confirmed, audited."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from jaki_replica.citizens.models import Contact
from jaki_replica.complaints import audit, queries
from jaki_replica.complaints.actions import by_itself
from jaki_replica.complaints.actions.acting import Overtaken, act, held
from jaki_replica.complaints.actions.filing import Outside, file
from jaki_replica.complaints.actions.recording import events
from jaki_replica.complaints.models import Complaint, ComplaintEvent
from jaki_replica.complaints.terms import (
    REPORTER,
    Action,
    Actor,
    Evidence,
    Filing,
    Place,
    Point,
    PositionSource,
    Role,
    Status,
    Step,
)
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, DomainError, Invalid, NotFound
from jaki_replica.foundation.ids import new_id
from jaki_replica.notifications.models import Message
from jaki_replica.photos.models import Photo
from tests.regions import AtWork, Pair

WORKER, JUDGE = UUID(int=11), UUID(int=12)


def somewhere(at_work: AtWork) -> Point:
    village = at_work.book.ground.tree.at_level(4)[0]
    assert village.lat is not None
    assert village.lon is not None
    return Point(village.lat, village.lon, 20.0)


def filing(at_work: AtWork, **changes: object) -> Filing:
    base = Filing(
        key=uuid4().hex,
        category=at_work.book.config.categories[0].key,
        description="Lubang besar di depan pasar",
        place=Place(pin=somewhere(at_work)),
        contact="warga@example.org",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def filed(at_work: AtWork, **changes: object) -> Complaint:
    receipt = file(at_work.session, at_work.book, filing(at_work, **changes), at=clock.now())
    return held(at_work.session, receipt.number)


def photo(at_work: AtWork) -> UUID:
    row = Photo(
        id=new_id(),
        kind="after",
        position=0,
        state="ready",
        original_key=f"x/{uuid4().hex}",
        content_type="image/jpeg",
        size_bytes=1,
        width=1,
        height=1,
        sha256="0" * 64,
        capture_source="camera",
        created_at=clock.now(),
    )
    at_work.session.add(row)
    at_work.session.flush()
    return row.id


def do(at_work: AtWork, complaint: Complaint, action: Action, by: Actor, **step: object) -> ComplaintEvent:
    return act(at_work.session, at_work.book, complaint, action, Step(**step), by=by, at=clock.now())  # type: ignore[arg-type]


def owner(complaint: Complaint) -> Actor:
    return Actor(Role.OWNER, WORKER, complaint.unit, "Kepala Unit")


JUDGING = Actor(Role.VALIDATOR, JUDGE, None, "Pemeriksa")


def claim(at_work: AtWork, complaint: Complaint) -> None:
    proof = Evidence((photo(at_work),))
    do(at_work, complaint, Action.CLAIM_DONE, owner(complaint), text="Sudah ditambal", evidence=proof)


def to_owner(at_work: AtWork, complaint: Complaint) -> None:
    """Whoever has it passes it to the unit that owns the matter, which accepts."""
    if complaint.unit != complaint.category_owner:
        do(at_work, complaint, Action.PASS_ON, owner(complaint), text="Milik dinas", unit=complaint.category_owner)
        do(at_work, complaint, Action.ACCEPT, owner(complaint))
    else:
        do(at_work, complaint, Action.START, owner(complaint))


def test_a_complaint_is_located_routed_timed_and_numbered_at_once(at_work: AtWork) -> None:
    complaint = filed(at_work)
    village = at_work.book.ground.tree.at_level(4)[0]
    assert complaint.area == village.code
    assert complaint.position_source == PositionSource.PIN
    assert complaint.unit in at_work.book.all_units
    assert complaint.number.startswith(at_work.book.config.identity.number_prefix)
    assert complaint.filed_at < complaint.verify_due_at <= complaint.red_at <= complaint.due_at
    assert [e.action for e in events(at_work.session, complaint.id)] == ["file"]
    assert complaint.routing["steps"]


def test_the_numbers_of_a_day_follow_each_other(at_work: AtWork) -> None:
    first, second = filed(at_work), filed(at_work)
    assert int(second.number[-4:]) == int(first.number[-4:]) + 1


def test_the_same_key_again_is_the_same_complaint_and_another_content_is_refused(at_work: AtWork) -> None:
    sent = filing(at_work)
    first = file(at_work.session, at_work.book, sent, at=clock.now())
    again = file(at_work.session, at_work.book, sent, at=clock.now() + timedelta(minutes=1))
    assert (again.number, again.secret, again.created) == (first.number, first.secret, False)
    with pytest.raises(Conflict):
        file(at_work.session, at_work.book, replace(sent, description="Sesuatu yang lain"), at=clock.now())


def test_every_fault_of_a_filing_is_told_at_once(at_work: AtWork) -> None:
    bad = filing(at_work, category="of-another-region", description="x", contact="0812", place=Place(), key="short")
    with pytest.raises(Invalid) as refused:
        file(at_work.session, at_work.book, bad, at=clock.now())
    assert {f.field for f in refused.value.faults} == {"key", "category", "description", "contact", "place"}


@pytest.mark.parametrize(
    "point", [Point(0.0, 0.0), Point(-6.0, 70.0), Point(3.139, 101.687), Point(-6.2, 106.8), Point(89.9, 179.9)]
)
def test_a_place_outside_the_region_is_refused(at_work: AtWork, point: Point) -> None:
    with pytest.raises(Outside):
        file(at_work.session, at_work.book, filing(at_work, place=Place(pin=point)), at=clock.now())


def test_all_ways_to_say_the_place_are_kept_apart(at_work: AtWork) -> None:
    point = somewhere(at_work)
    place = Place(pin=point, device=replace(point, accuracy_m=900.0), photo=point, landmark="dekat masjid")
    complaint = filed(at_work, place=place)
    assert set(complaint.place) == {"pin", "device", "photo", "landmark"}


def test_a_sensitive_matter_is_private_whatever_was_chosen(at_work: AtWork) -> None:
    sensitive = next(c for c in at_work.book.config.categories if c.sensitive)
    assert filed(at_work, category=sensitive.key, private=False).private
    open_one = next(c for c in at_work.book.config.categories if not c.sensitive)
    assert not filed(at_work, category=open_one.key, private=False).private


def test_the_whole_life_from_filing_to_confirmation_and_every_message(at_work: AtWork) -> None:
    complaint = filed(at_work)
    to_owner(at_work, complaint)
    do(at_work, complaint, Action.ASK, owner(complaint), text="Di sisi mana?")
    do(at_work, complaint, Action.REPLY, REPORTER, text="Sisi timur")
    assert complaint.status == Status.IN_PROGRESS
    claim(at_work, complaint)
    do(at_work, complaint, Action.REFUSE_FIX, JUDGING, text="Foto dari tempat lain")
    do(at_work, complaint, Action.START, owner(complaint))
    claim(at_work, complaint)
    do(at_work, complaint, Action.ACCEPT_FIX, JUDGING)
    do(at_work, complaint, Action.NOT_FIXED, REPORTER, text="Masih berlubang", rating=2)
    assert (complaint.status, complaint.reopenings, complaint.rating) == (Status.REOPENED, 1, 2)
    do(at_work, complaint, Action.START, owner(complaint))
    claim(at_work, complaint)
    do(at_work, complaint, Action.ACCEPT_FIX, JUDGING)
    do(at_work, complaint, Action.CONFIRM, REPORTER, rating=5)
    assert (complaint.status, complaint.rating) == (Status.CLOSED, 5)
    assert complaint.closed_at is not None
    mails = at_work.session.scalars(select(Message.subject).where(Message.recipient == "warga@example.org")).all()
    assert len(mails) >= 9
    bodies = at_work.session.scalars(select(Message.body)).all()
    assert all(f"/laporan/{complaint.number}/" in b for b in bodies if complaint.number in b)
    assert audit.verify(at_work.session).fault == ""


def test_passing_on_never_resets_the_clock(at_work: AtWork) -> None:
    complaint = filed(at_work)
    before = (complaint.amber_at, complaint.red_at, complaint.due_at)
    other = next(u for u in sorted(at_work.book.all_units) if u != complaint.unit)
    do(at_work, complaint, Action.PASS_ON, owner(complaint), text="Bukan milik kami", unit=other)
    do(at_work, complaint, Action.RETURN, owner(complaint), text="Milik mereka")
    assert (complaint.amber_at, complaint.red_at, complaint.due_at) == before
    assert complaint.coordinations == 1


def test_a_question_pauses_and_ends_by_itself(at_work: AtWork) -> None:
    later = clock.now() + timedelta(days=40)
    by_itself.end_questions(at_work.session, at_work.book, later)  # of whoever asked in this region before
    complaint = filed(at_work)
    to_owner(at_work, complaint)
    do(at_work, complaint, Action.ASK, owner(complaint), text="Di mana?")
    assert by_itself.end_questions(at_work.session, at_work.book, clock.now()) == 0
    assert by_itself.end_questions(at_work.session, at_work.book, later) == 1
    assert complaint.status == Status.IN_PROGRESS


def test_silence_closes_and_a_dispute_does_not(at_work: AtWork) -> None:
    later = clock.now() + timedelta(days=60)
    by_itself.close_silent(at_work.session, at_work.book, later)  # what other tests have left here
    quiet, disputed = filed(at_work), filed(at_work)
    for complaint in (quiet, disputed):
        to_owner(at_work, complaint)
        claim(at_work, complaint)
        do(at_work, complaint, Action.ACCEPT_FIX, JUDGING)
    disputed.reopenings = at_work.book.config.workflow.reopenings
    do(at_work, disputed, Action.DISPUTE, REPORTER, text="Belum beres")
    assert by_itself.close_silent(at_work.session, at_work.book, clock.now()) == 0
    assert by_itself.close_silent(at_work.session, at_work.book, later) == 1
    assert (quiet.status, disputed.status) == (Status.CLOSED, Status.RESOLVED)


def test_the_second_of_two_officials_is_told_and_overwrites_nothing(at_work: AtWork) -> None:
    complaint = filed(at_work)
    seen = complaint.version
    do(at_work, complaint, Action.START, owner(complaint))
    count = len(events(at_work.session, complaint.id))
    with pytest.raises(Overtaken) as told:
        act(
            at_work.session,
            at_work.book,
            complaint,
            Action.REFER,
            Step(text="x", target="pln"),
            by=owner(complaint),
            at=clock.now(),
            seen=seen,
        )
    assert told.value.last.action == Action.START
    assert len(events(at_work.session, complaint.id)) == count


def test_a_refused_step_changes_nothing(at_work: AtWork) -> None:
    complaint = filed(at_work)
    before = (complaint.status, complaint.unit, complaint.version)
    for action in (Action.CLAIM_DONE, Action.ACCEPT_FIX, Action.CONFIRM, Action.PASS_ON):
        with pytest.raises(DomainError):
            do(at_work, complaint, action, owner(complaint))
    assert (complaint.status, complaint.unit, complaint.version) == before


def test_moving_the_pin_routes_again_and_keeps_history_and_clock(at_work: AtWork) -> None:
    complaint = filed(at_work)
    due, area = complaint.due_at, complaint.area
    other = at_work.book.ground.tree.at_level(4)[-1].code
    do(at_work, complaint, Action.RELOCATE, owner(complaint), text="Salah titik", data={"area": other})
    assert complaint.area == other != area
    assert complaint.due_at == due
    assert [e.action for e in events(at_work.session, complaint.id)] == ["file", "relocate"]


def test_a_merged_complaint_names_its_parent(at_work: AtWork) -> None:
    parent, child = filed(at_work), filed(at_work)
    do(at_work, child, Action.MERGE, owner(child), number=parent.number)
    assert (child.status, child.parent_id) == (Status.MERGED, parent.id)
    with pytest.raises(Invalid):
        do(at_work, parent, Action.MERGE, owner(parent), number="JK0000000000")


def test_a_number_of_another_region_is_not_there(at_work: AtWork, pair: Pair) -> None:
    complaint = filed(at_work)
    assert queries.by_number(at_work.session, complaint.number).id == complaint.id
    with pytest.raises(NotFound):
        queries.by_number(at_work.session, complaint.number.replace("KA", "KB", 1))


def test_the_contact_lies_apart_from_the_complaint(at_work: AtWork) -> None:
    complaint = filed(at_work)
    row = at_work.session.get_one(Contact, complaint.id)
    assert row.address == "warga@example.org"
    assert "warga@example.org" not in repr({c.name: getattr(complaint, c.name) for c in Complaint.__table__.columns})


@pytest.mark.parametrize("statement", ["UPDATE complaint_events SET text = 'x'", "DELETE FROM complaint_events"])
def test_the_regions_login_cannot_change_the_history(at_work: AtWork, statement: str) -> None:
    filed(at_work)
    with pytest.raises(DBAPIError) as refused, at_work.session.begin_nested():
        at_work.session.execute(text(statement))
    assert getattr(refused.value.orig, "pgcode", "") == "42501"


def test_a_sealed_day_whose_events_changed_is_named(at_work: AtWork) -> None:
    receipt = file(at_work.session, at_work.book, filing(at_work), at=clock.now() - timedelta(days=3))
    assert by_itself.make_heads(at_work.session, at_work.book, clock.now()) >= 3
    assert audit.verify(at_work.session).fault == ""
    file(at_work.session, at_work.book, filing(at_work), at=clock.now() - timedelta(days=2))
    assert "sealed" in audit.verify(at_work.session).fault
    assert receipt.number


def test_a_promised_date_is_approved_by_somebody_else_once_and_not_too_far(at_work: AtWork) -> None:
    complaint = filed(at_work)
    to_owner(at_work, complaint)
    ews = at_work.book.config.workflow.ews
    far = at_work.book.calendar.add(clock.now(), ews.longest) + timedelta(days=1)
    with pytest.raises(Invalid):
        do(at_work, complaint, Action.REQUEST_DATE, owner(complaint), text="Bahan belum ada", date=far)
    near = clock.now() + timedelta(days=30)
    do(at_work, complaint, Action.REQUEST_DATE, owner(complaint), text="Bahan belum ada", date=near)
    with pytest.raises(DomainError):
        do(at_work, complaint, Action.APPROVE_DATE, Actor(Role.APPROVER, WORKER))
    do(at_work, complaint, Action.APPROVE_DATE, Actor(Role.APPROVER, JUDGE))
    assert complaint.status == Status.SCHEDULED
    assert complaint.red_at >= near - timedelta(days=1)


def test_a_claim_without_enough_photos_is_refused(at_work: AtWork) -> None:
    complaint = filed(at_work)
    to_owner(at_work, complaint)
    with pytest.raises(Invalid):
        do(at_work, complaint, Action.CLAIM_DONE, owner(complaint), text="Sudah", evidence=Evidence(()))


def test_characters_that_nothing_can_keep_do_not_lose_a_complaint(at_work: AtWork) -> None:
    place = Place(pin=somewhere(at_work), landmark="depan\x00 pasar\ud800")
    complaint = filed(at_work, place=place, description="Lubang\x00 besar \ud800 di jalan")
    assert complaint.landmark == "depan pasar\ufffd"
    assert complaint.description == "Lubang besar \ufffd di jalan"

"""The steps that bring a region live: repeatable, refused with their reason, and whole after a killed process."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta
from uuid import UUID

import pytest
import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jaki_replica.areas import queries as areas
from jaki_replica.complaints.models import Complaint, ComplaintDay
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, DomainError, Invalid, NotFound
from jaki_replica.foundation.files import open_store
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.foundation.outbox import OutboxRow
from jaki_replica.onboarding.preparing import actions, ordering, queries
from jaki_replica.onboarding.preparing.terms import CONFIRMED, Order, Ordered, Preparation, Step
from jaki_replica.onboarding.proposing import propose
from jaki_replica.settings import Settings, read_settings
from jaki_replica.tenancy.configuration import queries as configuration
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from jaki_replica.tenancy.terms import TenantState
from tests.onboarding.conftest import AGREEMENT, environment

BY = "uji"
WHOLE = yaml.safe_load(AGREEMENT.read_text(encoding="utf-8"))


def started(desk: Runtime, code: str, *, agreed: bool = True) -> Preparation:
    """A region that has begun, and has its agreement."""
    with Session(desk.platform) as session:
        made = actions.start(session, desk.settings, code, by=BY, at=clock.now())
        if agreed:
            actions.record_agreement(session, made.slug, WHOLE, base=None, by=BY, at=clock.now())
        session.commit()
        return queries.by_slug(session, made.slug)


def again(desk: Runtime, slug: str) -> Preparation:
    with Session(desk.platform) as session:
        return queries.by_slug(session, slug)


def ordered(desk: Runtime, shelf: FileStore, slug: str, order: Order, **arguments: object) -> Ordered:
    """An order, asked for and seen through."""
    with Session(desk.platform) as session:
        found = queries.by_slug(session, slug)
        asked = ordering.ask(session, found.id, order, arguments, by=BY, at=clock.now())
        session.commit()
    return ordering.settle(desk, shelf, asked, seconds=20)


def configured(desk: Runtime, shelf: FileStore, code: str) -> Preparation:
    found = started(desk, code)
    ordered(desk, shelf, found.slug, Order.PROVISION, draft_number=found.draft_number)
    return again(desk, found.slug)


def test_beginning_twice_goes_on_and_a_taken_name_is_refused(desk: Runtime) -> None:
    first, second = started(desk, "73.71", agreed=False), started(desk, "73.71", agreed=False)
    assert first.id == second.id
    assert (first.slug, first.name, first.zone) == ("kota-makassar", "Kota Makassar", "Asia/Makassar")
    with Session(desk.platform) as session:
        with pytest.raises(NotFound):
            actions.start(session, desk.settings, "73.99", by=BY, at=clock.now())
        with pytest.raises(Conflict, match="kota-makassar"):
            actions.start(session, desk.settings, "73.72", by=BY, at=clock.now(), slug="kota-makassar")
        with pytest.raises(Conflict, match="already"):
            actions.start(session, desk.settings, "73.71", by=BY, at=clock.now(), slug="lain")
        with pytest.raises(Invalid):
            actions.start(session, desk.settings, "73.72", by=BY, at=clock.now(), slug="Nama_<b>")
        actions.abandon(session, "kota-makassar", by=BY, at=clock.now())
        session.commit()
        with pytest.raises(NotFound):
            queries.by_slug(session, "kota-makassar")
        assert [line.action for line in queries.log(session, "73.71")][:1] == ["onboarding.abandoned"]


def test_a_slug_that_another_begins_with_is_a_region_of_its_own(desk: Runtime, shelf: FileStore) -> None:
    short, long = configured(desk, shelf, "63.72"), configured(desk, shelf, "63.71")
    assert (short.slug, long.slug) == ("kota-banjarbaru", "kota-banjarmasin")
    river = configured(desk, shelf, "32.79")
    assert river.slug == "kota-banjar"
    made = {p.tenant_id for p in (short, long, river)}
    assert len(made) == 3 and None not in made


def test_another_regions_file_and_a_taken_host_are_refused_with_place_and_remedy(
    desk: Runtime, shelf: FileStore
) -> None:
    configured(desk, shelf, "34.71")
    found = started(desk, "34.02")
    own = propose("34.02")
    attempts = {
        propose("34.03"): ("region.code", "write 34.02"),
        own.replace("hosts: [kabupaten-bantul]", "hosts: [kabupaten-bantul, kota-yogyakarta]"): (
            "region.hosts[2]",
            "choose another host",
        ),
        own.replace("hosts: [kabupaten-bantul]", "hosts: [operator]"): ("region.hosts[1]", "choose another host"),
        own.replace('accent: "#f4b740"', 'accent: "#101010"'): ("brand.accent", "passes"),
    }
    for text, (where, remedy) in attempts.items():
        with Session(desk.platform) as session:
            number = actions.save_draft(session, found.slug, text, base=None, by=BY, at=clock.now())
            session.commit()
        with pytest.raises(Invalid) as caught:
            ordered(desk, shelf, found.slug, Order.PROVISION, draft_number=number)
        faults = [f for f in caught.value.faults if f.field.endswith(f": {where}")]
        assert faults and remedy in faults[0].remedy, caught.value.faults
        assert faults[0].field.startswith("kabupaten-bantul.yaml:")
        after = again(desk, found.slug)
        assert (after.draft, after.tenant_id) == (text, None), "what was written is kept, and nothing was made"
    with pytest.raises(NotFound):
        desk.tenant(found.slug)


def test_two_operators_at_once_are_told_and_neither_is_lost(desk: Runtime, shelf: FileStore) -> None:
    found = started(desk, "35.73")
    with Session(desk.platform) as one, Session(desk.platform) as other:
        mine = actions.save_draft(one, found.slug, "a: 1\n", base=found.draft_number, by="satu", at=clock.now())
        one.commit()
        with pytest.raises(Conflict, match="meanwhile"):
            actions.save_draft(other, found.slug, "b: 2\n", base=found.draft_number, by="dua", at=clock.now())
        changed = dict(WHOLE, number="2/PKS/2026")
        with pytest.raises(Conflict, match="meanwhile"):
            actions.record_agreement(other, found.slug, changed, base=0, by="dua", at=clock.now())
        other.rollback()
        at = clock.now()
        asked = ordering.ask(one, found.id, Order.CHECK, {}, by="satu", at=at)
        one.commit()
        assert ordering.ask(other, found.id, Order.CHECK, {}, by="dua", at=at) == asked, "the same order is one order"
        with pytest.raises(Conflict, match="at work"):
            ordering.ask(other, found.id, Order.PROVISION, {"draft_number": mine}, by="dua", at=at)
        other.rollback()
    ordering.settle(desk, shelf, asked, seconds=20)
    with pytest.raises(Conflict, match="meanwhile"):
        ordered(desk, shelf, found.slug, Order.PROVISION, draft_number=mine - 1)


def test_a_process_killed_anywhere_leaves_a_step_that_is_just_done_again(
    desk: Runtime, office: Settings, shelf: FileStore
) -> None:
    found = started(desk, "51.71")
    arguments: dict[str, object] = {"draft_number": found.draft_number}
    with Session(desk.platform) as session:
        asked = ordering.ask(session, found.id, Order.PROVISION, arguments, by=BY, at=clock.now())
        session.commit()
    for place in ("registry", "role", "schema", "configuration"):
        assert killed_at(office, asked, place) == signal.SIGKILL, place
        assert again(desk, found.slug).tenant_id is None, f"killed at {place}: the order is still open"
    assert ordering.settle(desk, shelf, asked, seconds=20).outcome is not None
    done = again(desk, found.slug)
    assert (done.draft, Step.CONFIGURATION in done.steps) == (None, True)
    with Session(desk.platform) as session:
        asked = ordering.ask(session, found.id, Order.INSTALL_AREAS, {}, by=BY, at=clock.now())
        session.commit()
    assert killed_at(office, asked, "areas") == signal.SIGKILL
    ordering.settle(desk, shelf, asked, seconds=20)
    tenant = desk.tenant(found.slug)
    with desk.scope_of(tenant) as entered:
        assert configuration.current_number(entered.session) == 1, "one revision, however often it was tried"
        assert len(areas.history(entered.session)) == 1
    assert tenant.state is TenantState.PROVISIONING


def killed_at(office: Settings, order_id: UUID, place: str) -> int:
    """Carry an order out in a process of its own that kills itself at `place`; returns the signal it died of.

    The server may need a moment to notice that the one before is gone.
    """
    for _ in range(100):
        found = _ended(office, order_id, place)
        if found:
            return found
        time.sleep(0.05)
    return 0


def _ended(office: Settings, order_id: UUID, place: str) -> int:
    child = os.fork()
    if child == 0:
        try:
            runtime = open_runtime(read_settings(environment(office)))
            files = open_store(office.files)
            ordering.carry_out(runtime, files, order_id, told=lambda at: _die(at == place))
        finally:
            os._exit(3)
    _pid, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _die(now: bool) -> None:
    if now:
        os.kill(os.getpid(), signal.SIGKILL)


def test_every_step_may_be_done_over_until_the_region_is_live_and_not_after(desk: Runtime, shelf: FileStore) -> None:
    found = configured(desk, shelf, "33.71")
    tenant = desk.tenant(found.slug)
    for _ in range(2):
        assert ordered(desk, shelf, found.slug, Order.INSTALL_AREAS).outcome
    with desk.scope_of(tenant) as entered:
        text = configuration.export(entered.session).replace("portal: Lapor Magelang", "portal: Lapor Kota Magelang")
        assert len(areas.history(entered.session)) == 1
    with Session(desk.platform) as session:
        number = actions.save_draft(session, found.slug, text, base=found.draft_number, by=BY, at=clock.now())
        session.commit()
    ordered(desk, shelf, found.slug, Order.PROVISION, draft_number=number)
    with desk.scope_of(tenant) as entered:
        assert configuration.configuration(entered.session).brand.portal == "Lapor Kota Magelang"
    with Session(desk.platform) as session:
        number = actions.save_draft(session, found.slug, propose("33.71"), base=number, by=BY, at=clock.now())
        session.commit()
    with pytest.raises(Conflict, match="newer revision"):
        ordered(desk, shelf, found.slug, Order.PROVISION, draft_number=number)
    with pytest.raises(Invalid) as caught:
        ordered(desk, shelf, found.slug, Order.OPEN)
    assert {f.field for f in caught.value.faults} == {"admin", "categories", "sla", "brand"}
    with Session(desk.platform) as session:
        for step in CONFIRMED:
            actions.confirm(session, found.slug, step, by=BY, at=clock.now())
        session.commit()
    outcome = ordered(desk, shelf, found.slug, Order.CHECK).outcome
    assert outcome is not None
    lines = {row["key"]: row["outcome"] for row in outcome["checks"]}  # type: ignore[attr-defined]
    assert lines["admin"] == "open"
    assert (lines["trial"], lines["categories"], lines["schema"]) == ("good", "good", "good")
    assert Step.CHECKLIST not in again(desk, found.slug).steps
    assert desk.tenant(found.slug).state is TenantState.PROVISIONING


def test_trial_complaints_arrive_and_leave_no_trace(desk: Runtime, shelf: FileStore) -> None:
    found = configured(desk, shelf, "62.71")
    ordered(desk, shelf, found.slug, Order.INSTALL_AREAS)
    outcome = ordered(desk, shelf, found.slug, Order.CHECK).outcome
    assert outcome is not None
    trial = next(row for row in outcome["checks"] if row["key"] == "trial")  # type: ignore[attr-defined]
    assert trial["values"]["tried"] == trial["values"]["arrived"] >= 10
    with desk.scope_of(desk.tenant(found.slug)) as entered:
        for table in (Complaint, ComplaintDay, OutboxRow):
            assert entered.session.scalar(select(func.count()).select_from(table)) == 0


def test_an_expired_agreement_keeps_a_region_closed(
    desk: Runtime, shelf: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = started(desk, "63.01")
    later = clock.now() + timedelta(days=800)
    monkeypatch.setattr(clock, "now", lambda: later)
    outcome = ordered(desk, shelf, found.slug, Order.CHECK).outcome
    assert outcome is not None
    agreement = outcome["checks"][0]  # type: ignore[index]
    assert (agreement["outcome"], agreement["values"]["faults"]) == ("bad", ["ends_on: is over already"])


def test_without_the_owners_login_an_order_waits_for_who_has_it(
    desk: Runtime, office: Settings, shelf: FileStore
) -> None:
    values = environment(office) | {
        "DATABASE_URL": "",
        "PLATFORM_DATABASE_URL": office.platform_url.render_as_string(hide_password=False),
    }
    page = open_runtime(read_settings(values))
    try:
        found = started(page, "64.72")
        with Session(page.platform) as session:
            asked = ordering.ask(
                session, found.id, Order.PROVISION, {"draft_number": found.draft_number}, by=BY, at=clock.now()
            )
            session.commit()
        assert ordering.settle(page, shelf, asked, seconds=0.2).done_at is None
        assert asked in ordering.open_orders(page)
        ordering.carry_out(desk, shelf, asked)
        assert ordering.settle(page, shelf, asked, seconds=5).outcome is not None
        assert page.tenant(found.slug).slug == "kota-samarinda"
        with Session(page.platform) as session, pytest.raises(Exception, match="permission denied"):
            session.execute(
                ordering.OrderRow.__table__.update().values(outcome={"made": "up"})  # type: ignore[attr-defined]
            )
    finally:
        page.close()


def test_a_refusal_says_the_same_on_the_other_side() -> None:
    for error in (NotFound("a", remedy="b"), Conflict("c"), Invalid("d", (), remedy="e")):
        raised = ordering.raised(ordering.refusal(error))
        assert isinstance(raised, type(error)) and isinstance(raised, DomainError)
        assert (raised.message, raised.remedy) == (error.message, error.remedy)

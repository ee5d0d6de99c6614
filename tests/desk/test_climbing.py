"""At the desk: superiors see what they were told, the region's approver approves, referrals stay in sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from jaki_replica.app import create_region_app
from jaki_replica.complaints.actions.escalating import escalate
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.complaints.terms import Action, Role
from jaki_replica.foundation import clock
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.tenancy.configuration.terms import Approver
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from tests.desk.conftest import LITTER
from tests.desk.office import ARBITER, CAMAT, DIRECTOR, JUDGE, LURAH, OTHER, Office, words
from tests.regions import region

LATE = clock.now() - timedelta(days=40)
TOLD = "/meja?tab=diberitahu"


def climb(office: Office) -> None:
    with office.at_work() as at:
        while escalate(at.session, at.book, clock.now()):
            at.session.commit()
        at.session.commit()


def climbed(office: Office) -> str:
    """A complaint that is late, and the camat has been told."""
    number = office.file(at=LATE)
    climb(office)
    return number


def test_a_superior_sees_what_he_was_told_and_a_stranger_does_not(office: Office, other_office: Office) -> None:
    number = climbed(office)
    camat = office.sign_in(CAMAT)
    page = camat.get(TOLD)
    assert number in page.text and "Lewat batas, Anda diberi tahu" in words(page.text)
    case = words(camat.case(number).text)
    assert "Lewat batas," in case and "diberi tahu" in case
    assert "Anda diberi tahu" not in words(office.sign_in(LURAH).get(TOLD).text)
    for stranger in (office.sign_in(OTHER), other_office.sign_in(CAMAT)):
        assert number not in stranger.get(TOLD).text


def test_what_was_fixed_since_leaves_the_list(office: Office) -> None:
    number = climbed(office)
    with office.at_work() as at:
        from jaki_replica.complaints.actions.acting import act, held  # noqa: PLC0415
        from jaki_replica.complaints.terms import REPORTER, Step  # noqa: PLC0415

        act(at.session, at.book, held(at.session, number), Action.WITHDRAW, Step(), by=REPORTER, at=clock.now())
        at.session.commit()
    assert number not in office.sign_in(CAMAT).get(TOLD).text


def test_a_referral_is_offered_first_where_the_matter_is_not_ours(office: Office) -> None:
    with office.at_work() as at:
        outside = next(c for c in at.book.config.categories if at.book.config.referral(c.owner))
        target = at.book.config.referral(outside.owner)
    number = office.file(outside.key)
    keeper = office.sign_in(ARBITER)
    page = keeper.case(number).text
    assert office.complaint(number).unit in {office.complaint(number).category_owner}
    assert target is not None
    said = words(page)
    assert f"Ini wewenang {target.name.id}" in said
    first = page.index('class="act')
    assert "Alihkan ke instansi lain" in words(page[first : first + 400])
    assert f'<option value="{target.key}" selected>' in page
    assert keeper.do(number, "refer", target=target.key, text="Tiang milik mereka").status_code == 303
    listed = keeper.get("/meja?tab=dialihkan")
    assert number in listed.text and "Tanda terima" in words(listed.text)
    assert f"Menunggu tanda terima {target.name.id}" in words(keeper.case(number).text)
    lacking = keeper.do(number, "acknowledge", text="Diterima lewat loket")
    assert lacking.status_code == 422 and "Diterima lewat loket" in lacking.text
    assert keeper.do(number, "acknowledge", external_number="PLN 77/XI/2026", text="").status_code == 303
    assert office.complaint(number).external_number == "PLN 77/XI/2026"
    assert number not in keeper.get("/meja?tab=dialihkan").text
    assert "PLN 77/XI/2026" in words(keeper.case(number).text)


def test_what_another_body_hands_back_is_ours_again_and_its_days_go_on(office: Office) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    with office.at_work() as at:
        target = at.book.config.referrals[0].key
    before = office.complaint(number).due_at
    lurah.do(number, "refer", target=target, text="Wewenang mereka")
    assert lurah.do(number, "take_back", text="").status_code == 422
    assert lurah.do(number, "take_back", text="Mereka menolak secara tertulis").status_code == 303
    found = office.complaint(number)
    assert (found.status, found.referred_to, found.closed_at) == ("waiting", None, None)
    assert found.due_at >= before
    assert number in lurah.get("/meja").text


def test_a_third_question_is_not_offered_and_not_taken(office: Office) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    for _time in range(2):
        assert lurah.do(number, "ask", text="Di sebelah mana?").status_code == 303
        office.act(number, Action.REPLY, Role.REPORTER, LURAH, text="Di timur")
    assert "Tanya pelapor" not in words(lurah.case(number).text)
    assert lurah.do(number, "ask", text="Sekali lagi?").status_code == 409
    assert office.complaint(number).questions == 2


@pytest.fixture(scope="module")
def judging(runtime: Runtime, rulebooks: Rulebooks) -> Office:
    """A region whose validator approves later dates."""
    config = region("meja-tiga", "33.75", "MC")
    workflow = replace(config.workflow, ews=replace(config.workflow.ews, approver=Approver.VALIDATOR))
    config = replace(config, categories=(*config.categories, LITTER), workflow=workflow)
    tenant = create_region(runtime, Onboarding(config, actor="test"))
    app = create_region_app(runtime)
    app.extensions["jaki_limiter"].enabled = False
    return Office(runtime, tenant, rulebooks, Gate(runtime.settings, runtime.registry, region=app, operator=app))


def asked_for_a_date(office: Office) -> str:
    number = office.file()
    office.act(number, Action.START, Role.OWNER, LURAH)
    date = clock.now() + timedelta(days=20)
    office.act(number, Action.REQUEST_DATE, Role.OWNER, LURAH, text="Bahan belum ada", date=date)
    return number


@pytest.mark.parametrize("who", [JUDGE, DIRECTOR])
def test_where_the_region_says_so_the_validator_approves_a_date(judging: Office, who: str) -> None:
    number = asked_for_a_date(judging)
    camat, judge = judging.sign_in(CAMAT), judging.sign_in(who)
    assert "Setujui tanggal" not in words(camat.case(number).text)
    seen = str(judging.complaint(number).version)
    assert camat.do(number, "approve_date", versi=seen).status_code == 403
    assert number in judge.get("/meja?tab=persetujuan").text
    assert "Setujui tanggal" in words(judge.case(number).text)
    assert judge.do(number, "approve_date").status_code == 303
    assert judging.complaint(number).status == "scheduled"


def test_elsewhere_the_superior_approves_it_and_the_validator_cannot_even_open_it(office: Office) -> None:
    number = asked_for_a_date(office)
    judge, camat = office.sign_in(JUDGE), office.sign_in(CAMAT)
    assert judge.case(number).status_code == 404
    assert judge.get("/meja?tab=persetujuan").status_code == 200
    assert number not in judge.get("/meja?tab=persetujuan").text
    assert camat.do(number, "approve_date").status_code == 303
    assert office.complaint(number).status == "scheduled"


def test_the_citizens_page_names_the_superior_only_where_he_was_told(office: Office) -> None:
    told = climbed(office)
    desk = office.sign_in(CAMAT)
    page = words(desk.get(f"/laporan/{told}").text)
    assert "sudah diberi tahu." in page and "Keterlambatan ini tercatat" not in page
    untold = office.file(at=LATE)
    page = words(desk.get(f"/laporan/{untold}").text)
    assert "sudah diberi tahu" not in page and "Keterlambatan ini tercatat" in page


def test_the_timeline_says_which_limit_was_missed_and_who_knows_or_that_nobody_does(office: Office) -> None:
    number = climbed(office)
    camat = office.sign_in(CAMAT)
    public = words(camat.get(f"/laporan/{number}").text)
    assert "Terlewat: pemeriksaan. Camat" in public and "Terlewat: batas merah. Camat" in public
    assert "Terlewat: batas selesai. Belum ada atasan yang diberi tahu" in public  # nobody holds the highest post here
    desk = words(camat.case(number).text)
    assert "Lewat batas, belum ada yang dapat diberi tahu" in desk and "belum ada yang membaca" in desk

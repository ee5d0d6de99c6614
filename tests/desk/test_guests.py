"""A unit that only guards the area passes the matter on to its owner; a photo taken by mistake can be taken out."""

from __future__ import annotations

import re

from jaki_replica.complaints.terms import Action, Role, Status
from jaki_replica.complaints.worklist import photos
from tests.desk.office import AGENCY, LURAH, Desk, Office, hidden, words
from tests.desk.test_rounds import WHY, picture


def guest_case(office: Office) -> str:
    """A complaint that lies with the lurah though an agency owns the matter."""
    number = office.file(office.agency_category)
    if office.complaint(number).unit == office.agency:
        office.act(number, Action.PASS_ON, Role.OWNER, AGENCY, text="Lihat dulu", unit=office.lurah)
    return number


def test_who_cannot_finish_it_is_offered_its_owner_first_chosen_and_listed_once(office: Office) -> None:
    number = guest_case(office)
    assert office.complaint(number).unit == office.lurah
    page = office.sign_in(LURAH).case(number).text
    with office.at_work() as at:
        name = at.book.unit_name(office.agency)
    strong = re.search(r'class="act is-strong" id="pass_on".*?</summary>', page, re.DOTALL)
    assert strong is not None
    assert f"Teruskan ke {name}" in words(strong[0])
    form = page.split('id="pass_on-unit"')[1].split("</select>")[0]
    assert form.count(f'value="{office.agency}"') == 1
    assert f'value="{office.agency}" selected' in form
    assert page.index('id="pass_on"') < page.index("Mulai kerjakan")
    office.sign_in(LURAH).do(number, "pass_on", unit=office.agency, text="Milik dinas")
    assert office.complaint(number).status == Status.COORDINATION


def test_an_owner_is_still_offered_to_begin_first(office: Office) -> None:
    page = office.sign_in(LURAH).case(office.file()).text
    assert 'class="act is-strong" id="pass_on"' not in page
    assert page.index("Mulai kerjakan") < page.index('id="pass_on"')


def kept(page: str) -> list[str]:
    return re.findall(r'name="kept" value="([0-9a-f]{32})"', page)


def carried(lurah: Desk, page: str) -> dict[str, object]:
    return {"csrf_token": lurah.token(page), "versi": hidden(page, "versi"), "text": "Sudah diangkut"}


def test_a_wrong_photo_is_taken_out_and_nothing_else_is_lost(office: Office) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    lurah.do(number, "start")
    address = f"/meja/laporan/{number}/selesai"
    fields = carried(lurah, lurah.get(address).text)
    both = lurah.post(address, fields | {"tahap": "foto"}, [picture(301), picture(302)])
    wrong, right = kept(both.text)
    assert both.text.count('name="buang"') == 2
    less = lurah.post(address, fields | {"kept": [wrong, right], "evidence_reason": WHY, "buang": wrong})
    assert less.status_code == 200
    assert kept(less.text) == [right]
    assert "Sudah diangkut" in less.text and WHY in less.text
    none = lurah.post(address, fields | {"kept": [right], "buang": right})
    assert (none.status_code, kept(none.text)) == (200, [])
    again = lurah.post(address, fields | {"tahap": "foto"}, [picture(302)])
    assert len(kept(again.text)) == 1
    assert "pernah dikirim sebelumnya" not in words(again.text), "what was never sent off may come again"
    assert office.complaint(number).status == Status.IN_PROGRESS


def test_a_photo_that_was_sent_off_cannot_be_taken_out_any_more(office: Office) -> None:
    number = office.file()
    lurah = office.sign_in(LURAH)
    lurah.do(number, "start")
    page = lurah.get(f"/meja/laporan/{number}/selesai").text
    assert lurah.claim(number, picture(311), text="Sudah", evidence_reason=WHY).status_code == 303
    complaint = office.complaint(number).id
    with office.at_work() as at:
        sent = photos(at.session, complaint)[-1].id
    lurah.post(f"/meja/laporan/{number}/selesai", carried(lurah, page) | {"buang": sent.hex})
    with office.at_work() as at:
        assert sent in {photo.id for photo in photos(at.session, complaint)}


def test_the_address_of_a_step_opened_again_leads_to_its_page(office: Office) -> None:
    lurah, number = office.sign_in(LURAH), office.file()
    for path, page in (
        (f"laporan/{number}/ask", f"laporan/{number}"),
        (f"validasi/{number}/refuse_fix", f"validasi/{number}"),
    ):
        assert lurah.get(f"/meja/{path}").headers["Location"] == f"/meja/{page}"
    assert lurah.get(f"/meja/laporan/{number}/nonsense").status_code == 404

"""Somebody is taken off the list: shown first, kept with a reason, and he is out by the next request."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from sqlalchemy import select
from werkzeug.test import TestResponse

from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.foundation import clock, passwords
from jaki_replica.foundation.ids import new_id
from jaki_replica.officials.holder_models import HolderRow, OfficialRow
from jaki_replica.officials.holders import Standing, Tenure
from jaki_replica.officials.models import Account
from jaki_replica.officials.roster import queries, rules
from jaki_replica.officials.roster.document import canonical, load
from jaki_replica.officials.roster.terms import ChangeKind, Holding, Person, Roster
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.desk.office import words
from tests.officials.rosters import HOLDINGS, day, roster
from tests.officials.test_in_a_browser import Screen
from tests.officials.test_pages import FAR, appoint, keep, present
from tests.officials.visitor import Visitor, hidden, visitor
from tests.regions import PASSWORD, USERNAME

TODAY = date(2026, 11, 26)
NIP = "198501012010011001"


@given(st.lists(HOLDINGS, max_size=8))
def test_whoever_is_taken_off_holds_nothing_any_more_and_all_he_held_stays(held: list[Holding]) -> None:
    before, today = roster(*held), day(30)
    for person in before.persons:
        after = rules.taken_off(before, person, today)
        assert all(one.until is not None and one.until <= today for one in after.of_person(person))
        assert not any(after.covers(one, today) for one in after.of_person(person))
        assert person not in {one.id for one in after.listed}
        begun = {key for key, one in before.holdings.items() if one.person == person and one.since <= today}
        assert {key for key in after.holdings if key[1] == person} == begun
        others = [(one.key, one) for one in before.holdings.values() if one.person != person]
        assert [(one.key, one) for one in after.holdings.values() if one.person != person] == others
        assert load(canonical(after)) == after
        kinds = [one.kind for one in rules.difference(before, after) if not one.unit]
        assert kinds == [ChangeKind.PERSON_REMOVED]


def test_a_roster_nobody_left_has_the_bytes_it_always_had() -> None:
    person = Person(UUID(int=1), "Rina Contoh", NIP)
    known = Roster([person], [Holding("position:lurah:1", person.id, Tenure.DEFINITIVE, date(2026, 1, 1))])
    assert canonical(known).splitlines()[0] == "person,name,nip,email,phone,unit,kind,since,until,decree"


def test_taking_off_is_carried_over_what_somebody_else_changed() -> None:
    one, other = Person(UUID(int=1), "Rina"), Person(UUID(int=2), "Budi")
    base = Roster([one, other])
    wanted = rules.taken_off(base, one.id, TODAY)
    now = Roster([one, Person(other.id, "Budi Misalia")])
    assert [p.name for p in rules.carried(base, wanted, now).listed] == ["Budi Misalia"]


def login_of(runtime: Runtime, tenant: Tenant, name: str, role: str = "official") -> str:
    """An account for the person of that name."""
    username = f"masuk{new_id().hex[-10:]}"
    with runtime.scope_of(tenant) as entered:
        account = Account(id=new_id(), username=username, display_name=name, role=role, active=True,
                          password_hash=passwords.hashed(PASSWORD), created_at=clock.now())  # fmt: skip
        entered.session.add(account)
        entered.session.flush()
        person = entered.session.scalars(select(OfficialRow).where(OfficialRow.name == name)).one()
        person.account_id = account.id
        entered.session.commit()
    return username


def leave(admin: Visitor, key: str, reason: str) -> TestResponse:
    """Take that person off the list, with yes to what is shown."""
    return keep(admin, admin.post(f"/admin/pejabat/orang/{key}/keluar").headers["Location"], reason)


def key_of(runtime: Runtime, tenant: Tenant, name: str) -> str:
    with runtime.scope_of(tenant) as entered:
        return str(entered.session.scalars(select(OfficialRow.id).where(OfficialRow.name == name)).one())


def test_a_lurah_who_retires_leaves_the_list_and_is_out_by_the_next_request(
    app: Gate, admin: Visitor, post: str, runtime: Runtime, tenant: Tenant
) -> None:
    keep(admin, appoint(admin, post, "Rina Pensiun", nip=NIP), "SK 1")
    username = login_of(runtime, tenant, "Rina Pensiun")
    his = visitor(app, tenant, username)
    assert his.get("/meja").status_code == 200
    key = key_of(runtime, tenant, "Rina Pensiun")
    assert "Rina Pensiun" in admin.get("/admin/pejabat/orang?cari=pensiun").text
    answer = admin.post(f"/admin/pejabat/orang/{key}/keluar")
    waiting = answer.headers["Location"]
    looked = unescape(admin.get(waiting).text)
    assert "Rina Pensiun keluar dari daftar" in looked
    assert "Begitu disimpan : Jabatan" in words(looked)
    assert "kosong, Rina Pensiun tidak lagi menjabat. Laporan baru naik ke" in looked
    assert "yang juga belum ada orangnya. Tidak ada seorang pun di atasnya, sampai jabatan tertinggi." in looked
    assert "saat keluar dari daftar" in looked
    assert "0 laporan terbuka ikut" in looked
    assert "akunnya dinonaktifkan" in looked
    assert his.get("/meja").status_code == 200
    assert "Tulis alasannya" in admin.post(waiting, simpan="1", dasar=hidden(admin.get(waiting).text, "dasar")).text
    assert keep(admin, waiting, "Pensiun").status_code == 303
    assert his.get("/meja").status_code == 303
    assert his.sign_in(username).status_code == 422
    with runtime.scope_of(tenant) as entered:
        account = entered.session.scalars(select(Account).where(Account.display_name == "Rina Pensiun")).one()
        assert account.active is False
        person = entered.session.scalars(select(OfficialRow).where(OfficialRow.name == "Rina Pensiun")).one()
        held = entered.session.scalars(select(HolderRow).where(HolderRow.official_id == person.id)).one()
        assert held.until_at == person.removed_at, "it ends the instant it was kept, not the day before"
    assert "Rina Pensiun" not in admin.get("/admin/pejabat/orang").text
    assert f'<option value="{key}"' not in admin.get(f"/admin/pejabat/jabatan/{post}").text
    assert f'<option value="{key}"' not in admin.get("/admin/akun").text
    page = admin.get(f"/admin/pejabat/jabatan/{post}").text
    assert "Pejabat sebelumnya (1)" in page and "Rina Pensiun" in page
    assert "Pensiun" in admin.get("/admin/pejabat/riwayat").text
    known = present(runtime, tenant)
    assert [one.left for one in known.persons.values()] == [True]
    assert "Tidak ada yang berubah" in admin.upload(admin.get("/admin/pejabat/unduh/csv?riwayat=1").data, "x.csv").text
    assert admin.post(f"/admin/pejabat/orang/{key}/keluar").status_code == 404
    keep(admin, appoint(admin, post, "Budi Pengganti", nip=NIP, mulai=FAR.isoformat()), "SK 2")
    assert [one.name for one in present(runtime, tenant).listed] == ["Budi Pengganti"]


@pytest.mark.browser
def test_at_a_screen_the_official_is_out_once_the_admin_has_looked_and_kept_it(
    browser: Browser, axe: str, port: int, admin: Visitor, post: str, runtime: Runtime, tenant: Tenant
) -> None:
    keep(admin, appoint(admin, post, "Sari Pindah"), "SK 1")
    username, address = login_of(runtime, tenant, "Sari Pindah"), f"http://{tenant.host}:{port}"
    pages = []
    for name in (USERNAME, username):
        context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
        page = context.new_page()
        page.goto(f"{address}/masuk")
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/masuk" not in url)
        pages.append(page)
    his, screen = pages[1], Screen(pages[0], axe, 360)
    screen.page.goto(f"{address}/admin/pejabat/jabatan/{post}")
    screen.page.locator("summary", has_text="Keluarkan dari daftar").click()
    screen.page.locator('form[action*="/pejabat/orang/"] button').click()
    screen.look("preview")
    assert screen.page.get_by_text("akunnya dinonaktifkan").is_visible()
    his.reload()
    assert his.url.endswith("/meja")
    screen.page.get_by_label("Alasan perubahan").fill("Pindah ke provinsi")
    screen.page.get_by_role("button", name="Simpan perubahan").click()
    screen.page.wait_for_url("**/orang**")
    his.reload()
    assert "/masuk" in his.url
    screen.page.get_by_role("searchbox").fill("Sari")
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_url("**cari=Sari**")
    assert screen.page.get_by_text("Tidak ada yang cocok").is_visible()
    screen.look("post")
    assert screen.found == []
    for page in pages:
        page.context.close()


def test_taking_back_a_removal_offers_the_account_that_went_with_it_and_promises_nothing_without_it(
    app: Gate, admin: Visitor, post: str, runtime: Runtime, tenant: Tenant
) -> None:
    keep(admin, appoint(admin, post, "Wati Kembali"), "SK 1")
    username, key = login_of(runtime, tenant, "Wati Kembali"), key_of(runtime, tenant, "Wati Kembali")
    numbers = re.findall(r"/admin/pejabat/riwayat/(\d+)", admin.get("/admin/pejabat/riwayat").text)
    before = max(map(int, numbers))
    leave(admin, key, "Keliru")
    assert visitor(app, tenant).sign_in(username).status_code == 422

    def back() -> str:
        return str(admin.post(f"/admin/pejabat/riwayat/{before}/kembalikan").headers["Location"])

    waiting = back()
    looked = words(admin.get(waiting).text)
    assert "Wati Kembali dapat bertindak" not in looked
    assert "tetapi akunnya tidak aktif" in looked
    assert f"Aktifkan lagi akun Wati Kembali ({username})" in looked
    again = admin.post(waiting, simpan="1", dasar=hidden(admin.get(waiting).text, "dasar"), aktifkan=key).text
    assert "Tulis alasannya" in again and re.search(rf'value="{key}" checked', again)
    assert keep(admin, waiting, "Tanpa akun").status_code == 303
    assert visitor(app, tenant).sign_in(username).status_code == 422, "nothing is switched on that was not ticked"
    leave(admin, key, "Sekali lagi")
    waiting = back()
    base = hidden(admin.get(waiting).text, "dasar")
    stranger = str(new_id())
    assert admin.post(waiting, simpan="1", alasan="Keliru", dasar=base, aktifkan=[key, stranger]).status_code == 303
    his = visitor(app, tenant, username)
    assert his.get("/meja").status_code == 200
    assert "mengaktifkan" in admin.get("/admin/akun/catatan").text


def test_whoever_has_no_account_is_not_said_to_be_able_to_act(admin: Visitor, post: str) -> None:
    looked = words(admin.get(appoint(admin, post, "Dewi Tanpa Akun")).text)
    assert "Dewi Tanpa Akun dapat bertindak" not in looked
    assert "belum punya akun. Undang dulu." in looked


def test_an_open_invitation_of_whoever_leaves_opens_nothing(
    app: Gate, admin: Visitor, post: str, runtime: Runtime, tenant: Tenant
) -> None:
    keep(admin, appoint(admin, post, "Tamu Contoh"), "SK 1")
    key = key_of(runtime, tenant, "Tamu Contoh")
    shown = admin.post("/admin/akun/undang", untuk="pejabat", orang=key).text
    link = re.search(r"https?://[^/]+(/undangan/[\w-]+)", shown)
    assert link is not None
    assert visitor(app, tenant).get(link[1]).status_code == 200
    leave(admin, key, "Salah orang")
    assert visitor(app, tenant).get(link[1]).status_code == 404


def test_the_last_admin_is_not_taken_off_and_nothing_of_it_is_half_done(
    admin: Visitor, post: str, runtime: Runtime, tenant: Tenant
) -> None:
    keep(admin, appoint(admin, post, "Admin Satu"), "SK 1")
    with runtime.scope_of(tenant) as entered:
        account = entered.session.scalars(select(Account).where(Account.username == USERNAME)).one()
        person = entered.session.scalars(select(OfficialRow).where(OfficialRow.name == "Admin Satu")).one()
        person.account_id = account.id
        entered.session.commit()
    before = present(runtime, tenant)
    waiting = admin.post(f"/admin/pejabat/orang/{key_of(runtime, tenant, 'Admin Satu')}/keluar").headers["Location"]
    answer = keep(admin, waiting, "Coba")
    assert "admin terakhir yang aktif" in answer.text
    assert 'value="Coba"' in answer.text
    assert present(runtime, tenant) == before
    with runtime.scope_of(tenant) as entered:
        zone = Rulebooks().of(runtime, entered).config.identity.timezone
        assert queries.roster(entered.session, zone) == before
    assert admin.get("/admin").status_code == 200
    with runtime.scope_of(tenant) as entered:
        entered.session.scalars(select(OfficialRow).where(OfficialRow.name == "Admin Satu")).one().account_id = None
        entered.session.commit()


def test_a_tenure_that_has_not_begun_never_comes_to_be_and_one_of_today_ends_today() -> None:
    person = Person(UUID(int=1), "Rina")
    later = Roster([person], [Holding("u", person.id, Tenure.PLT, TODAY + timedelta(1))])
    assert rules.taken_off(later, person.id, TODAY) == Roster()
    begun = Roster([person], [Holding("u", person.id, Tenure.PLT, TODAY)])
    after = rules.taken_off(begun, person.id, TODAY)
    assert [(one.since, one.until) for one in after.holdings.values()] == [(TODAY, TODAY)]
    assert rules.standing(after, "u", TODAY) is Standing.VACANT


def test_a_successor_may_begin_on_the_day_on_which_somebody_left_and_does_not_change_when_that_was() -> None:
    old, new = Person(UUID(int=1), "Rina"), Person(UUID(int=2), "Budi")
    known = Roster([old, new], [Holding("u", old.id, Tenure.DEFINITIVE, TODAY - timedelta(90))])
    after = rules.taken_off(known, old.id, TODAY)
    filled = rules.appointed(after, [Holding("u", new.id, Tenure.DEFINITIVE, TODAY)])
    assert rules.check(after, filled) == ()
    assert [one.until for one in filled.of_unit("u")] == [TODAY, None]
    assert [(one.day, one.old, one.new) for one in rules.handovers(after, filled, TODAY)] == [(TODAY, None, new.id)]

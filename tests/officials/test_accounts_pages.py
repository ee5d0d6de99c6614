"""Invitations and accounts through the pages: a link shown once, rights that follow the post, out at once."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select, text
from werkzeug.test import Client

from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.foundation import clock
from jaki_replica.foundation.ids import new_id
from jaki_replica.notifications.models import Message
from jaki_replica.officials.holder_models import HolderRow, OfficialRow
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.officials.conftest import a_post
from tests.officials.visitor import Visitor, visitor
from tests.regions import USERNAME, Pair

SECRET = "kata sandi yang panjang"


@pytest.fixture
def tenant(twins: Pair, runtime: Runtime) -> Tenant:
    runtime.redis.flushdb()
    return twins.left


@pytest.fixture
def admin(app: Gate, tenant: Tenant) -> Visitor:
    return visitor(app, tenant, USERNAME)


def link_in(page: str) -> str:
    found = re.search(r'value="[^"]*(/undangan/[^"]+)"', page)
    assert found is not None
    return found[1]


def invited_official(admin: Visitor, runtime: Runtime, tenant: Tenant, name: str) -> tuple[str, str]:
    """A new person in office and the link for him; also the key of his post."""
    official = new_id()
    with runtime.scope_of(tenant) as entered:
        post = a_post(Rulebooks().of(runtime, entered))
        at = clock.now()
        person = OfficialRow(id=official, name=name, email=f"{official}@contoh.example", created_at=at, changed_at=at)
        entered.session.add(person)
        entered.session.flush()
        row = HolderRow(id=new_id(), unit=post, official_id=official, tenure="plh", since_at=at)
        entered.session.add(row)
        entered.session.commit()
    answer = admin.post("/admin/akun/undang", untuk="pejabat", orang=str(official))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return link_in(answer.text), post


def test_an_official_is_invited_chooses_a_password_and_acts_for_the_post_he_holds(
    app: Gate, admin: Visitor, runtime: Runtime, tenant: Tenant
) -> None:
    link, post = invited_official(admin, runtime, tenant, "Rina Undangan")
    with runtime.scope_of(tenant) as entered:
        bodies = entered.session.scalars(select(Message.body)).all()
        assert any(link in body for body in bodies)
    guest = visitor(app, tenant)
    page = guest.get(link)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Rina Undangan" in page.text
    wrong = guest.post(link, username="rina.u", password=SECRET, again="lain")
    assert (wrong.status_code, wrong.headers["Location"]) == (303, link)
    wrong = guest.get(link)
    assert "Kedua kata sandi tidak sama" in wrong.text
    assert 'value="rina.u"' in wrong.text
    assert SECRET not in wrong.text
    guest.post(link, username=USERNAME, password=SECRET, again=SECRET)
    assert f"Nama pengguna “{USERNAME}” sudah dipakai orang lain" in guest.get(link).text
    guest.post(link, username="Rina Undangan!", password=SECRET, again=SECRET)
    assert "tanpa spasi" in guest.get(link).text
    assert "tanpa spasi" not in visitor(app, tenant).get(link).text
    assert guest.post(link, username="rina.u", password=SECRET, again=SECRET).headers["Location"] != link
    assert guest.get(link).status_code == 404
    assert guest.sign_in("rina.u", SECRET).headers["Location"] == "/meja"
    assert "Plh." in guest.get("/meja").text
    assert guest.get("/admin/pejabat").status_code == 403
    with runtime.scope_of(tenant) as entered:
        entered.session.execute(
            text("UPDATE holders SET until_at = :at WHERE unit = :unit"), {"at": clock.now(), "unit": post}
        )
        entered.session.commit()
    assert "Plh." not in guest.get("/meja").text


def test_switching_an_account_off_takes_effect_on_its_next_request(
    app: Gate, admin: Visitor, runtime: Runtime, tenant: Tenant
) -> None:
    link, _post = invited_official(admin, runtime, tenant, "Budi Undangan")
    guest = visitor(app, tenant)
    guest.post(link, username="budi.u", password=SECRET, again=SECRET)
    guest.sign_in("budi.u", SECRET)
    assert guest.get("/meja").status_code == 200
    row = re.search(r"budi\.u</span></th>.*?</tr>", admin.get("/admin/akun").text, re.DOTALL)
    assert row is not None
    off = re.search(r'action="(/admin/akun/[^"]+/matikan)"', row[0])
    assert off is not None
    assert admin.post(off[1]).status_code == 303
    assert guest.get("/meja").status_code == 303
    assert guest.sign_in("budi.u", SECRET).status_code == 422
    log = unescape(admin.get("/admin/akun/catatan").text)
    assert "menonaktifkan" in log
    assert "menerima undangan" in log


def test_the_last_admin_stays(admin: Visitor) -> None:
    page = admin.get("/admin/akun").text
    mine = re.search(rf">{USERNAME}</span></th>.*?</tr>", page, re.DOTALL)
    assert mine is not None
    for deed in ("matikan", "peran"):
        path = re.search(rf'action="(/admin/akun/[^"]+/{deed})"', mine[0])
        assert path is not None
        answer = admin.post(path[1], peran="official")
        assert answer.status_code == 200
        assert "admin terakhir" in answer.text
    assert admin.get("/admin").status_code == 200


def test_an_invitation_of_one_region_is_nothing_on_the_others_host(
    app: Gate, admin: Visitor, twins: Pair, runtime: Runtime
) -> None:
    answer = admin.post("/admin/akun/undang", untuk="admin", nama="Admin Dua")
    link = link_in(answer.text)
    elsewhere = visitor(app, twins.right)
    assert elsewhere.get(link).status_code == 404
    assert elsewhere.post(link, username="admin.dua", password=SECRET, again=SECRET).status_code == 404
    assert visitor(app, twins.left).get(link).status_code == 200
    digest = re.search(r"/admin/akun/undangan/([0-9a-f]+)/batal", admin.get("/admin/akun").text)
    assert digest is not None
    admin.post(f"/admin/akun/undangan/{digest[1]}/batal")
    assert visitor(app, twins.left).get(link).status_code == 404


def test_guessing_links_is_slowed_for_whoever_guesses(app: Gate, tenant: Tenant) -> None:
    def tried(link: str, address: str) -> int:
        base = f"http://{tenant.host}"
        return Client(app).get(f"/undangan/{link}", base_url=base, environ_base={"REMOTE_ADDR": address}).status_code

    codes = [tried(f"tebak{n}", "203.0.113.7") for n in range(14)]
    assert codes == [404] * 10 + [429] * 4
    assert tried("tebak", "203.0.113.8") == 404


def test_an_admin_without_a_name_or_with_a_bad_address_is_not_invited(admin: Visitor) -> None:
    for fields in ({"nama": ""}, {"nama": "Admin Tiga", "email": "bukan"}):
        answer = admin.post("/admin/akun/undang", untuk="admin", **fields)
        assert answer.status_code == 200
        assert "/undangan/" not in answer.text.replace("/admin/akun/undangan/", "")

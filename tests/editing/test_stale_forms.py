"""A form whose page was open too long loses nothing: it is offered again, and only to whom it belongs."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import Client, TestResponse

import jaki_replica
from jaki_replica.settings import Settings
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from jaki_replica.ui.stale_forms import LIMIT, SECRETS
from tests.console import HOST, console, make_operator
from tests.desk.office import LURAH, Office, words
from tests.editing.conftest import Admin, sign_in
from tests.officials.visitor import shown_again
from tests.regions import PASSWORD

OURS = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
NASTY = 'Jalan "rusak" <script>alert(1)</script> & </form>\r\nbaris kedua'


@dataclass
class Offered(HTMLParser):
    """The form that the page offers to send again."""

    action: str = ""
    encoding: str = ""
    fields: MultiDict[str, str] = field(default_factory=MultiDict)
    empty: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form" and "enctype" in found:
            self.inside, self.action, self.encoding = True, found["action"], found["enctype"]
        elif tag == "input" and self.inside:
            if found["type"] == "hidden":
                self.fields.add(found["name"], found["value"])
            else:
                assert found["value"] == ""
                self.empty.append(found["name"])

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


def offered(answer: TestResponse) -> Offered:
    assert answer.status_code == 400, answer.status
    assert answer.headers["Cache-Control"] == "no-store"
    made = Offered()
    made.feed(answer.text)
    assert made.action, words(answer.text)
    assert "Tidak ada yang hilang" in answer.text
    return made


def send(client: Client, host: str, path: str, fields: object, headers: dict[str, str] = OURS) -> TestResponse:
    return client.post(path, base_url=f"http://{host}", data=fields, headers=headers)


def test_a_citizens_words_are_kept_in_order_and_nothing_of_them_runs(admin_gate: Gate, edited: Tenant) -> None:
    fields = MultiDict([("csrf_token", "old"), ("patokan", NASTY), ("pilih", "b"), ("pilih", "a"), ("kosong", "")])
    answer = send(Client(admin_gate), edited.host, "/lapor/tempat?kembali=1", fields)
    form = offered(answer)
    token = form.fields.pop("csrf_token")
    assert token != "old"
    assert form.action == "/lapor/tempat?kembali=1"
    assert list(form.fields.items(multi=True)) == list(fields.items(multi=True))[1:]
    assert "<script>alert" not in answer.text
    assert "tabbar" in answer.text and "Masuk lagi" not in answer.text


def test_the_button_sends_what_a_citizen_wrote(admin_gate: Gate, edited: Tenant, staff: Office) -> None:
    client = Client(admin_gate)
    form = offered(send(client, edited.host, "/lapor/tempat", {"patokan": "Depan pasar", "wilayah_1": "9"}))
    assert send(client, edited.host, form.action, form.fields).status_code == 303
    assert 'value="Depan pasar"' in client.get("/lapor/tempat", base_url=f"http://{edited.host}").text


def test_an_admin_whose_session_ended_signs_in_elsewhere_and_sends_again(
    admin_gate: Gate, runtime: Runtime, edited: Tenant
) -> None:
    admin = sign_in(admin_gate, runtime, edited, "laras")
    number, typed = admin.number, {"dasar": str(admin.number), "alasan": "Kata yang panjang sekali"}
    admin.client.delete_cookie("jaki", domain=edited.host)
    gone = send(admin.client, edited.host, "/admin/waktu", typed)
    assert 'href="/masuk" target="_blank" rel="noopener"' in gone.text
    assert 'class="rail' not in gone.text
    form = offered(gone)
    admin.post("/masuk", {"username": "laras", "password": PASSWORD})
    once_more = send(admin.client, edited.host, form.action, form.fields)
    assert 'class="rail' in once_more.text and "Masuk lagi" not in once_more.text
    again = offered(once_more)
    answer = shown_again(admin, send(admin.client, edited.host, again.action, again.fields))
    assert answer.status_code == 200 and "Kata yang panjang sekali" in answer.text
    assert admin.number == number


def test_an_officials_text_comes_through_and_files_are_named(staff: Office) -> None:
    number = staff.file()
    desk = staff.sign_in(LURAH)
    path = f"/meja/laporan/{number}/selesai"
    body = {"text": "Lubang sudah ditambal", "photo": (io.BytesIO(b"x"), "bukti<b>.jpg")}
    answer = send(desk.client, staff.tenant.host, path, body)
    form = offered(answer)
    assert form.encoding == "multipart/form-data" and "photo" not in form.fields
    assert "bukti&lt;b&gt;.jpg" in answer.text and "Meja kerja" in answer.text
    assert "<li>Lubang sudah ditambal</li>" in answer.text
    sent = desk.client.post(path, base_url=desk.host, data=form.fields, content_type=form.encoding, headers=OURS)
    assert sent.status_code != 400 and "terlalu lama" not in sent.text


def test_an_operators_form_keeps_all_but_password_and_code(app: Gate, settings: Settings) -> None:
    inside = console(app).sign_in(make_operator(settings, "siti-lama"))
    typed = {"alasan": "Atas permintaan daerah", "password": "rahasia-satu", "old": "rahasia-dua", "kode": "123456"}
    answer = send(inside.client, HOST, "/akun/sandi", typed)
    form = offered(answer)
    assert set(form.fields) == {"csrf_token", "alasan"}
    assert sorted(form.empty) == ["kode", "old", "password"]
    assert not any(secret in answer.text for secret in ("rahasia-satu", "rahasia-dua", "123456"))
    assert "Konsol operator" in answer.text and 'class="rail' in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://jahat.example"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://ubah-dua.localhost"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
    ],
)
def test_a_form_from_elsewhere_is_never_offered(laras: Admin, headers: dict[str, str]) -> None:
    for path in ("/admin/waktu", "/lapor/tempat"):
        answer = send(laras.client, laras.tenant.host, path, {"patokan": "Palsu sekali"}, headers)
        assert answer.status_code == 400
        assert "Palsu" not in answer.text and "Kirim lagi" not in answer.text


def test_the_origin_is_enough_where_a_browser_tells_no_more(laras: Admin) -> None:
    origin = {"Origin": f"http://{laras.tenant.host}"}
    assert offered(send(laras.client, laras.tenant.host, "/admin/waktu", {"a": "b"}, origin)).fields["a"] == "b"


def test_a_form_of_another_regions_session_acts_here_only(laras: Admin, other: Tenant, admin_gate: Gate) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', laras.get("/admin").text)
    cookie = laras.client.get_cookie("jaki", domain=laras.tenant.host)
    assert token and cookie
    stranger = Client(admin_gate)
    stranger.set_cookie("jaki", cookie.value, domain=other.host)
    answer = send(stranger, other.host, "/admin/waktu", {"csrf_token": token[1], "alasan": "Dari sana"})
    form = offered(answer)
    assert form.action == "/admin/waktu"
    assert laras.tenant.host not in answer.text and token[1] not in answer.text
    assert "Masuk lagi" in answer.text
    assert send(stranger, other.host, form.action, form.fields).status_code == 403


def test_of_a_long_form_the_longest_texts_are_seen_once_each(laras: Admin) -> None:
    body = {f"batas_{n}": f"{n % 9} hari" for n in range(40)} | {"alasan": "Sesuai SK yang baru saja terbit"}
    answer = send(laras.client, laras.tenant.host, "/admin/waktu", body)
    assert "<li>Sesuai SK yang baru saja terbit</li>" in answer.text
    assert len(re.findall(r"<li>\d hari</li>", answer.text)) == 5
    assert len(offered(answer).fields) == 42


def test_too_much_is_not_offered(laras: Admin) -> None:
    body = {"a": "x" * (LIMIT // 2), "b": "y" * (LIMIT // 2)}
    assert "Kirim lagi" not in send(laras.client, laras.tenant.host, "/admin/waktu", body).text


def test_every_secret_field_of_every_page_is_known_as_one() -> None:
    pages = Path(jaki_replica.__file__).parent.rglob("*.html")
    calls = [call for page in pages for call in re.findall(r"\binput\([^}]*?\}\}", page.read_text())]
    secret = [c for c in calls if re.search(r'type="password"|"one-time-code"', c) and "lagi-" not in c]
    names = [re.search(r'\bname="([^"]+)"', c) or re.search(r'input\("([^"]+)"', c) for c in secret]
    assert len(names) >= 10
    assert {found[1] for found in names if found} <= set(SECRETS)
    assert all(names)


@pytest.mark.parametrize("path", ["/admin/tidak-ada", "/admin/riwayat/99999", "/meja/tidak-ada"])
def test_what_is_not_there_is_said_in_the_frame_of_the_face(laras: Admin, path: str) -> None:
    answer = laras.get(path)
    assert answer.status_code == 404
    assert 'class="rail' in answer.text and answer.text.count("<h1>") == 1
    assert "Laporan Anda aman" not in answer.text and "tabbar" not in answer.text


def test_a_stranger_is_shown_no_frame_and_citizens_keep_their_words(admin_gate: Gate, edited: Tenant) -> None:
    client = Client(admin_gate)
    inside, outside = (client.get(path, base_url=f"http://{edited.host}") for path in ("/admin/x", "/x"))
    assert 'class="rail' not in inside.text and "Laporan Anda aman" not in inside.text
    assert "Laporan Anda aman" in outside.text


def test_the_operators_host_answers_in_its_own_frame(app: Gate, settings: Settings) -> None:
    answer = console(app).sign_in(make_operator(settings, "siti-lama")).get("/tidak-ada")
    assert answer.status_code == 404
    assert "Konsol operator" in answer.text and "Laporan Anda" not in answer.text

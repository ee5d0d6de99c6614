"""The wizard's pages without a script: what is refused is said in words, and what was typed is still there."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from jaki_replica.foundation import clock
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.foundation.ids import new_id
from jaki_replica.settings import Settings
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from tests.console import HOST, Console, console, make_operator
from tests.onboarding.test_steps import configured

STEPS = ("", "/perjanjian", "/pengaturan", "/wilayah", "/pejabat", "/kategori", "/waktu", "/merek")


@pytest.fixture
def there(product: Gate, office: Settings) -> Console:
    """Another operator's."""
    return console(product).sign_in(make_operator(office, f"budi-{new_id().hex[-10:]}"))


def words(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def begin(browser: Console, code: str, name: str = "") -> TestResponse:
    return browser.post("/daerah-baru", wilayah=code, nama=name, cari="kota")


def agreement(**changed: str) -> dict[str, str]:
    today = clock.now().date().isoformat()
    typed = {
        "number": "12/PKS/2026",
        "signed_on": today,
        "starts_on": today,
        "ends_on": "2029-12-31",
        "scope": "Menjalankan portal laporan dan melatih pejabatnya.",
        "region.government": "Pemerintah Kota",
        "region.name": "Wali Contoh",
        "region.office": "Wali Kota",
        "operator.government": "Pemerintah Provinsi Contoh",
        "operator.name": "Kepala Contoh",
        "operator.office": "Kepala Dinas",
        "stages.0.name": "Penyiapan",
        "stages.0.due_on": today,
    }
    return typed | {key.replace("__", "."): value for key, value in changed.items()}


def test_a_region_is_found_by_part_of_its_name_and_one_that_is_here_cannot_begin_again(
    here: Console, desk: Runtime, shelf: FileStore
) -> None:
    assert "Kota Bukittinggi" in words(here.get("/daerah-baru?cari=BUKIT"))
    assert "Tidak ada daerah dengan nama itu" in words(here.get("/daerah-baru?cari=atlantis"))
    assert "daerah lagi" in words(here.get("/daerah-baru?cari=kabupaten"))
    assert begin(here, "99.99").status_code == 404
    bad = begin(here, "13.75", "Nama <b>Buruk</b>")
    assert bad.status_code == 422
    assert "<b>Buruk" not in bad.text
    assert "Nama <b>Buruk</b>" in unescape(bad.text), "what was typed is still there"
    configured(desk, shelf, "13.75")
    taken = begin(here, "13.71", "kota-bukittinggi")
    assert taken.status_code == 409
    assert "Nama singkat itu sudah dipakai" in words(taken)
    assert begin(here, "13.75").headers["Location"].endswith("/daerah-baru/kota-bukittinggi")


def test_of_two_operators_at_the_same_form_the_second_is_told_and_keeps_what_was_typed(
    here: Console, there: Console
) -> None:
    begin(here, "14.71")
    path = "/daerah-baru/kota-pekanbaru"
    assert here.post(f"{path}/perjanjian", base="0", **agreement()).status_code == 303
    late = there.post(f"{path}/perjanjian", base="0", **agreement(number="13/<i>PKS</i>"))
    assert late.status_code == 409
    assert "13/<i>PKS</i>" in unescape(late.text)
    assert "<i>PKS" not in late.text
    first = re.search(r'name="base" value="(\d+)"', here.get(f"{path}/pengaturan").text)
    assert first is not None
    saved = here.post(f"{path}/pengaturan", base=first[1], naskah="region: [\r\n", periksa="1")
    assert saved.status_code == 422
    assert "kota-pekanbaru.yaml:2:1" in words(saved)
    late = there.post(f"{path}/pengaturan", base=first[1], naskah="apa: saja", periksa="1")
    assert late.status_code == 409
    assert "apa: saja" in late.text
    assert "region: [" in there.get(f"{path}/pengaturan").text, "a browser that was closed goes on where it was"


def test_a_step_that_comes_too_early_says_what_to_do_first(here: Console) -> None:
    begin(here, "15.71")
    path = "/daerah-baru/kota-jambi"
    for step in STEPS:
        assert here.get(path + step).status_code == 200, step
    early = here.post(f"{path}/wilayah", bawaan="1", at=path)
    assert early.status_code == 409
    assert "Terima dulu berkas pengaturan" in words(early)
    assert here.post(f"{path}/kategori", at=path).status_code == 409
    assert here.post(f"{path}/pejabat", at=path, nanti="1").status_code == 409
    closed = here.post(f"{path}/buka", at=path)
    assert closed.status_code == 422
    assert "Belum bisa dibuka" in words(closed)
    asked = here.post(f"{path}/lepas", at=path)
    assert asked.status_code == 200
    assert "Batalkan persiapan Kota Jambi?" in words(asked)
    assert here.get(path).status_code == 200, "the first press throws nothing away"
    assert here.post(f"{path}/lepas", at=path, ya="1").headers["Location"].endswith("/daerah-baru")
    for step in STEPS:
        assert here.get(path + step).status_code == 404, step


def test_the_template_is_taken_anew_only_at_the_second_press(here: Console) -> None:
    begin(here, "15.72")
    path = "/daerah-baru/kota-sungai-penuh/pengaturan"
    whole = here.get(path).text
    first = here.post(path, at=path, base="1", naskah="# catatan saya", ulang="1")
    assert "Mulai lagi dari templat?" in words(first)
    assert "# catatan saya" in first.text
    assert here.get(path).text.count("\n") == whole.count("\n"), "nothing was thrown away"
    kept = here.post(path, at=path, base="1", naskah="# catatan saya", periksa="1")
    assert kept.status_code == 422
    assert "# catatan saya" in here.get(path).text
    assert here.post(path, at=path, base="2", naskah="# catatan saya", ulang="ya").status_code == 200
    assert "# catatan saya" not in here.get(path).text


def test_faults_of_the_agreement_are_told_together(here: Console) -> None:
    begin(here, "15.72")
    path = "/daerah-baru/kota-sungai-penuh/perjanjian"
    typed = agreement(number="", ends_on="2020-01-01", stages__0__due_on="2035-01-01", scope="pendek")
    said = words(here.post(path, at=path, base="0", **typed))
    for fault in (
        "Nomor perjanjian belum diisi.",
        "Perjanjian berakhir sebelum mulai.",
        "Tahap 1 di luar masa perjanjian",
        "Ruang lingkup berisi 6 huruf",
    ):
        assert fault in said, fault


def test_an_upload_beyond_the_limit_is_refused_before_it_is_read(here: Console, office: Settings) -> None:
    begin(here, "16.71")

    class Endless(io.RawIOBase):
        """Fails the test where somebody reads it."""

        def readable(self) -> bool:
            return True

        def readinto(self, _buffer: object) -> int:
            raise AssertionError("the body was read")

    size = 200 * 2**20
    assert size > office.body_limit_mb * 2**20
    answer = here.client.post(
        "/daerah-baru/kota-palembang/wilayah",
        base_url=f"http://{HOST}",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"wsgi.input": Endless(), "CONTENT_LENGTH": str(size)},
    )
    assert answer.status_code == 413
    assert "terlalu besar" in words(answer)

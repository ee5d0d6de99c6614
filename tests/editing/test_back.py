"""Back, Forward and reloading after a form was answered: everything typed is there, with what was wrong. No script."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response

from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.terms import Tenant
from tests.desk.office import Office
from tests.editing.conftest import Admin, sign_in
from tests.editing.test_in_a_browser import enter, port  # noqa: F401  # fixture


@dataclass
class Walk:
    """Steps to and fro in one tab; every page must come by GET and be answered."""

    page: Page
    address: str

    def press(self, name: str) -> None:
        with self.page.expect_navigation() as found:
            self.page.get_by_role("button", name=name).last.click()
        self.came(found.value)

    def to_and_fro(self, check: object) -> None:
        """Back and forward, a reload, and the address in another tab: `check` holds in each."""
        assert callable(check)
        here = self.page.url
        check(self.page)
        self.came(self.page.go_back())
        self.came(self.page.go_forward())
        assert self.page.url == here
        check(self.page)
        self.came(self.page.reload())
        check(self.page)
        other = self.page.context.new_page()
        self.came(other.goto(here))
        check(other)
        other.close()

    def came(self, answer: Response | None) -> None:
        assert answer is not None, self.page.url
        assert (answer.request.method, answer.status) == ("GET", 200), (answer.url, answer.status)


def without_preview(page: Page) -> None:
    """What the frame of the brand editor shows is another test's matter."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setBlockedURLs", {"urls": ["*/pratinjau*"]})


def value(page: Page, name: str) -> str:
    return page.locator(f'[name="{name}"]').first.input_value()


@pytest.mark.browser
def test_nothing_typed_is_lost_by_going_back_forward_or_reloading(
    browser: Browser,
    laras: Admin,
    staff: Office,
    port: int,  # noqa: F811
    tmp_path: Path,
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    context.on("page", without_preview)
    page = context.new_page()
    walk = Walk(page, f"http://{laras.tenant.host}:{port}")
    number = laras.number
    enter(page, walk.address)

    page.goto(f"{walk.address}/admin/merek")
    page.fill('[name="brand.portal"]', "Lapor Mundur")
    walk.press("Tambah nomor")
    walk.to_and_fro(lambda shown: value(shown, "brand.portal") == "Lapor Mundur" or pytest.fail(shown.url))
    page.fill('[name="brand.primary"]', "#787878")
    walk.press("Simpan revisi")

    def brand(shown: Page) -> None:
        assert (value(shown, "brand.portal"), value(shown, "brand.primary")) == ("Lapor Mundur", "#787878")
        assert shown.locator(".faults li").count() == 2

    walk.to_and_fro(brand)
    page.go_back()
    assert (value(page, "brand.portal"), value(page, "brand.primary")) == ("Lapor Mundur", laras.config.brand.primary)

    page.goto(f"{walk.address}/admin/kategori/ubah/roads.pothole")
    page.fill('[name="name.id"]', "Jalan bolong")
    page.fill('[name="near_m"]', "jauh")
    walk.press("Simpan revisi")
    walk.to_and_fro(
        lambda shown: (value(shown, "near_m"), value(shown, "name.id")) == ("jauh", "Jalan bolong") or 1 / 0
    )

    page.goto(f"{walk.address}/admin/waktu")
    page.fill('[name="sla.default.verify"]', "1 jam")
    page.get_by_label("Untuk kategori").select_option("roads.pothole")
    walk.press("Hitung contoh")

    def time(shown: Page) -> None:
        assert (value(shown, "sla.default.verify"), value(shown, "contoh")) == ("1 jam", "roads.pothole")
        assert shown.get_by_text("tetap", exact=True).count() > 0

    walk.to_and_fro(time)

    page.goto(f"{walk.address}/admin/pengaturan/unggah")
    page.fill("[name=isi]", "region: {slug: ubah}\nlucu: ya\n")
    walk.press("Periksa berkas")
    walk.to_and_fro(
        lambda shown: ("lucu: ya" in value(shown, "isi") and shown.locator("ol.changes li").count()) or 1 / 0
    )

    sheet = tmp_path / "daftar.csv"
    sheet.write_text("Nama,Jabatan\nRina Contoh,Lurah Tidak Ada\n")
    page.goto(f"{walk.address}/admin/pejabat/unggah")
    page.set_input_files("[name=berkas]", sheet)
    walk.press("Periksa berkas")
    walk.to_and_fro(lambda shown: shown.get_by_text("Tidak ada jabatan Lurah Tidak Ada").count() or 1 / 0)

    page.goto(f"{walk.address}/admin/pejabat?kosong=1")
    page.locator("[data-unit^='position:']").last.click()
    page.fill("#angkat [name=nama]", "Rina Contoh")
    page.fill("#angkat [name=nip]", "123")
    page.get_by_role("button", name="Periksa perubahan").click()

    def post(shown: Page) -> None:
        assert value(shown, "nip") == "123"
        assert shown.get_by_text("123 berisi 3 angka").count() > 0

    walk.to_and_fro(post)
    page.fill("#angkat [name=nip]", "")
    page.get_by_role("button", name="Periksa perubahan").click()
    walk.press("Simpan perubahan")
    walk.to_and_fro(lambda shown: shown.get_by_text("Tulis alasannya").count() or 1 / 0)

    page.goto(f"{walk.address}/admin/merek")
    assert page.get_by_text("Ada isian yang belum disimpan").is_visible()
    page.get_by_role("link", name="Lanjutkan isian itu").click()
    brand(page)
    page.goto(f"{walk.address}/admin/merek")
    walk.press("Buang isian itu")
    assert page.get_by_text("Ada isian yang belum disimpan").count() == 0
    page.go_back()
    assert laras.number == number
    context.close()


def test_a_form_that_waits_is_shown_to_nobody_else(laras: Admin, bima: Admin, admin_gate: Gate, other: Tenant) -> None:
    sent = {"name.id": "Rahasia Laras", "near_m": "jauh", "simpan": "1"}
    page = laras.client.post(
        "/admin/kategori/ubah/roads.pothole",
        base_url=f"http://{laras.tenant.host}",
        data=sent | {"csrf_token": token(laras, "/admin/kategori/ubah/roads.pothole")},
    )
    where = page.headers["Location"]
    assert "Rahasia Laras" in laras.get(where).text
    assert "Rahasia Laras" not in bima.get(where).text
    assert "Isian itu sudah tidak ada" in bima.get(where).text
    theirs = sign_in(admin_gate, laras.runtime, other, "laras")
    assert "Rahasia Laras" not in theirs.get(where).text
    key = parse_qs(urlsplit(where).query)["isian"][0]
    for path in ("/admin/kategori/baru", "/admin/waktu", "/admin/merek", "/admin/pengaturan/unggah"):
        assert "Rahasia Laras" not in laras.get(f"{path}?isian={key}").text
    for wrong in ("", "0", "x" * 500, "00000000-0000-0000-0000-000000000000"):
        assert laras.get(f"/admin/merek?isian={wrong}").status_code == 200


def token(admin: Admin, path: str) -> str:
    text = admin.get(path).text
    return text.split('name="csrf_token" value="')[1].split('"')[0]


def test_a_file_that_is_no_text_is_judged_the_same_when_it_is_shown_again(laras: Admin) -> None:
    path = "/admin/pengaturan/unggah"
    data = {"csrf_token": token(laras, path), "berkas": (io.BytesIO(b"region: \xff\xfe\n"), "x.yaml")}
    answer = laras.client.post(path, base_url=f"http://{laras.tenant.host}", data=data)
    assert answer.status_code == 303
    first, second = (laras.get(answer.headers["Location"]).text for _ in range(2))
    assert "Yang salah di berkas" in first and "Yang salah di berkas" in second

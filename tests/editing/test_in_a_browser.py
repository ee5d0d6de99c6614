"""What only a browser can tell about the editors: live contrast, previews in frames, axe, widths, no script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.terms import Tenant
from tests.desk.office import Office
from tests.editing.conftest import Admin
from tests.regions import PASSWORD
from tests.serving import on_a_port

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WEARS = """colour => {
  const shown = document.querySelector("[data-preview]").contentDocument?.documentElement;
  return shown && getComputedStyle(shown).getPropertyValue("--brand-primary") === colour;
}"""
PAGES = (
    "/admin",
    "/admin/merek",
    "/admin/kategori",
    "/admin/kategori/ubah/roads.pothole",
    "/admin/kategori/baru",
    "/admin/kategori/kelompok",
    "/admin/kategori/pengecualian",
    "/admin/kategori/cakupan",
    "/admin/kategori/siapa?kategori=roads.pothole&wilayah=11.73.01",
    "/admin/waktu",
    "/admin/pengaturan",
    "/admin/pengaturan/1",
    "/admin/pengaturan/1/kembalikan",
    "/admin/pengaturan/unggah",
)


@pytest.fixture(scope="module")
def port(admin_gate: Gate) -> Iterator[int]:
    """The regions on a port."""
    with on_a_port(admin_gate) as found:
        yield found


def enter(page: Page, address: str) -> None:
    page.goto(f"{address}/masuk?next=/admin")
    page.fill("[name=username]", "laras")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/masuk" not in url)


def faults(page: Page, axe: str) -> list[tuple[str, str, str]]:
    """What axe finds with everything opened, and whether the page is wider than the screen."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate(axe)
    result = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], iframes: false})", RULES
    )
    found = [(page.url, fault["id"], fault["nodes"][0]["html"]) for fault in result["violations"]]
    wide = page.evaluate(OVERFLOW)
    return [*found, *([(page.url, "too wide", str(wide))] if wide > 0 else [])]


@pytest.mark.parametrize(("width", "theme", "every"), [(360, "terang", 1), (1280, "gelap", 3)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, laras: Admin, port: int, axe: str, width: int, theme: str, every: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    address = f"http://{laras.tenant.host}:{port}"
    context.add_cookies([{"name": "tampilan", "value": theme, "url": address}])
    page = context.new_page()
    enter(page, address)
    found = []
    for path in PAGES[1::every]:
        assert page.goto(address + path).status == 200, path  # type: ignore[union-attr]
        found += faults(page, axe)
    context.close()
    assert found == []


@pytest.mark.parametrize("width", [360, 1280])
def test_an_admin_mends_a_faint_colour_changes_an_owner_and_rolls_back(
    browser: Browser, laras: Admin, edited: Tenant, staff: Office, port: int, axe: str, width: int
) -> None:
    first, old = laras.number, laras.config
    context = browser.new_context(viewport={"width": width, "height": 800})
    refused: list[str] = []
    page = context.new_page()
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    address = f"http://{edited.host}:{port}"
    enter(page, address)
    page.goto(f"{address}/admin/merek")
    frame = page.frame_locator("[data-preview]")
    expect(frame.locator("h1")).to_be_visible()
    page.get_by_label("Warna utama", exact=True).fill("#d9822b")
    expect(page.get_by_text("Warna ini terlalu samar untuk dibaca")).to_be_visible()
    expect(page.locator(".savebar")).to_contain_text("1 isian berubah")
    expect(page.locator(".savebar")).to_contain_text(re.compile("[1-9][0-9]* pasangan kontras gagal"))
    expect(page.locator(".savebar")).to_be_in_viewport(ratio=1)
    page.wait_for_function(WEARS, arg="#d9822b")
    expect(frame.locator(".identity img").first).to_have_attribute("src", re.compile("primary=%23d9822b"))
    page.get_by_label("Alasan perubahan").fill("Warna baru")
    page.get_by_role("button", name="Simpan revisi").click()
    expect(page.locator(".faults")).to_be_focused()
    assert laras.number == first
    page.get_by_role("button", name="Pakai warna utama").click()
    offered = page.get_by_label("Warna utama", exact=True).input_value()
    assert offered != "#d9822b"
    assert page.get_by_label("Alasan perubahan").input_value() == "Warna baru"
    page.get_by_role("button", name="Simpan revisi").click()
    expect(page.get_by_text(f"Revisi aturan {first + 1} berlaku", exact=True)).to_be_visible()
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--brand-primary')") == offered

    page.goto(f"{address}/admin/kategori")
    page.get_by_role("link", name="Jalan berlubang").click()
    page.get_by_label("Siapa yang menangani").select_option("area")
    page.get_by_label("Alasan perubahan").fill("Jalan lingkungan")
    page.get_by_role("button", name="Simpan revisi").click()
    expect(page.get_by_text("jabatan yang akan menerima laporan baru tidak ada orangnya")).to_be_visible()
    page.get_by_role("button", name="Simpan revisi").click()
    expect(page.get_by_text(f"Revisi aturan {first + 2} berlaku", exact=True)).to_be_visible()

    page.goto(f"{address}/admin/waktu")
    page.get_by_label("Diperiksa", exact=True).first.fill("1 jam")
    expect(page.locator("#contoh-hasil").get_by_text("tetap").first).to_be_visible()

    page.goto(f"{address}/admin/pengaturan/{first}")
    page.get_by_role("link", name="Kembali ke revisi ini").click()
    expect(page.get_by_text("Jalan berlubang: pemilik: dari pejabat wilayah ke")).to_be_visible()
    page.get_by_label("Alasan perubahan").fill("Ternyata keliru")
    page.get_by_role("button", name=f"Kembali ke revisi aturan {first}").click()
    expect(page.get_by_text(f"Revisi aturan {first + 3} berlaku", exact=True)).to_be_visible()
    assert laras.config == old
    assert refused == []
    context.close()


COVERED = """() => {
  const bar = document.querySelector(".savebar");
  return [...document.querySelectorAll("main input:not([type=hidden]), main select, main textarea, main button")]
    .filter((one) => !bar.contains(one) && one.tabIndex >= 0 && one.checkVisibility())
    .filter((one) => {
      one.focus();
      const box = one.getBoundingClientRect();
      return box.bottom > bar.getBoundingClientRect().top + 1 || box.top < 0;
    })
    .map((one) => one.name || one.textContent);
}"""


@pytest.mark.parametrize("size", [(360, 740), (1280, 800), (360, 420)])
def test_the_save_stays_in_sight_and_covers_nothing_that_has_the_focus(
    browser: Browser, laras: Admin, port: int, size: tuple[int, int]
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    address = f"http://{laras.tenant.host}:{port}"
    enter(page, address)
    for path in ("/admin/waktu", "/admin/merek", "/admin/kategori/ubah/roads.pothole"):
        page.goto(address + path)
        if size[1] > 480:
            expect(page.locator(".savebar")).to_be_in_viewport(ratio=1)
            assert page.evaluate(COVERED) == [], path
        else:
            assert page.locator(".savebar").evaluate("one => getComputedStyle(one).position") == "static"
    context.close()


def test_a_preview_that_was_drawn_again_is_no_step_on_the_way_back(browser: Browser, laras: Admin, port: int) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    address = f"http://{laras.tenant.host}:{port}"
    enter(page, address)
    page.goto(f"{address}/admin/kategori")
    page.goto(f"{address}/admin/merek")
    shown = page.frame_locator("[data-preview]").locator(".identity b").first
    for name in ("Lapor Satu", "Lapor Dua"):
        page.get_by_label("Nama portal", exact=True).fill(name)
        page.get_by_label("Huruf tanda", exact=True).focus()
        expect(shown).to_have_text(name)
    page.go_back()
    assert page.url == f"{address}/admin/kategori"
    context.close()


def test_without_a_script_the_preview_comes_by_a_button(browser: Browser, laras: Admin, port: int) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    address = f"http://{laras.tenant.host}:{port}"
    enter(page, address)
    page.goto(f"{address}/admin/merek")
    page.get_by_label("Nama portal", exact=True).fill("Lapor Tanpa Skrip")
    page.get_by_role("button", name="Lihat pratinjau").click()
    shown = page.frame_locator("iframe[name=pratinjau]").locator(".identity b").first
    expect(shown).to_have_text("Lapor Tanpa Skrip")
    page.get_by_role("button", name="Tambah nomor").click()
    assert page.get_by_label("Nama portal", exact=True).input_value() == "Lapor Tanpa Skrip"
    context.close()


def test_back_in_the_brand_editor_shows_one_truth_and_leaving_with_changes_is_asked(
    browser: Browser, laras: Admin, port: int
) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    address, number = f"http://{laras.tenant.host}:{port}", laras.number
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    enter(page, address)
    page.goto(f"{address}/admin/merek")
    old = page.get_by_label("Warna utama", exact=True).input_value()
    page.goto(f"{address}/admin/kategori")
    assert asked == [], "nothing was typed"
    page.goto(f"{address}/admin/merek")
    page.get_by_label("Warna utama", exact=True).fill("#d9822b")
    page.wait_for_function(WEARS, arg="#d9822b")
    page.get_by_label("Alasan perubahan").fill("Coba")
    page.get_by_role("button", name="Simpan revisi").click()
    expect(page.locator(".faults")).to_be_focused()
    assert (asked, laras.number) == ([], number), "what is sent is not lost"
    page.go_back()
    field = page.get_by_label("Warna utama", exact=True)
    expect(field).to_be_visible()
    page.wait_for_function(WEARS, arg=field.input_value())
    changed = "Belum ada isian yang berubah" if field.input_value() == old else "1 isian berubah"
    expect(page.locator(".savebar")).to_contain_text(changed)
    field.fill("#0a5c36")
    page.goto(f"{address}/admin/kategori")
    assert asked == ["beforeunload"]
    page.context.close()

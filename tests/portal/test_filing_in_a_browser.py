"""What only a browser can tell of filing and following: axe, widths, keys, the camera's files, the map, the weight."""

from __future__ import annotations

import gzip
import re

import pytest
from playwright.sync_api import Browser, Page

from jaki_replica.tenancy.terms import Tenant
from tests.portal.citizens import STORY, Citizen, Town, jpeg
from tests.regions import Pair

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BUDGET = 60 * 1024


def _page(browser: Browser, town: Town, *, theme: str = "terang", script: bool = True, base: str = "") -> Page:
    lat, lon = town.point(town.villages[0])
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        bypass_csp=True,
        java_script_enabled=script,
        geolocation={"latitude": lat, "longitude": lon, "accuracy": 20},
        permissions=["geolocation"],
        base_url=base,
    )
    context.add_cookies([{"name": "tampilan", "value": theme, "url": base}])
    return context.new_page()


def _base(tenant: Tenant, port: int) -> str:
    return f"http://{tenant.host}:{port}"


def _photo(page: Page) -> None:
    page.set_input_files("input[name=foto]", {"name": "jalan.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})


@pytest.mark.parametrize(("side", "theme"), [("left", "terang"), ("right", "gelap")])
def test_a_complaint_is_filed_by_phone_and_axe_finds_nothing_on_any_step(
    browser: Browser, port: int, pair: Pair, town: Town, other_town: Town, axe: str, side: str, theme: str
) -> None:
    here = town if side == "left" else other_town
    page = _page(browser, here, theme=theme, base=_base(here.tenant, port))
    found: list[object] = []

    def look() -> None:
        page.evaluate(axe)
        result = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
        found.extend((page.url, fault["id"], fault["nodes"][0]["html"]) for fault in result["violations"])
        if page.evaluate(OVERFLOW) > 0:
            found.append((page.url, "scrolls sideways"))

    page.goto("/lapor")
    look()
    _photo(page)
    page.wait_for_selector("[data-photo]")
    look()
    page.click(".actionbar .button")
    page.wait_for_url("**/lapor/tempat")
    look()
    page.click("[data-locate-first]")
    page.wait_for_selector("[data-spot] .place")
    page.wait_for_selector(".map-land.is-chosen")
    look()
    page.click(".actionbar .button")
    page.wait_for_url("**/lapor/jenis")
    look()
    page.get_by_text("Jalan", exact=False).first.click()
    page.click(".actionbar .button")
    page.wait_for_url("**/lapor/periksa")
    page.click(".actionbar .button")
    page.wait_for_selector(".faults")
    look()
    page.fill("#cerita", STORY)
    page.click(".actionbar .button")
    page.wait_for_url("**/lapor/terkirim")
    look()
    page.click(".secret a")
    page.wait_for_selector(".timeline")
    look()
    page.goto(page.url.rsplit("/", 1)[0])
    look()
    page.goto("/laporan?nomor=salah")
    look()
    page.context.close()
    assert found == []


def test_the_whole_form_is_filled_by_keys_alone(browser: Browser, port: int, town: Town) -> None:
    page = _page(browser, town, base=_base(town.tenant, port))
    page.goto("/lapor")
    _photo(page)
    page.wait_for_selector("[data-photo]")
    _press(page, "Lanjut")
    page.wait_for_url("**/lapor/tempat")
    _press(page, "Pakai lokasi saya")
    page.wait_for_selector(".map-land.is-chosen")
    page.focus(".pinmap .map-svg")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('[name=pin_lat]').value")
    page.focus("#patokan")
    page.keyboard.type("Depan pasar")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lapor/jenis")
    page.focus("input[name=kelompok]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lapor/periksa")
    page.focus("#cerita")
    page.keyboard.type(STORY)
    _press(page, "Kirim laporan")
    page.wait_for_url("**/lapor/terkirim")
    page.context.close()


def _press(page: Page, word: str) -> None:
    """Walk to the button with the tab key, see the ring, press Enter."""
    for _step in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "[document.activeElement.innerText?.trim(), getComputedStyle(document.activeElement).outlineStyle]"
        )
        if focused[0] == word:
            assert focused[1] != "none"
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{word} cannot be reached")


def test_without_a_script_the_same_form_works(browser: Browser, port: int, town: Town) -> None:
    page = _page(browser, town, script=False, base=_base(town.tenant, port))
    page.goto("/lapor")
    _photo(page)
    page.click(".actionbar .button")
    page.select_option("select", index=1)
    page.click(".actionbar .button")
    page.locator("select").nth(1).select_option(index=1)
    page.click(".actionbar .button")
    page.locator("input[name=kelompok]").first.check()
    page.click(".actionbar .button")
    page.fill("#cerita", STORY)
    page.click(".actionbar .button")
    assert page.url.endswith("/lapor/terkirim")
    page.context.close()


def test_what_is_typed_survives_a_closed_tab(browser: Browser, port: int, town: Town) -> None:
    page = _page(browser, town, base=_base(town.tenant, port))
    page.goto("/lapor/periksa")
    page.fill("#cerita", "Belum selesai menulis")
    context = page.context
    page.close(run_before_unload=True)
    again = context.new_page()
    again.goto("/lapor")
    again.wait_for_timeout(300)
    again.goto("/lapor/periksa")
    assert again.input_value("#cerita") == "Belum selesai menulis"
    context.close()


def test_the_photo_of_what_is_not_fixed_is_shown_once_it_is_chosen(
    browser: Browser, port: int, citizen: Citizen, town: Town, axe: str
) -> None:
    citizen.photograph((jpeg(), "jalan.jpg"))
    citizen.place(town.villages[0])
    citizen.about("roads.pothole")
    citizen.finish(siapa="semua")
    path = citizen.receipt()
    town.repair(path.split("/")[2])
    page = _page(browser, town, base=_base(town.tenant, port))
    page.goto(f"{path}?jawab=belum&kabar=code")
    assert page.url.endswith("?jawab=belum")
    _photo(page)
    page.wait_for_selector("[data-one-photo] .photo img")
    page.evaluate(axe)
    result = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in result["violations"]] == []
    assert page.evaluate(OVERFLOW) <= 0
    page.fill("#text", "Masih ada lubang")
    page.get_by_role("button", name="Buka lagi").click()
    page.wait_for_selector("text=Laporan dibuka lagi dan kembali ke petugas.")
    page.reload()
    assert page.locator("text=Laporan dibuka lagi dan kembali ke petugas.").count() == 0
    page.context.close()


def test_a_search_finds_kinds_while_they_are_typed(browser: Browser, port: int, town: Town) -> None:
    page = _page(browser, town, base=_base(town.tenant, port))
    page.goto("/lapor/jenis")
    page.fill("#cari", "aspal")
    page.wait_for_selector("[data-found] input[name=kategori]")
    page.check("[data-found] input[name=kategori]")
    for where in ("**/lapor/jenis#perlu-foto", "**/lapor/periksa"):
        with page.expect_navigation(url=where):
            page.click(".actionbar .button")
    assert "Jalan berlubang" in page.inner_text(".summary")
    page.context.close()


@pytest.mark.parametrize("path", ["/", "/peta", "/lapor", "/lapor/tempat", "/lapor/jenis", "/lapor/periksa"])
def test_the_first_page_weighs_no_more_than_sixty_kilobytes(citizen: Citizen, path: str) -> None:
    citizen.get(path)
    page = citizen.get(path, headers={"Accept-Encoding": "gzip"})
    first = path in {"/", "/lapor"}  # as the application sends it; before the others there was time to load files
    html = gzip.decompress(page.data) if page.headers.get("Content-Encoding") else page.data
    total = len(page.data) if first else len(gzip.compress(html))
    waiting, seen = set(re.findall(r'(?:href|src)="(/s/[^"#]+|/tema/[^"]+|/tanda/[^"]+)', html.decode())), set[str]()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answers = [
            citizen.get(address, headers={"Accept-Encoding": "gzip"}) for _who in ("somebody before", "this one")
        ]
        total += len(answers[-1].data)
        if address.endswith(".js"):
            script = citizen.get(address).text
            imported = re.findall(r'^import [^"]*"\./([^"]+)"', script, re.MULTILINE)
            waiting |= {f"{address.rpartition('/')[0]}/{name}" for name in imported} - seen
    assert total <= BUDGET, total
    assert not any(address.endswith("ikon-lain.svg") for address in seen)

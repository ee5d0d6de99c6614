"""What only a browser can tell about the desk: axe, widths, forms that work without a script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from jaki_replica.complaints.terms import Status
from jaki_replica.tenancy.gate import Gate
from tests.desk.office import CAMAT, JUDGE, LURAH, PASSWORD, Office, photo
from tests.serving import on_a_port

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def port(gate: Gate) -> Iterator[int]:
    """The desk on a port."""
    with on_a_port(gate) as found:
        yield found


def prepared(office: Office) -> tuple[str, str]:
    """A complaint at work and one whose proof waits for a validator."""
    working = office.file(description="Pertanggungjawaban ketidaksesuaian\n" + "panjang " * 60)
    claimed = office.file()
    lurah = office.sign_in(LURAH)
    for number in (working, claimed):
        lurah.do(number, "start")
    lurah.claim(claimed, photo(77), text="Sudah", evidence_reason="Ponsel rusak")
    return working, claimed


def enter(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/masuk?next=/meja")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/masuk" not in url)


WAYS = [("office", 360, "terang"), ("other_office", 1280, "gelap")]
WIDTHS = (320, 360, 1280)


def too_wide(page: Page) -> list[tuple[str, str, str]]:
    """The widths of a screen at which the page scrolls sideways."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate(OVERFLOW) > 0:
            found.append((page.url, f"too wide at {width}", str(page.evaluate(OVERFLOW))))
    return found


@pytest.mark.parametrize(("brand", "width", "theme"), WAYS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    request: pytest.FixtureRequest, browser: Browser, port: int, axe: str, brand: str, width: int, theme: str
) -> None:
    office: Office = request.getfixturevalue(brand)
    working, claimed = prepared(office)
    case, proof = f"/meja/laporan/{working}", f"/meja/validasi/{claimed}"
    found = []
    for name, paths in {
        LURAH: ("/meja", "/meja?tab=koordinasi", case, f"{case}?untuk=pass_on&cari=dinas", f"{case}/selesai"),
        CAMAT: ("/meja?tab=persetujuan&kategori=litter",),
        JUDGE: (proof, "/meja?tab=penolakan"),
    }.items():
        context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
        address = f"http://{office.tenant.host}:{port}"
        context.add_cookies([{"name": "tampilan", "value": theme, "url": address}])
        page = context.new_page()
        enter(page, address, name)
        for path in paths:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.goto(address + path).status == 200  # type: ignore[union-attr]
            for each in page.locator("details").all():
                each.evaluate("element => element.open = true")
            page.evaluate(axe)
            result = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
            found += [(path, fault["id"], fault["nodes"][0]["html"]) for fault in result["violations"]]
            found += too_wide(page)
        context.close()
    assert found == []


def test_a_complaint_is_passed_on_without_a_script(browser: Browser, office: Office, port: int) -> None:
    number = office.file()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    address = f"http://{office.tenant.host}:{port}"
    enter(page, address, LURAH)
    page.goto(f"{address}/meja/laporan/{number}")
    page.locator("#pass_on > summary").click()
    page.locator("#pass_on-unit").select_option(office.agency)
    page.locator("#pass_on-text").fill("Bukan milik kelurahan")
    page.locator("#pass_on button[type=submit]").last.click()
    page.wait_for_load_state()
    assert "Diteruskan ke" in page.content()
    assert office.complaint(number).status == Status.COORDINATION
    context.close()


def test_a_case_is_printed_with_its_deadlines_and_without_its_buttons(
    browser: Browser, office: Office, port: int
) -> None:
    number = prepared(office)[0]
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    enter(page, f"http://{office.tenant.host}:{port}", LURAH)
    page.goto(f"http://{office.tenant.host}:{port}/meja/laporan/{number}")
    assert "Macro" not in page.inner_text("main")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})  # A4, as the browser measures it
    pressed = page.locator(".rail nav, .acts, form, .button, .crumbs, .leave-here, .tabs, .lookup")
    assert [one.get_attribute("class") for one in pressed.all() if one.is_visible()] == []
    for shown in (".rail .identity", ".topline .tag", ".timeline", ".limits .checks", ".limits .ticks", ".quote"):
        assert page.locator(shown).first.is_visible(), shown
    assert page.evaluate(OVERFLOW) <= 0
    page.goto(f"http://{office.tenant.host}:{port}/meja")
    assert page.evaluate(OVERFLOW) <= 0
    assert len(page.locator("thead th:visible").all()) == len(
        page.locator("tbody tr:not(.group)").first.locator("> *:visible").all()
    )
    context.close()

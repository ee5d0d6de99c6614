"""What a citizen prints fits A4 and holds what must be read; what can only be pressed is not on it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.portal.citizens import Citizen, Town, jpeg

pytestmark = pytest.mark.browser

PAPER_PX = 680  # 180 mm between the margins, at 96 to the inch
SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")
PRESSED = ".tabbar, .masthead nav, .footer, .skip, .button, .yesno, form, .linklist, [data-copy], .offline a"


def sheets(page: Page) -> int:
    """On how many sheets of A4 the page is printed."""
    return len(SHEET.findall(page.pdf(format="A4", prefer_css_page_size=True)))


def on_paper(page: Page) -> list[str]:
    """What is seen on paper although it can only be pressed."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER_PX, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER_PX
    return [one.inner_text() or one.get_attribute("class") for one in page.locator(PRESSED).all() if one.is_visible()]  # type: ignore[misc]


@pytest.mark.parametrize(("side", "theme"), [("left", "terang"), ("right", "gelap")])
def test_receipt_and_follow_page_are_made_for_paper(
    request: pytest.FixtureRequest, browser: Browser, port: int, side: str, theme: str
) -> None:
    citizen: Citizen = request.getfixturevalue("citizen" if side == "left" else "neighbour")
    town: Town = request.getfixturevalue("town" if side == "left" else "other_town")
    citizen.photograph((jpeg(), "jalan.jpg"))
    citizen.place(town.villages[0], patokan="Seberang kantor pertanggungjawaban")
    citizen.about("roads.pothole")
    citizen.finish(siapa="semua")
    path = citizen.receipt()
    town.repair(path.split("/")[2])
    address = f"http://{town.tenant.host}:{port}"
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    cookie = citizen.client.get_cookie("jaki", domain=town.tenant.host)
    assert cookie is not None
    kept = {"jaki": cookie.value, "tampilan": theme}
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in kept.items()])
    page = context.new_page()

    page.goto(f"{address}/lapor/terkirim")
    assert on_paper(page) == []
    code, number = page.locator(".qr").bounding_box(), page.locator(".ticket-number").bounding_box()
    assert code is not None
    assert code["width"] >= 130  # 35 mm
    assert number is not None
    assert number["height"] >= 34
    assert path in page.inner_text(".secret")
    assert page.evaluate("getComputedStyle(document.querySelector('.ticket-number')).color") == "rgb(0, 0, 0)"
    assert sheets(page) == 1

    page.goto(address + path)
    assert on_paper(page) == []
    assert page.locator(".follow .tag").first.is_visible()
    assert page.locator(".timeline > li").count() >= 4
    used = page.locator(".ticks i.is-used, .ticks i.is-red").first
    assert used.evaluate("one => getComputedStyle(one).printColorAdjust") == "exact"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert sheets(page) <= 2
    context.close()

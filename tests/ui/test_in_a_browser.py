"""What only a browser can tell: axe, widths, keys, zoom, no script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.ui.site import Served

pytestmark = pytest.mark.browser

PAGES = ("/", "/lapor", "/tentang", "/layanan", "/layanan/surat", "/kontak-darurat", "/privasi", "/aksesibilitas")
OTHERS = ("/galeri", "/tidak-ada", "/galat/500")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _size(width: int) -> ViewportSize:
    return {"width": width, "height": 800}


@pytest.mark.parametrize(("slug", "theme"), [("jakarta", "terang"), ("palembang", "gelap")])
def test_axe_finds_nothing(browser: Browser, site: Served, axe: str, slug: str, theme: str) -> None:
    context = browser.new_context(viewport=_size(360), bypass_csp=True)
    context.add_cookies([{"name": "tampilan", "value": theme, "url": site.address(slug, "/")}])
    page = context.new_page()
    found = []
    for path in PAGES + OTHERS:
        page.goto(site.address(slug, path))
        assert page.evaluate("document.documentElement.dataset.theme") == {"terang": "light", "gelap": "dark"}[theme]
        page.evaluate(axe)
        result = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
        assert len(result["passes"]) > 10
        found += [(path, fault["id"], fault["nodes"][0]["html"]) for fault in result["violations"]]
    context.close()
    assert found == []


def test_no_page_scrolls_sideways(browser: Browser, site: Served) -> None:
    page = browser.new_page()
    too_wide = []
    for path in PAGES + OTHERS:
        page.goto(site.address("maluku-utara", path))
        for width, text in ((320, 16), (360, 16), (1280, 16), (360, 32), (1280, 32)):
            page.set_viewport_size(_size(width))
            page.evaluate("size => document.documentElement.style.fontSize = size", f"{text}px")
            if page.evaluate(OVERFLOW) > 0:
                too_wide.append((path, width, text))
    page.close()
    assert too_wide == []


def _walk(page: Page) -> list[str]:
    """The addresses that get the focus, one key after the other, each with a visible ring."""
    seen: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => { const e = document.activeElement; const s = getComputedStyle(e);"
            " return e === document.body ? null : [e.getAttribute('href') ?? e.tagName, s.outlineStyle]; }"
        )
        if found is None:
            return seen
        assert found[1] != "none", found
        seen.append(found[0])
    return seen


def test_every_link_of_the_home_page_is_reached_by_keys_alone_and_the_first_leads_past_the_bars(
    browser: Browser, site: Served
) -> None:
    page = browser.new_page(viewport=_size(1280))
    page.goto(site.address("jakarta", "/"))
    shown = page.evaluate("[...document.querySelectorAll('a')].filter(a => a.checkVisibility()).length")
    walked = _walk(page)
    page.close()
    assert walked[0] == "#isi"
    assert len([place for place in walked if place not in {"INPUT", "BUTTON"}]) == shown


def test_nothing_focused_is_hidden_by_the_bar_at_the_foot_of_a_phone(browser: Browser, site: Served) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(site.address("jakarta", "/"))
    hidden = []
    for _ in range(40):
        page.keyboard.press("Tab")
        place = page.evaluate(
            "() => { const e = document.activeElement, bar = document.querySelector('.tabbar');"
            " if (e === document.body || bar.contains(e)) return null;"
            " const r = e.getBoundingClientRect(); "
            " return [e.outerHTML.slice(0, 60), r.top, bar.getBoundingClientRect().top]; }"
        )
        if place and place[1] > place[2]:
            hidden.append(place)
    page.close()
    assert hidden == []


def test_without_a_script_the_theme_is_chosen_by_a_link(browser: Browser, site: Served) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=_size(1280))
    page = context.new_page()
    page.goto(site.address("jakarta", "/layanan?cari=ktp"))
    page.get_by_role("link", name="Gelap").click()
    assert page.url == site.address("jakarta", "/layanan?cari=ktp")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_with_a_script_the_theme_changes_without_loading_the_page_again(browser: Browser, site: Served) -> None:
    context = browser.new_context(viewport=_size(1280))
    page = context.new_page()
    page.goto(site.address("jakarta", "/"))
    page.evaluate("window.kept = true")
    page.get_by_role("link", name="Gelap").click()
    assert page.evaluate("window.kept && document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_the_policy_of_the_pages_blocks_nothing_of_their_own(browser: Browser, site: Served) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    for path in ("/", "/galeri"):
        page.goto(site.address("lampung", path), wait_until="networkidle")
    fonts = page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').length")
    page.close()
    assert (said, failed, fonts) == ([], [], 1)

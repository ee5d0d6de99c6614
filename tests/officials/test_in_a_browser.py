"""An admin at a screen: appoints a lurah, drags a person and an agency, uploads a list, at a desk and on a phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.officials.books import workbook
from tests.regions import PASSWORD, USERNAME

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PICTURES = os.environ.get("JAKI_PICTURES", "")


LOOKED_AT = {1280: {"tree", "wrong", "preview", "accounts"}, 360: {"tree", "post", "preview", "faults", "history"}}


class Screen:
    """A page that is looked at after every step: axe, and nothing wider than the screen."""

    def __init__(self, page: Page, axe: str, width: int) -> None:
        self.page, self.axe, self.width = page, axe, width
        self.found: list[tuple[str, str, str]] = []

    def look(self, name: str) -> None:
        if name not in LOOKED_AT[self.width] and not PICTURES:
            return
        for each in self.page.locator("details").all():
            each.evaluate("element => element.open = true")
        self.page.evaluate(self.axe)
        result = self.page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
        self.found += [(name, fault["id"], fault["nodes"][0]["html"]) for fault in result["violations"]]
        if self.page.evaluate(OVERFLOW) > 0:
            self.found.append((name, "too wide", str(self.width)))
        if PICTURES:
            self.page.screenshot(path=f"{PICTURES}/{name}-{self.width}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 360])
def test_an_admin_appoints_a_lurah_and_uploads_a_list(
    browser: Browser, axe: str, port: int, tenant: Tenant, post: str, runtime: Runtime, tmp_path: Path, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740}, bypass_csp=True)
    page = context.new_page()
    address = f"http://{tenant.host}:{port}"
    screen = Screen(page, axe, width)
    enter(page, address)
    page.goto(f"{address}/admin/pejabat?cari=lurah")
    screen.look("tree")
    page.locator(f'[data-unit="{post}"]').click()
    page.fill("#angkat [name=nama]", "Rina Contoh")
    page.fill("#angkat [name=nip]", "1.98E+17")
    page.click("#angkat button[type=submit]")
    assert "sudah hilang" in page.content()
    assert page.input_value("#angkat [name=nama]") == "Rina Contoh"
    screen.look("wrong")
    page.fill("#angkat [name=nip]", "19800101 200501 1 001")
    page.click("#angkat button[type=submit]")
    page.wait_for_url("**/periksa/**")
    screen.look("preview")
    page.fill("[name=alasan]", "SK 800/1/contoh")
    page.click("button[name=simpan]")
    page.wait_for_url("**/jabatan/**")
    assert "Rina Contoh" in page.content()
    screen.look("post")
    file = tmp_path / "daftar.xlsx"
    file.write_bytes(workbook([[post, None, "Rina Contoh", "1.98E+17", None, "2026-01-01"]]))
    page.goto(f"{address}/admin/pejabat/unggah")
    page.set_input_files("[name=berkas]", str(file))
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=D2")
    screen.look("faults")
    file.write_bytes(workbook([[post, None, "Budi Misalia", None, None, "2027-01-01"]]))
    page.set_input_files("[name=berkas]", str(file))
    page.click("main form button[type=submit]")
    page.fill("[name=alasan]", "Daftar 2027")
    page.click("button[name=simpan]")
    page.goto(f"{address}/admin/pejabat/riwayat")
    assert "Daftar 2027" in page.content()
    screen.look("history")
    page.goto(f"{address}/admin/akun")
    screen.look("accounts")
    context.close()
    assert screen.found == []


def enter(page: Page, address: str) -> None:
    page.goto(f"{address}/masuk")
    page.fill("[name=username]", USERNAME)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/masuk" not in url)


def test_dragging_only_opens_the_form_with_the_choice_made_and_the_keyboard_does_the_same(
    browser: Browser, axe: str, port: int, tenant: Tenant, post: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page = context.new_page()
    address = f"http://{tenant.host}:{port}"
    enter(page, address)
    page.goto(f"{address}/admin/pejabat/jabatan/{post}")
    page.fill("#angkat [name=nama]", "Rina Contoh")
    page.click("#angkat button[type=submit]")
    page.fill("[name=alasan]", "SK 1")
    page.click("button[name=simpan]")
    page.wait_for_url("**/jabatan/**")
    other = page.locator(f'[data-unit^="position:lurah"]:not([data-unit="{post}"])').first
    target = other.get_attribute("data-unit") or ""
    page.locator("[data-person]").first.drag_to(other)
    page.wait_for_url("**orang=**")
    assert page.locator("#orang option:checked").inner_text().startswith("Rina Contoh")
    assert not page.locator("[data-new]").is_visible()
    page.locator("#orang").focus()
    page.keyboard.press("Home")
    assert page.locator("[data-new]").is_visible()
    assert target.replace(":", "%3A") in page.url or target in page.url
    page = context.new_page()  # the first page was left in the middle of its drag
    page.goto(f"{address}/admin/pejabat")
    agency = page.locator('[data-unit^="agency:"][data-moves]:visible').first
    goal = page.locator('[data-unit^="agency:"][data-moves]:visible').nth(1)
    rule = (goal.get_attribute("data-unit") or "").split(":")[1]
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    agency.drag_to(goal)
    page.wait_for_url("**atasan=**")
    assert page.input_value("#atasan") == rule
    found = Screen(page, axe, 1280)
    found.look("preview")
    context.close()
    assert found.found == []

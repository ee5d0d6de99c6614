"""A new operator's first hour in a browser: a device, the troubled region, stopping and resuming it, the log."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from jaki_replica.foundation import clock
from jaki_replica.foundation.ids import new_id
from jaki_replica.operators import rules
from jaki_replica.settings import Settings
from jaki_replica.statistics.figures import keep, write_figures
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from tests.console import HOST, Device, make_operator
from tests.regions import Pair
from tests.serving import on_a_port

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
REASON = "Pemeliharaan basis data malam ini"


@pytest.fixture(scope="module")
def port(app: Gate) -> Iterator[int]:
    with on_a_port(app) as found:
        yield found


class Eyes:
    """Looks at every page on the way with axe, and at its width."""

    def __init__(self, page: Page, axe: str) -> None:
        self.page, self.axe = page, axe
        self.found: list[tuple[str, str, str]] = []

    def look(self) -> None:
        for each in self.page.locator("details").all():
            each.evaluate("element => element.open = true")
        self.page.evaluate(self.axe)
        result = self.page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
        assert len(result["passes"]) > 10
        self.found += [(self.page.url, fault["id"], fault["nodes"][0]["html"]) for fault in result["violations"]]
        if self.page.evaluate(OVERFLOW) > 0:
            self.found.append((self.page.url, "too wide", str(self.page.evaluate(OVERFLOW))))


def first_sign_in(page: Page, base: str, new: Device, eyes: Eyes) -> None:
    page.goto(base)
    page.fill("[name=username]", new.username)
    page.fill("[name=password]", new.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/masuk/perangkat" in url)
    eyes.look()
    secret = page.locator(".device code").inner_text().replace(" ", "")
    page.fill("[name=kode]", "12")
    page.keyboard.press("Enter")
    page.wait_for_selector("#kode-error")
    eyes.look()
    assert page.locator(".device code").inner_text().replace(" ", "") == secret
    page.fill("[name=kode]", rules.code_at(secret, rules.step_of(clock.now())))
    page.keyboard.press("Enter")
    page.wait_for_selector(".codes")
    assert page.locator(".codes li").count() == 10
    eyes.look()
    page.get_by_role("link", name="Sudah saya simpan").click()
    page.wait_for_url(base + "/")


def change_state(page: Page, button: str, eyes: Eyes) -> None:
    page.locator("#keadaan > summary").click()
    page.locator("#keadaan [name=alasan]").fill(REASON)
    page.locator("#keadaan [name=slug]").fill("kota-du")
    page.get_by_role("button", name=button).click()
    page.wait_for_selector("#slug-error")
    eyes.look()
    assert page.locator("#keadaan [name=alasan]").input_value() == REASON
    page.locator("#keadaan [name=slug]").fill("kota-dua")
    page.get_by_role("button", name=button).click()
    page.wait_for_url(lambda url: "selesai=" in url)


@pytest.mark.parametrize(("width", "theme"), [(1280, "terang"), (360, "gelap")])
def test_from_the_first_sign_in_to_the_log(
    browser: Browser,
    app: Gate,
    runtime: Runtime,
    settings: Settings,
    pair: Pair,
    port: int,
    axe: str,
    width: int,
    theme: str,
) -> None:
    runtime.redis.flushdb()
    for tenant in pair.both:
        write_figures(runtime, tenant, clock.now())
        keep(runtime, tenant, {"reached": 1, "reach_missed": 0, "drift": 0, "jobs_failed": 0}, at=clock.now())
    keep(runtime, pair.right, {"jobs_failed": 2, "jobs_failed_by_kind": {"photos.process": 2}}, at=clock.now())
    new = make_operator(settings, f"rani-{new_id().hex[-8:]}", enrolled=False)
    base, host = f"http://{HOST}:{port}", f"http://{pair.right.host}:{port}"
    context = browser.new_context(viewport={"width": width, "height": 740}, bypass_csp=True)
    context.add_cookies([{"name": "tampilan", "value": theme, "url": base}])
    page = context.new_page()
    eyes = Eyes(page, axe)
    first_sign_in(page, base, new, eyes)
    assert "perlu perhatian" in page.locator("h1").inner_text()
    eyes.look()
    page.get_by_role("link", name="Perlu perhatian").click()
    page.locator("a.title[href='/daerah/kota-dua']").click()
    page.wait_for_url(lambda url: url.endswith("/daerah/kota-dua"))
    assert "2 gagal setelah 8 kali dicoba" in page.content()
    eyes.look()
    page.reload()
    change_state(page, "Hentikan", eyes)
    app._registry.refresh()
    other = context.new_page()
    answer = other.goto(host)
    assert answer is not None
    assert answer.status == 503
    change_state(page, "Jalankan", eyes)
    app._registry.refresh()
    answer = other.goto(host)
    assert answer is not None
    assert answer.status == 200
    for path in ("/catatan?daerah=kota-dua", "/operator", "/akun"):
        page.goto(base + path)
        eyes.look()
    page.goto(f"{base}/catatan?tindakan=tenant.suspended&daerah=kota-dua")
    assert REASON in page.content()
    assert new.username in page.locator("tbody tr").first.inner_text()
    context.close()
    assert eyes.found == []

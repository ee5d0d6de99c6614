"""One complaint in each of the five regions, in a real browser on a phone: from the photo to "Ya, beres"."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from jaki_replica.complaints import audit, queries
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.terms import Status
from jaki_replica.settings import Settings
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from tests.conftest import opened_app
from tests.journeys.five import POLYGONS, SPOTS, Scene, Spot, live, staff, work
from tests.photos.pictures import encoded, exif, scene
from tests.serving import on_a_port

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

SEND = "form[data-claim] > .panel > button[type=submit]"
PICTURES = Path(os.environ.get("JAKI_PICTURES", "var/journeys"))


@pytest.fixture(scope="module")
def gate(settings: Settings) -> Iterator[Gate]:
    with opened_app(settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def port(gate: Gate) -> Iterator[int]:
    with on_a_port(gate) as found:
        yield found


@dataclass
class Phone:
    """A person's phone, 360 pixels wide, at one region's host."""

    page: Page
    address: str
    name: str
    shots: int = field(default=0)

    def go(self, path: str) -> None:
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.status == 200, (path, answer.status)

    def shoot(self, what: str) -> None:
        self.shots += 1
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{self.name}-{self.shots:02d}-{what}.png")

    def press(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.page.click(selector)


def opened(browser: Browser, port: int, who: Scene, name: str) -> Phone:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="id-ID")
    context.set_default_timeout(15_000)
    return Phone(context.new_page(), f"http://{who.tenant.host}:{port}", f"{who.spot.slug}-{name}")


def photo(tmp_path: Path, spot: Spot, seed: int) -> Path:
    """A JPEG as a phone takes it, with its position in the EXIF block."""
    block = exif(gps=gps(spot.lat + seed * 1e-5, spot.lon), local="2026:11:20 08:30:00", offset="+07:00")
    file = tmp_path / f"foto-{seed}.jpg"
    file.write_bytes(encoded(scene(800, 600, seed), exif=block))
    return file


def gps(lat: float, lon: float) -> dict[int, object]:
    def parts(value: float) -> tuple[float, float, float]:
        value = abs(value)
        minutes = (value % 1) * 60
        return float(int(value)), float(int(minutes)), (minutes % 1) * 60

    return {1: "N" if lat >= 0 else "S", 2: parts(lat), 3: "E" if lon >= 0 else "W", 4: parts(lon)}


def report(reporter: Phone, who: Scene, file: Path) -> str:
    """File a complaint; the secret path of its page is returned."""
    page, spot = reporter.page, who.spot
    reporter.go("/lapor")
    page.set_input_files("input[name=foto]", file)
    page.wait_for_selector("figure.photo img")
    reporter.shoot("foto")
    reporter.press(".actionbar button")
    assert spot.village.casefold() in page.inner_text("main").casefold() or not POLYGONS.exists()
    reporter.shoot("tempat")
    page.fill("[name=patokan]", spot.landmark)
    reporter.press(".actionbar button")
    reporter.go("/lapor/jenis?semua=1")
    page.check(f"input[name=kategori][value='{spot.category}']", force=True)
    reporter.shoot("jenis")
    reporter.press(".actionbar button")
    page.fill("[name=cerita]", f"Lubang besar di {spot.landmark}, dua motor sudah jatuh.")
    page.fill("[name=kontak]", "warga@example.org")
    reporter.shoot("periksa")
    reporter.press(".actionbar button")
    reporter.shoot("terkirim")
    link = page.get_attribute(".secret a", "href")
    assert link is not None
    return link.removeprefix(reporter.address)


def sign_in(desk: Phone, who: Scene, username: str) -> None:
    desk.go("/masuk")
    desk.page.fill("[name=username]", username)
    desk.page.fill("[name=password]", who.password)
    desk.press("main form button[type=submit]")


def take(desk: Phone, number: str, action: str, **fields: str) -> None:
    """One step on the case page, as its form asks for it."""
    page = desk.page
    desk.go(f"/meja/laporan/{number}?untuk={action}")
    form = page.locator(f"form[action$='/{number}/{action}']")
    for element in page.locator("details").all():
        element.evaluate("element => element.open = true")
    for name, value in fields.items():
        control = form.locator(f"[name={name}]")
        if control.evaluate("element => element.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    with page.expect_navigation():
        form.locator("button[type=submit]").click()


def claim(desk: Phone, runtime: Runtime, who: Scene, number: str, file: Path) -> None:
    """Show the result; a check that fails asks for a reason, which is then given.

    The worker has compared the photos before the form is sent, so nothing is waited for.
    """
    page = desk.page
    desk.go(f"/meja/laporan/{number}/selesai")
    page.set_input_files("input[name=photo]", file)
    page.locator("[data-proofs] .proof").wait_for()
    work(runtime, who.tenant)
    page.fill("[name=text]", "Sudah ditambal dan diratakan.")
    desk.press(SEND)
    if page.locator("[name=evidence_reason]").count():
        desk.shoot("bukti-perlu-alasan")
        page.fill("[name=evidence_reason]", "Foto dari galeri; diambil petugas di tempat.")
        desk.press(SEND)
    work(runtime, who.tenant)


def judge(desk: Phone, number: str, action: str, words: str) -> None:
    desk.go(f"/meja/validasi/{number}")
    desk.shoot(f"validasi-{action}")
    desk.page.fill("#putusan", words)
    with desk.page.expect_navigation():
        desk.page.click(f"button[formaction$='{action}']")


def answer(reporter: Phone, path: str, word: str, **fields: str) -> None:
    """The reporter's word: `ya` or `belum`."""
    page = reporter.page
    reporter.go(f"{path}?jawab={word}")
    reporter.shoot(f"jawab-{word}")
    for name, value in fields.items():
        control = page.locator(f"form.verdict [name={name}]")
        if name == "nilai":
            page.locator(f"form.verdict [name=nilai][value='{value}']").check(force=True)
        else:
            control.fill(value)
    with page.expect_navigation():
        page.locator("form.verdict button[type=submit]").click()


def status(runtime: Runtime, who: Scene, number: str) -> Complaint:
    with runtime.scope_of(who.tenant) as entered:
        return queries.by_number(entered.session, number)


@pytest.mark.parametrize("spot", SPOTS, ids=[s.slug for s in SPOTS])
def test_a_complaint_goes_from_the_phone_to_the_desk_and_back(
    spot: Spot, runtime: Runtime, gate: Gate, port: int, browser: Browser, tmp_path: Path
) -> None:
    runtime.redis.flushdb()
    who = staff(runtime, live(runtime, spot), spot)
    gate._registry.refresh()
    reporter = opened(browser, port, who, "warga")
    path = report(reporter, who, photo(tmp_path, spot, 1))
    number = path.split("/")[2]
    work(runtime, who.tenant)
    desks = {name: opened(browser, port, who, name) for name in (who.first, who.owner, who.judge)}
    for name, desk in desks.items():
        sign_in(desk, who, name)
    found = status(runtime, who, number)
    if found.unit != found.category_owner:
        take(desks[who.first], number, "pass_on", unit=found.category_owner, text="Badan jalan ini milik dinas.")
        take(desks[who.owner], number, "accept")
    else:
        take(desks[who.owner], number, "start")
    owner, checker = desks[who.owner], desks[who.judge]
    owner.go("/meja")
    owner.shoot("kotak-masuk")
    owner.go(f"/meja/laporan/{number}")
    owner.shoot("kasus")
    claim(owner, runtime, who, number, photo(tmp_path, spot, 2))
    judge(checker, number, "refuse_fix", "Fotonya belum menunjukkan seluruh lubang.")
    take(owner, number, "start")
    claim(owner, runtime, who, number, photo(tmp_path, spot, 3))
    judge(checker, number, "accept_fix", "Jelas.")
    answer(reporter, path, "belum", text="Masih ada sisa batu di tepi.")
    assert status(runtime, who, number).status == Status.REOPENED
    take(owner, number, "start")
    claim(owner, runtime, who, number, photo(tmp_path, spot, 4))
    judge(checker, number, "accept_fix", "Sekarang lengkap.")
    answer(reporter, path, "ya", nilai="5")
    reporter.shoot("ditutup")
    closed = status(runtime, who, number)
    assert (closed.status, closed.rating, closed.reopenings) == (Status.CLOSED, 5, 1)
    with runtime.scope_of(who.tenant) as entered:
        assert audit.verify(entered.session).fault == ""
    for each in (reporter, *desks.values()):
        each.page.context.close()

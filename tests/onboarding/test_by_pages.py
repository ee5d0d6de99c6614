"""A new operator brings a region live in a browser, wide and narrow; then its lurah works on the first complaint."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from jaki_replica.foundation import clock
from jaki_replica.officials.units import position_key
from jaki_replica.onboarding.preparing import queries
from jaki_replica.settings import Settings
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from tests.conftest import fresh_database, opened_app, settings_for
from tests.console import HOST, Device, make_operator
from tests.onboarding.residents import BOUNDARIES, named, report, signed_in, worked_on
from tests.operator_console.test_in_a_browser import OVERFLOW, Eyes
from tests.serving import on_a_port

pytestmark = pytest.mark.browser

SLUG, VILLAGE, PERSON = "kota-surakarta", "33.72.01.1001", "Lurah Pajang Contoh"
PICTURES = os.environ.get("JAKI_PICTURES", "")
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def site(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation of its own, as empty as on the first day."""
    name = f"jaki_{worker}_first_day"
    found = settings_for(fresh_database(name), f"{worker}_f_", tmp_path_factory.mktemp("files"), PORT="1")
    provisioning.prepare_platform(found)
    return found


@pytest.fixture(scope="module")
def within(site: Settings) -> Iterator[Runtime]:
    """Its runtime."""
    opened = open_runtime(site)
    opened.redis.flushdb()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def gate(site: Settings) -> Iterator[Gate]:
    """The product on it."""
    with opened_app(site) as opened:
        yield opened


@pytest.fixture(scope="module")
def port(gate: Gate) -> Iterator[int]:
    """Its web server."""
    with on_a_port(gate) as found:
        yield found


class Wizard:
    """The operator's browser on the pages of one region."""

    def __init__(self, page: Page, base: str, axe: str) -> None:
        self.page, self.base, self.eyes, self.shots = page, base, Eyes(page, axe), 0

    def go(self, path: str) -> None:
        answer = self.page.goto(f"{self.base}/daerah-baru{path}")
        assert answer is not None
        assert answer.status == 200, path

    def press(self, word: str) -> None:
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=word, exact=True).click()

    def look(self) -> None:
        """Look at the page wide and narrow, with axe at one of both in turn; keep pictures where asked."""
        for turn, size in enumerate((WIDE, NARROW)):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            assert self.page.evaluate(OVERFLOW) <= 0, (self.page.url, size)
            if self.shots % 2 == turn:
                self.eyes.look()
            if PICTURES:
                name = f"daerah-baru-{self.shots:02d}-{size['width']}.png"
                self.page.screenshot(path=Path(PICTURES) / name, full_page=True)
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        self.shots += 1

    def says(self, words: str) -> bool:
        return words in self.page.locator("main").inner_text()


def enter(page: Page, base: str, device: Device) -> None:
    page.goto(base + "/masuk")
    page.fill("[name=username]", device.username)
    page.fill("[name=password]", device.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/masuk/kode" in url)
    page.fill("[name=kode]", device.code())
    page.keyboard.press("Enter")
    page.wait_for_url(base + "/")


def choose(wizard: Wizard) -> None:
    page = wizard.page
    page.locator("nav").get_by_role("link", name="Daerah baru").click()
    page.fill("#cari", "surakarta")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    wizard.look()
    wizard.press("Mulai Kota Surakarta")
    assert page.url.endswith(f"/daerah-baru/{SLUG}")
    wizard.look()


def agree(wizard: Wizard) -> None:
    page, today = wizard.page, clock.now().date()
    wizard.go(f"/{SLUG}/perjanjian")
    typed = {
        "number": "<b>1</b>/PKS/2026",
        "signed_on": today.isoformat(),
        "starts_on": today.isoformat(),
        "ends_on": (today - timedelta(days=1)).isoformat(),
        "scope": "Menjalankan portal laporan dan melatih pejabatnya.",
        "region.name": "Wali Contoh",
        "region.office": "Wali Kota",
        "operator.government": "Pemerintah Provinsi Contoh",
        "operator.name": "Kepala Contoh",
        "operator.office": "Kepala Dinas",
        "stages.0.name": "Penyiapan",
        "stages.0.due_on": today.isoformat(),
    }
    for name, value in typed.items():
        page.fill(f'[name="{name}"]', value)
    wizard.press("Simpan perjanjian")
    assert wizard.says("Perjanjian berakhir sebelum mulai.")
    assert page.input_value("[name=number]") == typed["number"], "what was typed is still there, and only words"
    wizard.look()
    page.fill("[name=ends_on]", (today + timedelta(days=400)).isoformat())
    wizard.press("Simpan perjanjian")


def configure(wizard: Wizard) -> None:
    page = wizard.page
    whole = page.input_value("#naskah")
    page.fill("#naskah", whole.replace('code: "33.72"', 'code: "33.73"').replace("owner: damkar", "owner: dankar"))
    wizard.press("Terima dan buat skema")
    assert wizard.says('kota-surakarta.yaml:10:9: region.code: "33.73" adalah daerah lain')
    assert wizard.says("mungkin maksudnya damkar?")
    wizard.look()
    other = page.context.new_page()
    other.goto(f"{wizard.base}/daerah-baru/{SLUG}/pengaturan")
    assert "33.73" in other.input_value("#naskah"), "another browser goes on with the same draft"
    other.close()
    page.fill("#naskah", whole)
    wizard.press("Terima dan buat skema")
    assert page.url.endswith("/wilayah")


def draw(wizard: Wizard) -> None:
    page = wizard.page
    wizard.look()
    page.set_input_files(
        "#berkas", files=[{"name": "batas.geojson", "mimeType": "x/y", "buffer": b'{"type": "Point"}'}]
    )
    wizard.press("Periksa berkas")
    assert wizard.says("adalah JSON, tetapi bukan FeatureCollection GeoJSON")
    wizard.look()
    page.set_input_files("#berkas", BOUNDARIES)
    wizard.press("Periksa berkas")
    assert wizard.says("0 dari 54 desa dan kelurahan")
    wizard.look()
    wizard.press("Pakai batas dari berkas ini")


def staff(wizard: Wizard, tmp_path: Path) -> None:
    page = wizard.page
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh CSV").click()
    sheet = Path(download.value.path()).read_bytes()
    filled = tmp_path / "pejabat.csv"
    filled.write_bytes(named(sheet, position_key("lurah", VILLAGE), PERSON))
    page.set_input_files("#berkas", filled)
    wizard.press("Periksa daftar")
    assert wizard.says(PERSON)
    wizard.look()
    wizard.press("Terapkan daftar ini")
    wizard.go(f"/{SLUG}/pejabat")
    page.fill("#name", "Admin Contoh")
    wizard.press("Undang admin")
    assert "/undangan/" in page.locator(".notice code").inner_text()
    wizard.look()


def confirm(wizard: Wizard) -> None:
    page = wizard.page
    wizard.go(f"/{SLUG}/kategori")
    with page.expect_navigation():
        page.locator("tr", has_text="Lampu jalan mati").get_by_role("link").click()
    page.select_option("#owner", "perumahan")
    wizard.press("Simpan kategori")
    assert "Dinas Perumahan Rakyat" in page.locator("tr", has_text="Lampu jalan mati").inner_text()
    wizard.look()
    wizard.press("Ya, ini pemiliknya")
    assert wizard.says("Contoh dengan tanggal sungguhan")
    page.fill('[id="sla.default.red"]', "30 hari kerja")
    wizard.press("Ya, pakai batas ini")
    assert page.input_value('[id="sla.default.red"]') == "30 hari kerja"
    wizard.look()
    page.fill('[id="sla.default.red"]', "12 hari kerja")
    wizard.press("Ya, pakai batas ini")
    wizard.press("Merah bata dan pasir")
    assert wizard.page.input_value('[id="brand.primary"]') == "#8a3324"
    wizard.page.fill('[id="brand.accent"]', "#101010")
    wizard.press("Simpan merek")
    assert wizard.says("Terlalu samar untuk dibaca")
    wizard.look()
    wizard.page.fill('[id="brand.accent"]', "#f3c886")
    wizard.press("Simpan merek")


def go_live(wizard: Wizard) -> None:
    wizard.press("Periksa semuanya")
    assert wizard.says("20 dari 20 titik sampai")
    assert wizard.says("1 dari 82 jabatan")
    wizard.look()
    wizard.page.get_by_label("Sudah saya baca").check()
    wizard.press("Buka untuk warga")
    assert wizard.says("Dibuka untuk warga")
    wizard.look()


@pytest.mark.skipif(not BOUNDARIES.exists(), reason="needs the polygons of ../shared/areas")
def test_a_region_goes_live_in_a_browser_and_its_lurah_works_on_the_first_complaint(
    browser: Browser, site: Settings, within: Runtime, gate: Gate, port: int, axe: str, tmp_path: Path
) -> None:
    device = make_operator(site, "rani.baru")
    context = browser.new_context(viewport=WIDE, bypass_csp=True, accept_downloads=True)  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    wizard = Wizard(context.new_page(), f"http://{HOST}:{port}", axe)
    begun = time.perf_counter()
    enter(wizard.page, wizard.base, device)
    choose(wizard)
    agree(wizard)
    configure(wizard)
    draw(wizard)
    staff(wizard, tmp_path)
    confirm(wizard)
    go_live(wizard)
    wall = time.perf_counter() - begun
    context.close()
    with Session(within.platform) as session:
        machine = queries.by_slug(session, SLUG).seconds
    print(f"\nby pages: machine time {machine:.2f} s of steps; {wall:.1f} s in the browser with every page looked at")
    assert wizard.eyes.found == []

    gate._registry.refresh()
    tenant = within.tenant(SLUG)
    landed = report(within, gate, tenant, "roads.pothole", VILLAGE)
    assert (landed.area, landed.unit) == (VILLAGE, position_key("lurah", VILLAGE))
    lurah = signed_in(within, gate, tenant, PERSON, "lurah.pajang")
    assert worked_on(within, tenant, lurah, landed.number) == "in_progress"

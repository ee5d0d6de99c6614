"""A citizen without a signal, in a real browser: the report stays on the phone, sends itself, and is one complaint."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import func, select

from jaki_replica.complaints.models import Complaint
from jaki_replica.photos.models import Photo
from tests.portal.citizens import STORY, Town, jpeg

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
COUNT = """async () => {
  const database = await new Promise((done) => {
    const asked = indexedDB.open("lapor");
    asked.onsuccess = () => done(asked.result);
  });
  const count = (name) => new Promise((done) => {
    const asked = database.transaction(name).objectStore(name).count();
    asked.onsuccess = () => done(asked.result);
  });
  return [await count("laporan"), await count("foto")];
}"""
CONTROLLED = "() => navigator.serviceWorker.controller !== null"


@pytest.fixture
def phone(browser: Browser, port: int, town: Town) -> Iterator[BrowserContext]:
    """A phone at the left region, with its policy in force."""
    lat, lon = town.point(town.villages[0])
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        geolocation={"latitude": lat, "longitude": lon, "accuracy": 20},
        permissions=["geolocation"],
        base_url=f"http://{town.tenant.host}:{port}",
    )
    yield context
    context.close()


@contextmanager
def one_more(town: Town, *, photos: int) -> Iterator[None]:
    """What happens inside makes exactly one complaint, with so many photos."""
    with town.at_work() as here:
        session = here.scope.session
        before = set(session.scalars(select(Complaint.id)))
    yield
    with town.at_work() as here:
        session = here.scope.session
        made = [one for one in session.scalars(select(Complaint.id)) if one not in before]
        assert len(made) == 1
        count = session.scalar(select(func.count()).where(Photo.complaint_id == made[0]))
        assert count == photos


def to_the_last_step(page: Page) -> None:
    page.goto("/lapor")
    page.wait_for_function(CONTROLLED)
    page.set_input_files("input[name=foto]", {"name": "jalan.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    page.wait_for_selector("[data-photo]")
    page.click(".actionbar .button")
    page.wait_for_url("**/lapor/tempat")
    page.click("[data-locate-first]")
    page.wait_for_selector("[data-spot] .place")
    page.click(".actionbar .button")
    page.wait_for_url("**/lapor/jenis")
    page.get_by_text("Jalan", exact=False).first.click()
    page.click(".actionbar .button")
    page.wait_for_url("**/lapor/periksa")
    page.fill("#cerita", STORY)
    page.wait_for_load_state()


def knowing(phone: BrowserContext) -> Page:
    """A page of a phone that has opened the form once, and so knows how to go on without a signal."""
    page = phone.new_page()
    page.goto("/lapor")
    page.wait_for_function(CONTROLLED)
    return page


def fill_without_signal(page: Page, *, photos: int = 1, story: str = STORY) -> None:
    for seed in range(photos):
        file = {"name": f"jalan{seed}.jpg", "mimeType": "image/jpeg", "buffer": jpeg(seed + 1)}
        page.set_input_files("input[name=foto]", file)
        expect(page.locator("form .photo")).to_have_count(seed + 1)
    page.click("[data-locate]")
    page.wait_for_function("() => document.querySelector('[name=lat]').value")
    page.select_option("#jenis", "roads.pothole")
    page.fill("#cerita", story)


def save(page: Page) -> None:
    page.click(".actionbar .button")
    page.wait_for_url("**/lapor/ponsel")


def faults_of(page: Page, axe: str) -> list[object]:
    page.evaluate(axe)
    result = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    found: list[object] = [(page.url, one["id"], one["nodes"][0]["html"]) for one in result["violations"]]
    return found + ([(page.url, "scrolls sideways")] if page.evaluate(OVERFLOW) > 0 else [])


def test_a_report_written_without_a_signal_sends_itself_with_its_photos_once(
    phone: BrowserContext, town: Town, axe: str
) -> None:
    page = phone.new_page()
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto("/lapor")
    page.wait_for_function(CONTROLLED)
    with one_more(town, photos=2):
        phone.set_offline(True)
        page.goto("/lapor")
        expect(page.get_by_role("heading", level=1)).to_have_text("Lapor tanpa internet")
        found = faults_of(page, axe)
        page.click(".actionbar .button")
        expect(page.locator("[data-faults] li")).to_have_count(3)
        fill_without_signal(page, photos=2)
        found += faults_of(page, axe)
        page.reload()
        expect(page.locator("#cerita")).to_have_value(STORY)
        expect(page.locator("form .photo")).to_have_count(2)
        save(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("1 laporan menunggu sinyal")
        found += faults_of(page, axe)
        assert page.evaluate(COUNT) == [1, 2]
        other = phone.new_page()
        other.goto("/lapor/tanpa-sinyal")
        expect(other.locator("[data-waiting-bar]")).to_contain_text("1 laporan menunggu sinyal. Terkirim sendiri.")
        phone.set_offline(False)
        expect(page.locator("p[data-number]")).to_be_visible()
        found += faults_of(page, axe)
    number = "".join(page.inner_text("p[data-number]").split())
    page.click("[data-follow]")
    page.wait_for_selector(".timeline")
    assert number in "".join(page.inner_text(".tag").split())
    assert page.evaluate(COUNT)[1] == 0
    assert found == []
    assert problems == []


LOSING = """([path, steps]) => {
  window.lost = [];
  const real = window.fetch;
  window.fetch = async (address, about = {}) => {
    const answer = await real(address, { ...about, ...(path === location.pathname ? { redirect: "manual" } : {}) });
    const step = about.body?.get?.("tahap") ?? "";
    if (about.method !== "POST" || !new URL(address, location).pathname.endsWith(path)) return answer;
    if (steps.length && (!steps.includes(step) || window.lost.includes(step))) return answer;
    window.lost.push(step);
    await answer.blob();
    throw new TypeError("Failed to fetch");
  };
}"""


def lose_answers(page: Page, path: str, *steps: str) -> None:
    """The server takes in and answers, but its answer does not reach the page: once for each of `steps`."""
    page.evaluate(LOSING, [path, list(steps)])


def test_an_answer_that_is_lost_after_the_last_step_leaves_one_complaint(phone: BrowserContext, town: Town) -> None:
    page = phone.new_page()
    with one_more(town, photos=1):
        to_the_last_step(page)
        lose_answers(page, "/lapor/periksa")
        page.click(".actionbar .button")
        page.wait_for_url("**/lapor/ponsel")
        expect(page.locator("p[data-number]")).to_be_visible()
        page.goto("/lapor/terkirim")
        expect(page.locator(".ticket-number")).to_be_visible()
    assert page.evaluate(COUNT) == [1, 0]


def test_photos_and_answers_that_were_stored_but_not_heard_of_are_not_stored_twice(
    phone: BrowserContext, town: Town
) -> None:
    page = knowing(phone)
    page.goto("/lapor/tanpa-sinyal")
    with one_more(town, photos=2):
        fill_without_signal(page, photos=2)
        phone.set_offline(True)
        save(page)
        lose_answers(page, "/lapor/kiriman", "foto", "kirim")
        phone.set_offline(False)
        for times in (1, 2):
            expect(page.locator("p[data-tried]")).to_contain_text(f"{times} kali")
            page.click("[data-again] button")
        expect(page.locator("p[data-number]")).to_be_visible()
        assert page.evaluate("() => window.lost") == ["foto", "kirim"]


def test_two_pages_of_one_phone_send_once(phone: BrowserContext, town: Town) -> None:
    page = knowing(phone)
    with one_more(town, photos=1):
        phone.set_offline(True)
        page.goto("/lapor/tanpa-sinyal")
        fill_without_signal(page)
        save(page)
        other = phone.new_page()
        other.goto("/lapor/ponsel")
        sent: list[str] = []
        phone.on("request", lambda one: sent.append(one.url) if one.method == "POST" and "kiriman" in one.url else None)
        phone.set_offline(False)
        expect(page.locator("p[data-number]")).to_be_visible()
        expect(other.locator("p[data-number]")).to_be_visible()
    assert len(sent) == 3  # what is there, the photo, the answers


def test_a_refused_report_says_why_and_can_be_mended(phone: BrowserContext, town: Town, axe: str) -> None:
    page = knowing(phone)
    page.goto("/lapor/tanpa-sinyal")
    not_a_photo = {"name": "catatan.jpg", "mimeType": "image/jpeg", "buffer": b"bukan foto"}
    page.set_input_files("input[name=foto]", not_a_photo)
    fill_without_signal(page, photos=0)
    page.fill("#kontak", "0812 345")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("1 laporan perlu diperbaiki")
    expect(page.locator("[data-reasons]")).to_contain_text("bukan foto")
    found = faults_of(page, axe)
    page.click("[data-mend]")
    expect(page.locator("[data-faults]")).to_contain_text("bukan foto")
    expect(page.locator("#cerita")).to_have_value(STORY)
    expect(page.locator("[data-faults]")).to_contain_text("baru 7 angka")
    page.click("form .photo button")
    page.set_input_files("input[name=foto]", {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    expect(page.locator("form .photo")).to_have_count(1)
    with one_more(town, photos=1):
        expect(page.locator("#kontak")).to_have_value("0812 345")
        page.fill("#kontak", "")
        save(page)
        expect(page.locator("p[data-number]")).to_be_visible()
    assert found == []


def test_a_report_that_the_server_cannot_read_is_told_and_nothing_of_it_is_lost(
    phone: BrowserContext, town: Town
) -> None:
    page = knowing(phone)
    page.goto("/lapor/tanpa-sinyal")
    fill_without_signal(page, story="macet")  # as short as the other pages take it
    asked: list[str] = []

    def unread(route: Route) -> None:
        asked.append(route.request.method)
        if route.request.method == "POST":
            route.fulfill(status=400, content_type="text/html", body="<p>Formulir ini sudah lama</p>")
        else:
            route.continue_()

    phone.route("**/lapor/kiriman", unread)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("1 laporan perlu diperbaiki")
    # A try may begin on the page that was left; then come two, each with a fresh token.
    assert re.fullmatch("(?:G+P?)?(?:G+P){2}", "".join(method[0] for method in asked)), asked
    expect(page.locator("[data-reasons]")).to_contain_text("tidak terbaca oleh kami, jadi belum diterima")
    assert page.evaluate(COUNT) == [1, 1]
    phone.unroute("**/lapor/kiriman")
    with one_more(town, photos=1):
        page.click("[data-mend]")
        expect(page.locator("#cerita")).to_have_value("macet")
        expect(page.locator("form .photo")).to_have_count(1)
        save(page)
        expect(page.locator("p[data-number]")).to_be_visible()


def test_what_waits_can_still_be_changed(phone: BrowserContext, town: Town) -> None:
    page = knowing(phone)
    phone.set_offline(True)
    page.goto("/lapor/tanpa-sinyal")
    fill_without_signal(page, story="Belum yakin benar")
    save(page)
    page.click("[data-change] a")
    expect(page.locator("#cerita")).to_have_value("Belum yakin benar")
    page.fill("#cerita", STORY)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("1 laporan menunggu sinyal")
    with one_more(town, photos=1):
        phone.set_offline(False)
        expect(page.locator("p[data-number]")).to_be_visible()
    page.click("[data-follow]")
    expect(page.locator("body")).to_contain_text(STORY)


def test_what_waits_can_be_deleted_and_nothing_of_it_stays_or_is_sent(phone: BrowserContext, town: Town) -> None:
    page = knowing(phone)
    phone.set_offline(True)
    page.goto("/lapor/tanpa-sinyal")
    fill_without_signal(page)
    save(page)
    page.click("summary")
    page.click("[data-remove]")
    expect(page.locator("[data-empty]")).to_be_visible()
    assert page.evaluate(COUNT) == [0, 0]
    phone.set_offline(False)
    page.reload()
    expect(page.locator("[data-empty]")).to_be_visible()


def test_the_pages_of_the_form_carry_over_when_the_signal_goes_between_them(phone: BrowserContext, town: Town) -> None:
    page = phone.new_page()
    with one_more(town, photos=1):
        to_the_last_step(page)
        page.go_back()
        page.wait_for_url("**/lapor/jenis")
        phone.set_offline(True)
        expect(page.locator("[data-offline-bar]")).to_contain_text("Tidak ada internet")
        page.click(".actionbar .button")
        page.wait_for_url("**/lapor/tanpa-sinyal")
        expect(page.locator("form .photo")).to_have_count(1)
        expect(page.locator("[data-point-words]")).to_contain_text("20 meter")
        assert page.input_value("#jenis")
        page.fill("#cerita", STORY)
        save(page)
        phone.set_offline(False)
        expect(page.locator("p[data-number]")).to_be_visible()


@pytest.mark.parametrize("fault", ["QuotaExceededError", "InvalidStateError"])
def test_a_browser_that_keeps_nothing_says_so_and_the_form_stays_filled(
    phone: BrowserContext, town: Town, fault: str
) -> None:
    broken = f"IDBObjectStore.prototype.put = () => {{ throw new DOMException('', {json.dumps(fault)}); }}"
    phone.add_init_script(broken if fault.startswith("Quota") else "indexedDB.open = () => { throw new Error(); }")
    page = phone.new_page()
    page.goto("/lapor/tanpa-sinyal")
    page.click("[data-locate]")
    page.wait_for_function("() => document.querySelector('[name=lat]').value")
    page.select_option("#jenis", index=2)
    page.fill("#cerita", STORY)
    page.evaluate("for (const one of document.querySelectorAll('[data-needs-photo]')) delete one.dataset.needsPhoto")
    page.click(".actionbar .button")
    expected = "penuh" if fault.startswith("Quota") else "jendela pribadi"
    expect(page.locator("[data-said]")).to_contain_text(expected)
    expect(page.locator("#cerita")).to_have_value(STORY)


def test_photos_that_did_not_get_through_are_not_taken_again(phone: BrowserContext, town: Town) -> None:
    page = knowing(phone)
    page.evaluate(
        "() => { window.fetch = () => Promise.reject(new TypeError()); }"
    )  # a signal that lets nothing through
    page.set_input_files("input[name=foto]", {"name": "jalan.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    expect(page.locator("[data-photo-fault]")).to_contain_text("tersimpan di ponsel ini")
    page.click("[data-offline-bar] a")
    expect(page.locator("form .photo")).to_have_count(1)


def test_online_the_last_step_says_what_the_server_says(phone: BrowserContext, town: Town) -> None:
    page = phone.new_page()
    to_the_last_step(page)
    page.check("input[name=siapa][value=semua]")
    page.fill("#cerita", f"{STORY} Telepon saya 0812 3456 7890.")
    page.click(".actionbar .button")
    page.wait_for_url("**/lapor/periksa#terbuka")
    page.fill("#cerita", "x")
    page.click(".actionbar .button")
    expect(page.locator(".faults")).to_contain_text("beberapa kata")
    with one_more(town, photos=1):
        page.fill("#cerita", STORY)
        page.click(".actionbar .button")
        page.wait_for_url("**/lapor/terkirim")
    assert page.evaluate(COUNT) == [0, 0]


def test_the_browser_itself_sends_what_waits_when_no_page_is_open(phone: BrowserContext, town: Town) -> None:
    page = knowing(phone)
    phone.set_offline(True)
    page.goto("/lapor/tanpa-sinyal")
    fill_without_signal(page)
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("1 laporan menunggu sinyal")
    with one_more(town, photos=1):
        page.evaluate("() => localStorage.removeItem('antrean')")  # so that no page sends it
        page.goto("about:blank")
        phone.set_offline(False)
        session = phone.new_cdp_session(page)
        found: list[dict[str, str]] = []
        session.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
        session.send("ServiceWorker.enable")
        page.goto("/kontak-darurat")
        here = next(one for one in found if one["scopeURL"].endswith("/lapor"))
        about = {"origin": page.evaluate("() => location.origin"), "registrationId": here["registrationId"]}
        session.send("ServiceWorker.dispatchSyncEvent", {**about, "tag": "laporan", "lastChance": False})
        page.wait_for_timeout(1500)
    page.goto("/lapor/ponsel")
    expect(page.locator("p[data-number]")).to_be_visible()


def test_online_the_server_always_answers_and_only_what_is_the_same_for_all_is_kept(
    phone: BrowserContext, town: Town
) -> None:
    page = phone.new_page()
    to_the_last_step(page)
    page.goto("/lapor")
    assert "Lanjut" in page.inner_text(".actionbar")
    kept = page.evaluate(
        """async () => {
          const names = (await caches.keys()).filter((one) => one.startsWith("luring-"));
          const cache = await caches.open(names[0]);
          const addresses = (await cache.keys()).map((one) => new URL(one.url).pathname);
          const pages = addresses.filter((one) => !/^[/](s|tema|tanda)[/]/.test(one));
          const texts = await Promise.all(pages.map((one) => cache.match(one).then((got) => got.text())));
          return [names.length, pages.sort(), texts.join(" ")];
        }"""
    )
    assert kept[0] == 1
    assert kept[1] == ["/lapor/ponsel", "/lapor/tanpa-sinyal", "/lapor/wilayah.json"]
    assert STORY not in kept[2]
    assert "csrf_token" not in kept[2]
    phone.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/laporan-warga")


def test_a_phone_that_forgot_its_session_sends_all_the_same(phone: BrowserContext, town: Town) -> None:
    page = knowing(phone)
    phone.set_offline(True)
    page.goto("/lapor/tanpa-sinyal")
    fill_without_signal(page)
    save(page)
    phone.clear_cookies()
    with one_more(town, photos=1):
        phone.set_offline(False)
        expect(page.locator("p[data-number]")).to_be_visible()
    page.goto("/laporan")
    page.click("[data-kept-way] a")
    expect(page.locator("p[data-number]")).to_be_visible()


def test_what_waits_for_one_region_is_neither_seen_nor_sent_in_another(
    phone: BrowserContext, town: Town, other_town: Town, port: int
) -> None:
    page = knowing(phone)
    phone.set_offline(True)
    page.goto("/lapor/tanpa-sinyal")
    fill_without_signal(page)
    save(page)
    page.goto("about:blank")
    phone.set_offline(False)
    before = other_town.count()
    page.goto(f"http://{other_town.tenant.host}:{port}/lapor/ponsel")
    expect(page.locator("[data-empty]")).to_be_visible()
    page.wait_for_timeout(300)
    assert other_town.count() == before

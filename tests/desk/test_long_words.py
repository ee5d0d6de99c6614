"""A story that begins with a word wider than a phone leaves every page as wide as the screen."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.test import Client

from jaki_replica.areas.terms import Area
from jaki_replica.complaints.terms import Action, Role, Status
from jaki_replica.tenancy.gate import Gate
from tests.desk.office import CAMAT, JUDGE, LURAH, PASSWORD, Desk, Office, hidden, photo
from tests.serving import on_a_port

pytestmark = pytest.mark.browser

LINK = "https://www.google.com/maps/place/Masjid+Al-Azhar/@-6.2351,106.7992,17z/data=!3m1!4b1"
WORD = "a" * 200
WIDTHS = (360, 1280)
OUT = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  if (!box.width || !box.height || box.right <= document.documentElement.clientWidth + 1) return false;
  for (let up = one; up; up = up.parentElement) {
    if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return false;
    if (up.matches(".visually-hidden, .skip")) return false;
  }
  return true;
}).map((one) => `${one.tagName}.${one.className}`.slice(0, 80)).slice(0, 3)"""


@pytest.fixture(scope="module")
def port(gate: Gate) -> Iterator[int]:
    """The region on a port."""
    with on_a_port(gate) as found:
        yield found


def claimed(office: Office, lurah: Desk, story: str, shade: int) -> str:
    """A complaint with long words in all that is written into it, whose proof waits for the validator."""
    number = office.file(description=f"{story} lubang di sini", landmark=WORD[:120], private=False)
    lurah.do(number, "start")
    office.act(number, Action.ANSWER, Role.OWNER, LURAH, text=f"{story} besok")
    lurah.claim(number, photo(shade), text=story, evidence_reason=story)
    assert office.complaint(number).status == Status.AWAITING_VALIDATION
    return number


def own_page(office: Office, gate: Gate) -> tuple[str, str]:
    """The reporter's own page of such a complaint, filed as a citizen does, and the session that has its receipt.

    He writes a second one at the place of the others, which are similar to it.
    """
    desk = Desk(Client(gate), f"http://{office.tenant.host}")
    place(desk, office.village, office)
    send(desk, "/lapor/jenis", {"kategori": office.own_category})
    send(desk, "/lapor/periksa", {"cerita": f"{LINK} {WORD}", "siapa": "umum", "kontak": ""})
    found = re.search(r'class="secret"><a href="([^"]+)"', desk.get("/lapor/terkirim").text)
    assert found is not None
    send(desk, "/lapor", {"foto": (io.BytesIO(photo(6)), "b.jpg")})
    send(desk, "/lapor/tempat", {"lat": f"{office.village.lat}", "lon": f"{office.village.lon}", "ketelitian": "8"})
    send(desk, "/lapor/jenis", {"kategori": office.own_category})
    assert "meter dari sini" in desk.get("/lapor/periksa").text
    cookie = desk.client.get_cookie("jaki", office.tenant.host)
    assert cookie is not None
    return found[1], cookie.value


def send(desk: Desk, path: str, fields: dict[str, object]) -> None:
    token = hidden(desk.get(path).text, "csrf_token")
    assert desk.post(path, {"csrf_token": token, **fields}).status_code == 303, path


def place(desk: Desk, area: Area, office: Office) -> None:
    parts, top = area.code.split("."), len(office.tenant.code.split("."))
    levels = {f"wilayah_{i}": ".".join(parts[: i + 1]) for i in range(top, len(parts))}
    send(desk, "/lapor", {"foto": (io.BytesIO(photo(5)), "a.jpg")})
    send(desk, "/lapor/tempat", {"patokan": WORD[:120], **levels})


def signed_in(browser: Browser, address: str, name: str) -> BrowserContext:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/masuk?next=/meja")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/masuk" not in url)
    return context


def wider(page: Page, address: str) -> list[tuple[str, int, int, object]]:
    """Where a page is wider than the screen, by how much, and what sticks out."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    for each in page.locator("details").all():
        each.evaluate("element => element.open = true")
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        more = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        out = page.evaluate(OUT)
        if more > 0 or out:
            found.append((address, width, more, out))
    return found


def test_no_page_is_wider_than_the_screen_whatever_the_story_begins_with(
    browser: Browser, other_office: Office, gate: Gate, port: int
) -> None:
    office = other_office  # whose lists no other test reads
    lurah, address = office.sign_in(LURAH), f"http://{office.tenant.host}:{port}"
    numbers = [claimed(office, lurah, LINK, 31), claimed(office, lurah, WORD, 43)]
    working = [office.file(description=f"{story}\n{story}", private=False) for story in (LINK, WORD)]
    for number in working:
        lurah.do(number, "start")
    secret, session = own_page(office, gate)
    pages = {
        LURAH: ["/meja", "/meja?tab=semua", *(f"/meja/laporan/{one}" for one in (*numbers, *working))],
        CAMAT: [f"/meja/laporan/{numbers[0]}"],
        JUDGE: ["/meja/validasi", *(f"/meja/validasi/{one}" for one in numbers)],
    }
    pages[LURAH] += [f"/meja/laporan/{one}/selesai" for one in working]
    public = ["/", "/laporan-warga", "/peta", f"/peta/{office.village.code}", f"/laporan/{numbers[0]}", secret]
    public += [f"/laporan/{working[1]}", "/lapor/terkirim", "/lapor/periksa"]
    found = []
    for name, paths in pages.items():
        context = signed_in(browser, address, name)
        found += [fault for path in paths for fault in wider(context.pages[0], address + path)]
        context.close()
    context = browser.new_context()
    context.add_cookies([{"name": "jaki", "value": session, "url": address}])
    citizen = context.new_page()
    found += [fault for path in public for fault in wider(citizen, address + path)]
    context.close()
    assert found == []

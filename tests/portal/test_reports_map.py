"""The map says what the list says: each number is that of the list narrowed to the area, and none is private."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from html import unescape
from random import Random
from uuid import uuid4

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select, text, update

from jaki_replica.complaints import public_list
from jaki_replica.complaints.actions.filing import file
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.public_list import FIXED, OPEN, WINDOW, Sought
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.complaints.terms import Filing, Place, Status
from jaki_replica.foundation import clock
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.owner import owner_transaction
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.portal.citizens import STORY, Citizen, Town
from tests.portal.test_reports import walk
from tests.regions import Pair, region

AREA = re.compile(r'<a class="regionmap-area[^"]*" href="([^"]+)" aria-label="[^"]*: ([\d.]+) laporan')
LISTED = re.compile(r'<li><a href="(/peta[^"]*)"[^>]*>[^<]+</a><b aria-label="([\d.]+) laporan')
TOTAL = re.compile(r'<b class="text-l">([\d.]+) laporan')
UNPLACED = re.compile(r"(\d+) laporan lagi tidak tercatat")
FILED = 150
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def settle(runtime: Runtime, slug: str, code: str, prefix: str) -> Tenant:
    tenant = create_region(runtime, Onboarding(region(slug, code, prefix), actor="test"))
    runtime.registry.refresh()
    return tenant


@pytest.fixture(scope="module")
def mapped(runtime: Runtime) -> Tenant:
    """A region with complaints of all states and ages, a third of them private, some of them without a place."""
    tenant = settle(runtime, "kota-peta", "74.72", "KP")
    chance = Random(11)
    with runtime.scope_of(tenant) as entered:
        book = Rulebooks().of(runtime, entered)
        villages, offered = book.ground.tree.at_level(4)[:12], list(book.config.offered(book.at))[:5]
        for i in range(FILED):
            filing = Filing(
                uuid4().hex,
                chance.choice(offered).key,
                STORY,
                Place(area=chance.choice(villages).code),
                private=i % 3 == 0,
            )
            number = file(entered.session, book, filing, at=clock.now() - timedelta(days=i, minutes=i)).number
            changed: dict[str, object] = {"status": chance.choice(list(Status))}
            changed |= {"area": None} if i % 10 == 1 else {}
            entered.session.execute(update(Complaint).where(Complaint.number == number).values(changed))
        entered.session.commit()
    return tenant


@pytest.fixture
def reader(citizens_gate: Gate, mapped: Tenant) -> Citizen:
    """Somebody who looks at the map."""
    return Citizen(citizens_gate, mapped)


@pytest.fixture
def inside(runtime: Runtime, mapped: Tenant, rulebooks: Rulebooks) -> Town:
    """The region from the inside."""
    return Town(runtime, mapped, rulebooks)


def numbers(page: str) -> dict[str, int]:
    """What the map says of each area by code; the list beside it says the same."""
    drawn, listed = ({code(path): figure(n) for path, n in found.findall(page)} for found in (AREA, LISTED))
    assert drawn == listed
    return drawn


def code(path: str) -> str:
    return path.split("?")[0].removeprefix("/peta").removeprefix("/")


def figure(words: str) -> int:
    return int(words.replace(".", ""))


def total(page: str) -> int:
    found = TOTAL.search(page)
    assert found is not None
    return figure(found[1])


def by_reading(town: Town, fixed: bool, category: str = "") -> Counter[str]:
    """What the map must say, from every row of the table."""
    found: Counter[str] = Counter()
    with town.at_work() as here:
        since = clock.now() - WINDOW
        for one in here.session.scalars(select(Complaint)):
            fits = one.status in FIXED and one.filed_at > since if fixed else one.status in OPEN
            if one.private or not fits or not f"{one.category}.".startswith(f"{category}." if category else ""):
                continue
            found[""] += 1
            parts = (one.area or "").split(".")
            found.update({".".join(parts[:n]) for n in range(2, len(parts) + 1)})
    return found


@pytest.mark.parametrize(("asked", "fixed"), [({"keadaan": "belum"}, False), ({"keadaan": "beres"}, True)])
def test_every_number_is_what_the_list_says_of_that_area(
    reader: Citizen, inside: Town, asked: dict[str, str], fixed: bool
) -> None:
    expected, state = by_reading(inside, fixed), asked["keadaan"]
    top = reader.page(f"/peta?keadaan={state}")
    assert total(top) == len(walk(reader, **asked)) == expected[""]
    districts = numbers(top)
    unplaced = sum(int(n) for n in UNPLACED.findall(top))
    assert sum(districts.values()) + unplaced == total(top) and (fixed or unplaced > 0)
    for district, n in districts.items():
        below = reader.page(f"/peta/{district}?keadaan={state}")
        assert n == total(below) == len(walk(reader, **asked, wilayah=district)) == expected[district]
        villages = numbers(below)
        assert villages == {own: expected[own] for own in villages} and sum(villages.values()) == n
    busiest = max((own for own in expected if own.count(".") == 3), key=lambda own: expected[own])
    alone = reader.page(f"/peta/{busiest}?keadaan={state}")
    assert total(alone) == len(walk(reader, **asked, wilayah=busiest)) == expected[busiest] > 0
    assert numbers(alone) == numbers(reader.page(f"/peta/{busiest.rpartition('.')[0]}?keadaan={state}"))


def test_counts_and_lists_agree_on_whatever_is_sought(inside: Town) -> None:
    chance = Random(5)
    with inside.at_work() as here:
        areas = ["", *(area.code for area in here.book.ground.tree), "74.7", "74.72.", "%", "_", "74.72/%"]
        matters = ["", *(one.key for one in here.book.config.categories), "roads", "%", "road_"]
        for _ in range(120):
            sought = Sought(chance.choice([None, True, False]), chance.choice(matters), chance.choice(areas))
            lines, page = [], public_list.newest(here.session, sought, here.book.at)
            lines += page.lines
            while page.following:
                page = public_list.newest(here.session, sought, here.book.at, after=page.following)
                lines += page.lines
            counted = public_list.by_area(here.session, sought, here.book.at)
            assert counted[""] == len(lines), sought
            placed = Counter(line.area for line in lines if line.area)
            assert {own: n for own, n in counted.items() if own.count(".") == 3} == placed, sought


def test_a_category_narrows_numbers_and_reports_and_is_kept_on_the_way_down(reader: Citizen, inside: Town) -> None:
    with inside.at_work() as here:
        category = next(iter(here.book.config.offered(here.book.at))).key
    page = reader.page(f"/peta?kategori={category}")
    expected = by_reading(inside, False, category)
    assert total(page) == expected[""] > 0
    assert all(f"kategori={category}" in path for path, _n in AREA.findall(page))
    for district, n in numbers(page).items():
        assert n == expected[district] == total(reader.page(f"/peta/{district}?kategori={category}"))


def test_a_private_report_changes_nothing_on_any_page(reader: Citizen, inside: Town) -> None:
    village = inside.villages[-1]
    paths = [f"/peta{below}?keadaan={s}" for below in ("", f"/{village}") for s in ("belum", "beres")]
    before = [reader.get(path).text for path in paths]
    assert total(before[2]) == 0, "the smallest place there is, where one more would say it all"
    for private in (True, False):
        with inside.at_work() as here:
            matter = next(iter(here.book.config.offered(here.book.at))).key
            filing = Filing(uuid4().hex, matter, STORY, Place(area=village), private=private)
            file(here.session, here.book, filing, at=clock.now())
            here.session.commit()
        after = [reader.get(path).text for path in paths]
        assert (after == before) is private
    assert total(unescape(after[2])) == 1


def test_another_regions_areas_and_numbers_are_not_here(citizens_gate: Gate, pair: Pair, reader: Citizen) -> None:
    there = Citizen(citizens_gate, pair.left)
    assert not set(numbers(there.page("/peta?keadaan=belum"))) & set(numbers(reader.page("/peta?keadaan=belum")))
    assert reader.get(f"/peta/{pair.left.code}").status_code == 404
    assert there.get(f"/peta/{reader.tenant.code}").status_code == 404


@pytest.mark.parametrize("typed", ["74.72.99", "74", "..%2f..", "%25", "74.72_", "%27%20OR%201=1--", "9" * 5000, "%00"])
def test_an_area_that_is_not_here_has_no_page(reader: Citizen, typed: str) -> None:
    assert reader.get(f"/peta/{typed}").status_code == 404


@pytest.mark.parametrize("typed", ["%", "' OR 1=1--", "<script>alert(1)</script>", "x" * 3000, "\u202e", "semua"])
def test_a_choice_that_is_not_offered_counts_as_none(reader: Citizen, typed: str) -> None:
    answer = reader.get("/peta", query_string={"keadaan": typed, "kategori": typed, "wilayah": typed})
    assert answer.status_code == 200 and "<script>alert" not in answer.text
    assert total(unescape(answer.text)) == total(reader.page("/peta?keadaan=belum"))


def test_the_regions_own_code_shows_the_whole_region(reader: Citizen) -> None:
    page = reader.page(f"/peta/{reader.tenant.code}?keadaan=belum")
    assert numbers(page) == numbers(reader.page("/peta?keadaan=belum"))


def test_a_region_without_reports_and_without_boundaries_has_its_list(runtime: Runtime, citizens_gate: Gate) -> None:
    tenant = settle(runtime, "kota-kosong", "73.72", "KO")
    visitor = Citizen(citizens_gate, tenant)
    empty = visitor.page("/peta?keadaan=belum")
    assert total(empty) == 0 and set(numbers(empty).values()) == {0}
    assert "Batas perkiraan" in empty and "Tidak ada laporan di sini" in empty
    bare = settle(runtime, "kota-polos", "73.73", "KS")
    with owner_transaction(runtime.settings) as connection:
        connection.execute(text(f'UPDATE "{bare.schema}".areas SET geometry = NULL'))
    page = Citizen(citizens_gate, bare).page("/peta")
    assert 'class="regionmap ' not in page and "<details" in page and "open>" in page
    assert len(LISTED.findall(page)) > 1


@pytest.mark.browser
def test_without_a_script_one_goes_down_by_keyboard_and_axe_finds_nothing(
    browser: Browser, port: int, mapped: Tenant, axe: str
) -> None:
    base = f"http://{mapped.host}:{port}"
    view = {"width": 360, "height": 740}
    page = browser.new_context(viewport=view, java_script_enabled=False, base_url=base).new_page()
    page.goto("/peta")
    first = page.locator(".regionmap-area").first
    where = first.get_attribute("href")
    page.locator(".mappage-map .skip").focus()
    page.keyboard.press("Tab")
    assert first.evaluate("area => getComputedStyle(area.querySelector('path')).strokeWidth") == "8px", (
        "the focus shows"
    )
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{where}")
    page.locator(".crumbs a").first.click()
    page.wait_for_url("**/peta")
    page.locator("summary", has_text="Daftar wilayah").click()
    assert page.locator(f'.regionmap-list a[href="{where}"]').is_visible()
    page.context.close()
    page = browser.new_context(viewport=view, bypass_csp=True, base_url=base).new_page()
    for path in ("/peta", str(where)):
        page.goto(path)
        page.evaluate("document.querySelector('.disclose').open = true")
        page.evaluate(axe)
        result = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in result["violations"]] == []
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(OVERFLOW) <= 0
    page.context.close()

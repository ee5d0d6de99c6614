"""The list that everybody may read: only what reporters made public, the newest first, and every line once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from jaki_replica.complaints.actions.filing import file
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.public_list import FIXED, OPEN, PAGE, WINDOW
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.complaints.terms import Filing, Place, Status
from jaki_replica.foundation import clock
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.portal.citizens import STORY, Citizen, Town
from tests.regions import Pair, region

LINK = re.compile(r'<a href="/laporan/([A-Z0-9]+)">')
NEXT = re.compile(r'rel="next" href="([^"]+)"')
FILED = 70
LONG_AGO = "20000101T000000.000000"
STATES = (Status.WAITING, Status.IN_PROGRESS, Status.CLOSED, Status.RESOLVED, Status.REFERRED, Status.REJECTED)


@pytest.fixture(scope="module")
def listed(runtime: Runtime) -> Tenant:
    """A region of its own with complaints of all kinds, two of three public, one in a while for half a year."""
    tenant = create_region(runtime, Onboarding(region("kota-daftar", "74.71", "KD"), actor="test"))
    runtime.registry.refresh()
    chance = Random(7)
    with runtime.scope_of(tenant) as entered:
        book = Rulebooks().of(runtime, entered)
        villages, offered = book.ground.tree.at_level(4), list(book.config.offered(book.at))
        for i in range(FILED):
            place = Place(area=chance.choice(villages).code, landmark=f"Patokan rahasia {i}")
            filing = Filing(uuid4().hex, chance.choice(offered).key, STORY, place, private=i % 3 == 0)
            number = file(entered.session, book, filing, at=clock.now() - timedelta(days=2 * i, minutes=i)).number
            changed = {"status": chance.choice(STATES)}
            entered.session.execute(update(Complaint).where(Complaint.number == number).values(changed))
        entered.session.commit()
    return tenant


@pytest.fixture
def reader(citizens_gate: Gate, listed: Tenant) -> Citizen:
    """Somebody who reads the list."""
    return Citizen(citizens_gate, listed)


@pytest.fixture
def inside(runtime: Runtime, listed: Tenant, rulebooks: Rulebooks) -> Town:
    """The region from the inside."""
    return Town(runtime, listed, rulebooks)


def walk(reader: Citizen, **asked: str) -> list[str]:
    """The numbers on all pages."""
    return [number for page in pages(reader, **asked) for number in page]


def pages(reader: Citizen, **asked: str) -> Iterator[list[str]]:
    path = f"/laporan-warga?{urlencode(asked)}"
    while path:
        text = reader.page(path)
        yield LINK.findall(text)
        found = NEXT.search(text)
        path = found[1] if found else ""


def by_reading(town: Town, *, fixed: bool | None = None, category: str = "", area: str = "") -> list[str]:
    """What a list must hold, from every row of the table."""
    with town.at_work() as here:
        rows = here.session.scalars(select(Complaint).order_by(Complaint.filed_at.desc())).all()
        since = clock.now() - WINDOW
        return [
            one.number
            for one in rows
            if not one.private
            and (fixed is False or one.filed_at > since)
            and (fixed is None or one.status in (FIXED if fixed else OPEN))
            and (not category or one.category == category or one.category.startswith(f"{category}."))
            and (not area or f"{one.area}.".startswith(f"{area}."))
        ]


def test_everything_public_is_listed_once_the_newest_first_and_nothing_else(reader: Citizen, inside: Town) -> None:
    expected = by_reading(inside)
    found = list(pages(reader))
    assert [len(page) for page in found] == [PAGE] * (len(expected) // PAGE) + [len(expected) % PAGE]
    assert [number for page in found for number in page] == expected
    assert len(expected) < FILED * 2 // 3, "some are private, some too old"


def test_what_is_still_open_is_listed_however_old_it_is_and_what_was_rejected_is_not(
    reader: Citizen, inside: Town
) -> None:
    old = set(by_reading(inside, fixed=False)) - set(by_reading(inside))
    assert old and old <= set(walk(reader, keadaan="belum"))
    assert not {inside.complaint(number).status for number in walk(reader, keadaan="belum")} & {"rejected", "closed"}


def test_nothing_of_the_reporter_his_words_or_the_place_is_in_the_list(reader: Citizen) -> None:
    text = reader.page("/laporan-warga")
    assert STORY not in text and "Patokan rahasia" not in text


@pytest.mark.parametrize(("key", "fixed"), [("", None), ("belum", False), ("beres", True), ("apa saja", None)])
def test_the_list_is_narrowed_by_state(reader: Citizen, inside: Town, key: str, fixed: bool | None) -> None:
    assert walk(reader, keadaan=key) == by_reading(inside, fixed=fixed)


def test_the_list_is_narrowed_by_category_and_area(reader: Citizen, inside: Town) -> None:
    with inside.at_work() as here:
        matters = [one.key for one in here.book.config.categories]
        places = [one.code for one in here.book.ground.tree.children(here.book.config.identity.code)]
    found = 0
    for matter in ["", *matters]:
        for place in ["", *places]:
            expected = by_reading(inside, category=matter, area=place)
            assert walk(reader, kategori=matter, wilayah=place) == expected, (matter, place)
            found += len(expected)
    assert found > 3 * len(by_reading(inside))


def test_the_list_is_narrowed_to_a_smallest_area_as_well(reader: Citizen, inside: Town) -> None:
    places = {code: by_reading(inside, area=code) for code in inside.villages}
    place, expected = max(places.items(), key=lambda one: len(one[1]))
    assert expected and walk(reader, wilayah=place) == expected
    assert f'value="{place}" selected' in reader.page(f"/laporan-warga?wilayah={place}")


def test_a_complaint_filed_while_somebody_reads_on_shifts_no_line(reader: Citizen, inside: Town) -> None:
    expected = by_reading(inside)
    reading = pages(reader)
    first = next(reading)
    with inside.at_work() as here:
        village = here.book.ground.tree.at_level(4)[0].code
        matter = next(iter(here.book.config.offered(here.book.at))).key
        filing = Filing(uuid4().hex, matter, STORY, Place(area=village), private=False)
        number = file(here.session, here.book, filing, at=clock.now()).number
        here.session.commit()
    assert [*first, *(one for page in reading for one in page)] == expected
    assert walk(reader) == [number, *expected]


@pytest.mark.parametrize(
    "key", ["x", "20260101T000000.000000-", "20260101T000000.000000-zz", "99999999T000000.0-" + 32 * "a"]
)
def test_an_address_that_was_tampered_with_leads_nowhere(reader: Citizen, key: str) -> None:
    assert reader.get(f"/laporan-warga?sesudah={key}").status_code == 404


def test_another_regions_list_knows_nothing_of_them(citizens_gate: Gate, pair: Pair, reader: Citizen) -> None:
    there = set(walk(Citizen(citizens_gate, pair.right)))
    assert not there & set(walk(reader))


def test_what_is_sought_in_vain_leads_on(reader: Citizen) -> None:
    text = reader.page(f"/laporan-warga?sesudah={LONG_AGO}-" + 32 * "0")
    assert "Tidak ada laporan yang cocok" in text and 'href="/lapor"' in text

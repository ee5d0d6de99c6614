"""An official sees where the place of a complaint came from, and which other source speaks of another place."""

from __future__ import annotations

import re

from jaki_replica.complaints.terms import Action, Place, Point, Role
from tests.desk.office import LURAH, Office, words


def told(office: Office, number: str, language: str = "id") -> str:
    """What the case page says of the sources."""
    lurah = office.sign_in(LURAH)
    lurah.get(f"/meja?bahasa={language}")
    page = lurah.case(number).text
    return words(page.split('id="asal-tempat"')[1].split("</section>")[0])


def centre(office: Office) -> Point:
    village = office.village
    assert village.lat is not None
    assert village.lon is not None
    return Point(village.lat, village.lon)


def test_a_photo_from_another_area_is_marked_with_its_distance_and_its_area(office: Office) -> None:
    here, other = centre(office), office.elsewhere
    assert other.lat is not None
    assert other.lon is not None
    place = Place(device=Point(here.lat, here.lon, 12.4), photo=Point(other.lat, other.lon))
    said = told(office, office.file(place=place))
    assert "Dipakai: posisi ponsel pelapor (±12 m)" in said
    with office.at_work() as at:
        area = at.book.organisation.places[other.code].full_name
    assert re.search(rf"Titik di foto [\d.,]+ km dari titik laporan, {re.escape(area)}, .*Berbeda", said), said


def test_a_photo_beside_the_point_agrees_and_one_beyond_300_metres_does_not(office: Office) -> None:
    here = centre(office)
    near = Place(pin=here, photo=Point(here.lat + 0.0009, here.lon))
    assert re.search(r"Titik di foto 100 m dari titik laporan, .*Cocok", told(office, office.file(place=near)))
    far = Place(pin=here, photo=Point(here.lat + 0.0032, here.lon))
    assert re.search(r"Titik di foto 350 m dari titik laporan, .*Berbeda", told(office, office.file(place=far)))


def test_a_phone_that_was_rough_does_not_contradict_a_pin_within_its_circle(office: Office) -> None:
    here = centre(office)
    rough = Place(pin=here, device=Point(here.lat + 0.0045, here.lon, 900.0))
    said = told(office, office.file(place=rough))
    assert re.search(r"Posisi ponsel pelapor \(±900 m\) 500 m dari titik laporan, .*Cocok", said), said


def test_without_a_point_the_chosen_area_is_named_and_a_photo_elsewhere_marked(office: Office) -> None:
    other = office.elsewhere
    assert other.lat is not None
    assert other.lon is not None
    by_name = Place(area=office.village.code, photo=Point(other.lat, other.lon))
    said = told(office, office.file(place=by_name))
    with office.at_work() as at:
        chosen = at.book.organisation.places[office.village.code].full_name
    assert f"Dipakai: wilayah yang dipilih pelapor, tanpa titik {chosen}" in said
    assert "Berbeda" in said and "dari titik laporan" not in said
    assert "Used: the area the reporter chose, without a point" in told(office, office.file(place=by_name), "en")


def test_a_photo_from_outside_the_region_says_so(office: Office) -> None:
    said = told(office, office.file(place=Place(pin=centre(office), photo=Point(51.5, 0.1))))
    assert "di luar wilayah pemerintah ini" in said and "Berbeda" in said


def test_an_area_that_was_corrected_since_is_marked_at_what_was_used(office: Office) -> None:
    number = office.file()
    office.act(number, Action.START, Role.OWNER, LURAH)
    with office.at_work() as at:
        siblings = [a for a in at.book.ground.tree.children(office.village.parent) if a.code != office.village.code]
    assert "Berbeda" not in told(office, number)
    office.act(number, Action.RELOCATE, Role.OWNER, LURAH, text="Seberang jalan", data={"area": siblings[0].code})
    page = office.sign_in("camat").case(number).text
    assert "Berbeda" in page.split('id="asal-tempat"')[1].split("</section>")[0]


def test_citizens_see_nothing_of_it(other_office: Office) -> None:
    place = Place(pin=centre(other_office), photo=Point(51.5, 0.1))
    number = other_office.file(place=place, private=False)
    page = other_office.sign_in(LURAH).get(f"/laporan/{number}").text
    assert "Titik di foto" not in page and "asal-tempat" not in page and "51.5" not in page

"""What a boundary file must fulfil: every fault with its feature and a remedy, all of them at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from jaki_replica.areas.actions import check_file
from jaki_replica.areas.terms import ImportReport
from jaki_replica.foundation.errors import Invalid
from tests.areas import files
from tests.areas.files import CITY, feature, geojson, square

CODES = files.village_codes(6)
FIRST = CODES[0]


def judged(folder: Path, *features: object) -> ImportReport:
    return check_file(CITY, geojson(folder, features))


def faults(report: ImportReport) -> list[tuple[str, str]]:
    assert all(fault.remedy for fault in report.faults)
    return [(fault.field, fault.message) for fault in report.faults]


def test_a_good_file_is_accepted_with_its_counts(tmp_path: Path) -> None:
    report = judged(tmp_path, *[feature(code) for code in CODES])
    assert report.accepted
    assert (report.features, report.polygons_per_level, report.vertices) == (6, {4: 6}, 30)
    assert len(report.missing) == 54 - 6
    assert not report.unknown
    assert (report.overlap_count, report.gap_count) == (0, 0)


@pytest.mark.parametrize(
    ("properties", "says"),
    [
        ({}, "no code"),
        ({"code": ""}, "no code"),
        ({"code": None}, "no code"),
        ({"code": "33.72.1"}, "33.72.1"),
        ({"code": "Pajang"}, "Pajang"),
        ({"code": ["33"]}, "no code"),
        ({"code": "11.71.01.2001"}, "another region"),
        ({"code": "33"}, "another region"),
        ({"code": "33.73.01.1001"}, "another region"),
        ({"code": FIRST, "level": 3}, "level"),
        ({"code": FIRST, "name": "x" * 200}, "name"),
        ({"code": FIRST, "name": "a\u202eb"}, "name"),
        ({"code": "33.72.01.9999"}, "unknown code without a name"),
        ({"code": "33.72.99.1001", "name": "Baru"}, "33.72.99"),
    ],
)
def test_a_feature_that_is_no_area_of_the_region_is_refused(
    tmp_path: Path, properties: dict[str, object], says: str
) -> None:
    bad = {**feature(FIRST), "properties": properties}
    report = judged(tmp_path, feature(CODES[1]), bad)
    ((place, message),) = faults(report)
    assert place.startswith("feature 2")
    assert says in message


@pytest.mark.parametrize(
    "properties",
    [
        {"code": FIRST},
        {"KODE": FIRST.replace(".", "")},
        {"kdepum": FIRST, "WADMKD": "Pajang"},
        {"Kode_Desa": int(FIRST.replace(".", ""))},
        {"kode": float(FIRST.replace(".", ""))},
        {"id": f" {FIRST} "},
    ],
)
def test_codes_are_read_from_the_columns_that_offices_use(tmp_path: Path, properties: dict[str, object]) -> None:
    report = judged(tmp_path, {**feature(FIRST), "properties": properties})
    assert report.accepted
    assert FIRST not in report.missing


def test_swapped_axes_are_named(tmp_path: Path) -> None:
    swapped = [[lat, lon] for lon, lat in square(FIRST)]
    report = judged(tmp_path, feature(FIRST, swapped))
    assert faults(report) == [(f"feature 1 ({FIRST})", "has its axes swapped: latitude stands before longitude")]
    assert "longitude before latitude" in report.faults[0].remedy


def test_projected_coordinates_are_named(tmp_path: Path) -> None:
    report = judged(tmp_path, feature(FIRST, files.utm_like(square(FIRST))))
    assert "in metres" in report.faults[0].message
    assert "EPSG:4326" in report.faults[0].remedy


def test_an_area_far_from_its_region_is_refused_with_both_places(tmp_path: Path) -> None:
    moved = [[lon + 5, lat] for lon, lat in square(FIRST)]
    ((_, message),) = faults(judged(tmp_path, feature(FIRST, moved)))
    assert "115." in message
    assert "the region lies at" in message


def test_a_bow_tie_is_refused_with_its_place(tmp_path: Path) -> None:
    (west, south), _, (east, north), *_ = square(FIRST)
    bow = [[west, south], [east, north], [east, south], [west, north], [west, south]]
    report = judged(tmp_path, feature(CODES[1]), feature(FIRST, bow))
    ((place, message),) = faults(report)
    assert place == f"feature 2 ({FIRST})"
    middle = f"longitude {(west + east) / 2:.5f}, latitude {(south + north) / 2:.5f}"
    assert message == f"is not a valid polygon: self-intersection at {middle}"
    assert "Fix geometries" in report.faults[0].remedy


def test_one_code_twice_is_refused_with_both_places(tmp_path: Path) -> None:
    assert faults(judged(tmp_path, feature(FIRST), feature(CODES[1]), feature(FIRST))) == [
        (f"feature 3 ({FIRST})", "has the same code as feature 1")
    ]


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    swapped = [[lat, lon] for lon, lat in square(CODES[2])]
    report = judged(
        tmp_path,
        feature(CODES[0]),
        {"type": "Feature", "properties": {"code": CODES[1]}, "geometry": None},
        feature(CODES[2], swapped),
        feature("18.71.01.1001", square(CODES[3])),
        "no feature at all",
        feature(CODES[0]),
    )
    assert [place.split(" (")[0] for place, _ in faults(report)] == [f"feature {number}" for number in range(2, 7)]


def test_one_mistake_in_every_feature_does_not_fill_the_screen(tmp_path: Path) -> None:
    every = files.village_codes(54)
    report = judged(tmp_path, *[feature(code, [[lat, lon] for lon, lat in square(code)]) for code in every])
    assert len(report.faults) == 21
    assert "34 more" in report.faults[-1].message
    assert every[-1] in report.faults[-1].field


def test_a_new_village_under_a_known_kecamatan_is_taken_and_told(tmp_path: Path) -> None:
    new = "33.72.01.1099"
    report = judged(tmp_path, feature(new, square(FIRST), name="Kelurahan Baru"))
    assert report.accepted
    assert report.unknown == (new,)


def test_other_names_and_displaced_areas_are_told(tmp_path: Path) -> None:
    far = [[lon + 0.1, lat] for lon, lat in square(CODES[1])]
    report = judged(tmp_path, feature(FIRST, name="Nama Lain"), feature(CODES[1], far))
    assert report.accepted
    assert report.renamed == (FIRST,)
    ((code, distance),) = [(one.code, one.distance_m) for one in report.displaced]
    assert code == CODES[1]
    assert distance == pytest.approx(11_000, abs=200)


def test_overlaps_are_told_by_pair_with_their_ground(tmp_path: Path) -> None:
    half = files.HALF
    moved = [[lon + half, lat] for lon, lat in square(FIRST)]
    report = judged(tmp_path, feature(FIRST), feature("33.72.01.1098", moved, name="Baru"))
    assert report.overlap_count == 1
    (overlap,) = report.overlaps
    assert overlap.codes == (FIRST, "33.72.01.1098")
    assert overlap.km2 == pytest.approx(0.0055 * 1.11, rel=0.05)
    assert shapely.Polygon(square(FIRST)).contains(shapely.Point(overlap.lon, overlap.lat))


def test_gaps_are_told_with_those_around_them(tmp_path: Path) -> None:
    shape = shapely.Polygon(square(FIRST))
    x, y = shape.centroid.coords[0]
    hole = shapely.box(x - 0.0002, y - 0.0002, x + 0.0002, y + 0.0002)
    left, right = shapely.box(x - 1, y - 1, x, y + 1), shapely.box(x, y - 1, x + 1, y + 1)
    ringed = shape.difference(hole)
    halves = [list(ringed.intersection(side).exterior.coords) for side in (left, right)]
    report = judged(tmp_path, feature(FIRST, halves[0]), feature("33.72.01.1098", halves[1], name="Baru"))
    assert report.gap_count == 1
    assert report.gaps[0].codes == (FIRST, "33.72.01.1098")
    assert report.gaps[0].km2 == pytest.approx(0.0444**2, rel=0.05)


def test_slivers_below_a_hundred_square_metres_are_not_told(tmp_path: Path) -> None:
    moved = [[lon + 2 * files.HALF - 0.000001, lat] for lon, lat in square(FIRST)]
    assert judged(tmp_path, feature(FIRST), feature("33.72.01.1098", moved, name="Baru")).overlap_count == 0


def test_thousands_of_areas_on_one_spot_are_refused_and_do_not_fill_memory(tmp_path: Path) -> None:
    pile = [feature(f"33.72.01.{number}", square(FIRST), name="Tumpuk") for number in range(2001, 5001)]
    with pytest.raises(Invalid) as caught:
        judged(tmp_path, *pile)
    assert "on top of each other" in caught.value.faults[0].message


def test_the_report_is_plain_enough_for_json(tmp_path: Path) -> None:
    moved = [[lon + files.HALF, lat] for lon, lat in square(FIRST)]
    report = judged(tmp_path, feature(FIRST), feature("33.72.01.1098", moved, name="Baru"))
    assert json.loads(json.dumps(report.as_plain()))["overlaps"][0]["codes"] == [FIRST, "33.72.01.1098"]


def test_a_file_with_upper_levels_counts_each(tmp_path: Path) -> None:
    report = judged(tmp_path, feature(FIRST), feature(FIRST[:8], square(FIRST)), feature(CITY, square(FIRST)))
    assert report.polygons_per_level == {2: 1, 3: 1, 4: 1}
    assert report.overlap_count == 0

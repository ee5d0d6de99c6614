"""Boundary files as strangers make them: every format read alike, and every bad file refused with place and remedy."""

from __future__ import annotations

import gzip
import sqlite3
import zipfile
from pathlib import Path

import pytest
import shapely

from jaki_replica.areas.reading import read
from jaki_replica.areas.reading.limits import Limits
from jaki_replica.areas.terms import RawFeature
from jaki_replica.foundation.errors import Invalid
from tests.areas import files

CODES = files.village_codes(5)


def refused(path: Path, limits: Limits | None = None) -> str:
    """All that the refusal of this file says, on one line; every fault has a remedy."""
    with pytest.raises(Invalid) as caught:
        read(path, limits or Limits())
    assert caught.value.faults
    assert all(fault.remedy for fault in caught.value.faults)
    return " ".join(str(fault) for fault in caught.value.faults)


def written(folder: Path, content: bytes, name: str = "areas.geojson") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def shapes(features: tuple[RawFeature, ...]) -> list[shapely.Geometry]:
    assert all(one.shape is not None and one.fault is None for one in features)
    return [one.shape for one in features if one.shape is not None]


@pytest.fixture
def every_format(tmp_path: Path) -> dict[str, Path]:
    """The same five areas in each format."""
    plain = files.geojson(tmp_path, [files.feature(code) for code in CODES])
    packed = tmp_path / "areas.geojson.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    return {
        "geojson": plain,
        "gzip": packed,
        "shapefile": files.shapefile_zip(tmp_path, CODES, inside="folder/"),
        "geopackage": files.geopackage(tmp_path, CODES),
    }


def test_every_format_gives_the_same_shapes(every_format: dict[str, Path]) -> None:
    found = {name: shapes(read(path)) for name, path in every_format.items()}
    for name, drawn in found.items():
        assert len(drawn) == 5, name
        for one, expected in zip(drawn, found["geojson"], strict=True):
            assert one.equals(expected), name


def test_the_format_is_told_by_the_content_not_by_the_name(every_format: dict[str, Path], tmp_path: Path) -> None:
    for path in every_format.values():
        disguised = tmp_path / "areas.txt"
        disguised.write_bytes(path.read_bytes())
        assert len(read(disguised)) == 5


def test_a_shapefiles_hole_goes_to_the_part_around_it(tmp_path: Path) -> None:
    (found,) = read(files.holed_shapefile(tmp_path, CODES[0]))
    assert found.fault is None
    assert isinstance(found.shape, shapely.MultiPolygon)
    assert [len(part.interiors) for part in found.shape.geoms] == [1, 0]
    assert found.properties["kode"] == CODES[0].replace(".", "")


def test_an_open_ring_is_closed_and_heights_are_left_out_and_both_are_told(tmp_path: Path) -> None:
    ring = [[*place, 12.5] for place in files.square(CODES[0])[:-1]]
    (found,) = read(files.geojson(tmp_path, [files.feature(CODES[0], ring)]))
    assert found.shape is not None
    assert found.shape.equals(shapely.Polygon(files.square(CODES[0])))
    assert len(found.repairs) == 2


@pytest.mark.parametrize("declared", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"])
def test_degrees_may_be_declared(tmp_path: Path, declared: str) -> None:
    crs = {"type": "name", "properties": {"name": declared}}
    assert len(read(files.geojson(tmp_path, [files.feature(CODES[0])], crs=crs))) == 1


@pytest.mark.parametrize(
    "declared", ["EPSG:32749", "urn:ogc:def:crs:EPSG::3857", "EPSG:23830", "x" * 999, "EPSG:43260"]
)
def test_another_declared_reference_system_is_refused(tmp_path: Path, declared: str) -> None:
    crs = {"type": "name", "properties": {"name": declared}}
    said = refused(files.geojson(tmp_path, [files.feature(CODES[0])], crs=crs))
    assert "EPSG:4326" in said
    assert declared[:60] in said


def test_a_crs_that_names_nothing_is_refused(tmp_path: Path) -> None:
    assert "does not say" in refused(files.geojson(tmp_path, [files.feature(CODES[0])], crs={"type": "link"}))


def test_a_shapefile_without_prj_is_refused_with_a_remedy(tmp_path: Path) -> None:
    said = refused(files.shapefile_zip(tmp_path, CODES, prj=None))
    assert ".prj" in said
    assert "EPSG:4326" in said


@pytest.mark.parametrize("prj", [files.UTM49S, "", "nonsense", 'GEOGCS["GCS_Batavia",DATUM["D_Batavia"]]'])
def test_a_shapefile_in_another_projection_is_refused(tmp_path: Path, prj: str) -> None:
    assert "EPSG:4326" in refused(files.shapefile_zip(tmp_path, CODES, prj=prj))


@pytest.mark.parametrize("name", ["GCS_WGS_1984", "WGS 84", "DGN95", "SRGI2013"])
def test_the_nations_own_datums_count_as_wgs84(tmp_path: Path, name: str) -> None:
    assert len(read(files.shapefile_zip(tmp_path, CODES, prj=f'GEOGCS["{name}",DATUM["D"]]'))) == 5


def test_a_geopackage_in_another_projection_is_refused(tmp_path: Path) -> None:
    assert "EPSG:32749" in refused(files.geopackage(tmp_path, CODES, epsg=32749))


def test_a_geopackage_with_two_layers_is_refused(tmp_path: Path) -> None:
    assert "2 layers" in refused(files.geopackage(tmp_path, CODES, layers=2))


def test_a_geopackage_whose_layer_is_an_endless_view_is_refused(tmp_path: Path) -> None:
    assert "no layer" in refused(files.geopackage(tmp_path, CODES, view=True))


def test_a_geopackage_with_damaged_shapes_says_which(tmp_path: Path) -> None:
    path = files.geopackage(tmp_path, CODES)
    source = sqlite3.connect(path)
    source.execute("UPDATE \"desa 0\" SET geom = x'47500001E6100000010300000001000000FFFFFFFF' WHERE fid = 2")
    source.execute('UPDATE "desa 0" SET geom = NULL WHERE fid = 3')
    source.execute("UPDATE \"desa 0\" SET geom = 'text' WHERE fid = 4")
    source.commit()
    source.close()
    found = read(path)
    assert [one.number for one in found if one.fault] == [2, 3, 4]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"hello", "line 1, column 1"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'{"type": "FeatureCollection", "features": [', "line 1"),
        (b'{"type": "Topology", "objects": {}}', "FeatureCollection"),
        (b"[1, 2]", "FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "no features"),
        (b"[" * 5_000 + b"]" * 5_000, "nested"),
        (b'{"type": "FeatureCollection", "features": [' + b"9" * 5_000 + b"]}", "endless numbers"),
        (b"\x1f\x8b" + b"\x00" * 30, "gzip"),
        (gzip.compress(b"x" * 99_999)[:-20], "gzip"),
        (b"PK\x03\x04" + b"\x00" * 30, "zip"),
        (b"SQLite format 3\x00" + b"\xff" * 4_000, "GeoPackage"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_boundary_file_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    assert says in refused(written(tmp_path, content))


def test_a_path_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    assert "does not exist" in refused(tmp_path / "none.geojson")
    assert "no file" in refused(tmp_path)


def test_a_zip_must_hold_one_whole_shapefile(tmp_path: Path) -> None:
    whole = files.shapefile_zip(tmp_path, CODES)
    with zipfile.ZipFile(whole) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    def zipped(**members: bytes) -> Path:
        path = tmp_path / "other.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name.replace("_", "."), content)
        return path

    assert "no .shp" in refused(zipped(readme_txt=b"hello"))
    assert "2 .shp" in refused(zipped(a_shp=b"", b_shp=b""))
    assert ".dbf" in refused(zipped(a_shp=parts["areas.shp"], a_prj=parts["areas.prj"]))
    broken = zipped(a_shp=parts["areas.shp"][:150], a_dbf=parts["areas.dbf"], a_prj=parts["areas.prj"])
    assert "damaged" in refused(broken)


def test_a_gzip_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    bomb = written(tmp_path, gzip.compress(b" " * 50_000_000))
    assert bomb.stat().st_size < 100_000
    assert "unpacks to more than 10 MB" in refused(bomb, Limits(unpacked_bytes=10 * 2**20))


def test_a_zip_bomb_stops_at_the_limit_whatever_it_declares(tmp_path: Path) -> None:
    path = files.shapefile_zip(tmp_path, CODES)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content + (b"\x00" * 50_000_000 if name.endswith(".shp") else b""))
    assert "unpacks to more than 10 MB" in refused(bomb, Limits(unpacked_bytes=10 * 2**20))


def test_a_zip_with_thousands_of_members_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(300):
            archive.writestr(f"{number}.txt", b"")
    assert "more than 200 files" in refused(path)


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (Limits(vertices=12), "12 vertices"),
        (Limits(features=4), "4 features"),
        (Limits(rings=3), "3 rings"),
        (Limits(file_bytes=100), "larger than"),
    ],
)
def test_each_limit_holds_in_each_format(every_format: dict[str, Path], limits: Limits, says: str) -> None:
    for path in every_format.values():
        assert says in refused(path, limits)


def test_a_flood_of_vertices_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    ring = "[" + ",".join(["[110.8,-7.5]"] * 2_000_000) + "]"
    text = '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":['
    assert "vertices" in refused(written(tmp_path, (text + ring + "]}}]}").encode()), Limits(vertices=500_000))


@pytest.mark.parametrize(
    ("geometry", "says"),
    [
        (None, "no geometry"),
        ({"type": "Point", "coordinates": [1, 2]}, "Point"),
        ({"type": "GeometryCollection", "geometries": []}, "GeometryCollection"),
        ({"type": "Polygon"}, "no coordinates"),
        ({"type": "Polygon", "coordinates": [[]]}, "list of positions"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, "fewer than three"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}, "two numbers"),
        ({"type": "Polygon", "coordinates": [[[1], [2], [3], [4]]]}, "two numbers"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1], [2, 2], [0, 0]]]}, "different lengths"),
        ({"type": "Polygon", "coordinates": [[[True, False]] * 4]}, "two numbers"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [0, float("nan")], [1, 1], [0, 0]]]}, "point 2"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [float("inf"), 1], [0, 0]]]}, "point 3"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [0, 10**400], [1, 1], [0, 0]]]}, "two numbers"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "without rings"),
        ({"type": "MultiPolygon", "coordinates": [[[0, 0]]]}, "two numbers"),
        ("POLYGON ((0 0))", "no geometry"),
    ],
)
def test_a_shape_that_cannot_be_built_says_why(tmp_path: Path, geometry: object, says: str) -> None:
    text = {"type": "Feature", "properties": {"code": CODES[0]}, "geometry": geometry}
    (found,) = read(files.geojson(tmp_path, [text]))
    assert found.fault is not None
    assert says in found.fault

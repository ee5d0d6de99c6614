"""Makes boundary files, good and bad, around the real points of a real city."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import shapefile
import shapely

from jaki_replica.areas import facts

CITY = "33.72"
WGS84 = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]'
UTM49S = 'PROJCS["WGS_1984_UTM_Zone_49S",GEOGCS["GCS_WGS_1984"],PROJECTION["Transverse_Mercator"]]'
HALF = 0.0005


@cache
def points(region: str) -> dict[str, tuple[float, float]]:
    """The known points of a region by code."""
    return {unit.code: unit.point for unit in facts.units_of(region) if unit.point is not None}


def village_codes(count: int, region: str = CITY) -> list[str]:
    """The first few villages of a region."""
    return [code for code in points(region) if code.count(".") == 3][:count]


def square(code: str, region: str = CITY) -> list[list[float]]:
    """A closed clockwise ring of about 110 m around the village's point."""
    lat, lon = points(region)[code]
    west, east, south, north = lon - HALF, lon + HALF, lat - HALF, lat + HALF
    return [[west, south], [west, north], [east, north], [east, south], [west, south]]


def feature(code: str, ring: object = None, **properties: object) -> dict[str, object]:
    """A GeoJSON feature, by default with the square of its code."""
    rings = [square(code) if ring is None else ring]
    return {
        "type": "Feature",
        "properties": {"code": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": rings},
    }


def collection(features: Sequence[object], **members: object) -> str:
    """The text of a FeatureCollection."""
    return json.dumps({"type": "FeatureCollection", "features": list(features), **members})


def geojson(folder: Path, features: Sequence[object], **members: object) -> Path:
    """A GeoJSON file."""
    path = folder / "areas.geojson"
    path.write_text(collection(features, **members), encoding="utf-8")
    return path


def shapefile_zip(folder: Path, codes: Sequence[str], *, prj: str | None = WGS84, inside: str = "") -> Path:
    """A zipped shapefile with the squares of these codes, in columns as the national base map names them."""
    parts = {end: io.BytesIO() for end in (".shp", ".shx", ".dbf")}
    writer = shapefile.Writer(shp=parts[".shp"], shx=parts[".shx"], dbf=parts[".dbf"], shapeType=shapefile.POLYGON)
    writer.field("KDEPUM", "C", 13)
    writer.field("WADMKD", "C", 50)
    for code in codes:
        writer.poly([square(code)])
        writer.record(code, f"Desa {code[-4:]}")
    writer.close()
    path = folder / "areas.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for end, content in parts.items():
            archive.writestr(f"{inside}areas{end}", content.getvalue())
        if prj is not None:
            archive.writestr(f"{inside}areas.prj", prj)
    return path


def holed_shapefile(folder: Path, code: str) -> Path:
    """A zipped shapefile of one area in two parts, the first with a hole."""
    (west, south), _, (east, north), *_ = square(code)
    middle = (west + east) / 2
    quarter = (east - west) / 8
    outer = [[west, south], [west, north], [middle, north], [middle, south], [west, south]]
    hole = [
        [west + quarter, south + quarter],
        [west + 2 * quarter, south + quarter],
        [west + 2 * quarter, south + 2 * quarter],
        [west + quarter, south + 2 * quarter],
        [west + quarter, south + quarter],
    ]
    other = [[middle + quarter, south], [middle + quarter, north], [east, north], [east, south]]
    other.append(other[0])
    parts = {end: io.BytesIO() for end in (".shp", ".shx", ".dbf")}
    writer = shapefile.Writer(shp=parts[".shp"], shx=parts[".shx"], dbf=parts[".dbf"], shapeType=shapefile.POLYGON)
    writer.field("kode", "C", 13)
    writer.poly([outer, hole, other])
    writer.record(code.replace(".", ""))
    writer.close()
    path = folder / "holed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for end, content in parts.items():
            archive.writestr(f"areas{end}", content.getvalue())
        archive.writestr("areas.prj", WGS84)
    return path


def geopackage(folder: Path, codes: Sequence[str], *, epsg: int = 4326, layers: int = 1, view: bool = False) -> Path:
    """A GeoPackage with the squares of these codes."""
    path = folder / "areas.gpkg"
    source = sqlite3.connect(path)
    source.executescript("""
        CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT,
            organization_coordsys_id INTEGER, definition TEXT);
        CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
        CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER);
    """)
    source.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, 'EPSG', ?, '')", (f"EPSG:{epsg}", epsg, epsg))
    for layer in range(layers):
        table = f"desa {layer}"
        source.execute("INSERT INTO gpkg_contents VALUES (?, 'features', ?)", (table, epsg))
        source.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POLYGON', ?)", (table, epsg))
        if view:
            source.execute(
                f'CREATE VIEW "{table}" AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)'
                " SELECT i AS fid, NULL AS geom FROM n"
            )
            continue
        source.execute(f'CREATE TABLE "{table}" (fid INTEGER PRIMARY KEY, geom BLOB, kode TEXT, nama TEXT)')
        for code in codes:
            header = b"GP\x00\x01" + struct.pack("<i", epsg)
            blob = header + shapely.to_wkb(shapely.Polygon(square(code)), byte_order=1)
            source.execute(f'INSERT INTO "{table}" (geom, kode, nama) VALUES (?, ?, ?)', (blob, code, f"Desa {code}"))
    source.commit()
    source.close()
    return path


def utm_like(ring: list[list[float]]) -> list[list[float]]:
    """A ring in metres, as a UTM export has it."""
    return [[480_000 + (x - 110) * 110_000, 9_160_000 + (y + 7) * 110_000] for x, y in ring]

"""Reads a GeoPackage (OGC 12-128r19), which is an SQLite file, with everything in it that could run switched off."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from jaki_replica.areas.reading.limits import Limits
from jaki_replica.areas.reading.opening import refuse
from jaki_replica.areas.reading.reference import check_epsg, no_reference
from jaki_replica.areas.reading.rings import Tally, Unbuildable, from_wkb
from jaki_replica.areas.terms import RawFeature

_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_STEPS = 20_000_000
_REMEDY = "Export one layer of areas as GeoPackage."
_LAYERS = """
    SELECT g.table_name, g.column_name, g.srs_id, s.organization, s.organization_coordsys_id, s.srs_name
    FROM gpkg_geometry_columns g
    JOIN gpkg_contents c ON c.table_name = g.table_name AND c.data_type = 'features'
    JOIN sqlite_master m ON m.name = g.table_name AND m.type = 'table'
    LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
"""


def read_geopackage(path: Path, limits: Limits) -> tuple[RawFeature, ...]:
    """The features of the one layer in a GeoPackage; raises Invalid where there is none or several."""
    try:
        with closing(_opened(path, limits)) as source:
            table, column = _layer(source)
            rows = source.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608 - a name cannot be bound; it is quoted
            names = [str(described[0]) for described in rows.description]
            tally = Tally(limits)
            return tuple(_feature(dict(zip(names, row, strict=True)), column, tally) for row in rows)
    except (sqlite3.Error, ValueError, OverflowError, MemoryError) as error:
        raise refuse("file", "is a damaged GeoPackage", _REMEDY) from error


def _opened(path: Path, limits: Limits) -> sqlite3.Connection:
    source = sqlite3.connect(path.resolve().as_uri() + "?mode=ro&immutable=1", uri=True)
    source.text_factory = lambda found: found.decode("utf-8", "replace")
    source.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, min(limits.unpacked_bytes, 64 * 2**20))
    source.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, 500)
    steps = iter(range(_STEPS // 1000))
    source.set_progress_handler(lambda: next(steps, None) is None, 1000)
    source.execute("PRAGMA trusted_schema = OFF")
    return source


def _layer(source: sqlite3.Connection) -> tuple[str, str]:
    layers = source.execute(_LAYERS).fetchmany(100)
    if len(layers) != 1:
        named = ", ".join(str(layer[0])[:40] for layer in layers[:5])
        held = f"{len(layers)} layers ({named})" if layers else "no layer of features"
        raise refuse("file", f"holds {held}, not one", _REMEDY)
    table, column, srs_id, organization, epsg, name = layers[0]
    place = f"layer {str(table)[:80]}"
    if not isinstance(srs_id, int) or srs_id in {0, -1} or not isinstance(epsg, int):
        raise no_reference(place)
    check_epsg(place, epsg if str(organization).upper() == "EPSG" else -2, str(name))
    return str(table), str(column)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _feature(row: dict[str, object], column: str, tally: Tally) -> RawFeature:
    number = tally.feature()
    blob = row.pop(column, None)
    repairs: set[str] = set()
    try:
        shape = from_wkb(_wkb(blob), tally, repairs)
    except Unbuildable as error:
        return RawFeature(number, row, fault=str(error))
    return RawFeature(number, row, shape, repairs=tuple(sorted(repairs)))


def _wkb(blob: object) -> bytes:
    """The well-known binary after the GeoPackage header (section 2.1.3)."""
    if not isinstance(blob, bytes):
        raise Unbuildable("has no geometry")
    if len(blob) < 8 or blob[:2] != b"GP" or (blob[3] >> 1) & 7 not in _ENVELOPES or blob[3] & 0x20:
        raise Unbuildable("its binary shape is damaged")
    return blob[8 + _ENVELOPES[(blob[3] >> 1) & 7] :]

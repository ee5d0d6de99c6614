"""Reads boundary files that strangers made: GeoJSON (also gzipped), zipped shapefile, GeoPackage."""

from __future__ import annotations

from pathlib import Path

from jaki_replica.areas.reading.geojson import read_geojson
from jaki_replica.areas.reading.geopackage import read_geopackage
from jaki_replica.areas.reading.limits import DEFAULT, Limits
from jaki_replica.areas.reading.opening import refuse, whole, without_gzip
from jaki_replica.areas.reading.shapefiles import read_shapefile
from jaki_replica.areas.terms import RawFeature

_GZIP = b"\x1f\x8b"
_ZIP = b"PK"
_SQLITE = b"SQLite format 3\x00"
FORMATS = "GeoJSON (.geojson, .geojson.gz), a zipped shapefile (.zip) or a GeoPackage (.gpkg)"


def read(path: Path, limits: Limits = DEFAULT) -> tuple[RawFeature, ...]:
    """The features of a boundary file, told apart by what it holds and not by its name.

    Raises Invalid where the file as a whole cannot be used: unreadable, damaged, too large, or declared to be in
    other coordinates than degrees on WGS84. What is wrong with one feature stands in that feature.
    """
    start = _start(path, limits)
    if start.startswith(_SQLITE):
        features = read_geopackage(path, limits)
    elif start.startswith(_ZIP):
        features = read_shapefile(path, limits)
    elif start.startswith(_GZIP):
        features = read_geojson(without_gzip(path, limits), limits)
    else:
        features = read_geojson(whole(path), limits)
    if not features:
        raise refuse("file", "holds no features", "Export the layer with its areas and import that file.")
    return features


def _start(path: Path, limits: Limits) -> bytes:
    try:
        if not path.is_file():
            raise refuse("file", "does not exist or is no file", "Check the path.")
        size = path.stat().st_size
        with path.open("rb") as source:
            start = source.read(16)
    except OSError as error:
        raise refuse("file", "cannot be read", "Check the path and its permissions.") from error
    if not start:
        raise refuse("file", "is empty", f"Give {FORMATS}.")
    if size > limits.file_bytes:
        raise refuse("file", f"is larger than {limits.file_bytes // 2**20} MB", "Simplify the boundaries first.")
    return start

"""Reads a zipped shapefile (ESRI Shapefile Technical Description, 1998) without unpacking it to disk."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from pathlib import Path, PurePosixPath
from typing import cast

import numpy as np
import shapefile

from jaki_replica.areas.reading.limits import Limits
from jaki_replica.areas.reading.opening import member, open_zip, refuse
from jaki_replica.areas.reading.reference import check_wkt, no_reference
from jaki_replica.areas.reading.rings import Tally, Unbuildable, nested, polygons_of, tidy_ring
from jaki_replica.areas.terms import RawFeature

_POLYGONS = frozenset({shapefile.POLYGON, shapefile.POLYGONZ, shapefile.POLYGONM})
_REMEDY = "Zip the .shp, .dbf, .shx and .prj of one layer together."
# What the reader raises on bytes that are no shapefile.
_DAMAGE = (
    shapefile.ShapefileException, struct.error, ValueError, LookupError, TypeError, AttributeError, AssertionError,
    OverflowError, MemoryError, OSError, shapefile.PossiblyCorruptFileHeader,
)  # fmt: skip


def read_shapefile(path: Path, limits: Limits) -> tuple[RawFeature, ...]:
    """The features of the one shapefile in an archive; raises Invalid where there is none or several."""
    with open_zip(path, limits) as archive:
        stem, members = _layer(archive)
        if ".prj" not in members:
            raise no_reference(f"{stem}.shp has no .prj and so")
        check_wkt(f"{stem}.prj", member(archive, members[".prj"], 2**16).decode("latin-1"))
        encoding = _encoding(archive, members)
        parts = {end: io.BytesIO(member(archive, members[end], limits.unpacked_bytes)) for end in (".shp", ".dbf")}
    return _features(stem, parts, encoding, limits)


def _layer(archive: zipfile.ZipFile) -> tuple[str, dict[str, str]]:
    names = [name for name in archive.namelist() if not name.startswith("__MACOSX/") and not name.endswith("/")]
    layers = [name for name in names if name.lower().endswith(".shp")]
    if len(layers) != 1:
        held = "no .shp file" if not layers else f"{len(layers)} .shp files"
        raise refuse("file", f"holds {held}, not one", _REMEDY)
    whole = PurePosixPath(layers[0])
    beside = [PurePosixPath(name) for name in names if PurePosixPath(name).with_suffix("") == whole.with_suffix("")]
    members = {place.suffix.lower(): str(place) for place in beside}
    if ".dbf" not in members:
        raise refuse("file", "holds no .dbf beside the .shp, so the areas have no codes", _REMEDY)
    return whole.stem[:80], members


def _encoding(archive: zipfile.ZipFile, members: dict[str, str]) -> str:
    if ".cpg" not in members:
        return "utf-8"
    named = member(archive, members[".cpg"], 1024).decode("ascii", "replace").strip().lower()
    return "cp1252" if "1252" in named or "8859" in named else "utf-8"


def _features(stem: str, parts: dict[str, io.BytesIO], encoding: str, limits: Limits) -> tuple[RawFeature, ...]:
    tally = Tally(limits)
    try:
        # The reader only warns of a header that contradicts the file's length; such a file was cut off.
        with warnings.catch_warnings():
            warnings.simplefilter("error", shapefile.PossiblyCorruptFileHeader)
            return _read(stem, parts, encoding, tally)
    except _DAMAGE as error:
        raise refuse(f"{stem}.shp", "is damaged or incomplete", "Export the layer again. " + _REMEDY) from error


def _read(stem: str, parts: dict[str, io.BytesIO], encoding: str, tally: Tally) -> tuple[RawFeature, ...]:
    reader = shapefile.Reader(shp=parts[".shp"], dbf=parts[".dbf"], encoding=encoding, encodingErrors="replace")
    if reader.shapeType not in _POLYGONS:
        raise refuse(f"{stem}.shp", "holds no polygons", "Export the layer of areas, not of points or lines.")
    return tuple(_feature(found, tally) for found in reader.iterShapeRecords())


def _feature(found: shapefile.ShapeRecord, tally: Tally) -> RawFeature:
    number = tally.feature()
    record = cast("dict[str, object]", found.record.as_dict()) if found.record is not None else {}
    drawn = found.shape
    if drawn is None or drawn.shapeType not in _POLYGONS or not drawn.points:
        return RawFeature(number, record, fault="has no geometry")
    places = np.array([point[:2] for point in drawn.points], dtype=np.float64)
    tally.add(len(drawn.parts), len(places))
    repairs: set[str] = set()
    try:
        rings = [tidy_ring(ring, repairs) for ring in np.split(places, list(drawn.parts)[1:]) if len(ring)]
        shape = polygons_of(nested(rings))
    except Unbuildable as error:
        return RawFeature(number, record, fault=str(error))
    return RawFeature(number, record, shape, repairs=tuple(sorted(repairs)))

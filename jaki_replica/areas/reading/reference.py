"""Which coordinate reference systems count as degrees on WGS84, and what to say of the others.

Indonesia's own SRGI2013 and DGN95 differ from WGS84 by less than a metre, so they are taken as they are.
"""

from __future__ import annotations

import re

from jaki_replica.areas.reading.opening import refuse
from jaki_replica.foundation.errors import Invalid

REMEDY = "Export it with the coordinate reference system EPSG:4326 (WGS 84), in QGIS under Export > Save Features As."
EPSG_DEGREES = frozenset({4326, 4979, 4755, 9470})
_NAMES = re.compile(r"(gcs)?(wgs(19)?84|dgn(19)?95|srgi2013|(idn)?datumgeodesinasional1995|crs84)")
_EPSG = re.compile(r"epsg:(?:[\d.]*:)?(\d+)$")
_CRS84 = re.compile(r"(?:^|[:/#])crs84$")
_WKT = re.compile(r'\s*([A-Z_]+)\s*\[\s*"([^"]{0,200})"')


def other_reference(place: str, name: str) -> Invalid:
    """The refusal of coordinates that are declared to be something else."""
    return refuse(place, f"is in {_shown(name)}, not in degrees on WGS 84", REMEDY)


def no_reference(place: str) -> Invalid:
    """The refusal of coordinates nobody named."""
    return refuse(place, "does not say in which coordinate reference system it is", REMEDY)


def check_epsg(place: str, code: int, name: str) -> None:
    """Raises Invalid unless this EPSG code stands for degrees on WGS84 or its equals."""
    if code not in EPSG_DEGREES:
        raise other_reference(place, name or f"EPSG:{code}")


def check_name(place: str, name: str) -> None:
    """Raises Invalid unless the name in an old GeoJSON `crs` member stands for degrees on WGS84."""
    text = name.strip().lower()
    if _CRS84.search(text):
        return
    epsg = _EPSG.search(text)
    if epsg is None or int(epsg.group(1)[:9]) not in EPSG_DEGREES:
        raise other_reference(place, name)


def check_wkt(place: str, wkt: str) -> None:
    """Raises Invalid unless the text of a `.prj` file names degrees on WGS84 or its equals."""
    found = _WKT.match(wkt)
    if found is None:
        raise no_reference(place)
    kind, name = found.groups()
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    if kind not in {"GEOGCS", "GEOGCRS", "GEODCRS", "GEODETICCRS"} or not _NAMES.match(plain):
        raise other_reference(place, name)


def _shown(name: str) -> str:
    kept = "".join(letter if letter.isprintable() else " " for letter in name[:80]).strip()
    return f"“{kept}”" if kept else "an unnamed system"

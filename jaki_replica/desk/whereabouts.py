"""Where a complaint is, in words: what was used for it, and what its other sources say about the same place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from jaki_replica.areas.measures import metres_between
from jaki_replica.areas.terms import How
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.terms import Point, PositionSource
from jaki_replica.desk import rows
from jaki_replica.desk.words import HOW, SOURCES_OTHER, SOURCES_USED
from jaki_replica.ui.formats import number
from jaki_replica.ui.words import gettext as _

FAR_M = 300.0
KILOMETRE = 1000.0
WHOLE_KILOMETRES_FROM = 10 * KILOMETRE
POINTS = (PositionSource.PIN, PositionSource.DEVICE, PositionSource.PHOTO)


@dataclass(frozen=True, slots=True)
class Source:
    """What one source says of the place. `differs`: it speaks of another one than the complaint is filed under."""

    title: str
    words: str
    differs: bool = False


def place(book: Rulebook, complaint: Complaint) -> list[tuple[str, object]]:
    """The place in words: landmark, area, how it was found, and its point."""
    point = "" if complaint.lat is None or complaint.lon is None else f"{complaint.lat:.5f}, {complaint.lon:.5f}"
    found = [
        (_("Patokan"), complaint.landmark),
        (_("Nama wilayah"), rows.area_name(book, complaint.area)),
        (_("Letak"), HOW.get(complaint.area_how, "")),
        (_("Titik"), point),
    ]
    return [(name, value) for name, value in found if value]


def sources(book: Rulebook, complaint: Complaint) -> list[Source]:
    """The source that was used, then every other one that the reporter gave, knowingly or in a photo."""
    found = [_used(book, complaint)]
    for source in POINTS:
        point = _point(complaint, source)
        if point is not None and source != complaint.position_source:
            found.append(_other(book, complaint, source, point))
    chosen = complaint.place.get("area")
    if isinstance(chosen, str) and chosen and complaint.position_source != PositionSource.AREA:
        differs = chosen != complaint.area
        found.append(Source(str(SOURCES_OTHER[PositionSource.AREA]), _area(book, chosen), differs))
    return [one for one in found if one.title]


def _used(book: Rulebook, complaint: Complaint) -> Source:
    """Marked where the area is another one than the source names: somebody has corrected it since."""
    source = complaint.position_source
    title = str(SOURCES_USED.get(source, ""))
    if source == PositionSource.AREA:
        chosen = str(complaint.place.get("area") or "")
        return Source(title, _area(book, chosen) if chosen else "", bool(chosen) and chosen != complaint.area)
    point = _point(complaint, source)
    if point is None:
        return Source(title, "")
    words, elsewhere = _ground(book, complaint, point)
    return Source(title + _accuracy(point), words, elsewhere)


def _other(book: Rulebook, complaint: Complaint, source: PositionSource, point: Point) -> Source:
    """Marked where it is far from the point of the complaint, as exactly as it was measured, or in another area."""
    words, differs = _ground(book, complaint, point)
    if complaint.lat is not None and complaint.lon is not None:
        metres = metres_between(complaint.lat, complaint.lon, point.lat, point.lon)
        words = _("%(distance)s dari titik laporan, %(area)s", distance=_distance(metres), area=words)
        differs = differs or metres > max(FAR_M, point.accuracy_m or 0.0)
    return Source(str(SOURCES_OTHER[source]) + _accuracy(point), words, differs)


def _ground(book: Rulebook, complaint: Complaint, point: Point) -> tuple[str, bool]:
    """The area of a point in words, and whether it is none of those that the complaint may lie in."""
    located = book.ground.locator.locate(point.lat, point.lon, point.accuracy_m or 0.0)
    if located.how is How.OUTSIDE or located.code is None:
        return _("di luar wilayah pemerintah ini"), True
    around = {located.code, *(one.code for one in located.candidates)}
    return _area(book, located.code), complaint.area not in around


def _area(book: Rulebook, code: str) -> str:
    """Kelurahan Cikini, Kecamatan Menteng; the code of an area that is no more."""
    if code not in book.ground.tree:
        return code
    above = [area for area in book.ground.tree.ancestors(code)[:1] if area.parent is not None]
    return ", ".join(rows.area_name(book, one) for one in (code, *(area.code for area in above)))


def _point(complaint: Complaint, source: str) -> Point | None:
    """A point as it was kept; None where there is none that can be read."""
    kept = complaint.place.get(source)
    if not isinstance(kept, Mapping):
        return None
    lat, lon, accuracy = (_figure(kept.get(name)) for name in ("lat", "lon", "accuracy_m"))
    return None if lat is None or lon is None else Point(lat, lon, accuracy)


def _figure(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else None


def _accuracy(point: Point) -> str:
    return f" (±{number(max(1, round(point.accuracy_m)))}\N{NO-BREAK SPACE}m)" if point.accuracy_m else ""


def _distance(metres: float) -> str:
    """40 m, 7,2 km, 12 km."""
    if metres < KILOMETRE - 5:
        return f"{number(max(10, round(metres, -1)))}\N{NO-BREAK SPACE}m"
    kilometres = round(metres / KILOMETRE, 0 if metres >= WHOLE_KILOMETRES_FROM else 1)
    return f"{number(kilometres)}\N{NO-BREAK SPACE}km"

"""The ground under the pin: one area, its neighbours, and what lies below it, small enough for a phone."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely
from flask import Blueprint, abort, jsonify, request
from shapely.geometry.base import BaseGeometry
from werkzeug.wrappers import Response

from jaki_replica.areas import queries as areas
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.portal.filing_places import choices
from jaki_replica.portal.here import here, session
from jaki_replica.ui.at_hand import rulebook

blueprint = Blueprint("ground", __name__)

AN_HOUR = "private, max-age=3600"
METRES_PER_DEGREE = 111_320
MOST_SHAPES = 40
NEAREST_M, FARTHEST_M = 1_500.0, 5_000.0
AROUND = 1.2
FINENESS = 350
UNIT = 1e-5

type_box = tuple[float, float, float, float]
type_shape = dict[str, object]


@dataclass(frozen=True, slots=True)
class Frame:
    """What is drawn: a box in degrees, and how much detail can be seen in it."""

    box: type_box
    tolerance: float

    @property
    def origin(self) -> tuple[float, float]:
        """The corner that all numbers count from."""
        return self.box[0], self.box[1]


@blueprint.get("/wilayah/<code>.json")
def ground(code: str) -> Response:
    """An area with its neighbours as outlines, and the areas below it by name."""
    here()
    book = rulebook()
    if code not in book.ground.tree:
        abort(404)
    answer = jsonify(_described(book, code))
    answer.headers["Cache-Control"] = AN_HOUR
    answer.set_etag(f"{book.ground.number}-{book.revision}-{code}")
    return answer.make_conditional(request)


def _described(book: Rulebook, code: str) -> dict[str, object]:
    area, place = book.ground.tree.by_code[code], book.organisation.places.get(code)
    lists = choices(book, code)
    below = lists[-1] if lists and not lists[-1].value else None
    described: dict[str, object] = {"code": code, "name": place.full_name if place else area.name}
    if below is not None:
        described["below"] = {"name": below.name, "label": below.label, "options": below.options}
    own = _shape(code)
    if own is None:
        return described
    frame = frame_around(own)
    middle = shapely.point_on_surface(own)
    described |= {
        "origin": frame.origin,
        "unit": UNIT,
        "middle": [round(middle.y, 6), round(middle.x, 6)],
        "box": own.bounds,
        "shapes": [drawn for near in _codes_around(book, code, own) if (drawn := _drawn(book, near, frame))],
    }
    return described


def _shape(code: str) -> BaseGeometry | None:
    binary = areas.polygon(session(), code)
    return None if binary is None else shapely.from_wkb(binary)


def frame_around(own: BaseGeometry) -> Frame:
    """A box around the area with as much again on each side, at least enough to see where one is."""
    west, south, east, north = own.bounds
    margin = max(max(east - west, north - south) * AROUND / 2, NEAREST_M / METRES_PER_DEGREE)
    box = (west - margin, south - margin, east + margin, north + margin)
    return Frame(box, max(box[2] - box[0], box[3] - box[1]) / FINENESS / 2)


def _codes_around(book: Rulebook, code: str, own: BaseGeometry) -> list[str]:
    """The area itself first, then those that touch a circle around it."""
    west, south, east, north = own.bounds
    lat, lon = (south + north) / 2, (west + east) / 2
    half = math.hypot((north - south) / 2, (east - west) / 2 * math.cos(math.radians(lat))) * METRES_PER_DEGREE
    reach = min(max(half * AROUND, half + NEAREST_M), FARTHEST_M)
    around = [found.code for found in book.ground.locator.candidates(lat, lon, reach) if found.code != code]
    return [code, *around[: MOST_SHAPES - 1]]


def _drawn(book: Rulebook, code: str, frame: Frame) -> type_shape | None:
    """One outline as whole numbers of `UNIT` degrees from the corner, each point as the step from the one before."""
    shape = _shape(code)
    if shape is None:
        return None
    cut = shapely.clip_by_rect(shapely.simplify(shape, frame.tolerance), *frame.box)
    rings = [_steps(ring, frame) for part in _polygons(cut) for ring in (part.exterior, *part.interiors)]
    if not rings:
        return None
    place, at = book.organisation.places.get(code), shapely.point_on_surface(cut)
    name_at = [_whole(at.x - frame.origin[0]), _whole(at.y - frame.origin[1])]
    return {"code": code, "name": place.name if place else code, "at": name_at, "rings": rings}


def _polygons(shape: BaseGeometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon) and not part.is_empty]


def _steps(ring: shapely.LinearRing, frame: Frame) -> list[int]:
    x = y = 0
    found: list[int] = []
    for lon, lat in shapely.get_coordinates(ring):
        there = _whole(lon - frame.origin[0]), _whole(lat - frame.origin[1])
        found += [there[0] - x, there[1] - y]
        x, y = there
    return found


def _whole(degrees: float) -> int:
    return round(degrees / UNIT)

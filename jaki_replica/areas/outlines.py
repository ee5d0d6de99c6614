"""Areas drawn beside each other on one sheet: few points, whole units, each line shared with its neighbour."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from jaki_replica.areas.measures import scale_at

SIDE, LEAST = 720, 240  # the longer side of a sheet in its units, and the least of the other
MARGIN = 24
GRID = 0.25
TOLERANCE = 2.0
SPECK = 6.0  # square units; smaller islands and holes are left out, but never the largest part of an area
OUTLYING = 0.7  # an area without which all others are drawn so much larger is drawn apart
INSET = 150

type_frame = tuple[int, int, int, int]
type_pieces = Sequence[BaseGeometry]


@dataclass(frozen=True, slots=True)
class Outline:
    """One area as the data of an SVG path. A number stands best at `x`, `y`; `room` is the free radius there.

    What lies far from all others is drawn in a frame of its own: x, y, width, height.
    """

    code: str
    path: str
    x: int
    y: int
    room: int
    frame: type_frame | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The areas that could be drawn, of those asked for."""

    width: int = 0
    height: int = 0
    outlines: tuple[Outline, ...] = ()


def sheet(pieces: Mapping[str, type_pieces]) -> Sheet:
    """Draw areas, each given by the polygons in degrees that it is made of; those without any are left out."""
    drawn = {code: list(parts) for code, parts in pieces.items() if len(parts)}
    if not drawn:
        return Sheet()
    flat = _flat(drawn)
    far = _outlying(flat)
    shapes = _fitted({code: parts for code, parts in flat.items() if code != far}, SIDE - 2 * MARGIN, SPECK)
    wide, high = _size(shapes.values())
    width, height = max(round(wide + 2 * MARGIN), LEAST), max(round(high + 2 * MARGIN), LEAST)
    left, top = (width - wide) / 2, (height - high) / 2
    placed = {code: _moved(shape, left, top) for code, shape in shapes.items()}
    outlines = {code: _outline(code, shape) for code, shape in placed.items()}
    if far is not None:
        frame = _free_corner(list(placed.values()), width, height)
        outlines[far] = _apart(far, _fitted({far: flat[far]}, INSET - MARGIN, 0.0)[far], frame)
    return Sheet(width, height, tuple(outlines[code] for code in drawn))


def _apart(code: str, shape: BaseGeometry, frame: type_frame) -> Outline:
    """Drawn in the middle of its frame, where its number stands as well."""
    x, y, wide, high = frame
    own_wide, own_high = _size([shape])
    drawn = _outline(code, _moved(shape, x + (wide - own_wide) / 2, y + (high - own_high) / 2))
    return replace(drawn, x=x + wide // 2, y=y + high // 2, room=min(wide, high) // 2, frame=frame)


def _flat(drawn: Mapping[str, type_pieces]) -> dict[str, NDArray[np.object_]]:
    """In metres, eastwards and southwards."""
    west, south, _east, north = shapely.total_bounds(
        np.concatenate([np.array(p, dtype=object) for p in drawn.values()])
    )
    scale = scale_at(float(south + north) / 2)
    factors, origin = np.array([scale.lon_m, -scale.lat_m]), np.array([west, north])
    return {
        code: np.asarray(shapely.transform(np.array(parts, dtype=object), lambda places: (places - origin) * factors))
        for code, parts in drawn.items()
    }


def _outlying(flat: Mapping[str, NDArray[np.object_]]) -> str | None:
    """The area, if there is one, that makes all others small."""
    if len(flat) < 3:
        return None
    boxes = {code: shapely.total_bounds(parts) for code, parts in flat.items()}
    whole = _longest(list(boxes.values()))
    without = {code: _longest([box for other, box in boxes.items() if other != code]) for code in boxes}
    best = min(without, key=lambda code: without[code])
    return best if without[best] < OUTLYING * whole else None


def _longest(boxes: Sequence[NDArray[np.float64]]) -> float:
    found = np.array(boxes)
    (west, south), (east, north) = found[:, :2].min(axis=0), found[:, 2:].max(axis=0)
    return float(max(east - west, north - south))


def _fitted(flat: Mapping[str, NDArray[np.object_]], side: float, speck: float) -> dict[str, BaseGeometry]:
    """One shape for each, simplified together, from the corner 0, 0 to at most `side` on the longer side."""
    west, south, east, north = shapely.total_bounds(np.concatenate(list(flat.values())))
    factor = side / (max(east - west, north - south) or 1.0)
    corner = np.array([west, south])
    counts = [len(parts) for parts in flat.values()]
    small = shapely.transform(np.concatenate(list(flat.values())), lambda places: (places - corner) * factor)
    fewer = np.split(shapely.make_valid(shapely.coverage_simplify(small, TOLERANCE / 2)), np.cumsum(counts)[:-1])
    joined = np.array([shapely.union_all(parts, grid_size=GRID) for parts in fewer], dtype=object)
    simple = shapely.make_valid(shapely.coverage_simplify(joined, TOLERANCE))
    return {code: _without_specks(shape, speck) for code, shape in zip(flat, simple, strict=True)}


def _without_specks(shape: BaseGeometry, speck: float) -> BaseGeometry:
    parts = sorted(polygons(shape), key=lambda part: -part.area)
    kept = [part for place, part in enumerate(parts) if place == 0 or part.area >= speck]
    whole = [
        shapely.Polygon(part.exterior, [ring for ring in part.interiors if shapely.Polygon(ring).area >= speck])
        for part in kept
    ]
    return shapely.MultiPolygon(whole)


def polygons(shape: BaseGeometry) -> list[shapely.Polygon]:
    """The polygons a shape is made of, none of them empty."""
    found = shapely.get_parts(shapely.get_parts(shape))
    return [part for part in found if isinstance(part, shapely.Polygon) and not part.is_empty]


def _size(shapes: Iterable[BaseGeometry]) -> tuple[float, float]:
    """How far they reach from the corner."""
    _west, _south, east, north = shapely.total_bounds(np.array(list(shapes), dtype=object))
    return float(east), float(north)


def _moved(shape: BaseGeometry, x: float, y: float) -> BaseGeometry:
    moved: BaseGeometry = shapely.transform(shape, lambda places: places + np.array([x, y]))
    return moved


def _free_corner(shapes: Sequence[BaseGeometry], width: int, height: int) -> type_frame:
    """The corner of the sheet in which a frame covers least."""
    right, low = max(width - INSET - MARGIN // 2, 0), max(height - INSET - MARGIN // 2, 0)
    corners = [(x, y, INSET, INSET) for y in (MARGIN // 2, low) for x in (MARGIN // 2, right)]
    everything = shapely.union_all([shapely.make_valid(shape) for shape in shapes])
    return min(corners, key=lambda c: everything.intersection(shapely.box(c[0], c[1], c[0] + c[2], c[1] + c[3])).area)


def _outline(code: str, shape: BaseGeometry) -> Outline:
    parts = polygons(shape)
    path = "".join(_path(ring) for part in parts for ring in (part.exterior, *part.interiors))
    largest = max(parts, key=lambda part: part.area)
    line = shapely.maximum_inscribed_circle(largest, tolerance=2.0)
    x, y = shapely.get_coordinates(line)[0]
    return Outline(code, path, round(x), round(y), math.floor(line.length))


def _path(ring: shapely.LinearRing) -> str:
    """The way round in whole units: where it begins, then each point as the step from the one before."""
    points = np.rint(shapely.get_coordinates(ring)).astype(int)
    steps = [(int(x), int(y)) for x, y in np.diff(points, axis=0) if x or y]
    if len(steps) < 3:
        return ""
    return f"M{points[0][0]} {points[0][1]}l{''.join(_numbers(steps[:-1]))}z"


def _numbers(steps: Sequence[tuple[int, int]]) -> Iterator[str]:
    """A minus sign parts two numbers as well as a space does."""
    for place, number in enumerate(number for step in steps for number in step):
        yield str(number) if place == 0 or number < 0 else f" {number}"

"""Reads GeoJSON (RFC 7946), with the place of every fault."""

from __future__ import annotations

import json

from jaki_replica.areas.reading.limits import Limits
from jaki_replica.areas.reading.opening import refuse, too_many
from jaki_replica.areas.reading.reference import check_name, no_reference
from jaki_replica.areas.reading.rings import Tally, Unbuildable, polygons_of, ring_of, type_ring
from jaki_replica.areas.terms import RawFeature

_REMEDY = "Export the layer again as GeoJSON."
type_object = dict[str, object]


def read_geojson(text: bytes, limits: Limits) -> tuple[RawFeature, ...]:
    """The features of a FeatureCollection; raises Invalid where the text is none."""
    if text.count(b"[") > 2 * (limits.vertices + limits.rings):
        raise too_many("vertices", limits.vertices)
    collection = _parsed(text)
    if collection.get("type") != "FeatureCollection" or not isinstance(collection.get("features"), list):
        raise refuse("file", "is JSON but no GeoJSON FeatureCollection", _REMEDY)
    _check_reference(collection)
    tally = Tally(limits)
    features = collection["features"]
    assert isinstance(features, list)
    return tuple(_feature(found, tally) for found in features)


def _parsed(text: bytes) -> type_object:
    try:
        found = json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        remedy = "Give GeoJSON, a zipped shapefile or a GeoPackage."
        raise refuse(f"byte {error.start}", "is not UTF-8 text", remedy) from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise refuse(place, f"is not JSON: {error.msg}", _REMEDY) from error
    except (RecursionError, ValueError) as error:
        raise refuse("file", "is JSON that cannot be read: nested too deep or with endless numbers", _REMEDY) from error
    if not isinstance(found, dict):
        raise refuse("file", "is JSON but no GeoJSON FeatureCollection", _REMEDY)
    return found


def _check_reference(collection: type_object) -> None:
    declared = collection.get("crs")
    if declared is None:
        return
    properties = declared.get("properties") if isinstance(declared, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        raise no_reference("crs")
    check_name("crs", name)


def _feature(found: object, tally: Tally) -> RawFeature:
    number = tally.feature()
    if not isinstance(found, dict) or found.get("type") != "Feature":
        return RawFeature(number, {}, fault="is not a GeoJSON feature")
    properties = found.get("properties")
    known: type_object = dict(properties) if isinstance(properties, dict) else {}
    if "id" in found:
        known.setdefault("id", found["id"])
    repairs: set[str] = set()
    try:
        shape = polygons_of(_parts(found.get("geometry"), tally, repairs))
    except Unbuildable as error:
        return RawFeature(number, known, fault=str(error))
    return RawFeature(number, known, shape, repairs=tuple(sorted(repairs)))


def _parts(geometry: object, tally: Tally, repairs: set[str]) -> list[list[type_ring]]:
    if not isinstance(geometry, dict):
        raise Unbuildable("has no geometry")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise Unbuildable(f"is a {str(kind)[:30]}, not a Polygon or MultiPolygon")
    if not isinstance(coordinates, list) or not coordinates:
        raise Unbuildable("has no coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    return [_rings(polygon, tally, repairs) for polygon in polygons]


def _rings(polygon: object, tally: Tally, repairs: set[str]) -> list[type_ring]:
    if not isinstance(polygon, list) or not polygon:
        raise Unbuildable("has a polygon without rings")
    rings = [ring_of(places, repairs) for places in polygon]
    tally.add(len(rings), sum(len(ring) for ring in rings))
    return rings

"""Boundary files that strangers upload: looked at apart, refused with place and remedy, nothing put in force."""

from __future__ import annotations

import gzip
import io
import json
import math
import zipfile
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from jaki_replica.areas import queries as areas
from jaki_replica.areas.reading import limits
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Invalid
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.foundation.ids import new_id
from jaki_replica.onboarding.preparing import ordering, queries, uploads
from jaki_replica.onboarding.preparing.terms import Order, Ordered
from jaki_replica.tenancy.runtime import Runtime
from tests.areas.files import CITY, collection, feature, geojson, points, shapefile_zip, village_codes
from tests.onboarding.test_steps import BY, configured

SURABAYA = "35.78"


def refused(path: Path, region: str = CITY) -> list[str]:
    """The faults, wherever they are told: of the file as a whole, or of its features."""
    try:
        found = uploads.judged(region, path)
    except Invalid as error:
        return [str(fault) for fault in error.faults]
    faults = found["faults"]
    assert isinstance(faults, list)
    return [f"{fault['field']}: {fault['message']} ({fault['remedy']})" for fault in faults]


def test_a_whole_file_is_taken(tmp_path: Path) -> None:
    assert refused(geojson(tmp_path, [feature(code) for code in village_codes(4)])) == []


def test_a_shapefile_without_projection_and_swapped_axes_are_told_what_to_do(tmp_path: Path) -> None:
    codes = village_codes(3)
    assert "prj" in " ".join(refused(shapefile_zip(tmp_path, codes, prj=None)))
    swapped = [feature(code) for code in codes]
    for one in swapped:
        geometry = one["geometry"]
        assert isinstance(geometry, dict)
        geometry["coordinates"] = [[[lat, lon] for lon, lat in ring] for ring in geometry["coordinates"]]
    told = " ".join(refused(geojson(tmp_path, swapped)))
    assert "longitude" in told or "axis" in told or "order" in told, told


def test_polygons_of_another_region_are_refused_by_name(tmp_path: Path) -> None:
    told = refused(geojson(tmp_path, [feature(code) for code in village_codes(3)]), region=SURABAYA)
    assert told
    assert all(SURABAYA in one or "region" in one for one in told), told


def test_a_zip_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    bomb = tmp_path / "bom.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, size in (("a.shp", limits.DEFAULT.unpacked_bytes + 2**20), ("a.shx", 100), ("a.dbf", 100)):
            archive.writestr(name, b"\0" * size, compresslevel=1)
    assert bomb.stat().st_size < 2**21
    assert refused(bomb)
    packed = tmp_path / "bom.geojson.gz"
    packed.write_bytes(gzip.compress(b" " * (limits.DEFAULT.unpacked_bytes + 2**20), compresslevel=1))
    assert "unpacks to more than" in " ".join(refused(packed))


def test_a_million_vertices_are_looked_at_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = village_codes(1)[0]
    lat, lon = points(CITY)[code]
    steps = [math.tau * n / 1_000_000 for n in range(1_000_000)]
    ring = [[lon + 0.001 * math.cos(step), lat + 0.001 * math.sin(step)] for step in reversed(steps)]
    path = geojson(tmp_path, [feature(code, [*ring, ring[0]])])
    found = uploads.judged(CITY, path)
    assert (found["faults"], found["vertices"]) == ([], 1_000_001)
    monkeypatch.setattr(uploads, "MEMORY", 150 * 2**20)
    assert "too heavy" in " ".join(refused(path)), "with too little memory it is refused, and this process goes on"


def test_markup_in_names_stays_words_and_a_name_leads_nowhere(shelf: FileStore) -> None:
    code = village_codes(1)[0]
    content = collection([feature(code, name="<script>alert(1)</script>")]).encode()
    kept = uploads.keep(shelf, new_id(), "../../etc/<b>passwd</b>.geojson", io.BytesIO(content))
    assert "/" not in str(kept["name"])
    with uploads.at_hand(shelf, kept) as path:
        assert path.read_bytes() == content
        assert path.parent.name.startswith("jaki-areas-")
        assert json.loads(path.read_text())["features"]
    assert not path.exists()


def ordered_areas(desk: Runtime, shelf: FileStore, slug: str, content: bytes, order: Order) -> Ordered:
    with Session(desk.platform) as session:
        found = queries.by_slug(session, slug)
        upload = uploads.keep(shelf, found.id, "batas.geojson", io.BytesIO(content))
        asked = ordering.ask(session, found.id, order, upload, by=BY, at=clock.now())
        session.commit()
    return ordering.settle(desk, shelf, asked, seconds=30)


def test_a_refused_file_leaves_the_areas_as_they_are(desk: Runtime, shelf: FileStore) -> None:
    found = configured(desk, shelf, SURABAYA)
    foreign = collection([feature(code) for code in village_codes(2)]).encode()
    looked = ordered_areas(desk, shelf, found.slug, foreign, Order.CHECK_AREAS)
    assert looked.outcome is not None and looked.outcome["faults"]
    with pytest.raises(Invalid):
        ordered_areas(desk, shelf, found.slug, foreign, Order.INSTALL_AREAS)
    with desk.scope_of(desk.tenant(found.slug)) as entered:
        assert areas.in_force(entered.session) is None

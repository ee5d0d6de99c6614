"""Damaged and random files: refused or read, but nothing breaks."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as runs
from hypothesis import strategies as st

from jaki_replica.areas.reading import read
from jaki_replica.foundation.errors import Invalid
from tests.areas import files

CODES = files.village_codes(5)

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "properties", "geometry", "id", "code"]), inner, max_size=4
        )
    ),
    max_leaves=15,
)


@runs(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(JSON, min_size=1, max_size=3), st.sampled_from(["Polygon", "MultiPolygon"]), JSON)
def test_no_json_breaks_the_reader(tmp_path: Path, found: list[object], kind: str, coordinates: object) -> None:
    drawn = {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": coordinates}}
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [*found, drawn]}))
    assert len(read(path)) == len(found) + 1


@pytest.mark.parametrize("maker", [files.shapefile_zip, files.geopackage])
def test_flipped_bytes_are_refused_or_read_but_break_nothing(
    tmp_path: Path, maker: Callable[[Path, list[str]], Path]
) -> None:
    path = maker(tmp_path, CODES)
    dice = random.Random(4)
    packed = zipfile.is_zipfile(path)
    content = _member(path) if packed else path.read_bytes()
    for number in range(150):
        damaged = bytearray(content)
        for _ in range(4):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        target = tmp_path / f"damaged{number}"
        if packed:
            _with_member(path, target, bytes(damaged))
        else:
            target.write_bytes(damaged)
        try:
            read(target)
        except Invalid as error:
            assert error.faults


def _member(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read("areas.shp")


def _with_member(path: Path, target: Path, content: bytes) -> None:
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(target, "w") as other:
        for name in archive.namelist():
            other.writestr(name, content if name == "areas.shp" else archive.read(name))

"""Boundary files for trials, which are no part of the product: from JAKI_AREAS or beside the repository."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from jaki_replica.areas import facts
from jaki_replica.areas.locating import Locator
from jaki_replica.areas.reading import read
from jaki_replica.areas.rules import assemble, judge

TRIALS = {
    "31": "dki-jakarta",
    "11.71": "kota-banda-aceh",
    "16.71": "kota-palembang",
    "18": "provinsi-lampung",
    "82": "provinsi-maluku-utara",
}
FOLDER = Path(os.environ.get("JAKI_AREAS") or Path(__file__).parents[3] / "shared" / "areas")


@pytest.fixture(scope="session")
def trial_file() -> Callable[[str], Path]:
    """The boundary file of a trial region by its stem; skips where the files are absent."""

    def found(stem: str) -> Path:
        path = FOLDER / f"{stem}.geojson.gz"
        if not path.exists():
            pytest.skip(f"no boundary files for trials in {FOLDER}: set JAKI_AREAS to their folder")
        return path

    return found


@pytest.fixture(scope="session")
def trial_polygons(trial_file: Callable[[str], Path]) -> Callable[[str], dict[str, bytes]]:
    """Code and WKB of everything drawn in a trial region."""

    @cache
    def found(code: str) -> dict[str, bytes]:
        units = facts.units_of(code)
        judgement = judge(read(trial_file(TRIALS[code])), code, units)
        drawn = assemble(units, judgement.accepted, code)
        return {one.area.code: one.wkb for one in drawn if one.wkb is not None}

    return found


@pytest.fixture(scope="session")
def trial_locator(trial_polygons: Callable[[str], dict[str, bytes]]) -> Callable[[str], Locator]:
    """The locator of a trial region."""

    @cache
    def found(code: str) -> Locator:
        return Locator(trial_polygons(code).items(), code)

    return found

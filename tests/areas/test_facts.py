"""The shipped facts: complete, quick to read, and made again from their source to the byte."""

from __future__ import annotations

import zipfile
from collections import Counter
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jaki_replica.areas import facts
from jaki_replica.areas.facts.columns import format_unit, parse_unit
from jaki_replica.areas.facts.make import make
from jaki_replica.areas.terms import UnitFact
from jaki_replica.foundation.errors import NotFound
from tests.areas.conftest import FOLDER


def test_the_nation_has_38_provinces_and_514_regencies_and_cities() -> None:
    kinds = Counter(fact.kind for fact in facts.regions())
    assert kinds["provinsi"] == 38
    assert sum(kinds.values()) - 38 == 514
    assert {fact.zone for fact in facts.regions()} >= {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}
    assert all(ZoneInfo(fact.zone) for fact in facts.regions())


def test_the_nation_has_7285_kecamatan_and_83762_villages_each_code_once() -> None:
    units = list(facts.national_units())
    levels = Counter(unit.level for unit in units)
    assert levels == {3: 7285, 4: 83762}
    assert len({unit.code for unit in units}) == 91_047
    assert sum(1 for unit in units if unit.point is None) == 359
    assert Counter(unit.kind for unit in units) == {
        "kecamatan": 7285,
        "desa": 75252,
        "kelurahan": 8496,
        "desa-adat": 14,
    }


def test_slugs_and_codes_name_one_region_each() -> None:
    assert len({fact.slug for fact in facts.regions()}) == 552
    assert facts.region_by_slug(facts.region("82").slug).code == "82"
    assert facts.region("82").zone == "Asia/Jayapura"
    assert facts.region("11.71").parent == "11"


def test_an_unknown_region_is_not_found() -> None:
    for code in ("99", "31.71.01", "", "1"):
        with pytest.raises(NotFound):
            facts.units_of(code)
    with pytest.raises(NotFound):
        facts.region_by_slug("atlantis")


@pytest.mark.parametrize(
    ("code", "levels"),
    [
        ("31", {1: 1, 2: 6, 3: 44, 4: 267}),
        ("11.71", {2: 1, 3: 9, 4: 90}),
        ("16.71", {2: 1, 3: 18, 4: 107}),
        ("18", {1: 1, 2: 15, 3: 229, 4: 2651}),
        ("82", {1: 1, 2: 10, 3: 118, 4: 1185}),
    ],
)
def test_a_region_has_its_official_counts(code: str, levels: dict[int, int]) -> None:
    assert Counter(unit.level for unit in facts.units_of(code)) == levels


def test_a_region_has_villages_that_make_a_tree_with_itself_on_top() -> None:
    for fact in facts.regions()[::7]:
        codes = {unit.code for unit in facts.units_of(fact.code)}
        loose = {code for code in codes - {fact.code} if code.rpartition(".")[0] not in codes}
        assert not loose
        assert any(code.count(".") == 3 for code in codes), fact.code


def test_local_kinds_aliases_and_postal_codes_are_kept_where_known() -> None:
    lampung = facts.units_of("18")
    assert {"pekon", "kampung", "tiyuh"} <= {unit.kind_local for unit in lampung}
    assert {unit.kind_local for unit in facts.units_of("11.71") if unit.level == 4} == {"gampong"}
    ilir = next(unit for unit in facts.units_of("16.71") if unit.name == "Enam-belas Ilir")
    assert ilir.alias == "16 Ilir"
    assert all(unit.postal_code for unit in facts.units_of("31") if unit.level == 4)


def test_the_facts_stay_small() -> None:
    folder = Path(str(files(facts)))
    assert (folder / "units.zip").stat().st_size + (folder / "regions.tsv").stat().st_size < 1_300_000


def test_a_line_reads_back_as_it_was_written() -> None:
    whole = UnitFact("31.71.01.1001", "Gambir", 4, "kelurahan", "gampong", "Alias", "10110", -6.1, 106.8)
    bare = UnitFact("31.71.01.2001", "Tanpa Titik", 4, "desa")
    for unit in (whole, bare):
        assert parse_unit(format_unit(unit), "31.71.01") == unit


def test_the_maker_gives_the_same_facts_again(tmp_path: Path) -> None:
    if not (FOLDER / "regions.csv").exists():
        pytest.skip(f"no source tables in {FOLDER}: set JAKI_AREAS to their folder")
    make(FOLDER, tmp_path)
    shipped = Path(str(files(facts)))
    assert (tmp_path / "regions.tsv").read_bytes() == (shipped / "regions.tsv").read_bytes()
    with zipfile.ZipFile(tmp_path / "units.zip") as made, zipfile.ZipFile(shipped / "units.zip") as kept:
        assert made.namelist() == kept.namelist()
        assert all(made.read(name) == kept.read(name) for name in kept.namelist())

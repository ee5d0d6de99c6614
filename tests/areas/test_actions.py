"""Installing and importing areas in a real database: the newest set is in force, a refused file changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jaki_replica.areas import actions, queries
from jaki_replica.areas.locating import LocatorCache
from jaki_replica.areas.models import AreaRow, AreaSet
from jaki_replica.areas.terms import How
from jaki_replica.foundation.errors import Conflict, Invalid, NotFound
from tests.areas import files
from tests.areas.files import CITY, feature, geojson, square

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
CODES = files.village_codes(3)


def rows(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AreaRow)) or 0


def test_before_the_first_set_there_is_nothing(region_session: Session) -> None:
    assert queries.current_set(region_session) is None
    assert len(queries.tree(region_session)) == 0
    assert queries.polygons(region_session) == []
    with pytest.raises(NotFound):
        queries.ground(region_session, "key", LocatorCache())


def test_the_shipped_areas_are_approximate_and_whole(region_session: Session) -> None:
    kept = actions.install_shipped(region_session, "11.71", by="test", at=AT)
    assert (kept.number, kept.source, kept.approximate, kept.created_by, kept.created_at) == (
        1,
        "shipped",
        True,
        "test",
        AT,
    )
    tree = queries.tree(region_session)
    assert [len(tree.at_level(level)) for level in (2, 3, 4)] == [1, 9, 90]
    assert [top.code for top in tree.tops] == ["11.71"]
    assert queries.counts_by_level(region_session) == [("kota", 1), ("kecamatan", 9), ("gampong", 90)]
    drawn = dict(queries.polygons(region_session))
    assert drawn.keys() == {area.code for area in tree.at_level(4)}
    assert queries.polygon(region_session, "11.71") is None
    assert queries.polygon(region_session, "11.71.01.2001") == drawn["11.71.01.2001"]


def test_installing_again_changes_nothing_unless_asked(region_session: Session) -> None:
    first = actions.install_shipped(region_session, CITY, by="test", at=AT)
    assert actions.install_shipped(region_session, CITY, by="test", at=AT).id == first.id
    assert actions.install_shipped(region_session, CITY, by="test", at=AT, anew=True).number == 2
    assert rows(region_session) == 2 * 60


def test_an_imported_file_replaces_the_areas_and_its_words_win(region_session: Session, tmp_path: Path) -> None:
    actions.install_shipped(region_session, CITY, by="test", at=AT)
    new = "33.72.01.1099"
    path = geojson(
        tmp_path,
        [
            feature(CODES[0], name="Nama Baru", kind_local="kampung", postal_code="57146"),
            feature(CODES[1]),
            feature(new, square(CODES[2]), name="Pecahan"),
        ],
    )
    report = actions.import_file(region_session, CITY, path, by="test", at=AT)
    assert (report.set_number, report.unknown, len(report.missing)) == (2, (new,), 52)
    assert report.areas_per_level == {2: 1, 3: 5, 4: 55}
    tree = queries.tree(region_session)
    renamed = tree.by_code[CODES[0]]
    assert (renamed.name, renamed.kind, renamed.kind_local, renamed.postal_code) == (
        "Nama Baru",
        "kelurahan",
        "kampung",
        "57146",
    )
    assert (tree.by_code[new].kind, tree.by_code[new].parent) == ("kelurahan", "33.72.01")
    assert len(queries.polygons(region_session)) == 3
    kept = queries.current_set(region_session)
    assert kept is not None
    assert (kept.source, kept.approximate, kept.file_name) == ("imported", False, "areas.geojson")
    assert kept.file_sha256 is not None
    assert len(kept.file_sha256) == 64
    assert kept.report["unknown"] == [new]
    assert [one.number for one in queries.history(region_session)] == [2, 1]


@pytest.mark.parametrize(
    "ring",
    [
        [[lat, lon] for lon, lat in square(CODES[0])],
        files.utm_like(square(CODES[0])),
        [square(CODES[0])[place] for place in (0, 2, 1, 3, 0)],
    ],
    ids=["axes", "projection", "bow-tie"],
)
def test_a_refused_file_changes_nothing(region_session: Session, tmp_path: Path, ring: list[list[float]]) -> None:
    actions.install_shipped(region_session, CITY, by="test", at=AT)
    before = rows(region_session)
    path = geojson(tmp_path, [feature(CODES[1]), feature(CODES[0], ring)])
    with pytest.raises(Invalid) as caught:
        actions.import_file(region_session, CITY, path, by="test", at=AT)
    assert caught.value.faults[0].field == f"feature 2 ({CODES[0]})"
    assert not region_session.new
    assert rows(region_session) == before
    assert [one.number for one in queries.history(region_session)] == [1]


def test_a_region_that_does_not_exist_cannot_be_installed(region_session: Session) -> None:
    with pytest.raises(NotFound):
        actions.install_shipped(region_session, "99.01", by="test", at=AT)


def test_two_imports_at_one_moment_make_one_conflict(region_session: Session, tmp_path: Path) -> None:
    path = geojson(tmp_path, [feature(CODES[0])])
    with Session(region_session.get_bind()) as other, ThreadPoolExecutor(1) as thread:
        actions.import_file(other, CITY, path, by="first", at=AT)
        second = thread.submit(actions.import_file, region_session, CITY, path, by="second", at=AT)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.5)
        other.commit()
        with pytest.raises(Conflict):
            second.result(timeout=10)
    region_session.rollback()
    assert [one.created_by for one in queries.history(region_session)] == ["first"]


def test_the_ground_follows_the_set_in_force(region_session: Session, tmp_path: Path) -> None:
    cache = LocatorCache()
    actions.install_shipped(region_session, CITY, by="test", at=AT)
    first = queries.ground(region_session, "key", cache)
    assert first.approximate
    assert queries.ground(region_session, "key", cache) is first
    (west, south), *_ = square(CODES[0])
    assert first.locator.locate(south + files.HALF, west + files.HALF).code == CODES[0]
    path = geojson(tmp_path, [feature(CODES[0], square(CODES[1]))])
    actions.import_file(region_session, CITY, path, by="test", at=AT)
    second = queries.ground(region_session, "key", cache)
    assert (second.number, second.approximate, len(second.locator)) == (2, False, 1)
    assert second.locator.locate(south + files.HALF, west + files.HALF).how is not How.INSIDE
    assert len(second.tree) == 60


@pytest.mark.parametrize("maker", [files.shapefile_zip, files.geopackage])
def test_other_formats_are_imported_too(
    region_session: Session, tmp_path: Path, maker: Callable[[Path, list[str]], Path]
) -> None:
    report = actions.import_file(region_session, CITY, maker(tmp_path, CODES), by="test", at=AT)
    assert report.polygons_per_level == {4: 3}
    assert queries.tree(region_session).by_code[CODES[0]].name.startswith("Desa ")


def test_a_real_file_nobody_cleaned_is_taken_with_its_flaws_told(
    region_session: Session, trial_file: Callable[[str], Path]
) -> None:
    report = actions.import_file(region_session, CITY, trial_file("kota-surakarta"), by="test", at=AT)
    assert (report.polygons_per_level, report.missing) == ({4: 54}, ())
    assert report.overlap_count > 10
    assert report.gap_count > 10
    assert report.overlap_km2 < 0.1


@pytest.mark.parametrize(("code", "missing"), [("31", 0), ("82", 5)])
def test_a_whole_province_is_imported(
    region_session: Session, trial_file: Callable[[str], Path], code: str, missing: int
) -> None:
    stem = {"31": "dki-jakarta", "82": "provinsi-maluku-utara"}[code]
    report = actions.import_file(region_session, code, trial_file(stem), by="test", at=AT)
    assert len(report.missing) == missing
    assert (report.overlap_count, report.gap_count, report.displaced) == (0, 0, ())
    assert queries.polygon(region_session, code) is not None


def test_sets_are_only_added() -> None:
    assert AreaSet.__table__.info == AreaRow.__table__.info == {"append_only": True}

"""The shipped files: right, complete, and with the shape of their governments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from marshmallow import fields

from jaki_replica.tenancy.configuration.json_schema import json_schema
from jaki_replica.tenancy.configuration.loading import check_files, load_file
from jaki_replica.tenancy.configuration.reader import read
from jaki_replica.tenancy.configuration.schema import RegionSection
from jaki_replica.tenancy.configuration.schema.containers import Items, Keyed, Part, Section
from jaki_replica.tenancy.configuration.terms import (
    Appointment,
    Counting,
    Duration,
    Level,
    RegionConfig,
    TimeUnit,
)
from tests.tenancy.configuration.changes import EXAMPLE, FILES, ROOT


def region(slug: str) -> RegionConfig:
    return load_file(ROOT / "tenants" / f"{slug}.yaml")


def test_the_five_regions_and_the_example_are_right_together() -> None:
    assert [path.stem for path in FILES] == ["banda-aceh", "jakarta", "lampung", "maluku-utara", "palembang"]
    assert check_files([*FILES, EXAMPLE]) == ()


def sections(section: Section, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every key of the schema, as a path without the keys that a file chooses itself."""
    for name, field in section.load_fields.items():
        yield (*path, name)
        yield from inner(field, (*path, name))


def inner(field: fields.Field[object], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(field, Part | Keyed):
        yield from sections(field.section, path)
    elif isinstance(field, Items):
        yield from inner(field.inner, path)


def written(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield (*path, key)
            yield from written(one, (*path, key))
    elif isinstance(value, list):
        for one in value:
            yield from written(one, path)


def test_the_example_shows_every_key_of_the_schema() -> None:
    shown = set(written(read(EXAMPLE.read_bytes(), "example").data))
    missing = [path for path in sections(RegionSection()) if not any(_same(path, one) for one in shown)]
    assert missing == []


def _same(schema: tuple[str, ...], file: tuple[str, ...]) -> bool:
    """Whether a path of the file is that of the schema once the chosen keys are left out."""
    rest = iter(file)
    return schema[0] == file[0] and schema[-1] == file[-1] and all(step in rest for step in schema)


def test_the_example_comments_every_key() -> None:
    lines = EXAMPLE.read_text().splitlines()
    bare = [path for path in sections(RegionSection()) if not any(_commented(path[-1], line) for line in lines)]
    assert bare == []


def _commented(key: str, line: str) -> bool:
    """Whether the line holds the key and a comment."""
    return "#" in line and re.search(rf"(^|[ {{]){re.escape(key)}:", line) is not None


def test_jakarta_has_its_real_shape() -> None:
    config = region("jakarta")
    lurah, camat = config.position("lurah"), config.position("camat")
    assert lurah is not None and camat is not None
    assert (lurah.per, lurah.reports_to, lurah.allowance) == (Level.VILLAGE, "camat", 27_000_000)
    assert (camat.per, camat.reports_to, camat.allowance) == (Level.DISTRICT, "wali-kota", 39_960_000)
    limits = config.sla.limits("roads.pothole")
    assert [str(one) for one in (limits.verify, limits.amber, limits.red, limits.finish)] == ["6h", "4d", "6d", "7d"]
    assert str(config.sla.limits("trees.fallen").finish) == "3d"
    assert len([channel for channel in config.channels if channel.key != "portal"]) == 13
    assert sum(group.tile for group in config.groups) == 12


def test_a_keuchik_is_elected_and_has_no_allowance() -> None:
    keuchik = region("banda-aceh").position("keuchik")
    assert keuchik is not None
    assert (keuchik.appointment, keuchik.allowance) == (Appointment.ELECTED, 0)


@pytest.mark.parametrize("slug", ["lampung", "maluku-utara"])
def test_a_province_governs_no_regency_and_refers_their_matters(slug: str) -> None:
    config = region(slug)
    assert [position.key for position in config.positions] == ["gubernur"]
    assert not any(kind.governed for kind in config.areas.kinds if kind.level is not Level.PROVINCE)
    referral = config.referral("kabupaten-kota")
    assert referral is not None and referral.per is Level.REGENCY
    local = config.category("roads.local")
    assert local is not None and local.owner == "kabupaten-kota"


def test_villages_of_lampung_are_called_what_their_regency_calls_them() -> None:
    areas = region("lampung").areas
    named = {code: areas.called("desa", code) for code in ("18.04.01.2001", "18.12.01.2001", "18.01.01.2001")}
    assert {code: kind and kind.head for code, kind in named.items()} == {
        "18.04.01.2001": "Peratin",
        "18.12.01.2001": "Kepala Tiyuh",
        "18.01.01.2001": "Kepala Desa",
    }


def test_zones_and_prefixes_are_those_of_the_regions() -> None:
    found = {
        path.stem: (config.identity.zone, config.identity.number_prefix)
        for path in FILES
        for config in [load_file(path)]
    }
    assert found == {
        "banda-aceh": ("Asia/Jakarta", "BA"),
        "jakarta": ("Asia/Jakarta", "JK"),
        "lampung": ("Asia/Jakarta", "LP"),
        "maluku-utara": ("Asia/Jayapura", "MU"),
        "palembang": ("Asia/Jakarta", "PB"),
    }


def test_regions_without_limits_of_their_own_have_fourteen_working_days() -> None:
    limits = region("palembang").sla.default
    assert limits.finish == Duration(14, TimeUnit.DAY, Counting.WORKING)
    assert (str(limits.amber), str(limits.verify), str(limits.legal)) == ("10wd", "1wd", "60d")


def test_plain_durations_follow_the_time_beside_them() -> None:
    override = load_file(EXAMPLE).sla.overrides[0]
    assert (str(override.finish), str(override.verify), str(override.reporter)) == ("12wd", "4wh", "7d")


def test_the_json_schema_is_closed_and_described() -> None:
    schema = json_schema()
    properties = schema["properties"]
    assert isinstance(properties, dict)
    assert schema["additionalProperties"] is False
    assert list(properties) == list(RegionSection().load_fields)
    assert properties["region"]["properties"]["zone"]["enum"][0] == "Asia/Jakarta"
    assert all("description" in one for one in properties.values())


def test_every_file_is_short_enough_to_read(tmp_path: Path) -> None:
    assert all(len(path.read_text().splitlines()) < 450 for path in FILES)

"""Makes the shipped facts from their source tables: `python -m jaki_replica.areas.facts.make SOURCE [TARGET]`.

SOURCE is a folder with `regions.csv`, `units.csv` and `national-units.csv.gz`; TARGET defaults to this folder.
The same source gives the same bytes (with the same zlib). Names come as they are, with surplus white space removed.
"""

from __future__ import annotations

import csv
import gzip
import sys
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from jaki_replica.areas.facts.columns import format_unit, kind_of
from jaki_replica.areas.terms import UnitFact

_REGION_COLUMNS = ("code", "name", "kind", "parent", "slug", "tz", "lat", "lon", "population_2024")
_EPOCH = (2026, 1, 1, 0, 0, 0)

type_row = dict[str, str]


def make(source: Path, target: Path) -> None:
    """Writes `regions.tsv` and `units.zip` into `target`."""
    _write_regions(source / "regions.csv", target / "regions.tsv")
    known = _known_details(source / "units.csv")
    units = sorted(_units(source / "national-units.csv.gz", known), key=lambda unit: unit.code)
    with zipfile.ZipFile(target / "units.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for province, below in groupby(units, key=lambda unit: unit.code[:2]):
            member = zipfile.ZipInfo(f"{province}.tsv", _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, "".join(format_unit(unit) + "\n" for unit in below), compresslevel=9)


def _write_regions(source: Path, target: Path) -> None:
    with source.open(encoding="utf-8", newline="") as table:
        rows = sorted(csv.DictReader(table), key=lambda row: row["code"])
    lines = ["\t".join(" ".join(row[column].split()) for column in _REGION_COLUMNS) for row in rows]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _known_details(source: Path) -> dict[str, type_row]:
    with source.open(encoding="utf-8", newline="") as table:
        return {row["code"]: row for row in csv.DictReader(table)}


def _units(source: Path, known: dict[str, type_row]) -> Iterator[UnitFact]:
    with gzip.open(source, "rt", encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if row["kind"] != kind_of(row["code"]):
                raise SystemExit(f"{row['code']} is a {row['kind']}, which its code does not say")
            yield _unit(row, known.get(row["code"], {}))


def _unit(row: type_row, details: type_row) -> UnitFact:
    return UnitFact(
        code=row["code"],
        name=" ".join(row["name"].split()),
        level=int(row["level"]),
        kind=row["kind"],
        kind_local=details.get("kind_local") or None,
        alias=details.get("alias") or None,
        postal_code=details.get("postal_code") or None,
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
    )


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parent)

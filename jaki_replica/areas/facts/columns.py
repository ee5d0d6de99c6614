"""One unit as one line of text, written and read here: the only place that knows the form of the shipped lines.

A kecamatan's line starts with its whole code, a village's with the last part only. Kind follows from the code
(Permendagri 58/2021: villages number from 1001 for kelurahan, 2001 for desa, 3001 for desa adat), so it is not
stored. Empty columns at the end of a line are left out.
"""

from __future__ import annotations

from jaki_replica.areas.terms import UnitFact, level_of

_VILLAGE_KINDS = {"1": "kelurahan", "2": "desa", "3": "desa-adat"}
_COLUMNS = 7


def kind_of(code: str) -> str:
    """The kind a kecamatan's or village's code stands for."""
    if level_of(code) == 3:
        return "kecamatan"
    return _VILLAGE_KINDS.get(code.rpartition(".")[2][:1], "desa")


def parse_unit(line: str, above: str) -> UnitFact:
    """The unit on this line; `above` is the code of the kecamatan whose lines these are."""
    columns = line.split("\t")
    columns += [""] * (_COLUMNS - len(columns))
    code, name, lat, lon, kind_local, alias, postal_code = columns
    whole = code if "." in code else f"{above}.{code}"
    return UnitFact(
        code=whole,
        name=name,
        level=level_of(whole),
        kind=kind_of(whole),
        kind_local=kind_local or None,
        alias=alias or None,
        postal_code=postal_code or None,
        lat=float(lat) if lat else None,
        lon=float(lon) if lon else None,
    )


def format_unit(unit: UnitFact) -> str:
    """The unit as a line that `parse_unit` reads back."""
    code = unit.code if unit.level < 4 else unit.code.rpartition(".")[2]
    point = ["", ""] if unit.point is None else [f"{degrees:.5f}" for degrees in unit.point]
    columns = [code, unit.name, *point, unit.kind_local or "", unit.alias or "", unit.postal_code or ""]
    return "\t".join(columns).rstrip("\t")

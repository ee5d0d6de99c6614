"""After a row's button the page comes back at that row; after any other button at its top."""

from __future__ import annotations

import pytest

from jaki_replica.editing import rows

TYPED = {"portal": "x"} | {f"emergency.{n}.{key}": "" for n in range(3) for key in ("number", "name")}
DAYS = TYPED | {f"calendar.holidays.{n}.{key}": "" for n in range(2) for key in ("on", "name")}
GROUPS = {f"groups.{n}.{key}": "" for n in range(2) for key in ("key", "name.id")}


@pytest.mark.parametrize(
    ("form", "typed", "field"),
    [
        ({"baris": "tambah"}, TYPED, "emergency.2.number"),
        ({"baris": "naik-2"}, TYPED, "emergency.1.number"),
        ({"baris": "turun-0"}, TYPED, "emergency.1.number"),
        ({"baris": "hapus-3"}, TYPED, "emergency.2.number"),
        ({"baris": "hapus-0"}, {}, ""),
        ({"baris.calendar.holidays": "tambah"}, DAYS, "calendar.holidays.1.on"),
        ({"baris.calendar.worked": "hapus-0"}, DAYS, ""),
        ({"baris": "turun-0"}, GROUPS, "groups.1.name.id"),
        ({"simpan": "1"}, TYPED, ""),
        ({"baris": ""}, TYPED, ""),
        ({"baris": "naik-99999999999"}, TYPED, "emergency.2.number"),
        ({"baris": "<script>-1"}, TYPED, "emergency.1.number"),
    ],
)
def test_the_field_to_come_back_to(form: dict[str, str], typed: dict[str, str], field: str) -> None:
    assert rows.landing(form, typed) == field

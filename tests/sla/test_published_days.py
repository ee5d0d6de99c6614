"""The days off that deadlines were counted with: an update of the library may add years, never change one."""

from __future__ import annotations

import csv
from pathlib import Path

from jaki_replica.sla.national import decreed_years, national_days

DAYS = Path(__file__).parent / "published_days.csv"


def test_no_update_of_the_library_changes_a_day_of_a_published_year() -> None:
    with DAYS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = {(row["on"], row["joint"] == "yes") for row in rows}
    years = sorted({int(row["on"][:4]) for row in rows})
    assert decreed_years(national_days(years)) == set(years)
    now = {(day.on.isoformat(), day.joint) for day in national_days(years)}
    assert now == kept, "deadlines of filed complaints would move: tell the regions before this file is changed"
    assert len(rows) > 100

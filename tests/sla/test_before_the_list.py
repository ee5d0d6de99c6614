"""A region that is older than the dated list of national days, upgraded by the real history."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from jaki_replica.settings import Settings
from jaki_replica.sla import queries
from jaki_replica.sla.calendar import working_calendar
from jaki_replica.sla.national import NationalDay, national_days
from jaki_replica.tenancy import history
from jaki_replica.tenancy.configuration.terms import SlaLimits
from jaki_replica.tenancy.migrating import Outcome, Plan, upgrade_all
from jaki_replica.tenancy.runtime import Runtime
from tests.regions import region
from tests.tenancy.small import forget, make_region


def before_the_list(folder: Path) -> Path:
    """The real history as it was before national days were a list of each region."""
    shutil.copytree(history.tenant_history(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    versions = {file: file.read_text(encoding="utf-8") for file in (folder / "versions").glob("*.py")}
    gone = {"r111"}
    while later := {file for file, text in versions.items() if any(f'revision = "{one}"' in text for one in gone)}:
        gone = {text.split('\nrevision = "')[1].split('"')[0] for file, text in versions.items() if file in later}
        for file in later:
            file.unlink()
            del versions[file]
    return folder


def test_a_region_made_before_there_was_a_list_gets_by_the_upgrade_what_its_deadlines_were_counted_with(
    site: Settings, here: Runtime, tmp_path: Path
) -> None:
    old = make_region(site, before_the_list(tmp_path / "history"), "kota-lama", 7)
    assert old.schema_version == "r110"
    plain = region("kota-lama", "11.17", "KL")
    config = replace(plain, sla=replace(plain.sla, default=SlaLimits(), overrides=()))
    moments = [datetime(year, month, 13, 2, 30, tzinfo=UTC) for year in (2026, 2027, 2030) for month in range(1, 13)]

    def dues(national: Sequence[NationalDay]) -> list[datetime]:
        found = working_calendar(config, national, revision=1, on=date(2026, 11, 25))
        return [found.add(at, config.sla.default.finish) for at in moments]

    before = dues(national_days(range(2016, 2037)))
    plan = Plan(history.tenant_history(), history.head(history.tenant_history()))
    assert [one.outcome for one in upgrade_all(site, [old], plan)] == [Outcome.UPGRADED]
    here.registry.refresh()
    with here.scope_of(here.tenant("kota-lama")) as entered:
        found = queries.holidays(entered.session)
    assert [dues(found.days(found.number_at(at)))[place] for place, at in enumerate(moments)] == before
    with here.scope_of(here.tenant("kota-lama")) as entered, pytest.raises(ProgrammingError, match="permission denied"):
        entered.session.execute(text("DELETE FROM holiday_days"))
    forget(site, old)

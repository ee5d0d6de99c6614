"""A year whose national days are not known is told: on the region's health, by the doctor, on the admin's page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from jaki_replica.cli.doctor import holiday_problems
from jaki_replica.foundation import clock
from jaki_replica.sla.national import decreed_years, national_days
from jaki_replica.statistics.figures import all_figures, keep
from jaki_replica.statistics.measuring import calendar_figures
from jaki_replica.tenancy.runtime import Runtime
from tests.console import Console
from tests.regions import Pair

LAST = max(decreed_years(national_days(range(2024, 2040))))


def measured(runtime: Runtime, pair: Pair, at: datetime) -> None:
    """What the timetable measures of the left region, were it `at`."""
    with runtime.scope_of(pair.left) as entered:
        config = runtime.configurations.load(pair.left.key, entered.session)
        figures = calendar_figures(entered.session, config, at)
    keep(runtime, pair.left, figures, at=clock.now(), counted=True)


def test_the_operator_sees_which_year_is_unknown_until_it_is_known(here: Console, runtime: Runtime, pair: Pair) -> None:
    measured(runtime, pair, datetime(LAST, 10, 1, tzinfo=UTC))
    page = here.get("/daerah/kota").text
    assert f"Hari libur {LAST + 1} belum dikenal" in page
    assert "jaki holidays add" in page
    with Session(runtime.platform) as session:
        assert all_figures(session)[pair.left.key].count("holidays_missing") == LAST + 1
    assert holiday_problems(runtime.settings) == ["kota do not know the next holidays yet: jaki holidays refresh"], (
        "the installation knows them, so the region only has to learn them"
    )
    measured(runtime, pair, clock.now())
    page = here.get("/daerah/kota").text
    assert "Dikenal, daftar ke-" in page
    assert "jaki holidays add" not in page
    assert holiday_problems(runtime.settings) == []


def test_the_doctor_names_the_year_that_nobody_here_knows(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(LAST, 9, 30, tzinfo=UTC))
    assert holiday_problems(runtime.settings) == []
    monkeypatch.setattr(clock, "now", lambda: datetime(LAST, 10, 1, tzinfo=UTC))
    [line] = holiday_problems(runtime.settings)
    assert f"The national holidays of {LAST + 1} are not known" in line
    assert "jaki holidays add" in line

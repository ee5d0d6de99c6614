"""What may leave a region by itself, and what counts as trouble."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.foundation.errors import Invalid
from jaki_replica.foundation.ids import new_id
from jaki_replica.statistics.rules import checked, standing
from jaki_replica.statistics.terms import Condition, Figures, Trouble
from jaki_replica.tenancy.terms import Tenant, TenantState

AT = datetime(2026, 11, 25, 2, 14, tzinfo=UTC)
WELL = {"jobs_waiting": 1, "jobs_failed": 0, "queue_age_seconds": 3, "database": 1, "reached": 1, "drift": 0}


def tenant(state: TenantState = TenantState.ACTIVE, version: str = "r2") -> Tenant:
    return Tenant(
        id=new_id(),
        slug="kota",
        name="Kota Contoh",
        code="99.01",
        kind="city",
        zone="Asia/Jakarta",
        state=state,
        hosts=("kota.localhost",),
        schema="t_kota",
        role="t_kota",
        schema_version=version,
    )


def stands(**more: object) -> tuple[Condition, tuple[Trouble, ...]]:
    found = standing(tenant(), Figures(WELL | more, AT), newest="r2", at=AT)
    return found.condition, found.troubles


@pytest.mark.parametrize(
    ("figures", "condition", "troubles"),
    [
        ({}, Condition.WELL, ()),
        ({"drift": 2}, Condition.WELL, ()),
        ({"database": 0}, Condition.BAD, (Trouble.DATABASE,)),
        ({"reached": 0, "reach_missed": 1}, Condition.WELL, ()),
        ({"reached": 0, "reach_missed": 2}, Condition.BAD, (Trouble.HOST,)),
        ({"drift": 1}, Condition.BAD, (Trouble.DRIFT,)),
        ({"holidays_missing": 0}, Condition.WELL, ()),
        ({"holidays_missing": 2028}, Condition.WARN, (Trouble.CALENDAR,)),
        ({"jobs_failed": 1}, Condition.BAD, (Trouble.FAILED,)),
        ({"queue_age_seconds": 301}, Condition.WARN, (Trouble.SLOW,)),
        ({"mails_unanswered": 1}, Condition.WARN, (Trouble.MAIL,)),
        ({"mails_refused": 1, "mails_uncertain": 1}, Condition.WELL, ()),
        ({"mails_unanswered": 1, "queue_age_seconds": 301}, Condition.WARN, (Trouble.SLOW, Trouble.MAIL)),
        ({"backup_at": int((AT - timedelta(hours=25)).timestamp())}, Condition.WELL, ()),
        ({"backup_at": int((AT - timedelta(hours=27)).timestamp())}, Condition.WARN, (Trouble.BACKUP,)),
        ({"certificate_days": 13}, Condition.WARN, (Trouble.CERTIFICATE,)),
        ({"complaints_red_per_mille": 250}, Condition.WARN, (Trouble.RED,)),
        ({"jobs_failed": 2, "queue_age_seconds": 900}, Condition.BAD, (Trouble.FAILED, Trouble.SLOW)),
    ],
)
def test_a_region_stands_by_its_worst_trouble(
    figures: dict[str, object], condition: Condition, troubles: tuple[Trouble, ...]
) -> None:
    assert stands(**figures) == (condition, troubles)


def test_a_region_without_news_or_with_an_old_schema_needs_somebody() -> None:
    silent = standing(tenant(), Figures(WELL, AT - timedelta(minutes=6)), newest="r2", at=AT)
    assert silent.troubles == (Trouble.SILENT,)
    assert standing(tenant(), Figures({}), newest="r2", at=AT).troubles == (Trouble.SILENT,)
    for old in (Figures({}), Figures(WELL, AT - timedelta(days=3))):
        opened = standing(tenant(), old, newest="r2", at=AT, opened_at=AT - timedelta(seconds=40))
        assert opened.troubles == (), "no news of it is due yet"
        late = standing(tenant(), old, newest="r2", at=AT, opened_at=AT - timedelta(minutes=6))
        assert late.troubles == (Trouble.SILENT,)
    assert standing(tenant(version="r1"), Figures(WELL, AT), newest="r2", at=AT).troubles == (Trouble.SCHEMA,)


@pytest.mark.parametrize("state", [TenantState.SUSPENDED, TenantState.PROVISIONING])
def test_a_region_that_is_stopped_or_in_the_making_is_in_no_trouble(state: TenantState) -> None:
    found = standing(tenant(state), Figures({"database": 0}), newest="r9", at=AT)
    assert (found.condition, found.troubles) == (Condition(str(state)), ())


@given(
    st.one_of(
        st.text(min_size=1).filter(lambda t: not (len(t) == 64 and set(t) <= set("0123456789abcdef"))),
        st.floats(),
        st.lists(st.text(min_size=1), min_size=1),
        st.dictionaries(st.text(min_size=1), st.text(), min_size=1),
        st.binary(),
        st.integers(min_value=2**53),
    )
)
def test_words_and_anything_else_that_is_no_count_cannot_leave_a_region(value: object) -> None:
    with pytest.raises(Invalid):
        checked({"figure": value})


@pytest.mark.parametrize("name", ["Lubang di depan rumah Siti", "", "a" * 61, "nama siti", "0812", "A"])
def test_nothing_can_leave_as_the_name_of_a_figure_or_of_a_kind(name: str) -> None:
    with pytest.raises(Invalid):
        checked({name: 1})
    with pytest.raises(Invalid):
        checked({"jobs_failed_by_kind": {name: 1}})


def test_counts_by_kind_rows_of_counts_and_hashes_may_leave() -> None:
    figures = {"a": 1, "b": None, "c": {"photos.process": 2}, "d": [1, 2], "e": "0f" * 32}
    assert checked(figures) == figures

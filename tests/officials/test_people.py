"""People in office: with or without a login, and how they are reached."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jaki_replica.foundation import clock
from jaki_replica.foundation.db import sqlstate
from jaki_replica.foundation.ids import new_id
from jaki_replica.officials import actions, queries
from jaki_replica.officials.holder_models import HolderRow, OfficialRow
from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.terms import Role
from jaki_replica.settings import Settings
from jaki_replica.tenancy import history
from jaki_replica.tenancy.migrating import Outcome, plan_to_head, upgrade_all
from jaki_replica.tenancy.terms import Tenant
from tests import statements
from tests.tenancy.small import forget, make_region, run

POST, OTHER = "position:lurah:99.01.01.1001", "position:lurah:99.01.01.1002"
NOW = clock.now()


def person(session: Session, name: str, email: str = "", nip: str | None = None) -> UUID:
    row = OfficialRow(id=new_id(), name=name, nip=nip, email=email, created_at=NOW, changed_at=NOW)
    session.add(row)
    session.flush()
    return row.id


def hold(session: Session, official: UUID, unit: str, tenure: Tenure, since: datetime) -> HolderRow:
    row = HolderRow(id=new_id(), unit=unit, official_id=official, tenure=tenure, since_at=since)
    session.add(row)
    session.flush()
    return row


def test_who_answers_for_a_post_is_told_with_his_address_in_one_query(region_session: Session) -> None:
    ago = NOW - timedelta(days=30)
    hold(region_session, person(region_session, "Rina Contoh", "rina@contoh.example"), POST, Tenure.DEFINITIVE, ago)
    hold(region_session, person(region_session, "Budi Contoh"), OTHER, Tenure.DEFINITIVE, ago)
    hold(region_session, person(region_session, "Sari Contoh", "sari@contoh.example"), OTHER, Tenure.PLH, NOW)
    with statements.counted(region_session) as seen:
        found = queries.answering(region_session, [POST, OTHER, "position:camat:99.01.01"], NOW)
    assert len(seen) == 1
    assert {unit: (one.name, one.email, one.tenure) for unit, one in found.items()} == {
        POST: ("Rina Contoh", "rina@contoh.example", Tenure.DEFINITIVE),
        OTHER: ("Sari Contoh", "sari@contoh.example", Tenure.PLH),
    }


def test_a_tenure_that_was_withdrawn_gives_no_right(region_session: Session) -> None:
    account = actions.open_account(
        region_session, username="a", password="x" * 12, display_name="Rina Contoh", role=Role.OFFICIAL, at=NOW
    )
    region_session.flush()
    row = actions.appoint(region_session, account, POST, tenure=Tenure.DEFINITIVE, since=NOW)
    assert queries.units_of_account(region_session, account.id, NOW) == {POST}
    row.withdrawn_at = NOW
    region_session.flush()
    assert queries.units_of_account(region_session, account.id, NOW) == frozenset()
    assert queries.holders(region_session, POST).at(POST, NOW) is None
    assert queries.answering(region_session, [POST], NOW) == {}


@pytest.mark.parametrize("nip", ["1980", "19800101200501100A", "1980010120050110011"])
def test_a_nip_has_eighteen_digits(region_session: Session, nip: str) -> None:
    with pytest.raises(IntegrityError) as refused:
        person(region_session, "Rina Contoh", nip=nip)
    assert sqlstate(refused.value) == "23514"


def test_a_nip_is_that_of_one_person_and_many_have_none(region_session: Session) -> None:
    person(region_session, "Rina Contoh")
    person(region_session, "Budi Contoh", nip="198001012005011001")
    person(region_session, "Budi Contoh")
    with pytest.raises(IntegrityError) as refused:
        person(region_session, "Sari Contoh", nip="198001012005011001")
    assert sqlstate(refused.value) == "23505"


@pytest.fixture
def old_tenant(settings: Settings, tmp_path: Path) -> Iterator[Tenant]:
    """A region whose tables are those of the first version, with somebody in office."""
    folder = tmp_path / "old"
    (folder / "versions").mkdir(parents=True)
    shutil.copy(history.tenant_history() / "env.py", folder)
    for first in (history.tenant_history() / "versions").glob("*the_first_tables*.py"):
        shutil.copy(first, folder / "versions")
    tenant = make_region(settings, folder, "lama", 70)
    run(
        settings,
        "INSERT INTO accounts VALUES (gen_random_uuid(), 'rina', 'x', 'Rina Contoh', 'official', true, now()),"
        " (gen_random_uuid(), 'budi', 'x', 'Budi Contoh', 'admin', true, now())",
        tenant,
    )
    run(
        settings,
        f"INSERT INTO holders SELECT gen_random_uuid(), '{POST}', id, 'definitive', now(), NULL FROM accounts"
        " WHERE username = 'rina'",
        tenant,
    )
    yield tenant
    forget(settings, tenant)


def test_whoever_held_a_post_by_his_account_holds_it_as_a_person(settings: Settings, old_tenant: Tenant) -> None:
    (upgraded,) = upgrade_all(settings, [old_tenant], plan_to_head())
    assert (upgraded.outcome, upgraded.error) == (Outcome.UPGRADED, "")
    found = run(
        settings,
        "SELECT h.unit, o.name, o.account_id = h.account_id FROM holders h JOIN officials o ON o.id = h.official_id",
        old_tenant,
    )
    assert found == [(POST, "Rina Contoh", True)]
    assert run(settings, "SELECT count(*) FROM officials", old_tenant) == [(1,)]

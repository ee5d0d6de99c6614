"""Forms that wait are one account's, one form's and one region's; they are few, and they go by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from secrets import token_urlsafe
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Invalid
from jaki_replica.foundation.ids import new_id
from jaki_replica.officials import form_drafts
from jaki_replica.officials.form_drafts import LIFETIME, MOST, FormDraft, Place
from jaki_replica.officials.models import Account
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant

KEY = b"k" * 32
SECRET = "198501012010011001"


@pytest.fixture
def session(runtime: Runtime, tenant: Tenant) -> Iterator[Session]:
    with runtime.scope_of(tenant) as entered:
        yield entered.session
        entered.session.rollback()


def account(session: Session) -> UUID:
    key = new_id()
    named = {"username": key.hex, "display_name": "Admin Contoh", "password_hash": "-", "role": "admin"}
    session.add(Account(id=key, active=True, created_at=clock.now(), **named))
    session.flush()
    return key


def test_what_was_typed_comes_back_to_its_account_and_form_and_to_nobody_else(session: Session) -> None:
    me, other, at = account(session), account(session), clock.now()
    mine = Place(me, "/admin/merek", KEY)
    key = form_drafts.keep(session, mine, {"nip": SECRET, "kata": "jalan \u202e \x00"}, at=at)
    assert form_drafts.of(session, mine, key, at=at) == {"nip": SECRET, "kata": "jalan \u202e \x00"}
    for place in (Place(other, mine.form, KEY), Place(me, "/admin/waktu", KEY), Place(me, mine.form, b"x" * 32)):
        assert form_drafts.of(session, place, key, at=at) is None
    assert form_drafts.of(session, mine, new_id(), at=at) is None


def test_nothing_of_it_can_be_read_in_the_table_or_put_into_another_row(session: Session) -> None:
    me, at = account(session), clock.now()
    mine = Place(me, "/admin/pejabat", KEY)
    key, second = (form_drafts.keep(session, mine, {"nip": text}, at=at) for text in (SECRET, "lain"))
    row, other = session.get(FormDraft, key), session.get(FormDraft, second)
    assert row is not None and other is not None
    assert SECRET not in row.content
    other.content = row.content
    assert form_drafts.of(session, mine, second, at=at) is None


def test_it_is_forgotten_after_its_hours_and_tidied_away(session: Session) -> None:
    me, at = account(session), clock.now()
    mine = Place(me, "/admin/merek", KEY)
    key = form_drafts.keep(session, mine, {}, at=at)
    late = at + LIFETIME
    assert form_drafts.newest(session, mine, at=at) is not None
    assert form_drafts.of(session, mine, key, at=late) is None
    assert form_drafts.newest(session, mine, at=late) is None
    form_drafts.discard_expired(session, at=late - timedelta(microseconds=1))
    assert session.scalar(select(FormDraft.id).where(FormDraft.id == key)) == key
    assert form_drafts.discard_expired(session, at=late) >= 1
    assert session.scalar(select(FormDraft.id).where(FormDraft.id == key)) is None


def test_the_newest_stay_and_no_account_fills_the_table(session: Session) -> None:
    me, other, at = account(session), account(session), clock.now()
    his = form_drafts.keep(session, Place(other, "/admin/merek", KEY), {}, at=at)
    made = [form_drafts.keep(session, Place(me, f"/f{n % 3}", KEY), {"n": n}, at=at) for n in range(MOST + 7)]
    kept = set(session.scalars(select(FormDraft.id).where(FormDraft.account_id == me)))
    assert kept == set(made[-MOST:])
    assert session.get(FormDraft, his) is not None
    few = [form_drafts.keep(session, Place(me, "/pratinjau", KEY), {}, at=at, most=2) for _ in range(4)]
    count = select(func.count()).select_from(FormDraft).where(FormDraft.form == "/pratinjau")
    assert session.scalar(count) == 2
    assert form_drafts.newest(session, Place(me, "/pratinjau", KEY), at=at).id == few[-1]  # type: ignore[union-attr]


def test_what_is_too_long_is_refused_and_a_whole_file_is_not(session: Session) -> None:
    mine, at = Place(account(session), "/f", KEY), clock.now()
    whole = "nama: Kota Contoh\n" * 60_000
    key = form_drafts.keep(session, mine, {"file": whole}, at=at)
    assert form_drafts.of(session, mine, key, at=at) == {"file": whole}
    with pytest.raises(Invalid):
        form_drafts.keep(session, mine, {"file": token_urlsafe(1_500_000)}, at=at)

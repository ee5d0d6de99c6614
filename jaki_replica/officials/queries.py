"""Reads of accounts and their sessions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from jaki_replica.foundation import passwords
from jaki_replica.foundation.db import UtcTime
from jaki_replica.officials.holder_models import HolderRow, OfficialRow
from jaki_replica.officials.holders import Answering, Holder, Holders, Tenure
from jaki_replica.officials.models import Account, AccountSession
from jaki_replica.officials.terms import Role, SignedIn
from jaki_replica.tenancy.prepared import PREPARED

TENURES = {str(tenure): tenure for tenure in Tenure}


def signed_in(session: Session, token: str, at: datetime) -> SignedIn | None:
    """Who `token` belongs to now, with his posts: the account must be active and the session not over. One query."""
    rows = session.execute(SIGNED_IN, {"digest": passwords.token_sha256(token), "at": at}).all()
    if not rows:
        return None
    account_id, username, name, role = rows[0][:4]
    held = (row[4:] for row in rows if row[4] is not None)
    posts = Holders(
        Holder(key, unit, person, TENURES[kind], since, until) for key, unit, person, kind, since, until in held
    )
    return SignedIn(account_id, username, name, Role(role), posts)


def account_named(session: Session, username: str) -> Account | None:
    """The account of that name."""
    return session.scalar(select(Account).where(Account.username == username.strip().lower()))


def units_of_account(session: Session, account_id: UUID, at: datetime) -> frozenset[str]:
    """The units whose posts the person of this account holds now."""
    query = select(HolderRow.unit).join(OfficialRow, OfficialRow.id == HolderRow.official_id)
    return frozenset(session.scalars(query.where(OfficialRow.account_id == account_id, *in_office(at))))


def holders(session: Session, unit: str | None = None) -> Holders:
    """Every tenure of the region, or of one unit."""
    row = HolderRow
    query = select(row.id, row.unit, row.official_id, row.tenure, row.since_at, row.until_at)
    query = query.where(row.withdrawn_at.is_(None))
    rows = session.execute(query if unit is None else query.where(row.unit == unit))
    return Holders(
        Holder(key, unit, official_id, TENURES[tenure], since_at, until_at)
        for key, unit, official_id, tenure, since_at, until_at in rows
    )


def answering(session: Session, units: Iterable[str], at: datetime) -> dict[str, Answering]:
    """Who answers for each of these units at an instant, with his address; a vacant post is not in it. One query."""
    row, person = HolderRow, OfficialRow
    query = (
        select(row.id, row.unit, row.tenure, row.since_at, row.until_at, person.id.label("official_id"))
        .add_columns(person.name, person.email, person.account_id)
        .join(person, person.id == row.official_id)
        .where(row.unit.in_(set(units)), *in_office(at))
    )
    found = {one.id: one for one in session.execute(query)}
    held = Holders(
        Holder(one.id, one.unit, one.official_id, TENURES[one.tenure], one.since_at, one.until_at)
        for one in found.values()
    )
    first = {unit: held.at(unit, at) for unit in {one.unit for one in found.values()}}
    return {
        unit: Answering(holder.official_id, one.name, one.email, one.account_id, holder.tenure)
        for unit, holder in first.items()
        if holder is not None and (one := found[holder.id])
    }


def in_office(at: datetime | BindParameter[datetime]) -> tuple[ColumnElement[bool], ...]:
    """Conditions for the tenures that cover an instant."""
    row = HolderRow.__table__.c
    there = or_(row.until_at.is_(None), row.until_at > at)
    return row.withdrawn_at.is_(None), row.since_at <= at, there


def _signed_in() -> Select[*tuple[Any, ...]]:
    """The account of a session, and the tenures its person has now."""
    at = bindparam("at", type_=UtcTime())
    accounts, sessions = Account.__table__, AccountSession.__table__
    officials, holders = OfficialRow.__table__, HolderRow.__table__
    account, own = accounts.c, holders.c
    query = select(account.id, account.username, account.display_name, account.role)
    return (
        query.add_columns(own.id, own.unit, own.official_id, own.tenure, own.since_at, own.until_at)
        .select_from(accounts)
        .join(sessions, sessions.c.account_id == account.id)
        .outerjoin(officials, officials.c.account_id == account.id)
        .outerjoin(holders, and_(own.official_id == officials.c.id, *in_office(at)))
        .where(sessions.c.token_sha256 == bindparam("digest"), sessions.c.expires_at > at, account.active)
        .execution_options(**PREPARED)
    )


SIGNED_IN = _signed_in()  # made once, as every page of staff asks it

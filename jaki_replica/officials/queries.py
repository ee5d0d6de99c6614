"""Reads of accounts and their sessions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from jaki_replica.foundation import passwords
from jaki_replica.officials.holder_models import HolderRow
from jaki_replica.officials.holders import Holder, Holders, Tenure
from jaki_replica.officials.models import Account, AccountSession
from jaki_replica.officials.terms import Role, SignedIn

TENURES = {str(tenure): tenure for tenure in Tenure}


def signed_in(session: Session, token: str, at: datetime) -> SignedIn | None:
    """Who `token` belongs to now: the account must be active and the session not over."""
    query = (
        select(Account.id, Account.username, Account.display_name, Account.role)
        .join(AccountSession)
        .where(AccountSession.token_sha256 == passwords.token_sha256(token))
        .where(AccountSession.expires_at > at, Account.active)
    )
    row = session.execute(query).first()
    return None if row is None else SignedIn(row.id, row.username, row.display_name, Role(row.role))


def account_named(session: Session, username: str) -> Account | None:
    """The account of that name."""
    return session.scalar(select(Account).where(Account.username == username.strip().lower()))


def units_of_account(session: Session, account_id: UUID, at: datetime) -> frozenset[str]:
    """The units whose posts this person holds now."""
    query = select(HolderRow.unit).where(HolderRow.account_id == account_id, HolderRow.since_at <= at)
    return frozenset(session.scalars(query.where(or_(HolderRow.until_at.is_(None), HolderRow.until_at > at))))


def holders(session: Session, unit: str | None = None) -> Holders:
    """Every tenure of the region, or of one unit."""
    row = HolderRow
    query = select(row.id, row.unit, row.account_id, row.tenure, row.since_at, row.until_at)
    rows = session.execute(query if unit is None else query.where(row.unit == unit))
    return Holders(
        Holder(key, unit, account_id, TENURES[tenure], since_at, until_at)
        for key, unit, account_id, tenure, since_at, until_at in rows
    )

"""Reads of accounts, open invitations and what admins did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica.officials.access_models import AdminLog, Invitation
from jaki_replica.officials.holder_models import HolderRow, OfficialRow
from jaki_replica.officials.models import Account
from jaki_replica.officials.queries import in_office
from jaki_replica.officials.terms import Role


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account with the person behind it and the units whose posts he holds now."""

    id: UUID
    username: str
    name: str
    role: Role
    active: bool
    official_id: UUID | None
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Login:
    """The account of a person in the list, in use or not."""

    account_id: UUID
    username: str
    role: Role
    active: bool


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An invitation that can still be used."""

    token_sha256: str
    name: str
    role: Role
    invited_by: str
    expires_at: datetime
    is_renewal: bool


@dataclass(frozen=True, slots=True)
class LogLine:
    """Something an admin or a command did."""

    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, object]


def accounts(session: Session, at: datetime) -> tuple[AccountLine, ...]:
    """All accounts by name, those in use first. Two queries."""
    person, row = OfficialRow, HolderRow
    units: dict[UUID, list[str]] = {}
    held = select(row.official_id, row.unit).where(*in_office(at)).order_by(row.unit)
    for official, unit in session.execute(held):
        units.setdefault(official, []).append(unit)
    query = (
        select(Account.id, Account.username, Account.display_name, Account.role, Account.active)
        .add_columns(person.id.label("official"), person.name)
        .outerjoin(person, person.account_id == Account.id)
        .order_by(Account.active.desc(), Account.username)
    )
    return tuple(
        AccountLine(
            one.id,
            one.username,
            one.name or one.display_name,
            Role(one.role),
            one.active,
            one.official,
            tuple(units.get(one.official, ())),
        )
        for one in session.execute(query)
    )


def with_login(session: Session, officials: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these people who can sign in now."""
    query = select(OfficialRow.id).join(Account, Account.id == OfficialRow.account_id).where(Account.active)
    return frozenset(session.scalars(query.where(OfficialRow.id.in_(set(officials)))))


def logins(session: Session, officials: Iterable[UUID]) -> dict[UUID, Login]:
    """The accounts of those of these people who have one, in use or not."""
    query = select(OfficialRow.id, Account.id, Account.username, Account.role, Account.active)
    query = query.join(Account, Account.id == OfficialRow.account_id).where(OfficialRow.id.in_(set(officials)))
    return {
        person: Login(account, username, Role(role), active)
        for person, account, username, role, active in session.execute(query)
    }


def open_invitations(session: Session, at: datetime) -> tuple[InvitationLine, ...]:
    """Those that can still be used, the newest first."""
    query = select(Invitation).where(
        Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > at
    )
    rows = session.scalars(query.order_by(Invitation.created_at.desc()))
    return tuple(
        InvitationLine(
            one.token_sha256, one.name, Role(one.role), one.invited_by, one.expires_at, one.account_id is not None
        )
        for one in rows
    )


def log(session: Session, limit: int = 100) -> tuple[LogLine, ...]:
    """What was done, the newest first."""
    query = select(AdminLog).order_by(AdminLog.at.desc(), AdminLog.id.desc()).limit(limit)
    return tuple(LogLine(one.at, one.actor, one.action, one.subject, one.details) for one in session.scalars(query))

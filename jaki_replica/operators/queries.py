"""Reads of the operators' accounts and sessions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from jaki_replica.foundation import passwords
from jaki_replica.foundation.errors import NotFound
from jaki_replica.operators import rules
from jaki_replica.operators.terms import OperatorLine, SessionLine, SignedIn, Stage
from jaki_replica.tenancy.models import Operator, OperatorRecoveryCode, OperatorSession

HANDLE = 16  # hexadecimal digits of a token's hash: enough to name a session, useless to sign in with


def session_row(session: Session, token: str, at: datetime) -> OperatorSession | None:
    """The open session of `token`: neither too old nor left alone for too long."""
    digest = passwords.token_sha256(token)
    query = select(OperatorSession).where(OperatorSession.token_sha256 == digest, *_open(at))
    return session.scalar(query)


def _open(at: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    seen = func.coalesce(OperatorSession.seen_at, OperatorSession.created_at)
    return OperatorSession.expires_at > at, seen > at - rules.IDLE


def signed_in(session: Session, token: str, at: datetime) -> SignedIn | None:
    """Who `token` belongs to now: the account must be active and the session not over."""
    query = (
        select(Operator, OperatorSession.second_at, OperatorSession.seen_at)
        .join(OperatorSession, OperatorSession.operator_id == Operator.id)
        .where(OperatorSession.token_sha256 == passwords.token_sha256(token), Operator.active, *_open(at))
    )
    row = session.execute(query).first()
    if row is None:
        return None
    person, second_at, seen_at = row
    return SignedIn(person.id, person.username, token, _stage(person, second_at), second_at, seen_at)


def _stage(person: Operator, second_at: datetime | None) -> Stage:
    if person.totp_secret is None:
        return Stage.ENROL
    if second_at is None:
        return Stage.CODE
    return Stage.INSIDE if person.temporary_until is None else Stage.PASSWORD


def sessions_of(session: Session, operator_id: UUID, at: datetime, token: str = "") -> list[SessionLine]:
    """The open browsers of an operator, the last used first."""
    this = passwords.token_sha256(token)
    seen = func.coalesce(OperatorSession.seen_at, OperatorSession.created_at)
    query = select(OperatorSession).where(
        OperatorSession.operator_id == operator_id, OperatorSession.second_at.is_not(None), *_open(at)
    )
    return [
        SessionLine(
            handle=row.token_sha256[:HANDLE],
            created_at=row.created_at,
            seen_at=row.seen_at or row.created_at,
            address=row.address or "",
            agent=row.agent or "",
            is_this=row.token_sha256 == this,
        )
        for row in session.scalars(query.order_by(seen.desc()))
    ]


def recovery_codes_left(session: Session, operator_id: UUID) -> int:
    """How many recovery codes of an operator were not used."""
    query = select(func.count()).select_from(OperatorRecoveryCode)
    unused = query.where(OperatorRecoveryCode.operator_id == operator_id, OperatorRecoveryCode.used_at.is_(None))
    return session.scalar(unused) or 0


def all_operators(session: Session) -> list[OperatorLine]:
    """Every operator, the active ones first."""
    left = (
        select(OperatorRecoveryCode.operator_id, func.count().label("codes"))
        .where(OperatorRecoveryCode.used_at.is_(None))
        .group_by(OperatorRecoveryCode.operator_id)
        .subquery()
    )
    seen = (
        select(OperatorSession.operator_id, func.max(OperatorSession.seen_at).label("seen"))
        .group_by(OperatorSession.operator_id)
        .subquery()
    )
    query = (
        select(Operator, left.c.codes, seen.c.seen)
        .outerjoin(left, left.c.operator_id == Operator.id)
        .outerjoin(seen, seen.c.operator_id == Operator.id)
        .order_by(Operator.active.desc(), Operator.username)
    )
    return [
        OperatorLine(
            id=person.id,
            username=person.username,
            active=person.active,
            enrolled=person.totp_secret is not None,
            recovery_codes=codes or 0,
            created_at=person.created_at,
            seen_at=seen_at,
        )
        for person, codes, seen_at in session.execute(query)
    ]


def by_username(session: Session, username: str) -> Operator:
    """The account of that name. Raises NotFound."""
    found = session.scalar(select(Operator).where(Operator.username == username.strip().lower()))
    if found is None:
        raise NotFound(f"There is no operator {username}", remedy="jaki operators list shows them")
    return found

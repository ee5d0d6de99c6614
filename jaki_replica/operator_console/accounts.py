"""The operator's own accounts; nothing of them is shared with any region's."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from jaki_replica.foundation import passwords
from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.foundation.ids import new_id, new_token
from jaki_replica.tenancy.models import Operator, OperatorSession

SESSION_LENGTH = timedelta(hours=8)


def open_account(session: Session, *, username: str, password: str, at: datetime) -> bool:
    """A new operator; False where the name is known already. Raises Invalid for a short password."""
    if len(password) < passwords.LEAST_LENGTH:
        raise Invalid("The account cannot be opened", (Fault("password", "shorter than 12 characters"),))
    name = username.strip().lower()
    if session.scalar(select(Operator.id).where(Operator.username == name)) is not None:
        return False
    session.add(
        Operator(id=new_id(), username=name, password_hash=passwords.hashed(password), active=True, created_at=at)
    )
    return True


def sign_in(session: Session, *, username: str, password: str, at: datetime) -> str | None:
    """A session token for the right name and password, else None."""
    operator = session.scalar(select(Operator).where(Operator.username == username.strip().lower()))
    if not passwords.is_right(password, operator.password_hash if operator else None):
        return None
    if operator is None or not operator.active:
        return None
    token = new_token()
    session.execute(delete(OperatorSession).where(OperatorSession.expires_at < at))
    session.add(
        OperatorSession(
            token_sha256=passwords.token_sha256(token),
            operator_id=operator.id,
            created_at=at,
            expires_at=at + SESSION_LENGTH,
        )
    )
    return token


def signed_in(session: Session, token: str, at: datetime) -> str | None:
    """The name of the operator whose valid token this is."""
    query = (
        select(Operator.username)
        .join(OperatorSession, OperatorSession.operator_id == Operator.id)
        .where(OperatorSession.token_sha256 == passwords.token_sha256(token))
        .where(OperatorSession.expires_at > at, Operator.active)
    )
    return session.scalar(query)


def sign_out(session: Session, token: str) -> None:
    """End the session of `token`."""
    digest = passwords.token_sha256(token)
    session.execute(delete(OperatorSession).where(OperatorSession.token_sha256 == digest))

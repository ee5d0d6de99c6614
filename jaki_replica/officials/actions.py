"""Accounts and signing in."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from jaki_replica.foundation import passwords
from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.foundation.ids import new_id, new_token
from jaki_replica.officials.holder_models import HolderRow, OfficialRow
from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.inviting import invite_admin
from jaki_replica.officials.models import Account, AccountSession
from jaki_replica.officials.terms import Role

__all__ = ["appoint", "invite_admin", "official_of", "open_account", "sign_in", "sign_out"]

SESSION_LENGTH = timedelta(hours=12)


def open_account(
    session: Session, *, username: str, password: str, display_name: str, role: Role, at: datetime
) -> Account:
    """A new account. Raises Invalid for a short password or a name in use."""
    name = username.strip().lower()
    faults = []
    if len(password) < passwords.LEAST_LENGTH:
        faults.append(Fault("password", f"shorter than {passwords.LEAST_LENGTH} characters", "choose a longer one"))
    if session.scalar(select(Account.id).where(Account.username == name)) is not None:
        faults.append(Fault("username", f"{name} is already in use", "choose another name"))
    if faults:
        raise Invalid("The account cannot be opened", tuple(faults))
    account = Account(
        id=new_id(),
        username=name,
        password_hash=passwords.hashed(password),
        display_name=display_name,
        role=role,
        active=True,
        created_at=at,
    )
    session.add(account)
    return account


def sign_in(session: Session, *, username: str, password: str, at: datetime) -> str | None:
    """A session token for the right name and password, else None; the two faults are not told apart."""
    account = session.scalar(select(Account).where(Account.username == username.strip().lower()))
    if not passwords.is_right(password, account.password_hash if account else None):
        return None
    if account is None or not account.active:
        return None
    token = new_token()
    digest = passwords.token_sha256(token)
    session.add(
        AccountSession(token_sha256=digest, account_id=account.id, created_at=at, expires_at=at + SESSION_LENGTH)
    )
    session.execute(delete(AccountSession).where(AccountSession.expires_at < at))
    return token


def sign_out(session: Session, token: str) -> None:
    """End the session of `token` at once, in every process."""
    session.execute(delete(AccountSession).where(AccountSession.token_sha256 == passwords.token_sha256(token)))


def appoint(
    session: Session, account: Account, unit: str, *, tenure: Tenure, since: datetime, until: datetime | None = None
) -> HolderRow:
    """Let the person of an account hold a post and act for its unit, from `since` until before `until`."""
    official = official_of(session, account, at=since)
    row = HolderRow(id=new_id(), unit=unit, official_id=official.id, tenure=tenure, since_at=since, until_at=until)
    session.add(row)
    session.flush()
    return row


def official_of(session: Session, account: Account, *, at: datetime) -> OfficialRow:
    """The person behind an account; one of its name where there is none yet."""
    found = session.scalar(select(OfficialRow).where(OfficialRow.account_id == account.id))
    if found is None:
        found = OfficialRow(id=new_id(), name=account.display_name, account_id=account.id, created_at=at, changed_at=at)
        session.add(found)
        session.flush()
    return found

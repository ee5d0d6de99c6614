"""Who signs in no more: accounts switched off, sessions ended, invitations worth nothing; and the log of all that."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from jaki_replica.foundation.errors import Conflict, NotFound
from jaki_replica.foundation.ids import new_id
from jaki_replica.officials.access_models import AdminLog, Invitation
from jaki_replica.officials.holder_models import OfficialRow
from jaki_replica.officials.models import Account, AccountSession
from jaki_replica.officials.terms import Role


class LastAdmin(Conflict):
    """Without this account nobody could look after the region any more."""

    code = "last_admin"

    def __init__(self) -> None:
        """Always with the same words."""
        super().__init__("This is the last active admin.", remedy="Make somebody else an admin first.")


def note(session: Session, actor: str, action: str, subject: object, at: datetime, **details: str) -> None:
    """Add a line to what admins did: ids and roles, never a name, an address or a token."""
    values = {"id": new_id(), "at": at, "actor": actor, "action": action, "subject": str(subject), "details": details}
    session.execute(insert(AdminLog).values(values))


def revoke_older(session: Session, official_id: UUID | None, account_id: UUID | None, at: datetime) -> None:
    """One open link for each person: an older one is worth nothing from now on."""
    for column, key in ((Invitation.official_id, official_id), (Invitation.account_id, account_id)):
        if key is not None:
            open_ones = update(Invitation).where(column == key, Invitation.used_at.is_(None))
            session.execute(open_ones.where(Invitation.revoked_at.is_(None)).values(revoked_at=at))


def switch_off(session: Session, account_id: UUID, *, by: str, at: datetime) -> None:
    """Let nobody in by this account from the next request on. Raises LastAdmin, NotFound."""
    account = account_of(session, account_id)
    keep_an_admin(session, account)
    account.active = False
    end_sessions(session, account_id)
    revoke_older(session, None, account_id, at)
    note(session, by, "switch_off", account_id, at)
    session.flush()


def shut_out(session: Session, official_id: UUID, *, by: str, at: datetime) -> None:
    """Whoever is an official no more signs in no more, and no invitation of his opens. Raises LastAdmin."""
    revoke_older(session, official_id, None, at)
    mine = select(Account.id).join(OfficialRow, OfficialRow.account_id == Account.id)
    account = session.scalar(mine.where(OfficialRow.id == official_id, Account.active))
    if account is not None:
        switch_off(session, account, by=by, at=at)


def keep_an_admin(session: Session, account: Account) -> None:
    """The rows of all admins stay locked to the end, so that two cannot switch each other off at the same moment."""
    admins = select(Account.id).where(Account.role == Role.ADMIN, Account.active).order_by(Account.id)
    there = set(session.scalars(admins.with_for_update()))
    if account.id in there and len(there) == 1:
        raise LastAdmin


def end_sessions(session: Session, account_id: UUID) -> None:
    """Sign an account out everywhere."""
    session.execute(delete(AccountSession).where(AccountSession.account_id == account_id))


def account_of(session: Session, account_id: UUID) -> Account:
    """The account of that id. Raises NotFound."""
    found = session.get(Account, account_id)
    if found is None:
        raise NotFound("There is no such account.")
    return found

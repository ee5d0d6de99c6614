"""Who gets a login and loses it: invitations by one-time link, roles, switching off; every step is noted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jaki_replica.foundation import passwords
from jaki_replica.foundation.db import sqlstate
from jaki_replica.foundation.errors import Conflict, Fault, Invalid, NotFound
from jaki_replica.foundation.ids import new_id, new_token
from jaki_replica.officials.access import account_of, end_sessions, keep_an_admin, note, revoke_older
from jaki_replica.officials.access_models import Invitation
from jaki_replica.officials.holder_models import OfficialRow
from jaki_replica.officials.models import Account
from jaki_replica.officials.sheets import values
from jaki_replica.officials.terms import Role

LASTS = timedelta(days=7)
MOST_NAME = 120
PATH = "/undangan/"
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
TAKEN = "23505"


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that was made now. `path` holds the token: it is shown once and kept nowhere."""

    path: str
    expires_at: datetime
    email: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Who an open invitation is for. With `is_renewal` it sets a new password for an account that is there."""

    name: str
    username: str
    role: Role
    is_renewal: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _For:
    name: str
    username: str
    role: Role
    email: str = ""
    official_id: UUID | None = None
    account_id: UUID | None = None


def invite_admin(session: Session, *, name: str, email: str = "", by: str, at: datetime) -> Invited:
    """Invite somebody to look after the region. The path of the answer is for this person's eyes only.

    An open invitation of the same person (by address, without one by name) is worth nothing from then on.
    """
    bare = " ".join(name.split())
    if not bare or len(bare) > MOST_NAME:
        raise Invalid("The invitation cannot be made", (Fault("name", f"needs 1 to {MOST_NAME} letters"),))
    address = values.email(email)
    if not isinstance(address, str):
        fault = Fault("email", f"{email[:80]!r} is no e-mail address", "write one such as nama@daerah.go.id, or none")
        raise Invalid("The invitation cannot be made", (fault,))
    for older in _admins_asked(session, bare, address):
        older.revoked_at = at
    return _invite(session, _For(bare, suggested(bare), Role.ADMIN, email=address), by=by, at=at)


def invited_until(session: Session, email: str, at: datetime) -> datetime | None:
    """Until when an invitation as admin that went to this address can still be used; None where there is none."""
    address = values.email(email)
    asked = _admins_asked(session, "", address) if isinstance(address, str) and address else ()
    return max((one.expires_at for one in asked if one.expires_at > at), default=None)


def _admins_asked(session: Session, name: str, email: str) -> Sequence[Invitation]:
    """Open invitations of future admins to that address, or of that name without any."""
    row = Invitation
    query = select(row).where(row.role == Role.ADMIN, func.lower(row.email) == email.lower())
    query = query.where(row.used_at.is_(None), row.revoked_at.is_(None), row.account_id.is_(None))
    return session.scalars(query if email else query.where(row.name == name)).all()


def invite_official(session: Session, official_id: UUID, *, by: str, at: datetime) -> Invited:
    """Invite a person of the roster. Raises NotFound, and Conflict where he has an account already."""
    person = session.get(OfficialRow, official_id)
    if person is None or person.removed_at is not None:
        raise NotFound("There is no such official.")
    if person.account_id is not None:
        raise Conflict("This official has an account.", remedy="Renew its password instead.")
    guest = _For(person.name, suggested(person.name), Role.OFFICIAL, person.email, official_id=official_id)
    return _invite(session, guest, by=by, at=at)


def renew_password(session: Session, account_id: UUID, *, by: str, at: datetime) -> Invited:
    """A link by which the holder of an account sets a new password. Raises NotFound."""
    account = account_of(session, account_id)
    email = session.scalar(select(OfficialRow.email).where(OfficialRow.account_id == account_id)) or ""
    guest = _For(account.display_name, account.username, Role(account.role), email, account_id=account_id)
    return _invite(session, guest, by=by, at=at)


def _invite(session: Session, guest: _For, *, by: str, at: datetime) -> Invited:
    revoke_older(session, guest.official_id, guest.account_id, at)
    token = new_token()
    row = Invitation(
        token_sha256=passwords.token_sha256(token),
        official_id=guest.official_id,
        account_id=guest.account_id,
        username=guest.username,
        name=guest.name,
        email=guest.email,
        role=guest.role,
        invited_by=by,
        created_at=at,
        expires_at=at + LASTS,
    )
    session.add(row)
    action = "renew" if guest.account_id else "invite"
    note(session, by, action, guest.account_id or guest.official_id or "", at, role=guest.role)
    session.flush()
    return Invited(PATH + token, row.expires_at, guest.email)


def revoke(session: Session, token_sha256: str, *, by: str, at: datetime) -> None:
    """Make an open invitation worth nothing."""
    open_one = update(Invitation).where(Invitation.token_sha256 == token_sha256, Invitation.used_at.is_(None))
    session.execute(open_one.where(Invitation.revoked_at.is_(None)).values(revoked_at=at))
    note(session, by, "revoke", token_sha256[:12], at)


def guest_of(session: Session, token: str, at: datetime) -> Guest:
    """Who a link is for. Raises NotFound for one that is used, revoked, too old, or of another region."""
    row = _open(session, token, at)
    return Guest(row.name, row.username, Role(row.role), row.account_id is not None, row.expires_at)


def accept(session: Session, token: str, *, username: str, password: str, at: datetime) -> UUID:
    """Use a link: a new account, or a new password for the one it is for. Returns the account's id.

    Raises NotFound as `guest_of`, Invalid for a name or password that will not do. Of two at once one wins.
    """
    row = _open(session, token, at)
    faults = _faults(session, row, username.strip().lower(), password)
    if faults:
        raise Invalid("The invitation cannot be accepted like this", faults)
    won = session.execute(
        update(Invitation)
        .where(Invitation.token_sha256 == row.token_sha256, Invitation.used_at.is_(None))
        .values(used_at=at)
        .returning(Invitation.token_sha256)
    ).first()
    if won is None:
        raise NotFound("This invitation is used.")
    if row.account_id is not None:
        return _renewed(session, row.account_id, password, at)
    return _opened(session, row, username.strip().lower(), password, at)


def is_username(text: str) -> bool:
    """Whether a text can be the name of an account, be it taken or not."""
    return USERNAME.fullmatch(text) is not None


def _faults(session: Session, row: Invitation, username: str, password: str) -> tuple[Fault, ...]:
    found = []
    if row.account_id is None and not is_username(username):
        found.append(Fault("username", "3 to 40 small letters, digits, dots or hyphens"))
    elif row.account_id is None and session.scalar(select(Account.id).where(Account.username == username)):
        found.append(Fault("username", "already in use", "choose another"))
    if not passwords.LEAST_LENGTH <= len(password) <= passwords.MOST_LENGTH:
        found.append(Fault("password", f"needs {passwords.LEAST_LENGTH} to {passwords.MOST_LENGTH} characters"))
    return tuple(found)


def _opened(session: Session, row: Invitation, username: str, password: str, at: datetime) -> UUID:
    key = new_id()
    values = {"id": key, "username": username, "password_hash": passwords.hashed(password), "role": row.role}
    try:
        with session.begin_nested():
            session.execute(insert(Account).values(**values, display_name=row.name, active=True, created_at=at))
    except IntegrityError as error:
        if sqlstate(error) != TAKEN:
            raise
        raise Invalid("The invitation cannot be accepted like this", (Fault("username", "already in use"),)) from error
    if row.official_id is not None:
        mine = update(OfficialRow).where(OfficialRow.id == row.official_id, OfficialRow.account_id.is_(None))
        session.execute(mine.values(account_id=key, changed_at=at))
    note(session, username, "accept", key, at, role=row.role)
    return key


def _renewed(session: Session, account_id: UUID, password: str, at: datetime) -> UUID:
    account = account_of(session, account_id)
    account.password_hash = passwords.hashed(password)
    end_sessions(session, account_id)
    note(session, account.username, "new_password", account_id, at)
    return account_id


def switch_on(session: Session, account_id: UUID, *, by: str, at: datetime) -> None:
    """Let its holder sign in again. Raises NotFound."""
    account_of(session, account_id).active = True
    note(session, by, "switch_on", account_id, at)
    session.flush()


def change_role(session: Session, account_id: UUID, role: Role, *, by: str, at: datetime) -> None:
    """Give an account another role; its holder signs in again. Raises LastAdmin, NotFound."""
    account = account_of(session, account_id)
    if account.role == role:
        return
    if role is not Role.ADMIN:
        keep_an_admin(session, account)
    note(session, by, "role", account_id, at, old=account.role, new=role)
    account.role = role
    end_sessions(session, account_id)
    session.flush()


def _open(session: Session, token: str, at: datetime) -> Invitation:
    row = session.get(Invitation, passwords.token_sha256(token[:200]))
    if row is None or row.used_at is not None or row.revoked_at is not None or row.expires_at <= at:
        raise NotFound("This invitation is used, taken back, or too old.", remedy="Ask for another.")
    return row


def suggested(name: str) -> str:
    """A login name made of a person's name."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return ".".join(re.findall(r"[a-z0-9]+", bare)[:2])[:40] or "pejabat"

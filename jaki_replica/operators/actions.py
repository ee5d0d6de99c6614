"""Accounts of operators: opening, enrolling a second factor, resetting, disabling."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from jaki_replica.foundation import passwords, sealing
from jaki_replica.foundation.errors import Conflict, Fault, Invalid, NotFound
from jaki_replica.foundation.ids import new_id
from jaki_replica.operators import rules
from jaki_replica.operators.keys import Keys
from jaki_replica.operators.queries import session_row
from jaki_replica.operators.signing_in import end_others
from jaki_replica.operators.terms import Opened, SignedIn
from jaki_replica.tenancy.models import Operator, OperatorRecoveryCode
from jaki_replica.tenancy.operator_log import note


def open_account(session: Session, *, username: str, password: str, at: datetime, by: str = "cli") -> bool:
    """A new operator; False where the name is known already. Raises Invalid for a short password or a strange name."""
    name = checked_name(username)
    check_password(password)
    if session.scalar(select(Operator.id).where(Operator.username == name)) is not None:
        return False
    _add(session, name, password, at=at, by=by)
    return True


def invite(session: Session, username: str, *, by: str, at: datetime) -> Opened:
    """A new operator with a password that serves once, within three days. Raises Invalid or Conflict."""
    name = checked_name(username)
    if session.scalar(select(Operator.id).where(Operator.username == name)) is not None:
        raise Conflict(f"{name} has an account already", remedy="choose another name")
    password = secrets.token_urlsafe(12)
    person = _add(session, name, password, at=at, by=by)
    person.temporary_until = at + rules.TEMPORARY
    return Opened(person.id, name, password)


def _add(session: Session, name: str, password: str, *, at: datetime, by: str) -> Operator:
    digest = passwords.hashed(password)
    person = Operator(id=new_id(), username=name, password_hash=digest, active=True, created_at=at)
    session.add(person)
    note(session, actor=by, action="operator.added", tenant_id=None, at=at, operator=name)
    return person


def checked_name(username: str) -> str:
    """The name in small letters. Raises Invalid."""
    name = username.strip().lower()
    if not rules.USERNAME.fullmatch(name):
        what = "must be 3 to 40 small letters, digits, dots and hyphens, a letter first"
        raise Invalid("The account cannot be opened", (Fault("username", what, "for example siti.operator"),))
    return name


def check_password(password: str) -> None:
    """Raises Invalid for a password that is too short or too long."""
    if not passwords.LEAST_LENGTH <= len(password) <= passwords.MOST_LENGTH:
        what = f"must have {passwords.LEAST_LENGTH} to {passwords.MOST_LENGTH} characters"
        raise Invalid("The password cannot be used", (Fault("password", what, "choose another one"),))


def pending_secret(session: Session, who: SignedIn, *, keys: Keys, at: datetime) -> str:
    """The secret that this browser is enrolling; the same until it is confirmed. Raises NotFound for a session over."""
    row = session_row(session, who.token, at)
    if row is None:
        raise NotFound("The session is over", remedy="sign in again")
    if row.pending_totp is None:
        row.pending_totp = sealing.sealed(keys.totp, rules.new_secret(), owner=who.id.hex)
    return sealing.opened(keys.totp, row.pending_totp, owner=who.id.hex)


def enrol(session: Session, who: SignedIn, secret: str, *, step: int, keys: Keys, at: datetime) -> tuple[str, ...]:
    """Keep the confirmed secret and make ten recovery codes, to be shown once. All other sessions end."""
    person = _locked(session, who.id)
    _keep_secret(person, secret, keys)
    person.totp_counter = step
    codes = _replace_codes(session, person.id, keys=keys, at=at)
    end_others(session, person.id, but=who.token)
    note(session, actor=who.actor, action="operator.enrolled", tenant_id=None, at=at)
    return codes


def enrol_by_command(session: Session, username: str, *, keys: Keys, at: datetime, by: str) -> str:
    """Give an operator without a second factor one, and return its secret. Raises NotFound or Conflict."""
    person = session.scalar(select(Operator).where(Operator.username == username).with_for_update())
    if person is None or person.totp_secret is not None:
        raise Conflict(f"{username} cannot be enrolled", remedy="reset the second factor first")
    secret = rules.new_secret()
    _keep_secret(person, secret, keys)
    note(session, actor=by, action="operator.enrolled", tenant_id=None, at=at, operator=username)
    return secret


def _keep_secret(person: Operator, secret: str, keys: Keys) -> None:
    person.totp_secret = sealing.sealed(keys.totp, secret, owner=person.id.hex)


def new_codes(session: Session, operator_id: UUID, *, by: str, keys: Keys, at: datetime) -> tuple[str, ...]:
    """Ten new recovery codes; the older ones are worth nothing any more."""
    person = _locked(session, operator_id)
    note(session, actor=by, action="operator.recovery_renewed", tenant_id=None, at=at, operator=person.username)
    return _replace_codes(session, operator_id, keys=keys, at=at)


def _replace_codes(session: Session, operator_id: UUID, *, keys: Keys, at: datetime) -> tuple[str, ...]:
    session.execute(delete(OperatorRecoveryCode).where(OperatorRecoveryCode.operator_id == operator_id))
    codes = rules.new_recovery_codes()
    for code in codes:
        kept = rules.recovery_hmac(keys.recovery, operator_id.hex, code)
        session.add(OperatorRecoveryCode(id=new_id(), operator_id=operator_id, code_hmac=kept, created_at=at))
    session.flush()
    return codes


def change_password(session: Session, who: SignedIn, old: str, new: str, *, at: datetime) -> None:
    """A new password of one's own; every other session ends. Raises Invalid with the field that is wrong."""
    person = _locked(session, who.id)
    if not passwords.is_right(old, person.password_hash):
        raise Invalid("The password was not changed", (Fault("old", "is not the password in use"),))
    check_password(new)
    if passwords.is_right(new, person.password_hash):
        raise Invalid("The password was not changed", (Fault("password", "is the same as before"),))
    _set_password(session, person, new, who=who, at=at)


def replace_temporary(session: Session, who: SignedIn, new: str, *, at: datetime) -> None:
    """A password of one's own in place of the one that somebody else made. Raises Invalid."""
    person = _locked(session, who.id)
    check_password(new)
    if passwords.is_right(new, person.password_hash):
        raise Invalid("The password was not changed", (Fault("password", "is the same as before"),))
    _set_password(session, person, new, who=who, at=at)


def _set_password(session: Session, person: Operator, new: str, *, who: SignedIn, at: datetime) -> None:
    person.password_hash = passwords.hashed(new)
    person.temporary_until = None
    end_others(session, person.id, but=who.token)
    note(session, actor=who.actor, action="operator.password_changed", tenant_id=None, at=at)


def reset_password(session: Session, operator_id: UUID, *, by: str, at: datetime) -> Opened:
    """A password that serves once, for somebody who forgot the old one; the second factor stays. Sessions end."""
    person = _locked(session, operator_id)
    password = secrets.token_urlsafe(12)
    person.password_hash = passwords.hashed(password)
    person.temporary_until = at + rules.TEMPORARY
    end_others(session, operator_id)
    note(session, actor=by, action="operator.password_reset", tenant_id=None, at=at, operator=person.username)
    return Opened(person.id, person.username, password)


def reset_totp(session: Session, operator_id: UUID, *, by: str, at: datetime) -> None:
    """Take the second factor and the recovery codes away: the person enrols again at the next sign-in."""
    person = _locked(session, operator_id)
    person.totp_secret = person.totp_counter = None
    session.execute(delete(OperatorRecoveryCode).where(OperatorRecoveryCode.operator_id == operator_id))
    end_others(session, operator_id)
    note(session, actor=by, action="operator.totp_reset", tenant_id=None, at=at, operator=person.username)


def set_active(session: Session, operator_id: UUID, active: bool, *, by: str, at: datetime) -> None:
    """Let somebody in again, or shut them out on their next request. Raises Conflict for the last one."""
    in_use = select(Operator.id).where(Operator.active).order_by(Operator.id).with_for_update()
    left = set(session.scalars(in_use)) - {operator_id}  # all are kept, so that two cannot disable each other at once
    person = _locked(session, operator_id)
    if person.active == active:
        return
    if not active and not left:
        raise Conflict(f"{person.username} is the last operator", remedy="add another one first")
    person.active = active
    if not active:
        end_others(session, operator_id)
    action = "operator.enabled" if active else "operator.disabled"
    note(session, actor=by, action=action, tenant_id=None, at=at, operator=person.username)


def _locked(session: Session, operator_id: UUID) -> Operator:
    person = session.scalar(select(Operator).where(Operator.id == operator_id).with_for_update())
    if person is None:
        raise NotFound("There is no such operator", remedy="jaki operators list shows them")
    return person

"""Signing in: the password first, then the code; what was proven stands in the session's row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.orm import Session

from jaki_replica.foundation import passwords, sealing
from jaki_replica.foundation.errors import TooMany
from jaki_replica.foundation.ids import new_token
from jaki_replica.operators import rules
from jaki_replica.operators.keys import Keys
from jaki_replica.operators.queries import session_row
from jaki_replica.operators.terms import SignedIn, Stage, Visit, actor
from jaki_replica.tenancy.models import Operator, OperatorLog, OperatorRecoveryCode, OperatorSession
from jaki_replica.tenancy.operator_log import note

REFUSED = "operator.code_refused"
SEEN_EVERY = 60  # seconds between two notes of when a browser was last seen


@dataclass(frozen=True, slots=True)
class Login:
    """What somebody typed on the first page."""

    username: str
    password: str


def give_password(session: Session, login: Login, visit: Visit, *, keys: Keys, at: datetime) -> str | None:
    """The token of a session that is half way, for the right name and password; else None, and a line in the log."""
    person = session.scalar(select(Operator).where(Operator.username == login.username.strip().lower()))
    right = passwords.is_right(login.password, person.password_hash if person else None)
    if person is None or not right or not person.active or _is_over(person, at):
        tried = rules.name_hmac(keys.names, login.username)
        note(session, actor="nobody", action="operator.sign_in_refused", tenant_id=None, at=at, name_hmac=tried)
        return None
    session.execute(delete(OperatorSession).where(OperatorSession.expires_at < at))
    return _start(session, person.id, visit, at=at)


def _is_over(person: Operator, at: datetime) -> bool:
    return person.temporary_until is not None and person.temporary_until < at


def _start(session: Session, operator_id: UUID, visit: Visit, *, at: datetime, second: bool = False) -> str:
    token = new_token()
    session.add(
        OperatorSession(
            token_sha256=passwords.token_sha256(token),
            operator_id=operator_id,
            created_at=at,
            expires_at=at + (rules.LONGEST if second else rules.HALF_WAY),
            second_at=at if second else None,
            seen_at=at,
            address=visit.address[:64],
            agent=visit.agent[:200],
        )
    )
    session.flush()
    return token


def is_proven(session: Session, operator_id: UUID, typed: str, *, keys: Keys, at: datetime) -> bool:
    """Whether `typed` is a code of the device or a recovery code of this operator; either is taken once only.

    A wrong one leaves a line in the log. The caller commits in both cases. Raises TooMany after too many wrong ones.
    """
    person = session.scalar(select(Operator).where(Operator.id == operator_id).with_for_update())
    if person is None or person.totp_secret is None or not person.active:
        return False
    _check_patience(session, actor(person.username), at)
    if rules.is_recovery_code(typed):
        how, right = "recovery", _takes_recovery_code(session, person, typed, keys=keys, at=at)
    else:
        how, right = "code", _takes_code(session, person, typed, keys=keys, at=at)
    if not right:
        note(session, actor=actor(person.username), action=REFUSED, tenant_id=None, at=at, how=how)
    elif how == "recovery":
        note(session, actor=actor(person.username), action="operator.recovery_used", tenant_id=None, at=at)
    return right


def _check_patience(session: Session, who: str, at: datetime) -> None:
    """The log knows the wrong codes of every process; the person's row is kept, so that none is counted late."""
    for most, span in rules.WRONG_CODES:
        line = OperatorLog
        wrong = (line.at > at - span, line.actor == who, line.action == REFUSED)
        times = session.scalars(select(line.at).where(*wrong).order_by(line.at.desc()).limit(most)).all()
        if len(times) == most:
            wait = int((times[-1] + span - at).total_seconds()) + 1
            raise TooMany("Too many wrong codes", retry_after=wait, remedy="wait, or ask another operator")


def _takes_code(session: Session, person: Operator, typed: str, *, keys: Keys, at: datetime) -> bool:
    secret = sealing.opened(keys.totp, person.totp_secret or "", owner=person.id.hex)
    step = rules.check_code(secret, typed, at, person.totp_counter)
    if isinstance(step, rules.Answer):
        return False
    older = or_(Operator.totp_counter.is_(None), Operator.totp_counter < step)
    taken = session.execute(update(Operator).where(Operator.id == person.id, older).values(totp_counter=step))
    return _changed_one(taken)


def _takes_recovery_code(session: Session, person: Operator, typed: str, *, keys: Keys, at: datetime) -> bool:
    kept = rules.recovery_hmac(keys.recovery, person.id.hex, typed)
    code = OperatorRecoveryCode
    mine = (code.operator_id == person.id, code.code_hmac == kept, code.used_at.is_(None))
    return _changed_one(session.execute(update(code).where(*mine).values(used_at=at)))


def _changed_one(result: object) -> bool:
    """Of two browsers that give the same code at once, the database lets one change the row."""
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def finish(session: Session, who: SignedIn, visit: Visit, *, at: datetime) -> str:
    """Come inside after the code was proven: the half-way token is worth nothing from now on, a new one is made."""
    leave(session, who.token)
    token = _start(session, who.id, visit, at=at, second=True)
    note(session, actor=who.actor, action="operator.signed_in", tenant_id=None, at=at)
    return token


def renew(session: Session, who: SignedIn, *, at: datetime) -> None:
    """Somebody who is inside has proven a fresh code: dangerous acts are open for a while."""
    row = session_row(session, who.token, at)
    if row is not None and who.stage is Stage.INSIDE:
        row.second_at = at


def seen(session: Session, who: SignedIn, at: datetime) -> bool:
    """Note that the browser was seen, at most once a minute. True where something was written."""
    if who.seen_at is not None and (at - who.seen_at).total_seconds() < SEEN_EVERY:
        return False
    digest = passwords.token_sha256(who.token)
    session.execute(update(OperatorSession).where(OperatorSession.token_sha256 == digest).values(seen_at=at))
    return True


def leave(session: Session, token: str) -> None:
    """End the session of `token`."""
    digest = passwords.token_sha256(token)
    session.execute(delete(OperatorSession).where(OperatorSession.token_sha256 == digest))


def end_one(session: Session, who: SignedIn, handle: str, *, at: datetime) -> bool:
    """End one of the person's own sessions. False where there is none of that name."""
    mine = OperatorSession.operator_id == who.id
    rows = [r for r in session.scalars(select(OperatorSession).where(mine)) if r.token_sha256.startswith(handle)]
    if len(rows) != 1 or not handle:
        return False
    session.delete(rows[0])
    note(session, actor=who.actor, action="operator.session_ended", tenant_id=None, at=at, sessions=1)
    return True


def end_others(session: Session, operator_id: UUID, *, but: str = "") -> int:
    """End every session of an operator, apart from that of the token `but`. Returns how many."""
    other = (OperatorSession.operator_id == operator_id, OperatorSession.token_sha256 != passwords.token_sha256(but))
    ended = session.execute(delete(OperatorSession).where(*other))
    assert isinstance(ended, CursorResult)
    return ended.rowcount


def end_all_others(session: Session, who: SignedIn, *, at: datetime) -> int:
    """End every other session of the person who asks for it. Returns how many."""
    ended = end_others(session, who.id, but=who.token)
    note(session, actor=who.actor, action="operator.session_ended", tenant_id=None, at=at, sessions=ended)
    return ended

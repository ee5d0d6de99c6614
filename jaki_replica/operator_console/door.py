"""How operators come in: the password at the shared form, then the second factor on pages of the console."""

from __future__ import annotations

from jaki_replica.foundation import clock
from jaki_replica.operator_console.here import ROLE, OperatorPerson, db, keys, visit
from jaki_replica.operators import queries, signing_in
from jaki_replica.operators.terms import Stage
from jaki_replica.ui.signing_in import Door, Person

STEPS = {
    f"{ROLE}/{Stage.CODE}": "second_step.code",
    f"{ROLE}/{Stage.ENROL}": "second_step.enrolment",
    f"{ROLE}/{Stage.PASSWORD}": "second_step.password",
}


def _enter(username: str, password: str) -> str | None:
    login = signing_in.Login(username, password)
    token = signing_in.give_password(db.session(), login, visit(), keys=keys(), at=clock.now())
    db.session.commit()
    return token


def _who(token: str) -> Person | None:
    at = clock.now()
    signed = queries.signed_in(db.session(), token, at)
    if signed is None:
        return None
    if signing_in.seen(db.session(), signed, at):
        db.session.commit()
    return OperatorPerson(signed)


def _leave(token: str) -> None:
    signing_in.leave(db.session(), token)
    db.session.commit()


def _home(role: str) -> str:
    return STEPS.get(role, "operator_console.regions")


DOOR = Door(enter=_enter, who=_who, leave=_leave, home=_home, unfinished=STEPS.get)

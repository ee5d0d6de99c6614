"""How staff of a region sign in: accounts and sessions of the region's own schema."""

from __future__ import annotations

from flask import g

from jaki_replica.foundation import clock
from jaki_replica.officials import actions, queries
from jaki_replica.officials.terms import Role
from jaki_replica.ui.signing_in import Door, Person


def _enter(username: str, password: str) -> str | None:
    return actions.sign_in(g.scope.session, username=username, password=password, at=clock.now())


def _who(token: str) -> Person | None:
    if "scope" not in g:
        return None
    found = queries.signed_in(g.scope.session, token, clock.now())
    if found is None:
        return None
    return Person(token, name=found.display_name, role=found.role, account_id=found.account_id, posts=found.posts)


def _leave(token: str) -> None:
    actions.sign_out(g.scope.session, token)


def _home(role: str) -> str:
    return "tenant_admin.overview" if role == Role.ADMIN else "desk.inbox"


DOOR = Door(enter=_enter, who=_who, leave=_leave, home=_home)

"""Logins: invited by a link that works once, switched off at once, never the last admin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from jaki_replica.foundation import clock
from jaki_replica.foundation.db import sqlstate
from jaki_replica.foundation.errors import Conflict, Invalid, NotFound
from jaki_replica.officials import access, access_queries, actions, inviting, queries
from jaki_replica.officials.access import LastAdmin
from jaki_replica.officials.access_models import Invitation
from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.inviting import Invited
from jaki_replica.officials.terms import Role
from jaki_replica.settings import Settings
from jaki_replica.tenancy.engines import Engines
from jaki_replica.tenancy.terms import Tenant
from tests import statements
from tests.officials.test_people import POST, hold, person

NOW = clock.now()
PASSWORD = "kata sandi yang panjang"


def token_of(invited: Invited) -> str:
    return invited.path.removeprefix(inviting.PATH)


def accept(session: Session, invited: Invited, username: str = "rina", password: str = PASSWORD) -> UUID:
    return inviting.accept(session, token_of(invited), username=username, password=password, at=NOW)


def admin(session: Session, username: str = "admin") -> UUID:
    return accept(session, actions.invite_admin(session, name="Admin Contoh", by="cli:uji", at=NOW), username)


def test_whoever_has_the_link_chooses_a_name_and_a_password_once(region_session: Session) -> None:
    invited = actions.invite_admin(region_session, name="Admin Contoh", email="a@contoh.example", by="cli:x", at=NOW)
    assert invited.email == "a@contoh.example"
    assert token_of(invited) not in str(region_session.scalar(select(Invitation.token_sha256)))
    accept(region_session, invited, " Admin.Contoh ")
    token = actions.sign_in(region_session, username="admin.contoh", password=PASSWORD, at=NOW)
    assert token is not None
    found = queries.signed_in(region_session, token, NOW)
    assert found is not None
    assert found.role is Role.ADMIN
    with pytest.raises(NotFound):
        accept(region_session, invited, "lain")


def test_an_invited_official_gets_the_rights_of_the_posts_he_holds_and_loses_them(region_session: Session) -> None:
    official = person(region_session, "Rina Contoh", "rina@contoh.example")
    row = hold(region_session, official, POST, Tenure.DEFINITIVE, NOW - timedelta(days=1))
    account = accept(region_session, inviting.invite_official(region_session, official, by="admin", at=NOW))
    assert queries.units_of_account(region_session, account, NOW) == {POST}
    row.until_at = NOW
    region_session.flush()
    assert queries.units_of_account(region_session, account, NOW) == frozenset()
    with pytest.raises(Conflict):
        inviting.invite_official(region_session, official, by="admin", at=NOW)


def test_a_link_ends_after_seven_days_when_a_newer_is_made_and_when_it_is_taken_back(region_session: Session) -> None:
    official = person(region_session, "Rina Contoh")
    first = inviting.invite_official(region_session, official, by="admin", at=NOW)
    with pytest.raises(NotFound):
        inviting.guest_of(region_session, token_of(first), NOW + timedelta(days=7))
    second = inviting.invite_official(region_session, official, by="admin", at=NOW)
    with pytest.raises(NotFound):
        inviting.guest_of(region_session, token_of(first), NOW)
    assert inviting.guest_of(region_session, token_of(second), NOW).name == "Rina Contoh"
    (line,) = access_queries.open_invitations(region_session, NOW)
    inviting.revoke(region_session, line.token_sha256, by="admin", at=NOW)
    region_session.expire_all()
    with pytest.raises(NotFound):
        inviting.guest_of(region_session, token_of(second), NOW)


@pytest.mark.parametrize("token", ["", "x", "'; DROP TABLE accounts; --", "a" * 5000])
def test_a_guessed_link_is_nothing(region_session: Session, token: str) -> None:
    with pytest.raises(NotFound):
        inviting.guest_of(region_session, token, NOW)


@pytest.mark.parametrize(
    ("username", "password", "field"),
    [
        ("ab", PASSWORD, "username"),
        ("rina contoh", PASSWORD, "username"),
        ("<b>rina", PASSWORD, "username"),
        ("rina", "pendek", "password"),
        ("rina", "x" * 201, "password"),
        ("admin", PASSWORD, "username"),
    ],
)
def test_a_name_or_password_that_will_not_do_is_told_and_the_link_stays_good(
    region_session: Session, username: str, password: str, field: str
) -> None:
    admin(region_session)
    invited = actions.invite_admin(region_session, name="Lain Contoh", by="admin", at=NOW)
    with pytest.raises(Invalid) as refused:
        accept(region_session, invited, username, password)
    assert [one.field for one in refused.value.faults] == [field]
    accept(region_session, invited, "lain")


def test_a_new_password_ends_what_was_signed_in(region_session: Session) -> None:
    account = admin(region_session)
    token = actions.sign_in(region_session, username="admin", password=PASSWORD, at=NOW)
    assert token is not None
    renewal = inviting.renew_password(region_session, account, by="admin", at=NOW)
    assert inviting.guest_of(region_session, token_of(renewal), NOW).is_renewal
    assert accept(region_session, renewal, "", "kata sandi lain yang panjang") == account
    assert queries.signed_in(region_session, token, NOW) is None
    assert actions.sign_in(region_session, username="admin", password=PASSWORD, at=NOW) is None


def test_the_last_admin_can_neither_be_switched_off_nor_lose_the_role(region_session: Session) -> None:
    first = admin(region_session)
    with pytest.raises(LastAdmin):
        access.switch_off(region_session, first, by="admin", at=NOW)
    with pytest.raises(LastAdmin):
        inviting.change_role(region_session, first, Role.OFFICIAL, by="admin", at=NOW)
    second = admin(region_session, "kedua")
    access.switch_off(region_session, first, by="kedua", at=NOW)
    with pytest.raises(LastAdmin):
        access.switch_off(region_session, second, by="kedua", at=NOW)
    inviting.switch_on(region_session, first, by="kedua", at=NOW)
    inviting.change_role(region_session, second, Role.OFFICIAL, by="admin", at=NOW)


@pytest.fixture
def other_session(settings: Settings, empty_tenant: Tenant) -> Iterator[Session]:
    engines = Engines(settings)
    with Session(engines.of(empty_tenant)) as session:
        yield session
    engines.close()


def test_two_admins_cannot_switch_each_other_off_at_the_same_moment(
    region_session: Session, other_session: Session
) -> None:
    first, second = admin(region_session), admin(region_session, "kedua")
    region_session.commit()
    access.switch_off(region_session, first, by="kedua", at=NOW)
    other_session.execute(text("SELECT 1"))
    region_session.commit()
    with pytest.raises(LastAdmin):
        access.switch_off(other_session, second, by="admin", at=NOW)


def test_switching_off_ends_every_session_at_once(region_session: Session) -> None:
    first = admin(region_session)
    admin(region_session, "kedua")
    token = actions.sign_in(region_session, username="admin", password=PASSWORD, at=NOW)
    assert token is not None
    access.switch_off(region_session, first, by="kedua", at=NOW)
    assert queries.signed_in(region_session, token, NOW) is None
    assert actions.sign_in(region_session, username="admin", password=PASSWORD, at=NOW) is None


def test_what_admins_do_is_noted_for_good_without_names_or_tokens(region_session: Session) -> None:
    invited = actions.invite_admin(
        region_session, name="Rina Rahasia", email="rina@contoh.example", by="cli:uji", at=NOW
    )
    accept(region_session, invited, "admin")
    region_session.commit()
    lines = access_queries.log(region_session)
    assert {(one.actor, one.action) for one in lines} == {("cli:uji", "invite"), ("admin", "accept")}
    assert not any(word in str(lines) for word in ("Rahasia", "contoh.example", token_of(invited)))
    for statement in ("UPDATE admin_log SET actor = 'x'", "DELETE FROM admin_log"):
        with pytest.raises(ProgrammingError) as refused:
            region_session.execute(text(statement))
        assert sqlstate(refused.value) == "42501"
        region_session.rollback()


def test_the_list_of_accounts_takes_two_queries_however_many_there_are(region_session: Session) -> None:
    admin(region_session)
    official = person(region_session, "Rina Contoh")
    hold(region_session, official, POST, Tenure.DEFINITIVE, NOW - timedelta(days=1))
    accept(region_session, inviting.invite_official(region_session, official, by="admin", at=NOW))
    with statements.counted(region_session) as seen:
        lines = access_queries.accounts(region_session, NOW)
    assert len(seen) == 2
    assert [(one.username, one.role, one.units) for one in lines] == [
        ("admin", Role.ADMIN, ()),
        ("rina", Role.OFFICIAL, (POST,)),
    ]


def test_a_login_name_is_made_of_a_name() -> None:
    assert [inviting.suggested(name) for name in ("Rina Contoh, S.STP.", "Ö'Brien", "李")] == [
        "rina.contoh",
        "o.brien",
        "pejabat",
    ]

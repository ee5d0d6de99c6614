"""An operator's person and browser for tests: a device that always has a code the server has not seen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlalchemy import insert, select, update
from werkzeug.test import Client, TestResponse

from jaki_replica.foundation import clock, passwords
from jaki_replica.foundation.ids import new_id
from jaki_replica.operators import actions, rules
from jaki_replica.operators.keys import Keys
from jaki_replica.settings import Settings
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.models import Operator, OperatorSession
from jaki_replica.tenancy.owner import owner_session, owner_transaction
from tests.regions import PASSWORD

HOST = "operator.localhost"
HASHED = passwords.hashed(PASSWORD)


@dataclass(frozen=True, slots=True)
class Device:
    """Somebody's password and authenticator."""

    settings: Settings
    username: str
    secret: str = field(repr=False, default="")
    password: str = PASSWORD

    def code(self) -> str:
        """The code of now. The server forgets what it took before, or two tests in one half minute would collide."""
        with owner_session(self.settings) as session:
            session.execute(update(Operator).where(Operator.username == self.username).values(totp_counter=None))
        return rules.code_at(self.secret, rules.step_of(clock.now()))


def make_operator(settings: Settings, username: str, *, enrolled: bool = True) -> Device:
    """An account; enrolled, so that it has a device."""
    with owner_session(settings) as session:
        mine = Operator.username == username
        if session.scalar(select(Operator.id).where(mine)) is None:
            row = {"id": new_id(), "username": username, "password_hash": HASHED, "created_at": clock.now()}
            session.execute(insert(Operator).values(**row))
        session.execute(update(Operator).where(mine).values(totp_secret=None, totp_counter=None, active=True))
        keys, secret = Keys.of(settings), ""
        if enrolled:
            secret = actions.enrol_by_command(session, username, keys=keys, at=clock.now(), by="test")
    return Device(settings, username, secret)


@dataclass
class Console:
    """A browser on the operator's host."""

    client: Client

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, base_url=f"http://{HOST}")

    def token(self, path: str = "/masuk") -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).text)
        assert found, f"no form on {path}"
        return found.group(1)

    def post(self, path: str, at: str = "", **data: str) -> TestResponse:
        """Send a form of the page `at`, with its token."""
        form = {"csrf_token": self.token(at or path)} | data
        return self.client.post(path, base_url=f"http://{HOST}", data=form)

    def give_password(self, device: Device, password: str = "") -> TestResponse:
        return self.post("/masuk", username=device.username, password=password or device.password)

    def sign_in(self, device: Device) -> Console:
        assert self.give_password(device).headers["Location"].startswith("/masuk/kode")
        answer = self.post("/masuk/kode", kode=device.code())
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
        return self

    def cookie(self) -> str:
        found = self.client.get_cookie("jaki", domain=HOST)
        assert found is not None
        return found.value


def console(gate: Gate) -> Console:
    return Console(Client(gate))


def age(settings: Settings, username: str, **values: object) -> None:
    """Change when the sessions of somebody were last seen, begun, proven."""
    person = select(Operator.id).where(Operator.username == username).scalar_subquery()
    with owner_transaction(settings) as connection:
        connection.execute(update(OperatorSession).where(OperatorSession.operator_id == person).values(**values))

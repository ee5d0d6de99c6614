"""A sign-in, a cookie or a form of one host is worth nothing on another."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from jaki_replica.settings import Settings
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from tests.console import Device, console, make_operator
from tests.isolation import routes
from tests.regions import PASSWORD, USERNAME, Pair

OPERATOR_HOST = "operator.localhost"


@dataclass
class Browser:
    """A client that keeps its cookies per host, as browsers do, unless a test carries one over."""

    client: Client
    host: str

    def get(self, path: str, **more: object) -> TestResponse:
        return self.client.get(path, base_url=f"http://{self.host}", **more)

    def post(self, path: str, data: dict[str, str]) -> TestResponse:
        return self.client.post(path, base_url=f"http://{self.host}", data=data)

    def token(self, path: str = "/masuk") -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).get_data(as_text=True))
        assert found, f"no form token on {path}"
        return found.group(1)

    def sign_in(self, username: str = USERNAME, password: str = PASSWORD) -> TestResponse:
        return self.post("/masuk", {"csrf_token": self.token(), "username": username, "password": password})

    def cookie(self) -> str:
        found = self.client.get_cookie("jaki", domain=self.host)
        assert found is not None
        return found.value

    def carry(self, cookie: str) -> None:
        self.client.set_cookie("jaki", cookie, domain=self.host)


def browser(app: Gate, host: str) -> Browser:
    return Browser(Client(app), host)


@pytest.fixture(scope="module")
def operator(settings: Settings) -> Device:
    return make_operator(settings, "operator")


@pytest.fixture(autouse=True)
def no_counts(runtime: Runtime) -> None:
    """Earlier tries of other tests do not count."""
    runtime.redis.flushdb()


def test_an_admin_signs_in_sees_the_region_and_signs_out_for_good(app: Gate, pair: Pair) -> None:
    here = browser(app, pair.left.host)
    assert here.sign_in().headers["Location"] == "/admin"
    assert here.get("/admin").status_code == 200
    cookie = here.cookie()
    here.post("/keluar", {"csrf_token": here.token("/admin")})
    here.carry(cookie)
    assert here.get("/admin").status_code == 303


def test_a_signed_in_cookie_is_nobody_on_the_other_host(app: Gate, pair: Pair, operator: Device) -> None:
    here, there = browser(app, pair.left.host), browser(app, pair.right.host)
    here.sign_in()
    there.carry(here.cookie())
    assert there.get("/admin").status_code == 303
    centre = browser(app, OPERATOR_HOST)
    centre.carry(here.cookie())
    assert centre.get("/").status_code == 303


def test_an_operator_is_nobody_on_a_regions_host(app: Gate, pair: Pair, operator: Device) -> None:
    centre = console(app).sign_in(operator)
    assert centre.get("/").status_code == 200
    here = browser(app, pair.left.host)
    here.carry(centre.cookie())
    assert here.get("/admin").status_code == 303


def test_a_token_of_one_region_put_into_a_valid_cookie_of_the_other_signs_nobody_in(app: Gate, pair: Pair) -> None:
    """Even somebody who can sign cookies of the other region finds no such session in its schema."""
    here, there = browser(app, pair.left.host), browser(app, pair.right.host)
    here.sign_in()
    region_app: Flask = app._region  # type: ignore[assignment]
    signer = region_app.session_interface
    content = signer.of(pair.left.key).loads(here.cookie())  # type: ignore[attr-defined]
    there.carry(signer.of(pair.right.key).dumps(content))  # type: ignore[attr-defined]
    assert there.get("/admin").status_code == 303


def test_a_form_token_of_one_host_is_refused_on_the_other(app: Gate, pair: Pair) -> None:
    here, there = browser(app, pair.left.host), browser(app, pair.right.host)
    foreign = here.token()
    there.token()
    answer = there.post("/masuk", {"csrf_token": foreign, "username": USERNAME, "password": PASSWORD})
    assert answer.status_code == 400
    assert there.get("/admin").status_code == 303


@pytest.mark.parametrize("token", ["", "x", "a.b.c"])
def test_a_form_without_its_token_is_refused(app: Gate, pair: Pair, token: str) -> None:
    here = browser(app, pair.left.host)
    answer = here.post("/masuk", {"csrf_token": token, "username": USERNAME, "password": PASSWORD})
    assert answer.status_code == 400


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer_and_the_name_is_kept(app: Gate, pair: Pair) -> None:
    here = browser(app, pair.left.host)
    wrong = [here.sign_in(password="wrong password"), here.sign_in(username="nobody", password="wrong password")]
    assert [a.status_code for a in wrong] == [422, 422]
    assert 'value="nobody"' in wrong[1].get_data(as_text=True)
    assert "wrong password" not in wrong[0].get_data(as_text=True)


def test_after_many_tries_signing_in_is_slowed_and_the_other_region_is_not(app: Gate, pair: Pair) -> None:
    here, there = browser(app, pair.left.host), browser(app, pair.right.host)
    token = here.token()
    tries = [
        here.post("/masuk", {"csrf_token": token, "username": "x", "password": "y"}).status_code for _ in range(12)
    ]
    assert tries[-1] == 429
    assert there.sign_in().status_code == 303


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example"])
def test_signing_in_never_leads_to_another_host(app: Gate, pair: Pair, target: str) -> None:
    here = browser(app, pair.left.host)
    data = {"csrf_token": here.token(), "username": USERNAME, "password": PASSWORD, "next": target}
    assert here.post("/masuk", data).headers["Location"] == "/admin"


def test_an_account_switched_off_is_out_on_its_next_request(app: Gate, pair: Pair, runtime: Runtime) -> None:
    here = browser(app, pair.left.host)
    here.sign_in()
    from sqlalchemy import update  # noqa: PLC0415

    from jaki_replica.officials.models import Account  # noqa: PLC0415

    def switch(active: bool) -> None:
        with runtime.scope_of(pair.left) as entered:
            entered.session.execute(update(Account).where(Account.username == USERNAME).values(active=active))
            entered.session.commit()

    switch(False)
    try:
        assert here.get("/admin").status_code == 303
    finally:
        switch(True)


def _rules(app: Flask) -> set[tuple[str, str]]:
    return {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_is_declared(app: Gate) -> None:
    assert _rules(app._region) == set(routes.REGION)  # type: ignore[arg-type]
    assert _rules(app._operator) == set(routes.OPERATOR_HOST)  # type: ignore[arg-type]


def test_metrics_show_nothing_without_the_token(app: Gate, pair: Pair) -> None:
    centre = browser(app, OPERATOR_HOST)
    assert centre.get("/metrics").status_code == 404
    assert centre.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    right = centre.get("/metrics", headers={"Authorization": "Bearer a-token-for-the-tests"})
    assert right.status_code == 200
    assert "jaki_requests_total" in right.get_data(as_text=True)
    assert browser(app, pair.left.host).get("/metrics").status_code == 404

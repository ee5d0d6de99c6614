"""Every closed route of both applications, tried by everybody: whoever is not declared is refused.

The routes and who may come in stand in `routes.py`, so that a new route is tried as soon as it is declared. A visitor
from elsewhere is as strong as can be: his own valid token, in a cookie signed for this very host, with a right form
token. What refuses him is that his session does not exist here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import Client, TestResponse

from jaki_replica.complaints.actions.filing import file
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.complaints.terms import Filing, Place, Point
from jaki_replica.foundation import clock, passwords
from jaki_replica.officials import actions as officials
from jaki_replica.officials.models import Account
from jaki_replica.settings import Settings
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.console import HOST as OPERATOR_HOST
from tests.console import Device, console, make_operator
from tests.isolation import routes
from tests.regions import PASSWORD, USERNAME, Pair

FORM_SECRET = "f" * 40
UUID_OF_NOTHING = "01935b3e-0000-7000-8000-0000000000ff"
BY_KIND = {"int": "1", "uuid": UUID_OF_NOTHING, "path": "x/y", "": "x"}
STAFF = {
    "official": UUID("01935b3e-0000-7000-8000-000000000002"),
    "validator": UUID("01935b3e-0000-7000-8000-000000000003"),
}
OPERATOR = "operator"


def closed(declared: Mapping[tuple[str, str], str]) -> list[tuple[str, str, str]]:
    """The routes that are not for everybody, each with who is declared for it."""
    free = {routes.ANYBODY, routes.TOKEN}
    return [(method, rule, who) for (method, rule), who in declared.items() if who not in free]


def address(rule: str) -> str:
    """The rule with a value in every place."""
    return re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", lambda found: BY_KIND.get(found[1] or "", "1"), rule)


def is_refused(answer: TestResponse) -> bool:
    """Sent to sign in, or told that this is not for him. A form that was not believed is no refusal of the person."""
    sent_away = answer.request.method == "GET" and answer.headers.get("Location", "").startswith("/masuk")
    return answer.status_code in {401, 403} or sent_away


@dataclass
class Cast:
    """Everybody who tries: their tokens by host and role, made again where a session was ended by a try."""

    gate: Gate
    makers: Mapping[tuple[str, str], Callable[[], str]]
    tokens: dict[tuple[str, str], str] = field(default_factory=dict)

    def token(self, who: tuple[str, str], *, again: bool = False) -> str:
        if again or who not in self.tokens:
            self.tokens[who] = self.makers[who]()
        return self.tokens[who]

    def cookie(self, host_key: str, token: str) -> str:
        """A cookie as this host signs it, for whoever has `token`."""
        content = {"csrf_token": FORM_SECRET} | ({"_user_id": token, "_fresh": True} if token else {})
        return str(self.app(host_key).session_interface.of(host_key).dumps(content))  # type: ignore[attr-defined]

    def app(self, host_key: str) -> Flask:
        found = self.gate._operator if host_key == OPERATOR else self.gate._region
        assert isinstance(found, Flask)
        return found

    def form_token(self, host_key: str) -> str:
        key = self.app(host_key).config["SECRET_KEY"]
        return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(FORM_SECRET))

    def try_it(self, place: tuple[str, str], method: str, rule: str, cookie: str) -> TestResponse:
        """One request on the host of `place`, with a right form token where something is sent."""
        key, host = place
        client = Client(self.gate)
        client.set_cookie("jaki", cookie, domain=host)
        form = {"csrf_token": self.form_token(key)} if method != "GET" else None
        headers = {"X-CSRFToken": self.form_token(key)} if method != "GET" else {}
        return client.open(address(rule), method=method, base_url=f"http://{host}", data=form, headers=headers)


def _staff(runtime: Runtime, tenant: Tenant) -> None:
    """The same people with the same ids, names and passwords in every region."""
    with runtime.scope_of(tenant) as entered:
        for role, key in STAFF.items():
            if entered.session.get(Account, key) is None:
                entered.session.add(
                    Account(
                        id=key,
                        username=f"orang-{role}",
                        password_hash=passwords.hashed(PASSWORD),
                        display_name="Petugas Contoh",
                        role=role,
                        active=True,
                        created_at=clock.now(),
                    )
                )
        entered.session.commit()


def _enter_region(runtime: Runtime, tenant: Tenant, username: str) -> Callable[[], str]:
    def enter() -> str:
        with runtime.scope_of(tenant) as entered:
            token = officials.sign_in(entered.session, username=username, password=PASSWORD, at=clock.now())
            entered.session.commit()
        assert token is not None
        return token

    return enter


def _enter_console(gate: Gate, device: Device, *, code: bool) -> Callable[[], str]:
    def enter() -> str:
        here = console(gate)
        if code:
            here.sign_in(device)
        else:
            assert here.give_password(device).headers["Location"].startswith("/masuk/")
        operator = gate._operator
        assert isinstance(operator, Flask)
        content = operator.session_interface.of(OPERATOR).loads(here.cookie())  # type: ignore[attr-defined]
        return str(content["_user_id"])

    return enter


@pytest.fixture(scope="module")
def cast(app: Gate, runtime: Runtime, settings: Settings, pair: Pair) -> Cast:
    """The people of both regions and of the operator, alike in name and password wherever they can be."""
    runtime.redis.flushdb()
    makers: dict[tuple[str, str], Callable[[], str]] = {}
    for tenant in pair.both:
        _staff(runtime, tenant)
        makers[tenant.key, "admin"] = _enter_region(runtime, tenant, USERNAME)
        for role in STAFF:
            makers[tenant.key, role] = _enter_region(runtime, tenant, f"orang-{role}")
    inside, bare = make_operator(settings, USERNAME), make_operator(settings, "tanpa.ponsel", enrolled=False)
    makers[OPERATOR, "operator"] = _enter_console(app, inside, code=True)
    makers[OPERATOR, "operator without code"] = _enter_console(app, inside, code=False)
    makers[OPERATOR, "operator without device"] = _enter_console(app, bare, code=False)
    return Cast(app, makers)


@pytest.fixture(scope="module")
def citizen(app: Gate, runtime: Runtime, pair: Pair, rulebooks: Rulebooks) -> str:
    """The cookie of somebody who follows a complaint by its secret link."""
    with runtime.scope_of(pair.left) as entered:
        book = rulebooks.of(runtime, entered)
        spot = next(a for a in book.ground.tree.at_level(4) if a.lat and a.lon)
        pin = Point(spot.lat or 0, spot.lon or 0, 10.0)
        filing = Filing(
            key="matriks-isolasi",
            category=book.config.categories[0].key,
            description="Lubang besar di depan pasar",
            place=Place(pin=pin),
        )
        receipt = file(entered.session, book, filing, at=clock.now())
        entered.session.commit()
    client = Client(app)
    page = client.get(f"/laporan/{receipt.number}/{receipt.secret}", base_url=f"http://{pair.left.host}")
    assert page.status_code == 200
    kept = client.get_cookie("jaki", domain=pair.left.host)
    return kept.value if kept else ""


def test_everybody_who_is_declared_is_known_to_the_matrix() -> None:
    declared = {who for table in (routes.REGION, routes.OPERATOR_HOST) for *_route, who in closed(table)}
    assert declared == set(routes.LETS_IN) & declared
    assert len(closed(routes.REGION)) > 10
    assert len(closed(routes.OPERATOR_HOST)) > 10


def _let_in(cast: Cast, place: tuple[str, str], route: tuple[str, str], role: str) -> bool:
    who = (place[0], role)
    answer = cast.try_it(place, *route, cast.cookie(place[0], cast.token(who)))
    if is_refused(answer):  # perhaps an earlier try ended the session
        answer = cast.try_it(place, *route, cast.cookie(place[0], cast.token(who, again=True)))
    assert answer.status_code < 500, (role, answer.status_code)
    assert answer.status_code != 400 or "csrf" not in answer.text.lower()
    return not is_refused(answer)


def _strangers(cast: Cast, place: tuple[str, str], insiders: set[str]) -> dict[str, str]:
    """Cookies of all who must stay out, in the strongest form: signed for this host, each with his own live token."""
    key = place[0]
    found = {"anonymous": cast.cookie(key, "")}
    for home, role in cast.makers:
        if home != key or role not in insiders:
            found[f"{role} of {'here' if home == key else home}"] = cast.cookie(key, cast.token((home, role)))
    return found


def _copies(cast: Cast, place: tuple[str, str]) -> dict[str, str]:
    """The cookies of people of other hosts, just carried over."""
    homes = {(home, role) for home, role in cast.makers if home != place[0]}
    return {f"a copy of {role} of {home}": cast.cookie(home, cast.token((home, role))) for home, role in homes}


@pytest.mark.parametrize(("method", "rule", "who"), closed(routes.REGION))
def test_a_closed_route_of_a_region_lets_in_whom_it_declares_and_nobody_else(
    cast: Cast, citizen: str, pair: Pair, method: str, rule: str, who: str
) -> None:
    place, insiders = (pair.left.key, pair.left.host), routes.LETS_IN[who]
    strangers = _strangers(cast, place, insiders)
    answers = {name: cast.try_it(place, method, rule, cookie) for name, cookie in strangers.items()}
    assert {name: a.status_code for name, a in answers.items() if not is_refused(a)} == {}
    if method == "GET":
        copies = _copies(cast, place) | {"a citizen": citizen}
        carried = {name: cast.try_it(place, method, rule, cookie) for name, cookie in copies.items()}
        assert {name: a.status_code for name, a in carried.items() if not is_refused(a)} == {}
    let_in = {role: _let_in(cast, place, (method, rule), role) for role in sorted(insiders)}
    assert any(let_in.values()), let_in


@pytest.mark.parametrize(("method", "rule", "who"), closed(routes.OPERATOR_HOST))
def test_a_closed_route_of_the_operator_lets_in_whom_it_declares_and_nobody_else(
    cast: Cast, citizen: str, method: str, rule: str, who: str
) -> None:
    place, insiders = (OPERATOR, OPERATOR_HOST), routes.LETS_IN[who]
    strangers = _strangers(cast, place, insiders)
    answers = {name: cast.try_it(place, method, rule, cookie) for name, cookie in strangers.items()}
    assert {name: a.status_code for name, a in answers.items() if not is_refused(a)} == {}
    if method == "GET":
        copies = _copies(cast, place) | {"a citizen": citizen}
        carried = {name: cast.try_it(place, method, rule, cookie) for name, cookie in copies.items()}
        assert {name: a.status_code for name, a in carried.items() if not is_refused(a)} == {}
    if who == routes.OPERATOR:
        assert _let_in(cast, place, (method, rule), "operator")


def test_the_matrix_would_notice_a_door_left_open(cast: Cast, pair: Pair) -> None:
    """The same tries on a page for everybody come through: a refusal above is one of the page, not of the try."""
    for place in ((pair.left.key, pair.left.host), (OPERATOR, OPERATOR_HOST)):
        strangers = {"anonymous": cast.cookie(place[0], "")} | _copies(cast, place)
        for cookie in strangers.values():
            assert cast.try_it(place, "GET", "/masuk", cookie).status_code == 200
            sent = cast.try_it(place, "POST", "/masuk", strangers["anonymous"])
            assert sent.status_code in {422, 429}  # the form was believed, the empty name was not


def test_a_token_of_the_right_host_in_the_same_cookie_comes_in(cast: Cast, pair: Pair) -> None:
    place = (pair.left.key, pair.left.host)
    token = cast.token((pair.left.key, "admin"), again=True)
    assert cast.try_it(place, "GET", "/admin", cast.cookie(pair.left.key, token)).status_code == 200

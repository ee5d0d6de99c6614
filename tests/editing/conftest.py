"""A region with an admin, and another one like it, behind the regions' application."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from werkzeug.test import Client, TestResponse

from jaki_replica.app import create_region_app
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.foundation import clock, passwords
from jaki_replica.foundation.ids import new_id
from jaki_replica.officials.models import Account
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.tenancy.configuration import queries
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.branding.brands import FIVE
from tests.desk.conftest import LITTER
from tests.desk.office import Office, hidden
from tests.officials.visitor import shown_again
from tests.regions import PASSWORD, region

ADMINS = ("laras", "bima")
HASHED = passwords.hashed(PASSWORD)


@dataclass(slots=True)
class Admin:
    """A browser without scripts in which an admin is signed in."""

    client: Client
    runtime: Runtime
    tenant: Tenant

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, base_url=f"http://{self.tenant.host}")

    def post(self, path: str, fields: dict[str, str], *, opened: str = "") -> TestResponse:
        """Send a form with the hidden fields of the page it stands on; where it is shown again, that page."""
        page = opened or self.get(path).text
        carried = {"csrf_token": hidden(page, "csrf_token"), "dasar": hidden(page, "dasar")}
        return shown_again(self, self.client.post(path, base_url=f"http://{self.tenant.host}", data=carried | fields))

    @property
    def config(self) -> RegionConfig:
        with self.runtime.scope_of(self.tenant) as entered:
            return queries.configuration(entered.session)

    @property
    def number(self) -> int:
        with self.runtime.scope_of(self.tenant) as entered:
            found = queries.current_number(entered.session)
        assert found is not None
        return found


def town(runtime: Runtime, slug: str, code: str, prefix: str) -> Tenant:
    """The example region with two admins."""
    made = region(slug, code, prefix)
    kinds = tuple(replace(kind, areas=()) for kind in made.areas.kinds)
    here = replace(made.identity, zone="Asia/Jakarta")
    config = replace(made, identity=here, routes=(), areas=replace(made.areas, kinds=kinds))
    brand = replace(FIVE["palembang" if slug.endswith("dua") else "jakarta"], promise=made.brand.promise)
    config = replace(config, categories=(*config.categories, LITTER), brand=brand)
    tenant = create_region(runtime, Onboarding(config, actor="test"))
    with runtime.scope_of(tenant) as entered:
        for name in ADMINS:
            account = Account(
                id=new_id(),
                username=name,
                password_hash=HASHED,
                display_name=f"{name.title()} Contoh",
                role="admin",
                active=True,
                created_at=clock.now(),
            )
            entered.session.add(account)
        entered.session.commit()
    return tenant


@pytest.fixture(scope="session")
def admin_gate(runtime: Runtime) -> Gate:
    """The regions' application behind its gate, without limits on signing in."""
    app = create_region_app(runtime)
    app.extensions["jaki_limiter"].enabled = False
    return Gate(runtime.settings, runtime.registry, region=app, operator=app)


def sign_in(gate: Gate, runtime: Runtime, tenant: Tenant, name: str) -> Admin:
    admin = Admin(Client(gate), runtime, tenant)
    answer = admin.post("/masuk", {"username": name, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return admin


@pytest.fixture(scope="session")
def edited(runtime: Runtime) -> Tenant:
    """The region whose admins edit."""
    return town(runtime, "ubah", "11.73", "UB")


@pytest.fixture(scope="session")
def other(runtime: Runtime) -> Tenant:
    """Another region, which must not notice."""
    return town(runtime, "ubah-dua", "33.73", "UC")


@pytest.fixture(scope="session")
def staff(runtime: Runtime, edited: Tenant, rulebooks: Rulebooks, admin_gate: Gate) -> Office:
    """The officials of that region, who file and work on complaints."""
    return Office(runtime, edited, rulebooks, admin_gate)


@pytest.fixture
def laras(admin_gate: Gate, runtime: Runtime, edited: Tenant, staff: Office) -> Admin:
    return sign_in(admin_gate, runtime, edited, "laras")


@pytest.fixture
def bima(admin_gate: Gate, runtime: Runtime, edited: Tenant) -> Admin:
    return sign_in(admin_gate, runtime, edited, "bima")

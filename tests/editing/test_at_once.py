"""A brand edit and a change of lurah count at once in every process that serves the region, and in no other region."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.foundation import clock, passwords
from jaki_replica.foundation.ids import new_id
from jaki_replica.officials.actions import official_of
from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.models import Account
from jaki_replica.officials.roster import actions as roster
from jaki_replica.officials.roster import queries as rosters
from jaki_replica.officials.roster import rules
from jaki_replica.officials.roster.terms import Holding
from jaki_replica.officials.units import UnitKind
from jaki_replica.onboarding import region_files
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.settings import read_settings
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.configuration import actions, queries
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from jaki_replica.tenancy.terms import Tenant
from tests.conftest import fresh_database
from tests.faults.conftest import WEB
from tests.regions import PASSWORD, ROOT

OLD, NEW = "lama", "baru"
HASHED = passwords.hashed(PASSWORD)
PATHS = ("/", "/tentang", "/lapor/cara-lain")
FILES = sorted((ROOT / "tenants").glob("*.yaml"))


@contextmanager
def five(values: dict[str, str]) -> Iterator[tuple[Runtime, list[Tenant]]]:
    """The five regions of `tenants/` in an installation of their own."""
    settings = read_settings(values)
    provisioning.prepare_platform(settings)
    runtime = open_runtime(settings)
    try:
        yield runtime, [create_region(runtime, Onboarding(region_files.load(file), actor="test")) for file in FILES]
    finally:
        runtime.close()


@contextmanager
def serving(values: dict[str, str]) -> Iterator[int]:
    """A process that serves the product; its port."""
    process = subprocess.Popen(
        [sys.executable, "-c", WEB],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )
    assert process.stdin and process.stdout
    try:
        process.stdin.write(json.dumps(values).encode() + b"\n")
        process.stdin.flush()
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(10)
        process.stdin.close()
        process.stdout.close()


def get(port: int, host: str, path: str, cookie: str = "") -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": host, "Cookie": cookie})
        answer = connection.getresponse()
        assert answer.status == 200, (host, path, answer.status)
        return answer.read().decode()
    finally:
        connection.close()


def worn(port: int, host: str, paths: tuple[str, ...] = PATHS) -> set[tuple[str, str]]:
    """Name and theme of a region's pages, as one process serves them, and the colour in that theme."""
    found = set()
    for path in paths:
        page = get(port, host, path)
        name = re.search(r"<span><b>([^<]+)</b>", page)
        theme = re.search(r'href="(/tema/[0-9a-f]+\.css)"', page)
        assert name and theme, page[:500]
        colour = re.search(r"--brand-primary: (#[0-9a-f]{6})", get(port, host, theme[1]))
        assert colour is not None
        found.add((name[1], colour[1]))
    return found


def edit(runtime: Runtime, tenant: Tenant, portal: str, primary: str) -> None:
    with runtime.scope_of(tenant) as entered:
        config = queries.configuration(entered.session)
        brand = replace(config.brand, portal=portal, primary=primary)
        base = queries.current_number(entered.session)
        actions.edit(
            entered.session, replace(config, brand=brand), author="test", reason="test", at=clock.now(), base=base
        )
        runtime.commit(entered)


def lurah_of(runtime: Runtime, tenant: Tenant) -> tuple[str, str]:
    """A post that answers for a village of the region, and its title."""
    with runtime.scope_of(tenant) as entered:
        units = Rulebooks().of(runtime, entered).organisation.units.values()
        found = next((u for u in units if u.kind is UnitKind.POSITION and u.area.count(".") == 3), None)
        found = found or next(u for u in units if u.kind is UnitKind.AGENCY)
        return found.key, found.head.title


def staffed(runtime: Runtime, tenant: Tenant) -> None:
    """The same two officials in every region, with the same names and passwords; nobody holds a post yet."""
    with runtime.scope_of(tenant) as entered:
        for name in (OLD, NEW):
            values = {"username": name, "password_hash": HASHED, "display_name": f"{name.title()} Contoh"}
            account = Account(id=new_id(), active=True, created_at=clock.now(), role="official", **values)
            entered.session.add(account)
            entered.session.flush()
            official_of(entered.session, account, at=clock.now())
        runtime.commit(entered)


def appoint(runtime: Runtime, tenant: Tenant, unit: str, name: str, since: timedelta) -> None:
    """The next revision of the roster: this one holds the post from that day on."""
    zone, at = ZoneInfo(tenant.zone), clock.now()
    with runtime.scope_of(tenant) as entered:
        present = rosters.roster(entered.session, zone)
        person = next(one.id for one in present.persons.values() if one.name == f"{name.title()} Contoh")
        holding = Holding(unit, person, Tenure.DEFINITIVE, rules.day_of(at, zone) - since)
        now = rosters.current(entered.session)
        by = roster.By("test", "test", at, now.number if now else None, zone)
        roster.apply(entered.session, rules.appointed(present, [holding]), by)
        runtime.commit(entered)


def entered_as(port: int, host: str, name: str) -> str:
    """The cookie of somebody who has signed in at one process."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/masuk", headers={"Host": host})
        answer = connection.getresponse()
        token = re.search(r'name="csrf_token" value="([^"]*)"', answer.read().decode())
        assert token is not None
        cookie = answer.getheader("Set-Cookie", "").partition(";")[0]
        fields = {"csrf_token": unescape(token[1]), "username": name, "password": PASSWORD}
        headers = {"Host": host, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/masuk", urlencode(fields).encode(), headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 303
        return answer.getheader("Set-Cookie", "").partition(";")[0]
    finally:
        connection.close()


@pytest.fixture(scope="module")
def values(worker: str, settings: object, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder: Path = tmp_path_factory.mktemp("five")
    return {
        "ENVIRONMENT": "test",
        "MASTER_KEY": "5a" * 32,
        "DATABASE_URL": fresh_database(f"jaki_{worker}_five"),
        "REDIS_URL": getattr(settings, "redis_url"),  # noqa: B009
        "DATABASE_ROLE_PREFIX": f"{worker}5_",
        "FILES": str(folder),
        "REGISTRY_SECONDS": "0.1",
    }


@dataclass(frozen=True, slots=True)
class Site:
    """The five regions, a runtime of our own, and two processes that serve them."""

    runtime: Runtime
    tenants: list[Tenant]
    ports: list[int]


@pytest.fixture(scope="module")
def site(values: dict[str, str]) -> Iterator[Site]:
    with ExitStack() as opened:
        runtime, tenants = opened.enter_context(five(values))
        yield Site(runtime, tenants, [opened.enter_context(serving(values)) for _ in range(2)])


def test_an_edit_is_seen_at_once_in_every_process_and_in_no_other_region(site: Site) -> None:
    runtime, tenants, ports = site.runtime, site.tenants, site.ports
    now = {tenant.slug: worn(ports[0], tenant.host) for tenant in tenants}
    assert len(set.union(*now.values())) == 5
    assert all(worn(ports[1], tenant.host) == now[tenant.slug] for tenant in tenants)
    for place, tenant in enumerate(tenants):
        name, colour = f"Portal Baru {place}", f"#1a3f{0x70 + place:02x}"
        edit(runtime, tenant, name, colour)
        now[tenant.slug] = {(name, colour)}
        for port in ports:
            for other in tenants:
                paths = PATHS if other is tenant else PATHS[:1]
                assert worn(port, other.host, paths) == now[other.slug], (tenant.slug, other.slug)


def test_a_change_of_lurah_counts_at_once_in_every_process_and_in_no_other_region(site: Site) -> None:
    runtime, tenants, ports = site.runtime, site.tenants, site.ports
    posts = {tenant.slug: lurah_of(runtime, tenant) for tenant in tenants}
    for tenant in tenants:
        staffed(runtime, tenant)
        appoint(runtime, tenant, posts[tenant.slug][0], OLD, timedelta(days=10))
    cookies = {(t.slug, name): entered_as(ports[0], t.host, name) for t in tenants for name in (OLD, NEW)}

    def holders(port: int) -> dict[str, list[str]]:
        """Who stands at his desk as the holder of the post, by region."""
        return {
            t.slug: [n for n in (OLD, NEW) if posts[t.slug][1] in get(port, t.host, "/meja", cookies[t.slug, n])]
            for t in tenants
        }

    expected = {tenant.slug: [OLD] for tenant in tenants}
    for tenant in [None, *tenants]:
        if tenant is not None:
            appoint(runtime, tenant, posts[tenant.slug][0], NEW, timedelta())
            expected[tenant.slug] = [NEW]
        assert [holders(port) for port in ports] == [expected, expected]

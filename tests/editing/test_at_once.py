"""A brand edit shows at once in every process that serves its region, and in no other region."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

import pytest

from jaki_replica.foundation import clock
from jaki_replica.onboarding import region_files
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.settings import read_settings
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.configuration import actions, queries
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from jaki_replica.tenancy.terms import Tenant
from tests.conftest import fresh_database
from tests.faults.conftest import WEB
from tests.regions import ROOT

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


def get(port: int, host: str, path: str) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": host})
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


def test_an_edit_is_seen_at_once_in_every_process_and_in_no_other_region(values: dict[str, str]) -> None:
    with ExitStack() as opened:
        runtime, tenants = opened.enter_context(five(values))
        ports = [opened.enter_context(serving(values)) for _ in range(2)]
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

"""`jaki tenants upgrade`, `status` and `drift` for people and for programs: what they print and how they end."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from jaki_replica.cli.tenants import tenants
from jaki_replica.settings import Settings
from jaki_replica.tenancy import history
from jaki_replica.tenancy.terms import Tenant
from tests.tenancy.conftest import type_make
from tests.tenancy.small import run

HEAD = history.head(history.tenant_history())

type_command = Callable[..., Result]


@pytest.fixture
def command(site: Settings, monkeypatch: pytest.MonkeyPatch) -> type_command:
    """Run a command of `jaki tenants` on the installation `site`."""
    assert site.owner_url is not None
    values = {
        "MASTER_KEY": site.master_key.hex(),
        "DATABASE_URL": site.owner_url.render_as_string(hide_password=False),
        "REDIS_URL": site.redis_url,
        "DATABASE_ROLE_PREFIX": site.role_prefix,
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return lambda *arguments: CliRunner().invoke(tenants, arguments)


@pytest.fixture
def two(make: type_make) -> list[Tenant]:
    return [make(slug, history.tenant_history()) for slug in ("sehat", "sakit")]


def test_an_upgrade_with_nothing_to_do_says_so_to_programs(command: type_command, two: list[Tenant]) -> None:
    result = command("upgrade", "--json")
    assert result.exit_code == 0
    found = {line["slug"]: (line["outcome"], line["start"], line["end"]) for line in json.loads(result.stdout)}
    assert found == {t.slug: ("current", HEAD, HEAD) for t in two}


def test_a_failure_is_told_with_its_region_and_ends_with_one(
    command: type_command, two: list[Tenant], site: Settings
) -> None:
    run(site, "UPDATE alembic_version SET version_num = 'unheard'", two[1])
    result = command("upgrade", "--json", "sakit")
    assert result.exit_code == 1
    assert [(line["slug"], line["outcome"]) for line in json.loads(result.stdout)] == [("sakit", "failed")]
    words = command("upgrade", "sehat", "sakit")
    assert "1 failed" in words.stdout
    assert "sakit: the history does not lead there" in words.stdout


def test_status_tells_every_region_in_one_answer(command: type_command, two: list[Tenant]) -> None:
    result = command("status", "--json")
    found = {line["slug"]: line for line in json.loads(result.stdout)}
    assert found.keys() == {"sehat", "sakit"}
    assert (found["sehat"]["state"], found["sehat"]["schema_version"], found["sehat"]["current"]) == (
        "active",
        HEAD,
        True,
    )
    assert "sehat.localhost" in command("status").stdout


def test_drift_names_the_region_and_ends_with_one(command: type_command, two: list[Tenant], site: Settings) -> None:
    assert command("drift").exit_code == 0
    run(site, "ALTER TABLE outbox ADD COLUMN planted text", two[1])
    result = command("drift", "--json")
    assert result.exit_code == 1
    found = {line["slug"]: line["surplus"] for line in json.loads(result.stdout)}
    assert found == {"sehat": [], "sakit": ["column outbox.planted text"]}
    assert "+ column outbox.planted text" in command("drift", "sakit").stdout

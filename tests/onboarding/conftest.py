"""An installation of its own for tests that bring regions live, and the commands on it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jaki_replica.cli.main import main
from jaki_replica.foundation.files import open_store
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.foundation.ids import new_id
from jaki_replica.settings import Settings
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from tests.conftest import fresh_database, opened_app, settings_for
from tests.console import Console, console, make_operator

type_command = Callable[..., Result]


@pytest.fixture(scope="session")
def office(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an installation without any region, where new ones are prepared."""
    name = f"jaki_{worker}_office"
    found = settings_for(fresh_database(name), f"{worker}_o_", tmp_path_factory.mktemp("files"), PORT="1")
    provisioning.prepare_platform(found)
    return found


@pytest.fixture(scope="session")
def desk(office: Settings) -> Iterator[Runtime]:
    """Its runtime, with the owner's login as commands have it."""
    opened = open_runtime(office)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def product(office: Settings) -> Iterator[Gate]:
    """The product on it, as its web server runs it."""
    with opened_app(office) as gate:
        yield gate


@pytest.fixture
def here(product: Gate, office: Settings, desk: Runtime) -> Console:
    """An operator's browser, inside."""
    desk.redis.flushdb()
    return console(product).sign_in(make_operator(office, f"tuti-{new_id().hex[-10:]}"))


@pytest.fixture(scope="session")
def shelf(office: Settings) -> FileStore:
    """Its files."""
    return open_store(office.files)


def environment(settings: Settings) -> dict[str, str]:
    """The settings of an installation as a command finds them."""
    assert settings.owner_url is not None
    return {
        "ENVIRONMENT": "test",
        "MASTER_KEY": settings.master_key.hex(),
        "DATABASE_URL": settings.owner_url.render_as_string(hide_password=False),
        "REDIS_URL": settings.redis_url,
        "DATABASE_ROLE_PREFIX": settings.role_prefix,
        "FILES": str(settings.files.folder),
        "PORT": str(settings.port),
    }


@pytest.fixture
def jaki(office: Settings, monkeypatch: pytest.MonkeyPatch) -> type_command:
    """Run `jaki onboarding ...` on that installation."""
    for name, value in environment(office).items():
        monkeypatch.setenv(name, value)
    return lambda *arguments: CliRunner().invoke(main, ["onboarding", *map(str, arguments)])


def told(result: Result) -> dict[str, object]:
    """The JSON that a command printed; the test fails with its words where it did not go well."""
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.stdout)
    return found


AGREEMENT = Path(__file__).parents[2] / "config/agreement.example.yaml"


@pytest.fixture
def plain_jaki(office: Settings, monkeypatch: pytest.MonkeyPatch) -> type_command:
    """Run any `jaki ...` on that installation."""
    for name, value in environment(office).items():
        monkeypatch.setenv(name, value)
    return lambda *arguments: CliRunner().invoke(main, [*map(str, arguments)])

"""Real servers for the whole run, one database per worker in it, and regions made by the product's own commands."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import Session
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from jaki_replica.app import create_app
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.embedded.servers import running_servers
from jaki_replica.foundation import logs, passwords
from jaki_replica.settings import Settings, read_settings
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.engines import Engines
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from jaki_replica.tenancy.terms import Tenant
from tests import statements
from tests.ground import Grounds
from tests.regions import ROOT, AtWork, Pair, make_pair
from tests.tenancy import postgres15

DATABASE = "JAKI_TEST_DATABASE_URL"
REDIS = "JAKI_TEST_REDIS_URL"
OLDEST = "JAKI_TEST_POSTGRES15"  # with any value: the whole run is on the oldest supported PostgreSQL
CHROMIUM = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
BROWSER_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Folders and files whose fixtures are dear: one worker makes them and runs all their tests; another runs the rest.
# Those that take longest come first, so that in the end no worker waits for one of them.
TOGETHER = (
    "onboarding/",
    "editing/",
    "journeys/",
    "faults/test_two_hundred_filings.py",  # with an installation of its own
    "desk/",
    "officials/",
    "operator_console/",
    "portal/",
    "photos/",
    "ui/",
    "tenancy/test_postgres15.py",
    "isolation/test_matrix.py",
    "faults/",
    "api/",
    "demo/",
    "sla/",
    "statistics/",
)
_servers = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """The first process of the run starts the servers; its workers find them in the environment."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # many tests start processes; each would compile the product anew
    statements.watch()
    logs.configure("ERROR", json=False)
    hypothesis.settings.register_profile("patient", deadline=None)  # how fast a machine is, is no property
    hypothesis.settings.load_profile("patient")
    hash_lightly()
    if hasattr(config, "workerinput") or config.option.collectonly or DATABASE in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="jaki-tests-"))
    _servers.callback(shutil.rmtree, folder, ignore_errors=True)
    servers = _servers.enter_context(running_servers(folder, durable=False))
    old = os.environ.get(OLDEST)
    os.environ[DATABASE] = _servers.enter_context(postgres15.running()) if old else servers.database_url
    os.environ[REDIS] = servers.redis_url


def hash_lightly() -> None:
    """Hundreds of sign-ins, each with a hash that is made to be dear, see foundation/test_passwords.py."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._nobody = passwords.hashed("a password that nobody has")


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays to the end: it is not looked through again for what could be freed."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure(config: pytest.Config) -> None:
    _servers.close()


def place_in_line(nodeid: str) -> int:
    """Which of TOGETHER a test belongs to; the number behind the last where it belongs to none."""
    return next((place for place, one in enumerate(TOGETHER) if nodeid.startswith(f"tests/{one}")), len(TOGETHER))


class Together(LoadScopeScheduling):
    """Tests that share dear fixtures go to one worker, every other goes to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        place = place_in_line(nodeid)
        return TOGETHER[place] if place < len(TOGETHER) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    config.option.loadscopereorder = False  # the order is that of the workers' collections
    return Together(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Benchmarks run only when asked for; browser tests need a browser, and in CI its absence is a failure."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: place_in_line(item.nodeid))
    wanted = config.option.markexpr
    for item in items:
        if item.get_closest_marker("benchmark") and "benchmark" not in wanted:
            item.add_marker(pytest.mark.skip(reason="a benchmark: make bench"))
        if item.get_closest_marker("browser") and CHROMIUM is None and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine: apt install chromium"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    assert CHROMIUM is not None, "CI must have Chromium: .ci/run installs it"
    return CHROMIUM


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium without a window; one for the whole worker, for two cannot be driven from one process."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=BROWSER_ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return (ROOT / "tests/vendor/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this worker, or `main` without workers."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


def fresh_database(name: str) -> str:
    """Drop and make the database `name` beside the test server's own; returns its address."""
    url = make_url(os.environ[DATABASE]).set(drivername="postgresql+psycopg2")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


def redis_number(prefix: str) -> int:
    """A Redis database of its own for each worker, so that one may empty it without asking the others."""
    digits = "".join(c for c in prefix if c.isdigit())
    return int(digits) % 15 if digits else 15


def settings_for(database_url: str, prefix: str, folder: Path, **more: str) -> Settings:
    """Settings of a test installation with its own role names and files."""
    values = {
        "ENVIRONMENT": "test",
        "MASTER_KEY": "5a" * 32,
        "DATABASE_URL": database_url,
        "REDIS_URL": f"{os.environ[REDIS].rsplit('/', 1)[0]}/{redis_number(prefix)}",
        "DATABASE_ROLE_PREFIX": prefix,
        "FILES": str(folder),
        "SMTP_HOST": "127.0.0.1",
        "REGISTRY_SECONDS": "0.1",
        "METRICS_TOKEN": "a-token-for-the-tests",
    }
    return read_settings(values | more)


@pytest.fixture(scope="session")
def settings(worker: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation of this worker: its own database, with the platform ready."""
    name = f"jaki_{worker}"
    found = settings_for(fresh_database(name), f"{worker}_", tmp_path_factory.mktemp("files"))
    provisioning.prepare_platform(found)
    return found


@pytest.fixture(scope="session")
def runtime(settings: Settings) -> Iterator[Runtime]:
    """The runtime of this worker's installation."""
    opened = open_runtime(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def pair(runtime: Runtime) -> Pair:
    """Two live regions whose slugs are prefixes of each other, with the same names, logins and row ids in both."""
    return make_pair(runtime)


@contextmanager
def opened_app(settings: Settings) -> Iterator[Gate]:
    """The whole product as one WSGI application, which stops looking after its registry in the end."""
    gate = create_app(settings)
    yield gate
    gate._registry.close()


@pytest.fixture(scope="session")
def app(settings: Settings, pair: Pair) -> Iterator[Gate]:
    """The whole product as one WSGI application."""
    with opened_app(settings) as gate:
        yield gate


@pytest.fixture(scope="session")
def grounds(settings: Settings) -> Iterator[Grounds]:
    """Empty schemas for the tests of this worker."""
    opened = Grounds(settings)
    yield opened
    opened.close()


@pytest.fixture
def empty_tenant(grounds: Grounds) -> Iterator[Tenant]:
    """A region's schema and role, made by the real history, in no registry; for this test alone."""
    tenant = grounds.take()
    yield tenant
    grounds.give_back(tenant)


@pytest.fixture
def region_session(settings: Settings, empty_tenant: Tenant) -> Iterator[Session]:
    """A session of that region's own login role."""
    engines = Engines(settings)
    with Session(engines.of(empty_tenant), expire_on_commit=False) as session:
        yield session
    engines.close()


@pytest.fixture(scope="session")
def rulebooks() -> Rulebooks:
    """Rules kept over the whole run, as a process keeps them."""
    return Rulebooks()


@pytest.fixture
def at_work(runtime: Runtime, pair: Pair, rulebooks: Rulebooks) -> Iterator[AtWork]:
    """The left region's scope and rulebook; what a test does not commit is rolled back."""
    with runtime.scope_of(pair.left) as entered:
        yield AtWork(runtime, entered, rulebooks.of(runtime, entered))

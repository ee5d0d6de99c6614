"""`jaki up|web|worker|timetable|provisioner`: the whole product on one machine, or one process of it."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import click

from jaki_replica import demo
from jaki_replica.cli.installation import Logins, note_addresses, secret_of
from jaki_replica.cli.speaking import refusals_as_lines
from jaki_replica.embedded import Command, Login, Supervisor, problems
from jaki_replica.foundation import logs
from jaki_replica.foundation.errors import Unavailable
from jaki_replica.foundation.files import open_store
from jaki_replica.foundation.places import shipped
from jaki_replica.onboarding import region_files
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.onboarding.preparing.provisioner import run_provisioner
from jaki_replica.settings import Environment, Mail, Settings, given, load, read_settings
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.migrating import Outcome, plan_to_head, upgrade_all
from jaki_replica.tenancy.runtime import Runtime, open_runtime
from jaki_replica.worker import run_timetable, run_worker

READY_SECONDS = 120  # a slow machine under load takes its time; a fast one is ready in two


@dataclass(slots=True)
class Progress:
    """Says what is being done, with the seconds since the start."""

    begun: float = field(default_factory=time.monotonic)

    def __call__(self, words: str) -> None:
        """One line."""
        click.echo(f"[{time.monotonic() - self.begun:5.1f} s] {words}")


@click.command()
@click.option("--var", type=click.Path(path_type=Path), default=Path("var"), show_default=True, help="Data folder.")
@click.option("--demo/--no-demo", "filled", default=True, help="Fill empty regions with a fictional month.")
@click.option("--once", is_flag=True, hidden=True, help="Stop as soon as everything is ready.")
@refusals_as_lines
def up(var: Path, filled: bool, once: bool) -> None:
    """Run everything here: servers, five regions, web, worker, timetable, provisioner. Ctrl-C stops it."""
    say = Progress()
    found = problems(var)
    if found:
        raise Unavailable("This machine is not ready:\n  " + "\n  ".join(found))
    with suppress(KeyboardInterrupt), _running(var.absolute(), say, filled=filled) as supervisor:
        if not once:
            supervisor.watch()


@contextmanager
def _running(var: Path, say: Progress, *, filled: bool) -> Iterator[Supervisor]:
    with Supervisor(var, say) as supervisor:
        values = _values(var, supervisor, say)
        settings = read_settings(values)
        _check_port(settings.port)
        runtime = open_runtime(settings)
        logins = _make_regions(runtime, var, say)
        if filled:
            _fill(runtime, logins, say)
        urls = _addresses(runtime)
        runtime.close()
        say("starting web, worker, timetable and provisioner")
        for command in _commands(values, settings, var):
            supervisor.start(command)
        supervisor.announce(settings.port, urls)
        _wait(settings)
        _welcome(urls, logins, say)
        click.echo(_where_mails_go(settings.mail))
        yield supervisor


def _values(var: Path, supervisor: Supervisor, say: Callable[[str], None]) -> dict[str, str]:
    """The settings of this installation: what the environment gives, servers of our own for what it does not."""
    values = {name: value for name, value in given(None).items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    ours: dict[str, str] = {}
    for name, start, words in (
        ("DATABASE_URL", supervisor.start_postgres, "PostgreSQL"),
        ("REDIS_URL", supervisor.start_valkey, "Valkey"),
    ):
        if os.environ.get(name):
            values[name] = os.environ[name]
            continue
        say(f"starting {words}")
        ours[name] = start()
    ours["MASTER_KEY"] = os.environ.get("MASTER_KEY") or secret_of(var, "master.key")
    ours["METRICS_TOKEN"] = os.environ.get("METRICS_TOKEN") or secret_of(var, "metrics.token")
    ours["FILES"] = os.environ.get("FILES") or str(var / "files")
    ours["MAIL_FOLDER"] = os.environ.get("MAIL_FOLDER") or str(var / "mail")
    for name in ("PORT", "BASE_DOMAIN"):
        if os.environ.get(name):
            ours[name] = os.environ[name]
    note_addresses(var, ours)
    return values | ours


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Unavailable(f"Port {port} is in use", remedy="choose another one: PORT=8080 make up") from error


def _make_regions(runtime: Runtime, var: Path, say: Callable[[str], None]) -> Logins:
    """The platform, the five regions, their schemas at the newest version, and a first login each."""
    say("preparing the platform schema")
    provisioning.prepare_platform(runtime.settings)
    known = runtime.registry.refresh().by_slug
    behind = [r for r in upgrade_all(runtime.settings, list(known.values()), plan_to_head()) if r.error]
    for result in behind:
        say(f"schema of {result.slug} {Outcome.FAILED}: {result.error}")
    logins = Logins.read(var)
    address = runtime.settings.web_address
    for file in sorted(shipped("tenants").glob("*.yaml")):
        config = region_files.load(file)
        say(f"{'checking' if config.identity.slug in known else 'creating'} {config.identity.name}")
        tenant = create_region(runtime, Onboarding(config, actor="jaki up"))
        logins.ensure_admin(runtime, tenant, address(tenant.host))
    logins.ensure_operator(runtime, address(runtime.settings.operator_host))
    return logins


def _fill(runtime: Runtime, logins: Logins, say: Callable[[str], None]) -> None:
    """A fictional month for each shipped region that has no complaint yet, and the logins of its officials.

    A region that somebody brought live, or is preparing, is real: nothing is made up there.
    """
    files = open_store(runtime.settings.files)
    known = runtime.registry.refresh().by_slug
    for tenant in [known[file.stem] for file in sorted(shipped("tenants").glob("*.yaml")) if file.stem in known]:
        made = demo.fill(runtime, tenant, files=files, told=say)
        address = f"{runtime.settings.web_address(tenant.host)}/masuk"
        for login in made.logins:
            logins.keep(Login(tenant.slug, str(login.role), login.username, login.password, address, post=login.post))


def _addresses(runtime: Runtime) -> dict[str, str]:
    address = runtime.settings.web_address
    regions = {t.slug: address(t.host) for t in runtime.registry.refresh().tenants}
    return regions | {"operator": address(runtime.settings.operator_host)}


def _commands(values: Mapping[str, str], settings: Settings, var: Path) -> list[Command]:
    """The processes of the product. Only the provisioner, which listens to nobody, gets the owner's login."""
    metrics = var / "metrics"
    metrics.mkdir(exist_ok=True)
    for old in metrics.glob("*.db"):
        old.unlink()
    platform = settings.platform_url.render_as_string(hide_password=False)
    env = dict(values) | {
        "DATABASE_URL": "",
        "PLATFORM_DATABASE_URL": platform,
        "PROMETHEUS_MULTIPROC_DIR": str(metrics),
    }
    jaki = [sys.executable, "-m", "jaki_replica.cli.main"]
    own = {"DATABASE_URL": values["DATABASE_URL"]}
    processes = {"web": {}, "worker": {}, "timetable": {}, "provisioner": own}
    return [Command(name, [*jaki, name], env | more) for name, more in processes.items()]


def _wait(settings: Settings) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{settings.port}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise Unavailable("The web server did not come up", remedy="see var/log/web.log")


def _welcome(urls: Mapping[str, str], logins: Logins, say: Callable[[str], None]) -> None:
    say("ready")
    click.echo()
    width = max(len(name) for name in urls)
    for name, url in urls.items():
        click.echo(f"  {name:<{width}}  {url}")
    click.echo()
    for login in logins.kept.values():
        post = f"  ({login.post})" if login.post else ""
        click.echo(f"  {login.tenant:<{width}}  {login.username} / {login.password}  {login.url}{post}")
    click.echo(
        "\nThe operator also gives a code: scan the otpauth address in var/logins.json, or run: jaki operators code"
    )
    click.echo("The logins and recovery codes are kept in var/logins.json. Ctrl-C stops everything; the data stays.")


def _where_mails_go(mail: Mail) -> str:
    if mail.host:
        return f"Mails go to the relay {mail.host}:{mail.port}; jaki doctor tells whether it answers."
    return f"Mails reach nobody: they are written to {mail.folder}, for you to read. A relay is set by SMTP_HOST."


@click.command()
@click.option("--workers", default=lambda: os.cpu_count() or 2, help="Processes; as many as cores.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@refusals_as_lines
def web(workers: int, host: str) -> None:
    """Serve pages with granian: one process per core, two threads each."""
    settings = load()
    arguments = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(settings.port),
        "--workers": str(workers),
        "--blocking-threads": "2",
        "--backlog": "512",
        "--workers-kill-timeout": "10",
    }
    flat = [part for pair in arguments.items() for part in pair]
    command = [sys.executable, "-m", "granian", *flat, "--factory", "--respawn-failed-workers", "--no-access-log"]
    os.execv(sys.executable, [*command, "jaki_replica.app:create_app"])  # noqa: S606  # nothing of it comes from outside


@click.command()
@refusals_as_lines
def worker() -> None:
    """Work off the outboxes as hints come in."""
    run_worker(_speaking())


@click.command()
@refusals_as_lines
def timetable() -> None:
    """Do what happens by itself: sweep the outboxes, count figures."""
    run_timetable(_speaking())


@click.command()
@refusals_as_lines
def provisioner() -> None:
    """Carry out what the operator's pages order: new schemas, areas, going live. Needs the owner's login."""
    run_provisioner(_speaking())


def _speaking() -> Settings:
    settings = load()
    logs.configure(settings.log_level, json=settings.environment is Environment.PRODUCTION)
    return settings

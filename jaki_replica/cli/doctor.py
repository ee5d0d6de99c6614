"""`jaki doctor`: what is wrong with this set-up, and how to mend it."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from redis.exceptions import RedisError
from sqlalchemy.orm import Session

from jaki_replica.cli.speaking import as_json, refusal_lines
from jaki_replica.embedded import problems
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Invalid
from jaki_replica.foundation.queue import connect
from jaki_replica.notifications.reaching import mail_notes, mail_problems
from jaki_replica.settings import Environment, Settings, load
from jaki_replica.sla.actions import unknown_year
from jaki_replica.sla.queries import decrees
from jaki_replica.statistics.figures import all_figures
from jaki_replica.tenancy import history
from jaki_replica.tenancy.preflight import database_problems
from jaki_replica.tenancy.runtime import open_runtime
from jaki_replica.tenancy.terms import TenantState

OLDEST_REDIS = (6, 2)


def machine_problems() -> list[str]:
    """What this machine lacks."""
    return problems(Path("var"))


def redis_problems(settings: Settings) -> list[str]:
    """What is wrong with Redis or Valkey."""
    try:
        version = str(connect(settings.redis_url).info("server").get("redis_version", "0"))
    except RedisError as error:
        return [f"Redis does not answer ({type(error).__name__}): check REDIS_URL; pages work on, messages wait"]
    if tuple(int(p) for p in version.split(".")[:2]) < OLDEST_REDIS:
        return [f"Redis {version} is too old: use 6.2 or newer, or Valkey"]
    return []


def production_problems(settings: Settings) -> list[str]:
    """What may do at home and not in production."""
    if settings.environment is not Environment.PRODUCTION:
        return []
    found = []
    if not settings.https:
        found.append("HTTPS=false in production: cookies would travel in the clear; put TLS in front")
    if not settings.trusted_proxies:
        found.append("TRUSTED_PROXIES is not set: every visitor seems to come from the proxy's address")
    if settings.base_domain.endswith("localhost"):
        found.append("BASE_DOMAIN is still localhost: set the installation's domain")
    return found


def region_problems(settings: Settings) -> list[str]:
    """Regions whose schema is not the newest or whose last upgrade failed."""
    opened = open_runtime(settings)
    try:
        head = history.head(history.tenant_history())
        old = [t.slug for t in opened.registry.refresh().tenants if t.schema_version != head]
    finally:
        opened.close()
    return [f"The schema of {', '.join(old)} is not the newest: jaki tenants upgrade"] if old else []


def holiday_problems(settings: Settings) -> list[str]:
    """Years near whose national days nobody knows: here, or in some regions."""
    opened = open_runtime(settings)
    try:
        with Session(opened.platform) as session:
            here = unknown_year(decrees(session), clock.now().date())
            figures = all_figures(session)
        tenants = [one for one in opened.registry.refresh().tenants if one.state is TenantState.ACTIVE]
    finally:
        opened.close()
    if here:
        return [f"The national holidays of {here} are not known: install a newer JAKI, or jaki holidays add DAY NAME"]
    behind = [t.slug for t in tenants if t.key in figures and figures[t.key].count("holidays_missing")]
    return [f"{', '.join(behind)} do not know the next holidays yet: jaki holidays refresh"] if behind else []


@click.command()
@click.option("--json", "machine", is_flag=True, help="Print one JSON document.")
def doctor(machine: bool) -> None:
    """Tell what is wrong with this set-up and how to mend it, and what to know of it. Status 1 where anything is."""
    found: dict[str, list[str]] = {"machine": machine_problems()}
    notes: list[str] = []
    try:
        settings = load()
    except Invalid as error:
        found["settings"] = refusal_lines(error)
    else:
        found["settings"] = production_problems(settings)
        found["database"] = database_problems(settings)
        found["redis"] = redis_problems(settings)
        found["mail"], notes = mail_problems(settings.mail), mail_notes(settings.mail)
        found["regions"] = [] if found["database"] else region_problems(settings)
        found["holidays"] = [] if found["database"] else holiday_problems(settings)
    if machine:
        as_json(found | {"notes": notes})
    else:
        for part, lines in found.items():
            click.echo(f"{part}: {'all is well' if not lines else ''}".rstrip())
            for line in lines:
                click.echo(f"  {line}")
        for line in notes:
            click.echo(f"note: {line}")
    if any(found.values()):
        sys.exit(1)

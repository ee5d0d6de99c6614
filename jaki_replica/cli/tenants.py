"""`jaki tenants`: create regions, upgrade their schemas, look for drift, suspend and resume."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from jaki_replica.cli.context import actor, noted, runtime
from jaki_replica.cli.speaking import as_json, refusals_as_lines, table
from jaki_replica.foundation import clock
from jaki_replica.onboarding import region_files
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.tenancy import history, provisioning
from jaki_replica.tenancy.drift import find_drift
from jaki_replica.tenancy.migrating import Outcome, Upgrade, plan_to_head, upgrade_all
from jaki_replica.tenancy.preflight import lock_problem
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import TenantState

FILE = click.Path(exists=True, dir_okay=False)


@click.group()
def tenants() -> None:
    """Regions: their configuration, schemas and state."""


@tenants.command()
@click.argument("file", type=FILE)
@click.option("--database-url", help="Where this region's data shall lie; without it, beside the platform's.")
@refusals_as_lines
def create(file: str, database_url: str | None) -> None:
    """Bring the region described in FILE live. A run that was broken off is just run again."""
    plan = Onboarding(config=region_files.load(file), actor=actor(), database_url=database_url)
    with runtime() as opened:
        tenant = create_region(opened, plan, told=lambda step: click.echo(f"  {step}"))
        click.echo(f"{tenant.name} is {tenant.state}: {opened.settings.web_address(tenant.host)}")


@tenants.command()
@click.argument("slugs", nargs=-1)
@click.option("--workers", default=4, show_default=True, help="How many schemas at a time.")
@click.option("--json", "machine", is_flag=True, help="Print one JSON document.")
@refusals_as_lines
def upgrade(slugs: tuple[str, ...], workers: int, machine: bool) -> None:
    """Bring schemas to the newest version, all or SLUGS. One that fails does not stop the others."""
    with runtime() as opened:
        chosen = [t for t in opened.registry.refresh().tenants if not slugs or t.slug in slugs]
        problem = lock_problem(opened.settings, workers, chosen)
        if problem:
            click.echo(problem, err=True)
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=machine,
        )
        with bar:
            task = bar.add_task("schemas", total=len(chosen))
            results = upgrade_all(
                opened.settings, chosen, plan_to_head(), workers=workers, told=lambda _: bar.advance(task)
            )
        _note(opened, results)
    if machine:
        as_json([asdict(r) for r in results])
    else:
        _tell(results)
    if any(r.outcome in {Outcome.FAILED, Outcome.SKIPPED} for r in results):
        sys.exit(1)


def _note(opened: Runtime, results: list[Upgrade]) -> None:
    """One line for the whole run, where it changed anything or failed."""
    counts = {str(o): sum(r.outcome is o for r in results) for o in Outcome}
    if counts[Outcome.UPGRADED] or counts[Outcome.FAILED]:
        noted(opened, "tenants.upgraded", None, version=plan_to_head().target, **counts)


def _tell(results: list[Upgrade]) -> None:
    for outcome in Outcome:
        found = [r for r in results if r.outcome is outcome]
        if found:
            click.echo(f"{len(found)} {outcome}")
        for result in found:
            if result.error:
                click.echo(f"  {result.slug}: {result.error}")


@tenants.command()
@click.option("--json", "machine", is_flag=True, help="Print one JSON document.")
@refusals_as_lines
def status(machine: bool) -> None:
    """Every region with its state, host and schema version."""
    head = history.head(history.tenant_history())
    with runtime() as opened:
        found = opened.registry.refresh().tenants
    if machine:
        fields = ("slug", "name", "state", "host", "schema_version")
        as_json([{f: getattr(t, f) for f in fields} | {"current": t.schema_version == head} for t in found])
        return
    rows = [(t.slug, t.name, t.state, t.host, t.schema_version, t.schema_version == head) for t in found]
    table(("slug", "name", "state", "host", "schema", "current"), rows)


@tenants.command()
@click.argument("slugs", nargs=-1)
@click.option("--json", "machine", is_flag=True, help="Print one JSON document.")
@refusals_as_lines
def drift(slugs: tuple[str, ...], machine: bool) -> None:
    """Compare schemas with what the history makes, all or SLUGS. Only reads; status 1 where any differs."""
    with runtime() as opened:
        chosen = [t for t in opened.registry.refresh().tenants if not slugs or t.slug in slugs]
        found = find_drift(opened.settings, chosen)
    if machine:
        as_json([asdict(d) for d in found])
    else:
        for one in found:
            click.echo(f"{one.slug}: {'differs' if one.missing or one.surplus else 'as it should be'}")
            for sign, lines in (("-", one.missing), ("+", one.surplus)):
                for line in lines:
                    click.echo(f"  {sign} {line}")
    if any(d.missing or d.surplus for d in found):
        sys.exit(1)


@tenants.command()
@click.argument("slug")
@click.option("--reason", required=True, help="Why; kept in the operator's log.")
@refusals_as_lines
def suspend(slug: str, reason: str) -> None:
    """Stop answering on the hosts of SLUG. Nothing is deleted."""
    _change(slug, TenantState.SUSPENDED, reason)


@tenants.command()
@click.argument("slug")
@click.option("--reason", required=True, help="Why; kept in the operator's log.")
@refusals_as_lines
def resume(slug: str, reason: str) -> None:
    """Answer again on the hosts of SLUG."""
    _change(slug, TenantState.ACTIVE, reason)


@tenants.command("rotate-password")
@click.argument("slug")
@refusals_as_lines
def rotate_password(slug: str) -> None:
    """Give the login of SLUG a new password; running processes take it up by themselves."""
    with runtime() as opened:
        tenant = provisioning.rotate_password(opened.settings, slug, actor=actor(), at=clock.now())
    click.echo(f"{tenant.name} has password version {tenant.password_version}")


def _change(slug: str, state: TenantState, reason: str) -> None:
    with runtime() as opened:
        tenant = provisioning.set_state(opened.settings, slug, state, actor=actor(), at=clock.now(), reason=reason)
    click.echo(f"{tenant.name} is {tenant.state}")

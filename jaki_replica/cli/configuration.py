"""`jaki tenants check|plan|apply|export|diff|history|rollback` and `jaki schema`: a region's file and its revisions."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from jaki_replica.cli.consequences import consequence_lines
from jaki_replica.cli.context import actor, noted, runtime
from jaki_replica.cli.speaking import as_json, refusals_as_lines, table
from jaki_replica.cli.tenants import FILE, tenants
from jaki_replica.complaints.consequences import check_nobody_stranded, consequences
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Invalid
from jaki_replica.onboarding import region_files
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.configuration import actions, queries
from jaki_replica.tenancy.configuration.difference import plan_lines
from jaki_replica.tenancy.configuration.document import marked
from jaki_replica.tenancy.configuration.findings import fault_line
from jaki_replica.tenancy.configuration.json_schema import json_schema
from jaki_replica.tenancy.configuration.loading import load_stored, read_base
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.terms import Tenant


@tenants.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@refusals_as_lines
def check(files: tuple[Path, ...]) -> None:
    """Say everything that is wrong with FILES, each by itself and together. Needs no database."""
    faults = region_files.check(files)
    for fault in faults:
        click.echo(fault_line(fault), err=True)
    if faults:
        sys.exit(1)
    click.echo(f"{len(files)} {'file is' if len(files) == 1 else 'files are'} well")


def _for(tenant: Tenant, file: str) -> RegionConfig:
    config = region_files.load(file)
    if config.identity.slug != tenant.slug:
        raise Invalid(
            f"{file} is the file of {config.identity.slug}, not of {tenant.slug}",
            remedy="name the other file or region",
        )
    return config


@tenants.command()
@click.argument("slug")
@click.argument("file", type=FILE)
@click.option("--json", "machine", is_flag=True, help="Print one JSON document.")
@refusals_as_lines
def plan(slug: str, file: str, machine: bool) -> None:
    """What applying FILE to SLUG would change. Nothing is written."""
    with runtime() as opened:
        tenant = opened.tenant(slug)
        config = _for(tenant, file)
        with opened.scope_of(tenant) as entered:
            found = queries.plan(entered.session, config)
            effect = None if found.current is None else consequences(Rulebooks().of(opened, entered), config)
    if machine:
        as_json(asdict(found) | {"consequences": asdict(effect) if effect else None})
        return
    for line in [*plan_lines(found), *(consequence_lines(effect) if effect else [])]:
        click.echo(line)


@tenants.command()
@click.argument("slug")
@click.argument("file", type=FILE)
@click.option("--reason", required=True, help="Why; kept with the revision.")
@click.option("--base", type=int, help="The revision you saw; without it, the one FILE was exported from.")
@refusals_as_lines
def apply(slug: str, file: str, reason: str, base: int | None) -> None:
    """Put FILE into use in SLUG as a new revision. Refused where somebody made a revision you have not seen."""
    with runtime() as opened:
        tenant = opened.tenant(slug)
        config = _for(tenant, file)
        provisioning.check_hosts_free(opened.settings, config.identity, tenant)
        with opened.scope_of(tenant) as entered:
            seen = base if base is not None else queries.base_number(entered.session, read_base(file))
            before = queries.current_number(entered.session)
            if before is not None:
                check_nobody_stranded(Rulebooks().of(opened, entered), config)
            made = actions.apply(entered.session, config, author=actor(), reason=reason, at=clock.now(), base=seen)
            opened.commit(entered)
        if opened.settings.owner_url is not None:
            provisioning.register(opened.settings, config.identity, actor=actor(), at=clock.now())
        if made.number != before:
            noted(opened, "tenant.configured", tenant, revision=made.number, sha256=made.sha256, reason=reason)
    if made.number == before:
        click.echo("Nothing to change")
        return
    click.echo(f"Revision {made.number} is in use")
    _renew_mark(Path(file), made.sha256)


def _renew_mark(file: Path, sha256: str) -> None:
    """Note in the file's first line which content it stands for, so that the next edit of it is over this revision."""
    text = file.read_text(encoding="utf-8")
    try:
        file.write_text(marked(text, sha256), encoding="utf-8")
    except OSError:
        click.echo(f"{file} could not be marked: give --base next time", err=True)


@tenants.command()
@click.argument("slug")
@refusals_as_lines
def export(slug: str) -> None:
    """Print the configuration of SLUG as a file that can be edited and applied again."""
    with runtime() as opened:
        tenant = opened.tenant(slug)
        with opened.scope_of(tenant) as entered:
            text = queries.export(entered.session)
    click.echo(text, nl=False)


@tenants.command()
@click.argument("slug")
@click.argument("old", type=int)
@click.argument("new", type=int)
@refusals_as_lines
def diff(slug: str, old: int, new: int) -> None:
    """What changed in SLUG from revision OLD to revision NEW."""
    with runtime() as opened:
        tenant = opened.tenant(slug)
        with opened.scope_of(tenant) as entered:
            found = queries.between(entered.session, old, new)
    for line in plan_lines(found):
        click.echo(line)


@tenants.command("history")
@click.argument("slug")
@click.option("--json", "machine", is_flag=True, help="Print one JSON document.")
@refusals_as_lines
def show_history(slug: str, machine: bool) -> None:
    """The revisions of SLUG, newest first: who, when, why."""
    with runtime() as opened:
        tenant = opened.tenant(slug)
        with opened.scope_of(tenant) as entered:
            found = queries.history(entered.session)
    if machine:
        as_json([asdict(note) for note in found])
        return
    rows = [(n.number, f"{n.created_at:%Y-%m-%d %H:%M} UTC", n.kind, n.author, n.reason) for n in found]
    table(("revision", "at", "kind", "author", "reason"), rows)


@tenants.command()
@click.argument("slug")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Why; kept with the revision.")
@refusals_as_lines
def rollback(slug: str, number: int, reason: str) -> None:
    """Put revision NUMBER of SLUG back into use, as a new revision."""
    with runtime() as opened:
        tenant = opened.tenant(slug)
        with opened.scope_of(tenant) as entered:
            base = queries.current_number(entered.session)
            older = load_stored(queries.by_number(entered.session, number).document)
            provisioning.check_hosts_free(opened.settings, older.identity, tenant)
            check_nobody_stranded(Rulebooks().of(opened, entered), older)
            made = actions.rollback(entered.session, number, author=actor(), reason=reason, at=clock.now(), base=base)
            opened.commit(entered)
        if opened.settings.owner_url is not None:
            provisioning.register(opened.settings, older.identity, actor=actor(), at=clock.now())
        noted(opened, "tenant.rolled_back", tenant, revision=made.number, content_of=number, reason=reason)
    click.echo(f"Revision {made.number} is in use, with the content of revision {number}")


@click.command()
def schema() -> None:
    """Print the JSON Schema of a region's file, for editors."""
    as_json(json_schema())

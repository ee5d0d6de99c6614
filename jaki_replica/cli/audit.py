"""`jaki audit verify`: proves that nobody has changed a complaint's history."""

from __future__ import annotations

import sys

import click

from jaki_replica.cli.context import runtime
from jaki_replica.cli.speaking import refusals_as_lines
from jaki_replica.complaints.audit import verify as verify_region


@click.group()
def audit() -> None:
    """The history of complaints, tied together by hashes."""


@audit.command()
@click.argument("slugs", nargs=-1)
@refusals_as_lines
def verify(slugs: tuple[str, ...]) -> None:
    """Walk the history of all regions or SLUGS; the first event that does not fit is named. Status 1 then."""
    broken = False
    with runtime() as opened:
        for tenant in opened.registry.refresh().tenants:
            if slugs and tenant.slug not in slugs:
                continue
            with opened.scope_of(tenant) as entered:
                found = verify_region(entered.session)
            broken = broken or bool(found.fault)
            words = found.fault or "whole"
            click.echo(
                f"{tenant.slug}: {found.complaints} complaints, {found.events} events, {found.days} days: {words}"
            )
    if broken:
        sys.exit(1)

"""`jaki audit verify`: proves that nobody has changed a complaint's history, nor the operator's log."""

from __future__ import annotations

import sys

import click
from sqlalchemy.orm import Session

from jaki_replica.cli.context import runtime
from jaki_replica.cli.speaking import refusals_as_lines
from jaki_replica.complaints.audit import verify as verify_region
from jaki_replica.tenancy.operator_log import verify as verify_log
from jaki_replica.tenancy.runtime import Runtime


@click.group()
def audit() -> None:
    """The history of complaints and the operator's log, tied together by hashes."""


@audit.command()
@click.argument("slugs", nargs=-1)
@refusals_as_lines
def verify(slugs: tuple[str, ...]) -> None:
    """Walk the history of all regions or SLUGS; the first event that does not fit is named. Status 1 then.

    Without SLUGS the operator's log is walked too; write its head down elsewhere to notice a log cut off at its end.
    """
    broken = False
    with runtime() as opened:
        if not slugs:
            broken = _verify_log(opened)
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


def _verify_log(opened: Runtime) -> bool:
    with Session(opened.platform) as session:
        found = verify_log(session)
    click.echo(f"operator log: {found.lines} lines, head {found.head[:16]}: {found.fault or 'whole'}")
    return bool(found.fault)

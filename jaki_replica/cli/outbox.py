"""`jaki outbox`: what waits in a region, and a second chance for what failed."""

from __future__ import annotations

import click

from jaki_replica.cli.context import runtime
from jaki_replica.cli.speaking import refusals_as_lines, table
from jaki_replica.foundation import clock
from jaki_replica.foundation import outbox as rows


@click.group()
def outbox() -> None:
    """Later work: what waits, what failed."""


@outbox.command()
@refusals_as_lines
def status() -> None:
    """Waiting and failed work of every region."""
    lines: list[tuple[object, ...]] = []
    with runtime() as opened:
        for tenant in opened.registry.refresh().tenants:
            with opened.scope_of(tenant) as entered:
                found = rows.backlog(entered.session, clock.now())
            lines.append((tenant.slug, found.waiting, found.failed, found.oldest_due_at))
    table(("region", "waiting", "failed", "oldest due since"), lines)


@outbox.command()
@click.argument("slug")
@refusals_as_lines
def retry(slug: str) -> None:
    """Give everything that failed for good in SLUG a new series of attempts."""
    with runtime() as opened:
        tenant = opened.tenant(slug)
        with opened.scope_of(tenant) as entered:
            count = rows.requeue_failed(entered.session, clock.now())
            opened.commit(entered)
        opened.hints.give(tenant.key)
    click.echo(f"{count} rows wait again")

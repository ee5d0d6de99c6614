"""`jaki outbox`: what waits in a region, a second chance for what failed, and mails that may have left or not."""

from __future__ import annotations

import click

from jaki_replica.cli.context import noted, runtime
from jaki_replica.cli.speaking import refusals_as_lines, table
from jaki_replica.foundation import clock
from jaki_replica.foundation import outbox as rows
from jaki_replica.notifications.jobs import resend_uncertain, uncertain


@click.group()
def outbox() -> None:
    """Later work: what waits, what failed."""


@outbox.command()
@refusals_as_lines
def status() -> None:
    """Waiting and failed work of every region, mails that may have left or not, and why the waiting work failed."""
    lines: list[tuple[object, ...]] = []
    with runtime() as opened:
        for tenant in opened.registry.refresh().tenants:
            with opened.scope_of(tenant) as entered:
                found = rows.backlog(entered.session, clock.now())
                unsure = uncertain(entered.session)
                kinds = rows.errors(entered.session)
            why = ", ".join(f"{kind} {count}" for kind, count in kinds.items())
            lines.append((tenant.slug, found.waiting, found.failed, unsure, found.oldest_due_at, why))
    table(("region", "waiting", "failed", "uncertain", "oldest due since", "last errors of the waiting"), lines)


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
        noted(opened, "jobs.retried", tenant, job="", count=count)
        opened.hints.give(tenant.key)
    click.echo(f"{count} rows wait again")


@outbox.command()
@click.argument("slug")
@refusals_as_lines
def resend(slug: str) -> None:
    """Send the uncertain mails of SLUG again, after the relay's log has shown that it does not have them.

    A worker died after it gave them to the relay and before it heard the answer, so they may have left. They keep
    their Message-ID.
    """
    with runtime() as opened:
        tenant = opened.tenant(slug)
        with opened.scope_of(tenant) as entered:
            count = resend_uncertain(entered.session, at=clock.now())
            opened.commit(entered)
    click.echo(f"{count} mails go again")

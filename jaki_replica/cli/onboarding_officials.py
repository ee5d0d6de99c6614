"""`jaki onboarding officials`: a list of officials and an invited admin, as one step of the way to live."""

from __future__ import annotations

from pathlib import Path

import click

from jaki_replica.cli import officials
from jaki_replica.cli.context import actor, runtime
from jaki_replica.cli.onboarding import FILE, desk, onboarding
from jaki_replica.cli.speaking import refusals_as_lines
from jaki_replica.foundation import clock
from jaki_replica.officials.inviting import invited_until
from jaki_replica.onboarding.preparing import actions
from jaki_replica.onboarding.preparing.terms import REASONS, Step


@onboarding.command("officials")
@click.argument("slug")
@click.argument("file", type=FILE, required=False)
@click.option("--admin", help="Invite this person as the region's admin; the link is printed once.")
@click.option("--email", default="", help="Where the admin's link is sent as well.")
@click.pass_context
@refusals_as_lines
def step(context: click.Context, slug: str, file: Path | None, admin: str | None, email: str) -> None:
    """Put the officials of FILE (XLSX or CSV) in office, invite an admin, and take the posts as they are then.

    Run again it goes on where it was broken off: no second revision, and no second mail to the admin.
    """
    with desk() as at_work:
        at_work.find(slug)
    if file is not None:
        context.invoke(officials.apply, slug=slug, file=file, reason=REASONS[Step.OFFICIALS], base=None)
    if admin:
        _invite(context, slug, admin, email)
    with desk() as at_work:
        actions.confirm(at_work.session, slug, Step.OFFICIALS, by=actor(), at=clock.now())
        at_work.session.commit()


def _invite(context: click.Context, slug: str, admin: str, email: str) -> None:
    """Invite the admin, unless a mail is on its way to that address already."""
    with runtime() as opened, opened.scope_of(opened.tenant(slug)) as entered:
        until = invited_until(entered.session, email, clock.now())
    if until is None:
        context.invoke(officials.invite, slug=slug, name=admin, email=email)
        return
    click.echo(f"{email} is invited already, until {until:%Y-%m-%d %H:%M} UTC; no second mail is sent")
    click.echo(f"A new link in place of the old one: jaki officials invite {slug} --name NAME --email {email}")


__all__ = ["onboarding"]

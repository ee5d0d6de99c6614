"""`jaki onboarding officials`: a list of officials and an invited admin, as one step of the way to live."""

from __future__ import annotations

from pathlib import Path

import click

from jaki_replica.cli import officials
from jaki_replica.cli.context import actor
from jaki_replica.cli.onboarding import FILE, desk, onboarding
from jaki_replica.cli.speaking import refusals_as_lines
from jaki_replica.foundation import clock
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
    """Put the officials of FILE (XLSX or CSV) in office, invite an admin, and take the posts as they are then."""
    with desk() as at_work:
        at_work.find(slug)
    if file is not None:
        context.invoke(officials.apply, slug=slug, file=file, reason=REASONS[Step.OFFICIALS], base=None)
    if admin:
        context.invoke(officials.invite, slug=slug, name=admin, email=email)
    with desk() as at_work:
        actions.confirm(at_work.session, slug, Step.OFFICIALS, by=actor(), at=clock.now())
        at_work.session.commit()


__all__ = ["onboarding"]

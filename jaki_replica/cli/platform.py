"""`jaki platform`: the shared schema."""

from __future__ import annotations

import click

from jaki_replica.cli.context import noted, runtime
from jaki_replica.cli.speaking import refusals_as_lines
from jaki_replica.tenancy import provisioning


@click.group()
def platform() -> None:
    """The installation itself: shared schema and roles."""


@platform.command()
@refusals_as_lines
def prepare() -> None:
    """Migrate the shared schema, close the database to others, make the platform's role. Safe to repeat."""
    with runtime() as opened:
        provisioning.prepare_platform(opened.settings)
        noted(opened, "platform.prepared")
    click.echo("The platform is ready.")

"""`jaki platform`: the shared schema and the operator's accounts."""

from __future__ import annotations

import click

from jaki_replica.cli.context import runtime
from jaki_replica.cli.installation import ensure_operator
from jaki_replica.cli.speaking import refusals_as_lines
from jaki_replica.foundation.errors import Conflict
from jaki_replica.settings import load
from jaki_replica.tenancy import provisioning


@click.group()
def platform() -> None:
    """The installation itself: shared schema, roles, operators."""


@platform.command()
@refusals_as_lines
def prepare() -> None:
    """Migrate the shared schema, close the database to others, make the platform's role. Safe to repeat."""
    provisioning.prepare_platform(load())
    click.echo("The platform is ready.")


@platform.command("add-operator")
@click.argument("username")
@click.password_option(help="At least 12 characters; asked for where it is not given.")
@refusals_as_lines
def add_operator(username: str, password: str) -> None:
    """Open an account for an operator."""
    with runtime() as opened:
        if not ensure_operator(opened, username=username, password=password):
            raise Conflict(f"{username} has an account already", remedy="choose another name")
    click.echo(f"{username} can sign in now.")

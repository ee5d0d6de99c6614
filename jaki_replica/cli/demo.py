"""`jaki demo fill`: a realistic month for regions that have no complaint yet."""

from __future__ import annotations

import click

from jaki_replica import demo as months
from jaki_replica.cli.context import runtime
from jaki_replica.cli.speaking import refusals_as_lines, table
from jaki_replica.foundation.files import open_store


@click.group()
def demo() -> None:
    """Fictional people, drawn photos, true histories."""


@demo.command()
@click.argument("slugs", nargs=-1)
@refusals_as_lines
def fill(slugs: tuple[str, ...]) -> None:
    """Fill all regions or SLUGS, and print the new logins. A region with complaints is left as it is."""
    rows: list[tuple[object, ...]] = []
    with runtime() as opened:
        known = tuple(tenant.slug for tenant in opened.registry.refresh().tenants)
        files = open_store(opened.settings.files)
        for slug in slugs or known:
            made = months.fill(opened, opened.tenant(slug), files=files, told=click.echo)
            rows += [(slug, one.role, one.username, one.password, one.name, one.post) for one in made.logins]
    if rows:
        table(("region", "role", "username", "password", "name", "post"), rows)
    else:
        click.echo("Nothing to do: complaints are there already")

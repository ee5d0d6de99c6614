"""`jaki areas`: import official boundaries, look a point up, see what is in force."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jaki_replica.areas import actions, queries
from jaki_replica.areas.locating import LocatorCache
from jaki_replica.areas.reporting import report_lines
from jaki_replica.cli.context import actor, noted, runtime
from jaki_replica.cli.speaking import as_json, refusals_as_lines, table
from jaki_replica.foundation import clock


@click.group()
def areas() -> None:
    """Areas: boundaries of a region, and which one a point lies in."""


@areas.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only report; nothing is written.")
@click.option("--json", "machine", is_flag=True, help="Print one JSON document.")
@refusals_as_lines
def import_areas(slug: str, file: Path, check: bool, machine: bool) -> None:
    """Replace the areas of SLUG by those in FILE (GeoJSON, also .gz; zipped shapefile; GeoPackage)."""
    with runtime() as opened:
        tenant = opened.tenant(slug)
        if check:
            report = actions.check_file(tenant.code, file)
        else:
            with opened.scope_of(tenant) as entered:
                report = actions.import_file(entered.session, tenant.code, file, by=actor(), at=clock.now())
                opened.commit(entered)
            if report.accepted:
                noted(opened, "tenant.areas_imported", tenant)
    if machine:
        as_json(report.as_plain())
        return
    for line in report_lines(report):
        click.echo(line)
    if not report.accepted:
        sys.exit(1)


@areas.command(context_settings={"ignore_unknown_options": True})  # a latitude may begin with a minus
@click.argument("slug")
@click.argument("lat", type=float)
@click.argument("lon", type=float)
@click.option("--accuracy", type=float, default=0.0, help="Radius of the position in metres.")
@refusals_as_lines
def locate(slug: str, lat: float, lon: float, accuracy: float) -> None:
    """Say in which area of SLUG the point LAT LON lies, and how that is known."""
    with runtime() as opened:
        tenant = opened.tenant(slug)
        with opened.scope_of(tenant) as entered:
            ground = queries.ground(entered.session, tenant.key, LocatorCache())
    found = ground.locator.locate(lat, lon, accuracy)
    place = " > ".join(area.name for area in ground.tree.path(found.code)) if found.code else "-"
    rows: list[tuple[object, ...]] = [(found.how, found.code or "-", place, round(found.distance_m or 0))]
    table(("how", "code", "place", "metres"), rows)

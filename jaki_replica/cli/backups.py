"""`jaki backups`: the script that makes backups says that one was made; the operator's list shows how old it is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from jaki_replica.cli.context import noted, runtime
from jaki_replica.cli.speaking import refusals_as_lines, table
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.statistics.figures import all_figures, keep
from jaki_replica.statistics.terms import Figures


@click.group()
def backups() -> None:
    """What the operator's pages know of backups; nothing here makes one."""


@backups.command()
@click.argument("slugs", nargs=-1)
@click.option("--all", "every", is_flag=True, help="One backup holds every region.")
@click.option(
    "--file", "path", type=click.Path(path_type=Path), help="The backup: its size and time are taken from it."
)
@refusals_as_lines
def record(slugs: tuple[str, ...], every: bool, path: Path | None) -> None:
    """Note that a backup of SLUGS was made, now or when FILE was written. The last line of a script that makes them."""
    if bool(slugs) == every:
        raise Invalid("Which regions does the backup hold?", remedy="name them, or give --all")
    at, held = _of(path) if path else (clock.now(), None)
    figures = {"backup_at": int(at.timestamp()), "backup_bytes": held}
    with runtime() as opened:
        known = opened.registry.refresh().tenants
        tenants = [opened.tenant(slug) for slug in slugs] if slugs else known
        for tenant in tenants:
            keep(opened, tenant, figures, at=at)
        noted(opened, "backups.recorded", tenants[0] if len(tenants) == 1 else None, count=len(tenants))
    click.echo(f"recorded: {len(tenants)} regions, {at:%Y-%m-%d %H:%M} UTC")


@backups.command("list")
@refusals_as_lines
def list_all() -> None:
    """When the last backup of each region was recorded."""
    with runtime() as opened, Session(opened.platform) as platform:
        figures = all_figures(platform)
        rows = []
        for tenant in opened.registry.refresh().tenants:
            one = figures.get(tenant.key, Figures({}))
            made_at = one.moment("backup_at")
            rows.append(
                (tenant.slug, f"{made_at:%Y-%m-%d %H:%M} UTC" if made_at else "never", one.count("backup_bytes"))
            )
    table(("region", "last backup", "bytes"), rows)


def _of(path: Path) -> tuple[datetime, int]:
    """When the file was written and its size. Raises Invalid for one that is no backup: missing, empty, of tomorrow."""
    try:
        found = path.stat()
    except OSError as error:
        raise Invalid("There is no such backup", (Fault(str(path), error.strerror or "cannot be read"),)) from error
    at = datetime.fromtimestamp(found.st_mtime, UTC)
    if not path.is_file() or not found.st_size:
        raise Invalid("This is no backup", (Fault(str(path), "is empty or no file", "look at what your script wrote"),))
    if at > clock.now():
        raise Invalid("This backup is of the future", (Fault(str(path), f"was written at {at:%Y-%m-%d %H:%M} UTC"),))
    return at, found.st_size

"""`jaki counts`: whether the counters of a region say what reading all its complaints says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import click
from sqlalchemy.orm import Session

from jaki_replica.cli.context import runtime
from jaki_replica.cli.speaking import refusals_as_lines
from jaki_replica.complaints import counting
from jaki_replica.complaints.counting import Drift


@click.group()
def counts() -> None:
    """The counters behind the tabs of the desk and the operator's figures."""


@counts.command()
@click.argument("slugs", nargs=-1)
@refusals_as_lines
def check(slugs: tuple[str, ...]) -> None:
    """Compare the counters of all regions or SLUGS with their complaints; status 1 where one is wrong."""
    wrong = False
    for slug, found in _each(slugs, counting.drift):
        wrong = wrong or bool(found)
        click.echo(f"{slug}: {_words(found) if found else 'all counters are right'}")
    if wrong:
        click.echo("jaki counts rebuild mends them", err=True)
        sys.exit(1)


@counts.command()
@click.argument("slugs", nargs=-1)
@refusals_as_lines
def rebuild(slugs: tuple[str, ...]) -> None:
    """Make the counters of all regions or SLUGS right again; people go on working meanwhile."""
    for slug, found in _each(slugs, counting.rebuild):
        click.echo(f"{slug}: {'mended: ' + _words(found) if found else 'all counters were right'}")


def _each(slugs: tuple[str, ...], ask: Callable[[Session], list[Drift]]) -> Iterator[tuple[str, list[Drift]]]:
    with runtime() as opened:
        every = [tenant.slug for tenant in opened.registry.refresh().tenants]
        for tenant in [opened.tenant(slug) for slug in slugs or every]:
            with opened.scope_of(tenant) as entered:
                found = ask(entered.session)
                opened.commit(entered)
            yield tenant.slug, found


def _words(found: list[Drift]) -> str:
    cells = [f"{drift.cell.unit} {drift.cell.status} {drift.missing:+d}" for drift in found]
    more = f" and {len(cells) - 5} more" if len(cells) > 5 else ""
    return "; ".join(cells[:5]) + more

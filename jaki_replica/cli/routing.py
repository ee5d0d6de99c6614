"""`jaki routing`: what is left without an owner, and why a complaint goes where it goes."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from jaki_replica.areas import queries
from jaki_replica.cli.context import runtime
from jaki_replica.cli.speaking import as_json, refusals_as_lines, table
from jaki_replica.foundation.errors import NotFound
from jaki_replica.officials.organising import organise
from jaki_replica.officials.units import Organisation
from jaki_replica.routing import rules
from jaki_replica.routing.sentences import sentence
from jaki_replica.routing.terms import Clash, Coverage, Decision
from jaki_replica.tenancy.configuration.terms import RegionConfig

SHOWN = 50


@click.group()
def routing() -> None:
    """Routing: who gets a complaint, and what nobody owns."""


@routing.command()
@click.argument("tenant")
@click.option("--json", "machine", is_flag=True, help="Print one JSON document.")
@refusals_as_lines
def coverage(tenant: str, machine: bool) -> None:
    """List every area and category of TENANT without an owner, and exceptions at odds; status 1 if there are any."""
    config, organisation = _region(tenant)
    found = rules.coverage(config, organisation)
    if machine:
        as_json({**asdict(found), "complete": found.is_complete})
    else:
        _print(found, organisation)
    if not found.is_complete:
        sys.exit(1)


@routing.command()
@click.argument("tenant")
@click.argument("category")
@click.argument("area")
@click.option("--language", type=click.Choice(("en", "id")), default="en", show_default=True)
@click.option("--json", "machine", is_flag=True, help="Print one JSON document.")
@refusals_as_lines
def explain(tenant: str, category: str, area: str, language: str, machine: bool) -> None:
    """Say who in TENANT gets a complaint of CATEGORY in AREA (a code), and why."""
    config, organisation = _region(tenant)
    decision = rules.first_unit(category, area, config, organisation)
    sentences = [sentence(step, language) for step in decision.steps]
    if machine:
        as_json({**_plain(decision), "sentences": sentences})
        return
    for line in sentences:
        click.echo(line)


def _region(slug: str) -> tuple[RegionConfig, Organisation]:
    """Configuration and units in use. Raises NotFound where the region has no areas yet."""
    with runtime() as opened:
        tenant = opened.tenant(slug)
        with opened.scope_of(tenant) as entered:
            config = opened.configurations.load(tenant.key, entered.session)
            tree = queries.tree(entered.session)
    if not len(tree):
        raise NotFound(f"{slug} has no areas yet", remedy="jaki areas import gives it its areas")
    return config, organise(config, tree)


def _plain(decision: Decision) -> dict[str, object]:
    plain = asdict(decision)
    del plain["steps"]
    return plain


def _print(found: Coverage, organisation: Organisation) -> None:
    click.echo(f"{found.areas} areas x {found.categories} categories: {len(found.gaps)} without an owner")
    if found.gaps:
        shown = found.gaps[:SHOWN]
        table(
            ("category", "area", "name", "named owner"),
            [(gap.category, gap.area, organisation.places[gap.area].full_name, gap.owner) for gap in shown],
        )
    if len(found.gaps) > SHOWN:
        click.echo(f"and {len(found.gaps) - SHOWN} more; --json lists all")
    for clash in found.clashes:
        click.echo(_clash(clash))
    for number in found.useless:
        click.echo(f"Exception {number} is for an area or category that is not here and never counts")


def _clash(clash: Clash) -> str:
    where = f"{clash.category} in {clash.area}"
    if clash.same:
        return f"Exceptions {clash.wins} and {clash.loses} are both for {where}; the first counts"
    return f"Exceptions {clash.wins} and {clash.loses} both apply to {where}; {clash.wins} counts, for its deeper area"

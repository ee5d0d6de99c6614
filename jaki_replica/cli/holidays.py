"""`jaki holidays`: the national days off of the regions, as they became known, and the operator's corrections."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

import click
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from jaki_replica.cli.context import actor, noted, runtime
from jaki_replica.cli.speaking import as_json, refusals_as_lines, table
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import DomainError, Invalid
from jaki_replica.sla import actions, queries
from jaki_replica.sla.editions import DayKind, Holidays, Saying, with_decrees
from jaki_replica.sla.jobs import learn
from jaki_replica.sla.national import alarming, missing_years, national_days
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant, TenantState

DAY = click.DateTime(formats=["%Y-%m-%d"])
MACHINE = click.option("--json", "machine", is_flag=True, help="Print one JSON document.")
REASON = click.option("--reason", required=True, help="Why, such as the decree's number; kept in the operator's log.")
KINDS = {DayKind.HOLIDAY: "holiday", DayKind.JOINT: "joint leave", DayKind.NONE: "worked"}


@click.group()
def holidays() -> None:
    """National days off: each region keeps a dated list, so that no later change moves a deadline."""


@holidays.command("list")
@click.argument("slug")
@click.option("--year", type=int, help="Only the days of this year.")
@MACHINE
@refusals_as_lines
def listed(slug: str, year: int | None, machine: bool) -> None:
    """The national days of SLUG from today on, or of --year, with all that was ever said of each."""
    with runtime() as opened, opened.scope_of(opened.tenant(slug)) as entered:
        known = queries.holidays(entered.session)
    if machine:
        as_json([asdict(edition) for edition in known.editions])
        return
    first, last = (date(year, 1, 1), date(year, 12, 31)) if year else (clock.now().date(), date.max)
    table(("day", "what", "name", "list", "known since", "by"), list(_lines(known, first, last)))


def _lines(known: Holidays, first: date, last: date) -> Iterator[tuple[object, ...]]:
    said = [(one, edition) for edition in known.editions for one in edition.says if first <= one.on <= last]
    for one, edition in sorted(said, key=lambda pair: (pair[0].on, pair[1].number)):
        since = f"{edition.known_at:%Y-%m-%d}"
        yield one.on, KINDS[one.kind], one.name, edition.number, since, edition.known_by


@holidays.command()
@click.argument("slugs", nargs=-1)
@refusals_as_lines
def refresh(slugs: tuple[str, ...]) -> None:
    """Let all regions or SLUGS learn what is known now. One that does not answer stops no other; status 1 for it."""
    with runtime() as opened:
        whole = _spread(opened, _regions(opened, slugs))
    if not whole:
        sys.exit(1)


@holidays.command()
@REASON
@click.option("--joint", is_flag=True, help="It is joint leave (cuti bersama) and no holiday.")
@click.argument("day", type=DAY)
@click.argument("name")
@refusals_as_lines
def add(day: datetime, name: str, joint: bool, reason: str) -> None:
    """Make DAY a national day off called NAME in every region, for complaints filed from now on."""
    kind = DayKind.JOINT if joint else DayKind.HOLIDAY
    _decree(Saying(day.date(), kind, " ".join(name.split())), reason)


@holidays.command()
@REASON
@click.argument("day", type=DAY)
@refusals_as_lines
def withdraw(day: datetime, reason: str) -> None:
    """Make DAY a day like any other in every region, for complaints filed from now on."""
    on = day.date()
    with runtime() as opened, Session(opened.platform) as session:
        known = with_decrees(national_days((on.year,)), queries.decrees(session))
    name = next((one.name for one in known if one.on == on), "")
    if not name:
        raise Invalid(f"{on} is no national day", remedy=f"jaki holidays list SLUG --year {on.year} shows them")
    _decree(Saying(on, DayKind.NONE, name), reason)


@holidays.command()
@MACHINE
@refusals_as_lines
def alarm(machine: bool) -> None:
    """Regions that do not know the national days of a year that is near; status 1 where there is any."""
    found: dict[str, int] = {}
    with runtime() as opened:
        for tenant in _regions(opened, ()):
            with opened.scope_of(tenant) as entered:
                known = queries.holidays(entered.session).known
                config = opened.configurations.load(tenant.key, entered.session)
            today = clock.now().astimezone(config.identity.timezone).date()
            year = alarming(missing_years(config.calendar, today, known), today)
            found |= {tenant.slug: year} if year else {}
    if machine:
        as_json(found)
    else:
        table(("region", "unknown year"), list(found.items())) if found else click.echo("all is well")
    if found:
        sys.exit(1)


def _decree(said: Saying, reason: str) -> None:
    with runtime() as opened:
        with Session(opened.platform) as session:
            made = actions.decree(session, said, reason=reason.strip(), by=actor(), at=clock.now())
            session.commit()
        click.echo(f"{said.on} is {KINDS[said.kind]} for every region" + ("" if made else " already"))
        whole = _spread(opened, _regions(opened, ()))
    if not whole:
        click.echo("The timetable lets the others learn it, or run: jaki holidays refresh", err=True)
        sys.exit(1)


def _regions(opened: Runtime, slugs: tuple[str, ...]) -> list[Tenant]:
    if slugs:
        return [opened.tenant(slug) for slug in slugs]
    return [one for one in opened.registry.refresh().tenants if one.state is TenantState.ACTIVE]


def _spread(opened: Runtime, tenants: list[Tenant]) -> bool:
    """Let each region learn what is known; whether all could."""
    changed, missed = 0, 0
    for tenant in tenants:
        try:
            made = learn(opened, tenant, by=actor(), at=clock.now())
        except (SQLAlchemyError, DomainError) as error:
            click.echo(f"{tenant.slug}: {type(error).__name__}", err=True)
            missed += 1
            continue
        changed += made is not None
        if made is not None:
            click.echo(f"{tenant.slug}: list {made.number}, {_days(made.says)}")
    click.echo(f"{changed} of {len(tenants)} regions learned something new")
    if changed:
        noted(opened, "holidays.refreshed", count=changed)
    return not missed


def _days(says: tuple[Saying, ...]) -> str:
    shown = ", ".join(f"{one.on} {KINDS[one.kind]}" for one in says[:5])
    return shown + (f" and {len(says) - 5} more" if len(says) > 5 else "")

"""`jaki onboarding`: bring a region live step by step, from a name in the national list to the first complaint."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from sqlalchemy.orm import Session

from jaki_replica.cli import preparations
from jaki_replica.cli.context import actor, runtime
from jaki_replica.cli.speaking import as_json, refusals_as_lines, table
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.foundation.files import open_store
from jaki_replica.onboarding.preparing import actions, drafting, ordering, queries, uploads
from jaki_replica.onboarding.preparing.agreement import read_agreement
from jaki_replica.onboarding.preparing.sentences import sentence
from jaki_replica.onboarding.preparing.terms import (
    CONFIRMED,
    Order,
    Ordered,
    Preparation,
    Step,
)
from jaki_replica.onboarding.proposing import propose
from jaki_replica.tenancy.configuration import queries as configuration
from jaki_replica.tenancy.configuration.reader import read
from jaki_replica.tenancy.runtime import Runtime

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MACHINE = click.option("--json", "machine", is_flag=True, help="Print one JSON document.")
WAIT = 600.0


@click.group()
def onboarding() -> None:
    """New regions: choose, agree, configure, draw, fill, check, go live. Every step may be run again."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command works with: the runtime, and a session of the platform's own login."""

    runtime: Runtime
    session: Session

    def find(self, slug: str) -> Preparation:
        """The preparation."""
        return queries.by_slug(self.session, slug)

    def order(self, slug: str, order: Order, arguments: Mapping[str, object]) -> Ordered:
        """Ask for something and see it through."""
        found = self.find(slug)
        asked = ordering.ask(self.session, found.id, order, arguments, by=actor(), at=clock.now())
        self.session.commit()
        files = open_store(self.runtime.settings.files)
        return ordering.settle(self.runtime, files, asked, seconds=WAIT)


@contextmanager
def desk() -> Iterator[Desk]:
    """The desk of one command."""
    with runtime() as opened, Session(opened.platform) as session:
        yield Desk(opened, session)


@onboarding.command()
@click.argument("search", nargs=-1)
@MACHINE
@refusals_as_lines
def regions(search: tuple[str, ...], machine: bool) -> None:
    """List the regions of the nation whose name holds SEARCH, or whose code begins with it. Needs no database."""
    found = queries.found_regions(" ".join(search))
    if machine:
        as_json([asdict(fact) for fact in found])
        return
    table(("code", "name", "kind", "zone", "slug"), [(f.code, f.name, f.kind, f.zone, f.slug) for f in found])


@onboarding.command()
@click.argument("code")
@click.option("--palette", help="Key of a shipped palette; a wrong one lists them.")
@refusals_as_lines
def template(code: str, palette: str | None) -> None:
    """Print the file that the region with CODE begins with. Needs no database."""
    click.echo(propose(code, colours=palette), nl=False)


@onboarding.command()
@click.argument("code")
@click.option("--slug", default="", help="Another short name than the usual one.")
@MACHINE
@refusals_as_lines
def start(code: str, slug: str, machine: bool) -> None:
    """Choose the region with CODE. Begun already: go on with it."""
    with desk() as at_work:
        made = actions.start(at_work.session, at_work.runtime.settings, code, by=actor(), at=clock.now(), slug=slug)
        at_work.session.commit()
    preparations.tell(made, machine)


@onboarding.command()
@click.argument("slug")
@click.argument("file", type=FILE)
@MACHINE
@refusals_as_lines
def agreement(slug: str, file: Path, machine: bool) -> None:
    """Record the agreement in FILE: number, dates, region, operator, scope, stages.

    config/agreement.example.yaml shows one.
    """
    document = read(file.read_bytes()[:200_000], str(file))
    made, found = read_agreement(document.data, clock.now().date())
    if made is None:
        raise Invalid(f"{file} is not complete", document.faults([wrong.finding for wrong in found]))
    with desk() as at_work:
        actions.record_agreement(at_work.session, slug, document.data, base=None, by=actor(), at=clock.now())
        at_work.session.commit()
        preparations.tell(at_work.find(slug), machine)


@onboarding.command()
@click.argument("slug")
@click.argument("file", type=FILE, required=False)
@click.option("--palette", help="Begin with the colours of a shipped palette.")
@MACHINE
@refusals_as_lines
def configure(slug: str, file: Path | None, palette: str | None, machine: bool) -> None:
    """Accept FILE, or the draft that waits, as the configuration: registry, role, schema, revision."""
    with desk() as at_work:
        found = at_work.find(slug)
        text = _file_text(file) if file else propose(found.code, colours=palette) if palette else found.draft
        if text is not None:
            drafting.judged(text, found, at_work.runtime.settings, at_work.runtime.registry.refresh())
            number = actions.save_draft(at_work.session, slug, text, base=None, by=actor(), at=clock.now())
            at_work.session.commit()
            at_work.order(slug, Order.PROVISION, {"draft_number": number})
        at_work.session.expire_all()
        preparations.tell(at_work.find(slug), machine)


def _file_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        fault = Fault(f"{file}:1:1: file", "is not UTF-8 text", "save the file with the encoding UTF-8")
        raise Invalid(f"{file} cannot be read.", (fault,)) from error


@onboarding.command()
@click.argument("slug")
@click.argument("file", type=FILE, required=False)
@click.option("--check", is_flag=True, help="Only report; nothing is put in force.")
@MACHINE
@refusals_as_lines
def areas(slug: str, file: Path | None, check: bool, machine: bool) -> None:
    """Put the areas of FILE in force, or without FILE the shipped, approximate ones."""
    with desk() as at_work:
        upload: dict[str, object] = {}
        if file is not None and not at_work.find(slug).is_live:
            with file.open("rb") as content:
                upload = uploads.keep(
                    open_store(at_work.runtime.settings.files), at_work.find(slug).id, file.name, content
                )
        order = Order.CHECK_AREAS if check and file else Order.INSTALL_AREAS
        preparations.say(at_work.order(slug, order, upload), machine)


@onboarding.command()
@click.argument("slug")
@click.argument("steps", nargs=-1, required=True, type=click.Choice([str(step) for step in CONFIRMED]))
@refusals_as_lines
def confirm(slug: str, steps: tuple[str, ...]) -> None:
    """Say that officials, categories, sla or brand were looked at and will do for the region."""
    with desk() as at_work:
        for step in steps:
            actions.confirm(at_work.session, slug, Step(step), by=actor(), at=clock.now())
        at_work.session.commit()
    click.echo(f"confirmed: {', '.join(steps)}")


@onboarding.command()
@click.argument("slug")
@MACHINE
@refusals_as_lines
def check(slug: str, machine: bool) -> None:
    """Find out what still keeps the region from going live; status 1 if anything does."""
    with desk() as at_work:
        found = at_work.order(slug, Order.CHECK, {})
    checks = preparations.checks(found)
    if machine:
        as_json(found.outcome)
    else:
        table(("line", "outcome", "finding"), [(c.key, c.outcome, sentence(c)) for c in checks])
        preparations.mend(checks, slug)
        click.echo(f"machine time {preparations.seconds(found):.2f} s")
    if any(one.keeps_closed for one in checks):
        sys.exit(1)


@onboarding.command()
@click.argument("slug")
@MACHINE
@refusals_as_lines
def live(slug: str, machine: bool) -> None:
    """Let citizens in. Refused while anything on the checklist is open."""
    with desk() as at_work:
        found = at_work.order(slug, Order.OPEN, {})
        if machine:
            as_json(found.outcome)
            return
        assert found.outcome is not None
        click.echo(f"{slug} is live: {at_work.runtime.settings.web_address(str(found.outcome['host']))}")
        click.echo(f"machine time {preparations.seconds(found):.2f} s")


@onboarding.command()
@click.argument("slug", required=False)
@MACHINE
@refusals_as_lines
def status(slug: str | None, machine: bool) -> None:
    """How far SLUG is, or every region on its way; with the machine time of each step."""
    with desk() as at_work:
        if slug is not None:
            preparations.tell(at_work.find(slug), machine)
            return
        found = queries.every(at_work.session)
    if machine:
        as_json([preparations.plain(one) for one in found])
        return
    rows = [(p.slug, p.name, len(p.steps), p.next_step if not p.is_live else "-", f"{p.seconds:.2f}") for p in found]
    table(("slug", "name", "steps", "next", "seconds"), rows)


@onboarding.command()
@click.argument("slug")
@refusals_as_lines
def abandon(slug: str) -> None:
    """Forget a preparation that has no schema yet."""
    with desk() as at_work:
        actions.abandon(at_work.session, slug, by=actor(), at=clock.now())
        at_work.session.commit()
    click.echo(f"{slug} is forgotten")


@onboarding.command()
@click.argument("slug")
@refusals_as_lines
def export(slug: str) -> None:
    """Print the file as it stands: the draft that waits, else the configuration in use."""
    with desk() as at_work:
        found = at_work.find(slug)
        text = found.draft
        if text is None:
            tenant = at_work.runtime.tenant(slug)
            with at_work.runtime.scope_of(tenant) as entered:
                text = configuration.export(entered.session)
    click.echo(text, nl=False)

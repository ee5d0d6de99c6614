"""`jaki officials export|plan|apply|history|diff|rollback|invite`: who holds which post, as files and revisions."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from jaki_replica.cli.context import actor, runtime
from jaki_replica.cli.speaking import as_json, refusals_as_lines, table
from jaki_replica.complaints import queries as complaints
from jaki_replica.complaints.rulebook import Rulebook, Rulebooks
from jaki_replica.foundation.errors import Conflict, Fault, Invalid
from jaki_replica.notifications.inviting import write_invitation
from jaki_replica.officials.actions import invite_admin
from jaki_replica.officials.roster import actions, queries, rules
from jaki_replica.officials.roster.actions import BadRoster, By, UnseenRoster
from jaki_replica.officials.roster.queries import RevisionKind
from jaki_replica.officials.roster.terms import Trouble
from jaki_replica.officials.roster.words import change_lines, handover_lines, trouble_line
from jaki_replica.officials.sheets.terms import Refused
from jaki_replica.officials.sheets.uploads import Upload, look_through
from jaki_replica.officials.sheets.words import refusal_line
from jaki_replica.officials.sheets.writing import Written, as_csv, as_xlsx
from jaki_replica.tenancy.runtime import Runtime

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
REASON = click.option("--reason", required=True, help="Why; kept with the revision.")


@click.group()
def officials() -> None:
    """People in office: lists in and out, and the revisions of who holds which post."""


@dataclass(frozen=True, slots=True)
class _Region:
    """A region that a command works on; `commit` ends it."""

    runtime: Runtime
    book: Rulebook

    def by(self, reason: str, base: int | None, kind: RevisionKind) -> By:
        """Who changes what over which revision."""
        return By(actor(), reason, self.book.at, base, self.book.config.identity.timezone, kind)


@contextmanager
def _region(slug: str, *, write: bool = False) -> Iterator[_Region]:
    with runtime() as opened, opened.scope_of(opened.tenant(slug)) as entered:
        yield _Region(opened, Rulebooks().of(opened, entered))
        if write:
            opened.commit(entered)


@contextmanager
def _in_words() -> Iterator[None]:
    """Refusals of lists as the plain ones that every command prints."""
    try:
        yield
    except Refused as refused:
        raise Invalid(refusal_line(refused)) from refused
    except BadRoster as bad:
        raise Invalid(bad.message, _faults(bad.troubles)) from bad
    except UnseenRoster as unseen:
        lines = "\n".join([unseen.message, f"{unseen.by} changed:", *change_lines(unseen.unseen)])
        raise Conflict(lines, remedy=unseen.remedy) from unseen


def _faults(troubles: tuple[Trouble, ...]) -> tuple[Fault, ...]:
    return tuple(Fault(one.cell or "list", trouble_line(one)) for one in troubles)


@officials.command()
@click.argument("slug")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Write a workbook to this file instead.")
@click.option("--current", is_flag=True, help="Leave out tenures that are over.")
@refusals_as_lines
def export(slug: str, xlsx: Path | None, current: bool) -> None:
    """Print the officials of SLUG as CSV, every post with its holders, to be edited and applied again."""
    with _region(slug) as region:
        book, zone = region.book, region.book.config.identity.timezone
        roster, today = queries.roster(book.session, zone), rules.day_of(book.at, zone)
        sheet = Written(roster, book.organisation, today, history=not current)
    if xlsx is None:
        sys.stdout.buffer.write(as_csv(sheet))
        return
    xlsx.write_bytes(as_xlsx(sheet, f"Daftar pejabat {book.config.identity.name}"))
    click.echo(f"{xlsx} holds {len(roster.holdings)} tenures")


@officials.command()
@click.argument("slug")
@click.argument("file", type=FILE)
@click.option("--json", "machine", is_flag=True, help="Print one JSON document.")
@refusals_as_lines
def plan(slug: str, file: Path, machine: bool) -> None:
    """What applying FILE (XLSX or CSV) to SLUG would change, or every fault with its cell. Nothing is written."""
    with _region(slug) as region:
        upload = _looked_through(region, file, None)
        waiting = _waiting(region, upload)
    if machine:
        as_json({"faults": [asdict(one) for one in upload.understood.faults], "changes": change_lines(upload.changes)})
    else:
        for line in [
            *_lines(upload),
            *handover_lines(upload.handovers, upload.understood.roster, upload.present, waiting),
        ]:
            click.echo(line)
    if upload.understood.faults:
        sys.exit(1)


@officials.command()
@click.argument("slug")
@click.argument("file", type=FILE)
@REASON
@click.option("--base", type=int, help="The revision you saw; without it, the one FILE was exported from.")
@refusals_as_lines
def apply(slug: str, file: Path, reason: str, base: int | None) -> None:
    """Put FILE into use in SLUG as a new revision. Refused where it holds a fault or is older than the roster."""
    with _region(slug, write=True) as region, _in_words():
        upload = _looked_through(region, file, base)
        if upload.understood.faults:
            raise Invalid(f"{file} cannot be applied", _faults(upload.understood.faults))
        by = region.by(reason, upload.base, RevisionKind.APPLY)
        made = actions.apply(region.book.session, upload.understood.roster, by) if upload.changes else None
    click.echo(f"Roster revision {made.number} is in use" if made else "Nothing to change")


def _looked_through(region: _Region, file: Path, base: int | None) -> Upload:
    book = region.book
    zone = book.config.identity.timezone
    with _in_words():
        return look_through(book.session, file.read_bytes(), book.organisation, zone=zone, at=book.at, base=base)


def _waiting(region: _Region, upload: Upload) -> dict[str, int]:
    found = complaints.burdens(region.book.session, (one.unit for one in upload.handovers), region.book.at)
    return {unit: burden.open for unit, burden in found.items()}


def _lines(upload: Upload) -> list[str]:
    understood = upload.understood
    lines = [f"! {trouble_line(one)}" for one in understood.warnings]
    if understood.faults:
        faults = [f"x {trouble_line(one)}" for one in understood.faults]
        return [*lines, f"{understood.all_faults} faults; nothing can be applied", *faults]
    if not upload.changes:
        return [*lines, "Nothing changes."]
    return [*lines, f"{len(upload.changes)} changes from {understood.rows} rows", *change_lines(upload.changes)]


@officials.command("history")
@click.argument("slug")
@click.option("--json", "machine", is_flag=True, help="Print one JSON document.")
@refusals_as_lines
def show_history(slug: str, machine: bool) -> None:
    """The roster revisions of SLUG, newest first: who, when, why."""
    with _region(slug) as region:
        found = queries.history(region.book.session)
    if machine:
        as_json([asdict(note) for note in found])
        return
    rows = [(n.number, f"{n.created_at:%Y-%m-%d %H:%M} UTC", n.kind, n.author, n.reason) for n in found]
    table(("revision", "at", "kind", "author", "reason"), rows)


@officials.command()
@click.argument("slug")
@click.argument("old", type=int)
@click.argument("new", type=int)
@refusals_as_lines
def diff(slug: str, old: int, new: int) -> None:
    """What changed in SLUG from roster revision OLD to revision NEW."""
    with _region(slug) as region:
        lines = change_lines(queries.between(region.book.session, old, new))
    for line in lines or ["Nothing changed."]:
        click.echo(line)


@officials.command()
@click.argument("slug")
@click.argument("number", type=int)
@REASON
@refusals_as_lines
def rollback(slug: str, number: int, reason: str) -> None:
    """Put roster revision NUMBER of SLUG back into use, as a new revision."""
    with _region(slug, write=True) as region, _in_words():
        now = queries.current(region.book.session)
        base = now.number if now else None
        made = actions.rollback(region.book.session, number, region.by(reason, base, RevisionKind.ROLLBACK))
    assert made is not None
    click.echo(f"Roster revision {made.number} is in use, with the content of revision {number}")


@officials.command()
@click.argument("slug")
@click.option("--name", required=True, help="The person's name.")
@click.option("--email", default="", help="Where the link is sent as well.")
@refusals_as_lines
def invite(slug: str, name: str, email: str) -> None:
    """Invite an admin of SLUG: prints a link, once, by which this person chooses a password within 7 days."""
    with _region(slug, write=True) as region:
        book = region.book
        invited = invite_admin(book.session, name=name, email=email, by=actor(), at=book.at)
        portal, zone = book.config.brand.portal, book.config.identity.timezone
        sent = write_invitation(book.session, invited, portal=portal, address=book.address, zone=zone, at=book.at)
    click.echo(f"{book.address}{invited.path}")
    click.echo(f"Valid once, until {invited.expires_at:%Y-%m-%d %H:%M} UTC" + (f"; sent to {email}" if sent else ""))

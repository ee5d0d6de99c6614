"""`jaki operators`: the people of the central operator, their second factor and their recovery codes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy.orm import Session

from jaki_replica.cli.context import actor, runtime
from jaki_replica.cli.installation import OPERATOR, Logins
from jaki_replica.cli.speaking import refusals_as_lines, table
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, NotFound
from jaki_replica.operators import actions, queries, rules
from jaki_replica.operators.keys import Keys


@dataclass(frozen=True, slots=True)
class _Desk:
    session: Session
    keys: Keys


@contextmanager
def _desk() -> Iterator[_Desk]:
    """A session of the platform's login; committed when the command ends well."""
    with runtime() as opened, Session(opened.platform) as session:
        yield _Desk(session, Keys.of(opened.settings))
        session.commit()


@click.group()
def operators() -> None:
    """The operator's people: accounts, second factor, recovery codes."""


@operators.command()
@click.argument("username")
@click.password_option(help="At least 12 characters; asked for where it is not given.")
@refusals_as_lines
def add(username: str, password: str) -> None:
    """Open an account; the second factor is enrolled at the first sign-in."""
    with _desk() as desk:
        opened = actions.open_account(desk.session, username=username, password=password, at=clock.now(), by=actor())
        if not opened:
            raise Conflict(f"{username} has an account already", remedy="choose another name")
    click.echo(f"{username} can sign in now, and is asked to enrol a device.")


@operators.command("list")
@refusals_as_lines
def show() -> None:
    """Every operator: whether active, enrolled, and how many recovery codes are left."""
    with _desk() as desk:
        found = queries.all_operators(desk.session)
    rows: list[tuple[object, ...]] = [
        (p.username, "active" if p.active else "disabled", p.enrolled, p.recovery_codes, p.seen_at) for p in found
    ]
    table(("username", "state", "second factor", "recovery codes", "last seen"), rows)


def _set_active(username: str, active: bool) -> None:
    with _desk() as desk:
        person = queries.by_username(desk.session, username)
        actions.set_active(desk.session, person.id, active, by=actor(), at=clock.now())


@operators.command()
@click.argument("username")
@refusals_as_lines
def disable(username: str) -> None:
    """Shut USERNAME out on the next request. The last operator stays."""
    _set_active(username, False)
    click.echo(f"{username} is disabled.")


@operators.command()
@click.argument("username")
@refusals_as_lines
def enable(username: str) -> None:
    """Let USERNAME in again."""
    _set_active(username, True)
    click.echo(f"{username} is active.")


@operators.command("reset-totp")
@click.argument("username")
@refusals_as_lines
def reset_totp(username: str) -> None:
    """Forget the device and the recovery codes of USERNAME; another is enrolled at the next sign-in."""
    with _desk() as desk:
        person = queries.by_username(desk.session, username)
        actions.reset_totp(desk.session, person.id, by=actor(), at=clock.now())
    click.echo(f"{username} enrols a device at the next sign-in.")


@operators.command("reset-password")
@click.argument("username")
@refusals_as_lines
def reset_password(username: str) -> None:
    """Print a password for USERNAME that serves once, within three days."""
    with _desk() as desk:
        person = queries.by_username(desk.session, username)
        opened = actions.reset_password(desk.session, person.id, by=actor(), at=clock.now())
    click.echo(opened.password)


@operators.command()
@click.argument("username")
@refusals_as_lines
def recovery(username: str) -> None:
    """Print ten new recovery codes of USERNAME; the older ones are worth nothing any more."""
    with _desk() as desk:
        person = queries.by_username(desk.session, username)
        codes = actions.new_codes(desk.session, person.id, by=actor(), keys=desk.keys, at=clock.now())
    for code in codes:
        click.echo(code)


@operators.command()
@click.argument("username", default=OPERATOR)
@click.option("--var", type=click.Path(path_type=Path), default=Path("var"), show_default=True, help="Data folder.")
@refusals_as_lines
def code(username: str, var: Path) -> None:
    """Print the code of now for USERNAME, by default the operator that `jaki up` made, from var/logins.json."""
    login = Logins.read(var).kept.get((OPERATOR, username))
    if login is None or not login.totp_secret:
        raise NotFound(
            f"var/logins.json holds no second factor of {username}", remedy="use the device that was enrolled"
        )
    click.echo(rules.code_at(login.totp_secret, rules.step_of(clock.now())))

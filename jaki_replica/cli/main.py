"""The command `jaki`: one list of everything it can do."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import FlaskGroup
from flask_migrate.cli import db

from jaki_replica import __version__
from jaki_replica.app import create_operator_app
from jaki_replica.cli.areas import areas
from jaki_replica.cli.audit import audit
from jaki_replica.cli.backups import backups
from jaki_replica.cli.configuration import schema
from jaki_replica.cli.counts import counts
from jaki_replica.cli.demo import demo
from jaki_replica.cli.doctor import doctor
from jaki_replica.cli.holidays import holidays
from jaki_replica.cli.officials import officials
from jaki_replica.cli.onboarding_officials import onboarding
from jaki_replica.cli.operators import operators
from jaki_replica.cli.outbox import outbox
from jaki_replica.cli.platform import platform
from jaki_replica.cli.routing import routing
from jaki_replica.cli.running import provisioner, timetable, up, web, worker
from jaki_replica.cli.tenants import tenants
from jaki_replica.cli.workflow import workflow
from jaki_replica.settings import load
from jaki_replica.tenancy.runtime import open_runtime


def platform_app() -> Flask:
    """The application of the operator, for commands of Flask and its extensions (`jaki db`)."""
    return create_operator_app(open_runtime(load()))


class Commands(FlaskGroup):
    """Flask's group with all its commands known beforehand: help and refusals need no settings and no database."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(self.commands)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name."""
        return self.commands.get(name)


@click.group(
    cls=Commands, create_app=platform_app, add_default_commands=False, add_version_option=False, load_dotenv=False
)
@click.version_option(__version__, prog_name="jaki")
def main() -> None:
    """JAKI Replica: a citizen-complaint and public-service platform, one schema per government."""


# Flask's own options choose an application and load files of settings: here there is one, and `.env` is read anyway.
main.params = [option for option in main.params if option.name not in {"app", "debug", "env_file"}]
for command in (
    up,
    web,
    worker,
    timetable,
    provisioner,
    doctor,
    tenants,
    onboarding,
    areas,
    officials,
    routing,
    audit,
    counts,
    holidays,
    backups,
    db,
    demo,
    workflow,
    outbox,
    operators,
    platform,
    schema,
):
    main.add_command(command)

if __name__ == "__main__":
    main()

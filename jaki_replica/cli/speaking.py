"""How commands talk: lines for people, JSON for machines, refusals with their places."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar

import click
from sqlalchemy.exc import OperationalError

from jaki_replica.foundation.errors import DomainError, Invalid

P = ParamSpec("P")
R = TypeVar("R")


def refusals_as_lines(command: Callable[P, R]) -> Callable[P, R]:
    """Print what a command refuses, every fault on a line of its own, and leave with status 1."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except DomainError as error:
            for line in refusal_lines(error):
                click.echo(line, err=True)
        except OperationalError as error:
            words = str(error.orig).strip().splitlines()[0] if error.orig else "no answer"
            click.echo(f"The database does not answer: {words}", err=True)
            click.echo("jaki doctor tells what to mend.", err=True)
        sys.exit(1)

    return wrapped


def refusal_lines(error: DomainError) -> list[str]:
    """The message, every fault, the remedy."""
    lines = [f"{str(error).rstrip('.')}."]
    if isinstance(error, Invalid):
        lines += [f"  {fault}" for fault in error.faults]
    if error.remedy:
        lines.append(f"What to do: {error.remedy.rstrip('.')}.")
    return lines


def as_json(value: object) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def table(headings: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    """Aligned columns with a heading."""
    cells = [tuple("-" if c is None or c == "" else str(c) for c in row) for row in rows]
    widths = [max(len(h), *(len(r[i]) for r in cells)) if cells else len(h) for i, h in enumerate(headings)]
    for row in (headings, *cells):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

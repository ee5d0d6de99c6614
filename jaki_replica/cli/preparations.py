"""How `jaki onboarding` prints what it did: lines for people, JSON for machines."""

from __future__ import annotations

import click

from jaki_replica.cli.speaking import as_json, table
from jaki_replica.onboarding.preparing.sentences import mending
from jaki_replica.onboarding.preparing.terms import Check, Ordered, Outcome, Preparation


def checks(found: Ordered) -> tuple[Check, ...]:
    """The checklist that an order brought."""
    rows = found.outcome["checks"] if found.outcome else []
    assert isinstance(rows, list)
    return tuple(Check(row["key"], Outcome(row["outcome"]), row["values"]) for row in rows)


def seconds(found: Ordered) -> float:
    """The machine time of an order."""
    return float(str(found.outcome["seconds"])) if found.outcome else 0.0


def mend(found: tuple[Check, ...], slug: str) -> None:
    """The command for every line that is not good, those that keep the region closed first."""
    for one in sorted(found, key=lambda check: not check.keeps_closed):
        if one.outcome is not Outcome.GOOD:
            click.echo(f"{'to mend' if one.keeps_closed else 'to better'} {one.key}: {mending(one, slug)}")


def say(found: Ordered, machine: bool) -> None:
    """What came of an order."""
    if machine:
        as_json(found.outcome)
        return
    for name, value in (found.outcome or {}).items():
        if name != "seconds" and value not in (None, [], ()):
            shown = f"{len(value)}, such as {value[0]}" if isinstance(value, list) else value
            click.echo(f"{name.replace('_', ' ')}: {shown}")
    click.echo(f"machine time {seconds(found):.2f} s")


def tell(found: Preparation, machine: bool) -> None:
    """How far a region is, and the machine time of each step."""
    if machine:
        as_json(plain(found))
        return
    click.echo(
        f"{found.name} ({found.code}) as {found.slug}, {'live' if found.is_live else f'next: {found.next_step}'}"
    )
    rows = [(s.step, f"{s.at:%Y-%m-%d %H:%M} UTC", s.by, f"{s.seconds:.2f}") for s in found.steps.values()]
    table(("step", "done at", "by", "seconds"), rows)
    click.echo(f"machine time {found.seconds:.2f} s")


def plain(found: Preparation) -> dict[str, object]:
    """A preparation for programs."""
    steps = {
        str(s.step): {"at": s.at, "by": s.by, "finding": s.finding, "seconds": s.seconds} for s in found.steps.values()
    }
    own = {name: getattr(found, name) for name in ("code", "slug", "name", "kind", "zone", "live_at")}
    waits = found.draft is not None
    return own | {"next": found.next_step, "draft_waits": waits, "steps": steps, "seconds": round(found.seconds, 3)}

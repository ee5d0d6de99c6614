"""`jaki workflow`: the life cycle of a complaint as a document, written from the table that the product obeys."""

from __future__ import annotations

from collections.abc import Iterator

import click

from jaki_replica.complaints.rules.moves import MOVES, WORKABLE, Move
from jaki_replica.complaints.terms import ENDED, OWNER_AT_WORK, Status

GROUPS = {"workable": WORKABLE, "owner_at_work": OWNER_AT_WORK, "owned_or_passed": WORKABLE | {Status.COORDINATION}}
INTRODUCTION = """# The life cycle of a complaint

Written by `jaki workflow > docs/workflow.md` from the table that draws the buttons, checks every step and documents
itself here (`complaints/rules/moves.py`). A test fails while this page and the table differ.

A step that keeps the state has no arrow. Asking the reporter pauses the clock; nothing else does.
"""


@click.command()
def workflow() -> None:
    """Print the life cycle as Markdown with a diagram (docs/workflow.md)."""
    click.echo(document(), nl=False)


def document() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *_diagram(), "", *_groups(), "", *_table(), ""])


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for name in _groups_used():
        yield f"  {name} : any state marked {name} below"
    yield f"  [*] --> {Status.WAITING} : file"
    for edge in dict.fromkeys(edge for move in MOVES for edge in _edges(move)):
        yield f"  {edge}"
    for status in Status:
        if status in ENDED:
            yield f"  {status} --> [*]"
    yield "```"


def _edges(move: Move) -> Iterator[str]:
    target = _target(move)
    if target == "":
        return
    for start in _starts(move):
        yield f"{start} --> {target} : {move.action} ({move.by})"


def _target(move: Move) -> str:
    """Where an arrow ends; a question that is over leads back to the state in which it was asked."""
    if move.to is None:
        return "workable" if move.start == {Status.NEEDS_INFO} else ""
    return str(move.to)


def _starts(move: Move) -> tuple[str, ...]:
    group = next((name for name, states in GROUPS.items() if states == move.start), None)
    return (group,) if group else tuple(str(status) for status in Status if status in move.start)


def _groups_used() -> tuple[str, ...]:
    used = {name for move in MOVES if _target(move) for name in (*_starts(move), _target(move))}
    return tuple(name for name in GROUPS if name in used)


def _groups() -> Iterator[str]:
    for name, states in GROUPS.items():
        yield f"- `{name}`: " + ", ".join(f"`{status}`" for status in Status if status in states)


def _table() -> Iterator[str]:
    yield "| step | from | to | by | needs | shown to the public |"
    yield "|---|---|---|---|---|---|"
    for move in MOVES:
        starts = ", ".join(f"`{start}`" for start in _starts(move))
        needs = ", ".join(sorted(move.needs)) or "-"
        public = "yes" if move.public else "no"
        yield f"| `{move.action}` | {starts} | {_words(move)} | {move.by} | {needs} | {public} |"


def _words(move: Move) -> str:
    if move.to is not None:
        return f"`{move.to}`"
    return "the state before the question" if move.start == {Status.NEEDS_INFO} else "as before"

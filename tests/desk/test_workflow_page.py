"""The documented life cycle is the one that the product obeys."""

from __future__ import annotations

from click.testing import CliRunner

from jaki_replica.cli.workflow import workflow
from jaki_replica.complaints.rules.moves import MOVES
from jaki_replica.complaints.terms import Status
from jaki_replica.foundation.places import PACKAGE

PAGE = PACKAGE.parent / "docs/workflow.md"


def test_the_page_is_what_the_command_prints_today() -> None:
    printed = CliRunner().invoke(workflow).output
    assert PAGE.read_text() == printed, "run: jaki workflow > docs/workflow.md"


def test_every_move_and_every_state_is_on_the_page() -> None:
    page = PAGE.read_text()
    assert all(f"| `{move.action}` |" in page for move in MOVES)
    assert all(f"{status}" in page.split("```")[1] for status in Status)

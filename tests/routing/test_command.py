"""`jaki routing` on a live region."""

from __future__ import annotations

import json
import os

import pytest
from click.testing import CliRunner, Result

from jaki_replica.cli.routing import routing
from jaki_replica.settings import Settings
from tests.conftest import REDIS
from tests.regions import Pair

VILLAGE = "11.72.01.2004"


@pytest.fixture(autouse=True)
def installation(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of the test installation, as a shell would hold it."""
    assert settings.owner_url is not None
    monkeypatch.setenv("ENVIRONMENT", "test")
    monkeypatch.setenv("MASTER_KEY", settings.master_key.hex())
    monkeypatch.setenv("DATABASE_URL", settings.owner_url.render_as_string(hide_password=False))
    monkeypatch.setenv("DATABASE_ROLE_PREFIX", settings.role_prefix)
    monkeypatch.setenv("REDIS_URL", os.environ[REDIS])


def run(*arguments: str) -> Result:
    return CliRunner().invoke(routing, list(arguments))


def test_the_explanation_is_printed_line_by_line(pair: Pair) -> None:
    found = run("explain", pair.left.slug, "roads.pothole", VILLAGE)
    assert found.exit_code == 0, found.output
    lines = found.output.splitlines()
    assert lines[0].startswith("Pothole in ")
    assert lines[1] == "In the whole region this category belongs to Dinas Pekerjaan Umum."
    assert lines[-1].endswith("looks first, as it is in its area.")


def test_the_decision_is_one_document_for_machines(pair: Pair) -> None:
    found = run("explain", pair.left.slug, "power.outage", VILLAGE, "--json", "--language", "id")
    decision = json.loads(found.output)
    assert decision["referral"]["key"] == "referral:listrik"
    assert decision["unit"] == decision["owner"] == "agency:sekretariat-daerah"
    assert len(decision["sentences"]) == 5
    assert "steps" not in decision


def test_an_area_of_another_region_is_refused_in_words(pair: Pair) -> None:
    found = run("explain", pair.left.slug, "roads.pothole", "33.72.01.1001")
    assert found.exit_code == 1
    assert 'area: there is no area "33.72.01.1001" here (choose an area of this region)' in found.output


def test_coverage_says_how_much_it_looked_at_and_what_never_counts(pair: Pair) -> None:
    found = run("coverage", pair.left.slug)
    assert found.exit_code == 0, found.output
    assert "areas x 5 categories: 0 without an owner" in found.output
    assert "Exception 1 is for an area or category that is not here and never counts" in found.output


def test_coverage_for_machines_is_complete_or_not(pair: Pair) -> None:
    found = json.loads(run("coverage", pair.right.slug, "--json").output)
    assert found["complete"] is True
    assert found["pairs"] == found["areas"] * found["categories"]


def test_an_unknown_region_is_not_found() -> None:
    found = run("coverage", "nowhere")
    assert found.exit_code == 1
    assert "There is no region nowhere" in found.output

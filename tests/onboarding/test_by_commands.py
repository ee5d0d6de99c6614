"""From a name in the national list to a complaint that its lurah works on, by commands alone; with the machine time."""

from __future__ import annotations

import random
import time
from pathlib import Path

from jaki_replica.areas import facts
from jaki_replica.officials.units import position_key
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import TenantState
from tests.onboarding.conftest import AGREEMENT, told, type_command
from tests.onboarding.residents import BOUNDARIES, named, report, signed_in, worked_on

SEED = 20261125
DRAWN = 10
VILLAGE = "33.72.01.1001"
PERSON = "Lurah Pajang Contoh"
STEPS = ("categories", "sla", "brand")


def jaki_to_the_brink(jaki: type_command, code: str, *files: Path) -> str:
    """Everything but going live; returns the short name."""
    slug = str(told(jaki("start", code, "--json"))["slug"])
    told(jaki("agreement", slug, AGREEMENT, "--json"))
    told(jaki("configure", slug, "--json"))
    told(jaki("areas", slug, *files, "--json"))
    invited = jaki("officials", slug, "--admin", f"Admin {slug}")
    assert invited.exit_code == 0, invited.output
    assert "/undangan/" in invited.output
    assert jaki("confirm", slug, *STEPS).exit_code == 0
    return slug


def test_a_sixth_region_from_nothing_to_its_lurah_at_work(
    jaki: type_command, plain_jaki: type_command, desk: Runtime, product: Gate, tmp_path: Path
) -> None:
    begun = time.perf_counter()
    assert "33.72" in jaki("regions", "surakarta").output
    slug = jaki_to_the_brink(jaki, "33.72")
    if BOUNDARIES.exists():  # official ones; elsewhere the region begins with those it was given
        report_lines = jaki("areas", slug, BOUNDARIES, "--check")
        assert "features: 54" in report_lines.output
        assert told(jaki("areas", slug, BOUNDARIES, "--json"))["source"] == "imported"
    unit = position_key("lurah", VILLAGE)
    sheet = named(plain_jaki("officials", "export", slug).stdout_bytes, unit, PERSON)
    filled = tmp_path / "pejabat.csv"
    filled.write_bytes(sheet)
    filling = jaki("officials", slug, filled)
    assert filling.exit_code == 0, filling.output
    checked = jaki("check", slug)
    assert checked.exit_code == 0, checked.output
    assert "1 of 82 posts are held" in checked.output
    live = jaki("live", slug)
    assert live.exit_code == 0, live.output
    wall = time.perf_counter() - begun
    status = told(jaki("status", slug, "--json"))
    print(f"\nby commands: machine time {status['seconds']} s of steps, {wall:.1f} s with every command around them")
    assert status["next"] == "live" or status["live_at"]

    product._registry.refresh()
    tenant = desk.tenant(slug)
    assert tenant.state is TenantState.ACTIVE
    landed = report(desk, product, tenant, "roads.pothole", VILLAGE)
    assert (landed.area, landed.unit) == (VILLAGE, unit)
    lurah = signed_in(desk, product, tenant, PERSON, "lurah.pajang")
    assert worked_on(desk, tenant, lurah, landed.number) == "in_progress"
    refused = jaki("configure", slug)
    assert refused.exit_code == 0, "nothing waits, so nothing is done"
    again = jaki("areas", slug)
    assert again.exit_code == 1
    assert "is live" in again.stderr


def drawn() -> list[str]:
    """Ten regions at random: one province of Papua, one regency of islands, eight more; the same in every run."""
    chance = random.Random(SEED)
    every = [fact for fact in facts.regions() if fact.code != "33.72"]
    papua = [fact.code for fact in every if fact.parent is None and "Papua" in fact.name]
    islands = [fact.code for fact in every if fact.kind == "kabupaten" and "Kepulauan" in fact.name]
    first = [chance.choice(papua), chance.choice(islands)]
    small = [fact.code for fact in every if fact.parent is not None and fact.code not in first]
    return first + chance.sample(small, DRAWN - 2)


def test_ten_more_at_random_are_live_and_their_first_complaint_is_routed(
    jaki: type_command, desk: Runtime, product: Gate
) -> None:
    codes = drawn()
    lines = []
    for code in codes:
        begun = time.perf_counter()
        slug = jaki_to_the_brink(jaki, code)
        live = jaki("live", slug)
        assert live.exit_code == 0, (code, live.output)
        seconds = time.perf_counter() - begun
        product._registry.refresh()
        tenant = desk.tenant(slug)
        village = next(u for u in facts.units_of(code) if u.level == 4 and u.point is not None).code
        landed = report(desk, product, tenant, "waste.uncollected", village)
        assert landed.area == village
        where = "agency" if len(code) == 2 else "position"  # a province refers it; elsewhere the village looks first
        assert landed.unit.startswith(where), (code, landed)
        lines.append(f"{code:6} {slug:40} {seconds:5.2f} s  {landed.number} at {landed.unit}")
    print("\n" + "\n".join(lines))

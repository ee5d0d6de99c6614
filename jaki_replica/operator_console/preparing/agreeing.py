"""The agreement: a form that is kept as it is typed, or comes back with every fault beside its field."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict
from jaki_replica.onboarding.preparing import actions
from jaki_replica.onboarding.preparing.agreement import MOST_STAGES, read_agreement
from jaki_replica.onboarding.preparing.terms import Preparation, Step
from jaki_replica.operator_console.here import db
from jaki_replica.operator_console.preparing import flaw_words
from jaki_replica.operator_console.preparing.here import actor, found, page
from jaki_replica.ui.words import gettext as _

PLAIN = ("number", "signed_on", "starts_on", "ends_on", "scope")
SIDES = ("region", "operator")
SIDE = ("government", "name", "office")
ROWS = 4


def agreement(slug: str) -> ResponseReturnValue:
    """The agreement as it is recorded, or an empty form with what is known already."""
    preparation = found(slug)
    return _page(preparation, _typed(preparation))


def record(slug: str) -> ResponseReturnValue:
    """Keep it, or show what is wrong with it."""
    preparation = found(slug)
    typed = {name: value.strip() for name, value in request.form.items() if name not in {"csrf_token", "base"}}
    data = _nested(typed)
    _made, wrong = read_agreement(data, clock.now().date())
    if wrong:
        faults: dict[str, str] = {}
        for one in wrong:
            faults.setdefault(".".join(str(part) for part in one.path), flaw_words.flaw(one))
        return _page(preparation, typed, faults, status=422)
    base = request.form.get("base", type=int)
    try:
        actions.record_agreement(db.session(), slug, data, base=base, by=actor(), at=clock.now())
    except Conflict:
        db.session.rollback()
        seen = _("Orang lain baru saja mencatat perjanjian ini. Isian Anda masih ada. Bandingkan, lalu simpan lagi.")
        return _page(found(slug), typed, {"number": seen}, status=409)
    db.session.commit()
    return redirect(url_for(".configuration", slug=slug), 303)


def _page(
    preparation: Preparation, typed: Mapping[str, str], faults: Mapping[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    filled = sum(1 for n in range(MOST_STAGES) if typed.get(f"stages.{n}.name") or typed.get(f"stages.{n}.due_on"))
    rows = min(MOST_STAGES, max(ROWS, filled + 1))
    base = preparation.agreement_number
    values = {"typed": typed, "faults": faults or {}, "rows": rows, "base": base}
    return page(preparation, Step.AGREEMENT, "agreement", status=status, **values)


def _typed(preparation: Preparation) -> dict[str, str]:
    """What is recorded, by field name; before that the region's own name."""
    kept = preparation.agreement
    if kept is None:
        return {"region.government": f"Pemerintah {preparation.name}"}
    flat = {name: str(kept[name]) for name in PLAIN}
    for side in (*SIDES, "acceptance"):
        part = kept.get(side)
        if isinstance(part, dict):
            flat |= {f"{side}.{name}": str(value) for name, value in part.items()}
    stages = kept["stages"]
    assert isinstance(stages, list)
    for place, stage in enumerate(stages):
        flat |= {f"stages.{place}.{name}": str(value) for name, value in stage.items()}
    return flat


def _nested(typed: Mapping[str, str]) -> dict[str, object]:
    """The typed values as the agreement is written; empty rows of stages are left out."""
    made: dict[str, object] = {name: typed.get(name, "") for name in PLAIN}
    for side in SIDES:
        made[side] = {name: typed.get(f"{side}.{name}", "") for name in SIDE}
    rows = [
        {name: typed.get(f"stages.{place}.{name}", "") for name in ("name", "due_on")} for place in range(MOST_STAGES)
    ]
    made["stages"] = [row for row in rows if any(row.values())]
    acceptance = {name: typed.get(f"acceptance.{name}", "") for name in ("number", "signed_on")}
    made["acceptance"] = acceptance if any(acceptance.values()) else None
    return made


def add_pages(blueprint: Blueprint) -> None:
    """Add the step."""
    blueprint.add_url_rule("/<slug>/perjanjian", "agreement", agreement)
    blueprint.add_url_rule("/<slug>/perjanjian", "record", record, methods=["POST"])

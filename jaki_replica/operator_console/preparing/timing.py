"""Time limits and calendar: the admins' editor, with deadlines on real dates beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.editing import hours as editing
from jaki_replica.editing import rows
from jaki_replica.editing.telling_names import WORDS
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Invalid
from jaki_replica.onboarding.preparing.terms import Preparation, Step
from jaki_replica.operator_console.preparing.editors import BASE, Editor, Sheet, kept, opened, tried
from jaki_replica.operator_console.preparing.here import found, page, region_of
from jaki_replica.sla.examples import example, moments
from jaki_replica.sla.national import NationalDay, missing_years
from jaki_replica.sla.queries import holidays
from jaki_replica.tenancy.configuration.terms import LIMITS, RegionConfig, Weekday
from jaki_replica.ui import language

EDITOR = Editor(Step.SLA, editing.fields, editing.propose)
SHOWN = ("answer", "red", "finish")


def sla(slug: str) -> ResponseReturnValue:
    """Limits and calendar in use, to be edited or taken as they are."""
    preparation = found(slug)
    if preparation.tenant_id is None:
        return page(preparation, Step.SLA, "sla", sheet=None)
    return _page(preparation, opened(preparation, EDITOR))


def set_sla(slug: str) -> ResponseReturnValue:
    """Keep them and confirm the step; or obey a row's button, or count the examples again."""
    preparation = found(slug)
    sheet = Sheet(editing.read(request.form), request.form.get(BASE, 0, type=int))
    if "simpan" not in request.form:
        return _page(preparation, tried(preparation, EDITOR, sheet))
    left = kept(preparation, EDITOR, sheet)
    if left is not None:
        return _page(preparation, left)
    return redirect(url_for(".brand", slug=slug), 303)


def _page(preparation: Preparation, sheet: Sheet) -> ResponseReturnValue:
    with region_of(preparation) as region:
        config, known = region.config, holidays(region.session).known
    values = {
        "sheet": sheet,
        "refused": sheet.refused,
        "limits": LIMITS,
        "limit_words": {name: WORDS[name] for name in (*LIMITS, *map(str, Weekday))},
        "weekdays": tuple(Weekday),
        "rows": {section: len(rows.rows(sheet.typed, section)) for section in editing.LISTS},
        "kinds": [("", "–"), *((one.key, language.words(one.name)) for one in config.categories)],
        "years": missing_years(config.calendar, clock.now().date(), known),
        "examples": _examples(editing.propose(config, sheet.typed).config, known),
    }
    return page(preparation, Step.SLA, "sla", status=sheet.status, **values)


def _examples(
    config: RegionConfig | None, known: Sequence[NationalDay]
) -> list[tuple[datetime, list[tuple[object, datetime]]]]:
    """Some moments, and what falls due when after them; none while the form has faults."""
    if config is None:
        return []
    try:
        made = [example(config, known, "", moment) for moment in moments(config, known, clock.now())]
    except Invalid:  # a calendar too thin to reach the deadlines
        return []
    return [(one.filed_at, [(WORDS[name], one.due[name]) for name in SHOWN]) for one in made]


def add_pages(blueprint: Blueprint) -> None:
    """Add the step."""
    blueprint.add_url_rule("/<slug>/waktu", "sla", sla)
    blueprint.add_url_rule("/<slug>/waktu", "set_sla", set_sla, methods=["POST"])

"""The page of limits and calendar, with deadlines by example before and after the change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from jaki_replica.areas.terms import deepest
from jaki_replica.complaints.consequences import consequences
from jaki_replica.editing import hours as editing
from jaki_replica.editing import rows
from jaki_replica.editing.choices import categories_and_heads
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Invalid
from jaki_replica.officials.terms import Role
from jaki_replica.sla.examples import STEPS, Example, example, moments
from jaki_replica.sla.national import missing_years
from jaki_replica.tenancy.configuration.terms import LIMITS, RegionConfig, Weekday
from jaki_replica.tenant_admin.edits import Editor, Sheet, answered, opened, tried
from jaki_replica.ui import language, signing_in
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.words import gettext as _

blueprint = Blueprint("admin_hours", __name__, url_prefix="/admin/waktu", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)
EDITOR = Editor(editing.fields, editing.read, editing.propose, beside=("contoh",))
EVERY = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """When the head of `who` is told that `step` is late: now, and after the change; None: he is not told."""

    step: str
    who: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Case:
    """One example: when it is filed, and each step now and after the change (None: the form has faults).

    With each goes why its hour is another than that of filing, in words, where its day has other opening hours.
    """

    filed_at: datetime
    steps: tuple[tuple[str, datetime, str, datetime | None, str], ...]
    notices: tuple[Notice, ...]


@blueprint.get("")
def show() -> str:
    """Limits and calendar in force, to be edited."""
    return _page(opened(EDITOR))


@blueprint.post("")
def change() -> ResponseReturnValue:
    """Keep them as a revision; or count the examples again, or obey a row's button."""
    return answered(EDITOR)


@blueprint.post("/contoh")
def count() -> str:
    """The examples for what is typed now, as the part of the page that shows them."""
    sheet = tried(EDITOR)
    return render_template("admin/examples.html", **_examples(sheet), sheet=sheet)


def _page(sheet: Sheet) -> str:
    today = clock.now().astimezone(g.region.identity.timezone).date()
    return render_template(
        "admin/hours.html",
        sheet=sheet,
        limits=LIMITS,
        weekdays=tuple(Weekday),
        rows={section: len(rows.rows(sheet.typed, section)) for section in editing.LISTS},
        categories=categories_and_heads(g.region),
        missing=missing_years(g.region.calendar, today, rulebook().holidays.known),
        saved=request.args.get("tersimpan", type=int),
        **_examples(sheet),
    )


def _examples(sheet: Sheet) -> dict[str, object]:
    """The examples of the chosen category, and what the change means for others."""
    new = editing.propose(g.region, sheet.typed).config if sheet.changed else None
    wanted = sheet.beside.get("contoh", EVERY)
    category = wanted if g.region.category(wanted) else EVERY
    place, titles = _superiors(category)
    cases = [
        _case(moment, category, new, titles) for moment in moments(g.region, rulebook().holidays.known, clock.now())
    ]
    effect = consequences(rulebook(), new, language.current()) if new is not None else None
    return {"cases": cases, "chosen": category, "changed": new is not None, "effect": effect, "place": place}


def _case(at: datetime, category: str, new: RegionConfig | None, titles: Sequence[str]) -> Case:
    before, after = example(g.region, rulebook().holidays.known, category, at), _after(new, category, at)
    due, told = (after.due, after.told) if after else ({}, {})
    steps = tuple(
        (name, before.due[name], _why(before, name), due.get(name), _why(after, name) if after else "")
        for name in STEPS
    )
    keys = sorted({*before.told, *told}, key=lambda key: told.get(key) or before.told[key])
    notices = [Notice(key[0], _above(titles, key[1]), before.told.get(key), told.get(key)) for key in keys]
    return Case(at, steps, tuple(notices))


def _why(found: Example, step: str) -> str:
    """The opening hours of the day of a deadline, where they shift its hour."""
    hours = found.hours.get(step)
    if not hours:
        return ""
    spans = ", ".join(f"{start:%H.%M}–{end:%H.%M}" for start, end in hours)
    return _("jam kerja hari itu %(spans)s", spans=spans)


def _after(config: RegionConfig | None, category: str, at: datetime) -> Example | None:
    """The example under a proposal; none where its calendar is too thin to reach the deadlines."""
    try:
        return example(config, rulebook().holidays.known, category, at) if config else None
    except Invalid:
        return None


def _superiors(category: str) -> tuple[str, tuple[str, ...]]:
    """A real place of the region, and the titles above the unit that gets a complaint there, nearest first."""
    book = rulebook()
    area = deepest(book.organisation.places)[0]
    owner = book.organisation.owner_of(area)
    unit = book.route(category, area).unit if category else owner.key if owner else book.organisation.tops()[0].key
    above = tuple(one.head.title for one in book.organisation.superiors(unit))
    return book.organisation.places[area].full_name, above or (book.organisation.unit(unit).head.title,)


def _above(titles: Sequence[str], up: int) -> str:
    """The title that many superiors up; the highest there is, where nobody stands that high."""
    return titles[min(up, len(titles)) - 1]

"""The agreements of the regions, those that end first: until when, and how many stages are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from jaki_replica.onboarding.preparing import queries
from jaki_replica.onboarding.preparing.terms import type_values
from jaki_replica.ui.formats import short_day
from jaki_replica.ui.words import gettext as _

SHOWN = 6
SOON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Line:
    """One agreement: whose, what is said of it, how far its stages are, where it is kept, and the shape of its sign."""

    name: str
    words: str
    stages: str
    address: str
    shape: str
    role: str


def agreements(session: Session, today: date) -> list[Line]:
    """Those that end first, at most six; a region without one is not on its way yet."""
    found = queries.agreements(session)
    dated = [(date.fromisoformat(str(kept["ends_on"])), name, slug, kept) for slug, name, kept in found]
    dated.sort(key=lambda one: one[:3])
    return [_line(name, slug, kept, ends_on, today) for ends_on, name, slug, kept in dated[:SHOWN]]


def _line(name: str, slug: str, kept: type_values, ends_on: date, today: date) -> Line:
    words, shape, role = _standing(ends_on, today)
    rows = kept.get("stages")
    due = [date.fromisoformat(str(row["due_on"])) for row in rows] if isinstance(rows, list) else []
    reached = sum(day <= today for day in due)
    stages = _("%(n)s dari %(all)s tahap jatuh tempo", n=reached, all=len(due)) if due else ""
    return Line(name, words, stages, url_for("preparing.agreement", slug=slug), shape, role)


def _standing(ends_on: date, today: date) -> tuple[str, str, str]:
    day = short_day(ends_on)
    if ends_on < today:
        return _("Swakelola Tipe II, berakhir %(day)s", day=day), "rework", "is-back"
    if ends_on - today <= SOON:
        return _("Swakelola Tipe II, segera berakhir %(day)s", day=day), "scheduled", "is-waiting"
    return _("Swakelola Tipe II, berlaku sampai %(day)s", day=day), "resolved", "is-good"

"""The days of a promise as a page shows them: a row of marks, and the same in words for those who do not see it."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from jaki_replica.sla.terms import Tick, TickKind, Ticks
from jaki_replica.tenancy.configuration.terms import Counting
from jaki_replica.ui.words import gettext as _

CLASSES = {
    TickKind.USED: "is-used",
    TickKind.AMBER: "is-used is-amber",
    TickKind.RED: "is-red",
    TickKind.PAUSED: "is-paused",
    TickKind.LEFT: "is-left",
}
ROWS = 4096  # of a kilobyte; most promises look alike


@lru_cache(ROWS)
def marks(days: tuple[Tick, ...]) -> Markup:
    """A mark for each day, oldest first."""
    return Markup("").join(Markup('<i class="%s"></i>') % _class(day) for day in days)


def _class(day: Tick) -> str:
    return f"{CLASSES[day.kind]} is-today" if day.today else CLASSES[day.kind]


def in_words(found: Ticks) -> str:
    """Hari ke-5 dari 7, or hari kerja ke-5 dari 14."""
    if found.counting is Counting.WORKING:
        return _("Hari kerja ke-%(day)s dari %(all)s", day=found.day, all=found.promised)
    return _("Hari ke-%(day)s dari %(all)s", day=found.day, all=found.promised)


FILTERS = {"day_marks": marks, "days_in_words": in_words}

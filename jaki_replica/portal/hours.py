"""Opening hours in one line per run of equal days."""

from __future__ import annotations

from itertools import groupby

from jaki_replica.tenancy.configuration.terms import DayHours, Opening, Weekday
from jaki_replica.ui.formats import hour
from jaki_replica.ui.words import gettext as _


def lines(hours: tuple[DayHours, ...]) -> tuple[tuple[str, str], ...]:
    """Pairs such as ("Senin sampai Kamis", "07.30–16.00"), in the order of the week."""
    ordered = sorted(hours, key=lambda day: day.day.number)
    runs = groupby(enumerate(ordered), key=lambda pair: (pair[1].day.number - pair[0], pair[1].open))
    found = []
    for (_start, opening), pairs in runs:
        days = [day.day for _index, day in pairs]
        found.append((_days(days[0], days[-1]), _times(opening)))
    return tuple(found)


def _days(first: Weekday, last: Weekday) -> str:
    names = {
        Weekday.MONDAY: _("Senin"),
        Weekday.TUESDAY: _("Selasa"),
        Weekday.WEDNESDAY: _("Rabu"),
        Weekday.THURSDAY: _("Kamis"),
        Weekday.FRIDAY: _("Jumat"),
        Weekday.SATURDAY: _("Sabtu"),
        Weekday.SUNDAY: _("Minggu"),
    }
    if first is last:
        return names[first]
    return _("%(first)s sampai %(last)s", first=names[first], last=names[last])


def _times(openings: tuple[Opening, ...]) -> str:
    return ", ".join(f"{hour(opening.start)}–{hour(opening.end)}" for opening in openings)

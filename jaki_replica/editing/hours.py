"""The editor of time: limits and their exceptions, who is told of late steps, opening hours, holidays."""

from __future__ import annotations

from collections.abc import Mapping

from jaki_replica.editing import proposals, rows
from jaki_replica.editing.lengths import file_text
from jaki_replica.editing.proposals import Proposal, one_line, type_tree, type_typed
from jaki_replica.editing.time_words import say
from jaki_replica.tenancy.configuration.terms import LIMITS, DayHours, HoursPeriod, Opening, RegionConfig, Weekday
from jaki_replica.ui.formats import duration

SPECIAL = ("category", *LIMITS)
ESCALATION = ("step", "late_by", "up")
NAMED_DAY = ("on", "name")
PERIOD = ("name", "first", "last", *(f"hours.{day}" for day in Weekday))
LISTS = {
    "sla.overrides": SPECIAL,
    "sla.escalation": ESCALATION,
    "calendar.holidays": NAMED_DAY,
    "calendar.worked": NAMED_DAY,
    "calendar.periods": PERIOD,
}
ASKED = LISTS | {"sla.escalation": ("step", "late_by")}  # what makes a row one that is filled in
LENGTHS = (*LIMITS, "late_by")
DECISIONS = ("national_holidays", "joint_leave")


def fields(config: RegionConfig) -> type_typed:
    """What the form shows: lengths in words, hours by weekday, rows of exceptions and of days."""
    sla, calendar = config.sla, config.calendar
    found = {f"sla.default.{name}": duration(getattr(sla.default, name)) for name in LIMITS}
    found |= rows.named(
        "sla.overrides",
        [
            {"category": one.category}
            | {name: duration(limit) if (limit := getattr(one, name)) else "" for name in LIMITS}
            for one in sla.overrides
        ],
    )
    found |= rows.named(
        "sla.escalation",
        [{"step": one.step, "late_by": duration(one.late_by), "up": str(one.up)} for one in sla.escalation],
    )
    hours = {one.day: one for one in calendar.hours}
    found |= {f"calendar.hours.{day}": _hours(hours.get(day)) for day in Weekday}
    found |= {f"calendar.{name}": "yes" if getattr(calendar, name) else "" for name in DECISIONS}
    for section in ("holidays", "worked"):
        days = [{"on": day.on.isoformat(), "name": day.name} for day in getattr(calendar, section)]
        found |= rows.named(f"calendar.{section}", days)
    return found | rows.named("calendar.periods", [_period(one) for one in calendar.periods])


def _period(one: HoursPeriod) -> type_typed:
    hours = {day.day: day for day in one.hours}
    return {"name": one.name, "first": one.first.isoformat(), "last": one.last.isoformat()} | {
        f"hours.{day}": _hours(hours.get(day)) for day in Weekday
    }


def _hours(day: DayHours | None) -> str:
    return ", ".join(map(_opening, day.open)) if day else ""


def _opening(one: Opening) -> str:
    end = "24:00" if one.end.microsecond else f"{one.end:%H:%M}"
    return f"{one.start:%H:%M}-{end}"


def read(form: Mapping[str, str]) -> type_typed:
    """What was typed. The buttons `baris.<list>` (`baris.sla.overrides` and so on) have been obeyed."""
    names = [f"sla.default.{name}" for name in LIMITS]
    names += [f"calendar.hours.{day}" for day in Weekday] + [f"calendar.{name}" for name in DECISIONS]
    typed = {name: one_line(form.get(name, "")) for name in names}
    for section, keys in LISTS.items():
        found = [{key: one_line(row.get(key, "")) for key in keys} for row in rows.rows(form, section)]
        typed |= rows.named(section, rows.moved(found, form.get(f"baris.{section}", ""), keys))
    return typed


def propose(config: RegionConfig, typed: type_typed) -> Proposal:
    """The configuration with the typed limits and calendar, or every fault. What the form does not show stays."""
    tree = proposals.tree_of(config)
    sla: type_tree = tree.setdefault("sla", {})
    calendar: type_tree = tree.setdefault("calendar", {})
    sla["default"] = {name: file_text(typed.get(f"sla.default.{name}", "")) or "-" for name in LIMITS}
    places: dict[str, list[int]] = {}
    for section, asked in ASKED.items():
        found = rows.rows(typed, section)
        places[section] = kept = rows.filled(found, asked)
        holder = sla if section.startswith("sla") else calendar
        holder[section.partition(".")[2]] = [_entry(found[place], section) for place in kept]
    written = {str(day): typed.get(f"calendar.hours.{day}", "").replace(".", ":") for day in Weekday}
    calendar["hours"] = {day: text for day, text in written.items() if text}
    calendar |= {name: "yes" if typed.get(f"calendar.{name}") else "no" for name in DECISIONS}
    return proposals.judged(tree, typed, fields(config), say, rows.in_form(places))


def _entry(row: Mapping[str, str], section: str) -> type_tree:
    if section == "calendar.periods":
        hours = {str(day): row.get(f"hours.{day}", "").replace(".", ":") for day in Weekday}
        entry: type_tree = {key: row[key] for key in ("first", "last", "name") if row.get(key)}
        return entry | {"hours": {day: text for day, text in hours.items() if text}}
    return {
        key: file_text(text) if section.startswith("sla.") and key in LENGTHS else text
        for key, text in row.items()
        if text
    }

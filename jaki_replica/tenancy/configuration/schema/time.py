"""Sections: time limits and the working calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import post_load, pre_load

from jaki_replica.tenancy.configuration.schema import words
from jaki_replica.tenancy.configuration.schema.containers import Items, Part, Section
from jaki_replica.tenancy.configuration.schema.scalars import Choice, Day, Decision, Length, Whole, Words
from jaki_replica.tenancy.configuration.schema.week import Week
from jaki_replica.tenancy.configuration.terms import (
    LIMITS,
    Calendar,
    Counting,
    Escalation,
    HoursPeriod,
    NamedDay,
    Sla,
    SlaLimits,
    SlaOverride,
    SlaStep,
)

UNMARKED = re.compile(r"(\d+)([hd])")
SAYS = {
    "verify": "Keep it or pass it on",
    "accept": "Accept or return what was passed on",
    "answer": "First public answer",
    "amber": "Warning",
    "red": "Counts against the owner",
    "finish": "Limit for the fix",
    "validate": "Check of the claimed fix",
    "reporter": "The reporter's say",
    "acknowledge": "Acknowledgement by a body outside",
    "legal": "End set by law",
}
LIMIT = words.defaults(SlaLimits)
SLA = words.defaults(Sla)
ESCALATION = words.defaults(Escalation)
CALENDAR = words.defaults(Calendar)


class Timed(Section):
    """Limits whose plain hours and days are working time where `time: working` stands beside them."""

    time = Choice("How 6h and 3d are counted here: calendar or working", Counting, default=None)

    @pre_load
    def mark_working(self, data: Any, **_context: object) -> Any:
        """`3d` under `time: working` is `3wd`; what has a mark of its own keeps it."""
        if not isinstance(data, Mapping) or data.get("time") != Counting.WORKING:
            return data
        return {key: _marked(value) if key in LIMITS else value for key, value in data.items()}

    @post_load
    def make(self, data: dict[str, Any], **_context: object) -> object:
        """The term; `time` has done its work."""
        data.pop("time", None)
        return self.term(**data)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Canonical durations carry their own mark, so `time` is never written."""
        return None if attr == "time" else super().get_attribute(obj, attr, default)


def _marked(value: object) -> object:
    return UNMARKED.sub(r"\1w\2", value) if isinstance(value, str) and UNMARKED.fullmatch(value) else value


class LimitsSection(Timed):
    """`sla.default`."""

    term = SlaLimits
    locals().update({name: Length(SAYS[name], default=LIMIT[name]) for name in LIMITS})


class OverrideSection(Timed):
    """One item of `sla.overrides`."""

    term = SlaOverride
    category = words.category("Category, with all below it")
    locals().update({name: Length(SAYS[name], default=None) for name in LIMITS})


class EscalationSection(Section):
    """One item of `sla.escalation`."""

    term = Escalation
    step = Choice("The limit that was missed", SlaStep)
    late_by = Length("How long after the limit", least=0)
    up = Whole("How many superiors up", least=1, most=5, default=ESCALATION["up"])


class SlaSection(Section):
    """`sla`."""

    term = Sla
    default = Part("Limits for every category", LimitsSection, default=SLA["default"])
    overrides = Items("Other limits for some categories", Part("An override", OverrideSection), default=())
    escalation = Items("Who is told when a limit is missed", Part("A step", EscalationSection), default=())

    @pre_load
    def share_time(self, data: Any, **_context: object) -> Any:
        """An override that does not say how it counts, counts as the default does."""
        default = data.get("default") if isinstance(data, Mapping) else None
        time = default.get("time") if isinstance(default, Mapping) else None
        if time is None or not isinstance(data.get("overrides"), list):
            return data
        own = [{"time": time, **one} if isinstance(one, Mapping) else one for one in data["overrides"]]
        return {**data, "overrides": own}


class NamedDaySection(Section):
    """One regional day."""

    term = NamedDay
    on = Day("The day")
    name = Words("Its name", most=120)


class PeriodSection(Section):
    """One item of `calendar.periods`."""

    term = HoursPeriod
    first = Day("First day")
    last = Day("Last day")
    name = Words("Why", most=120)
    hours = Week("Opening hours in this time")


class CalendarSection(Section):
    """`calendar`."""

    term = Calendar
    hours = Week("Opening hours", default=CALENDAR["hours"])
    national_holidays = Decision("National holidays are not worked", default=CALENDAR["national_holidays"])
    joint_leave = Decision("Joint leave (cuti bersama) is not worked", default=CALENDAR["joint_leave"])
    holidays = Items("Holidays of this region", Part("A day", NamedDaySection), default=())
    worked = Items("Days worked although the week says no", Part("A day", NamedDaySection), default=())
    periods = Items("Times with other opening hours", Part("A time", PeriodSection), default=())

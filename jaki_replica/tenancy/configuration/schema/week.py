"""The field of opening hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from itertools import pairwise
from typing import Any

from marshmallow import ValidationError

from jaki_replica.tenancy.configuration.findings import did_you_mean, joined
from jaki_replica.tenancy.configuration.schema.containers import Holder, type_messages
from jaki_replica.tenancy.configuration.schema.faults import Problem, refusal, shown
from jaki_replica.tenancy.configuration.schema.scalars import type_json
from jaki_replica.tenancy.configuration.terms import DayHours, Opening, Weekday

OPENING = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(([01]\d|2[0-3]):([0-5]\d)|24:00)")


class Week(Holder):
    """Opening hours by weekday: `monday: 07:30-12:00, 13:00-16:00`. A day left out is not worked."""

    expected = "weekdays with hours, such as `monday: 07:30-16:00`"

    def _deserialize(self, value: object, *_rest: object, **_context: object) -> tuple[DayHours, ...]:
        if not isinstance(value, Mapping):
            raise refusal(f"{shown(value)} is written here", f"expected {self.expected}")
        days = [day.value for day in Weekday]
        errors: type_messages = {}
        for key in value:
            if key not in days:
                hint = joined("expected monday to sunday", did_you_mean(key, days))
                errors[key] = [Problem("no weekday", hint, at_key=True)]
        found = [self._day(day, value[day.value], errors) for day in Weekday if day.value in value]
        if errors:
            raise ValidationError(errors)
        return tuple(found)

    def _day(self, day: Weekday, value: object, errors: type_messages) -> DayHours:
        try:
            return DayHours(day, _openings(value))
        except ValidationError as error:
            errors[day.value] = error.messages
            return DayHours(day, ())

    def _serialize(self, value: Any, *_rest: object, **_context: object) -> object:
        return {hours.day.value: ", ".join(_opening_text(one) for one in hours.open) for hours in value}

    def json_schema(self) -> type_json:
        """Each weekday with its hours."""
        hours = {"type": "string", "pattern": f"^{OPENING.pattern}(, *{OPENING.pattern})*$"}
        return {"type": "object", "additionalProperties": False, "properties": {day.value: hours for day in Weekday}}


def _openings(value: object) -> tuple[Opening, ...]:
    written = value if isinstance(value, str) else ""
    parts = [part.strip() for part in written.split(",")]
    if not all(OPENING.fullmatch(part) for part in parts):
        raise refusal(f"{shown(value)} does not fit", "expected hours such as 07:30-12:00, 13:00-16:00")
    edges = [tuple(_time(edge) for edge in part.split("-")) for part in parts]
    flat = [edge for pair in edges for edge in pair]
    if any(later <= earlier for earlier, later in pairwise(flat)):
        raise refusal(f"{shown(value)} runs backwards", "expected each time to be later than the one before it")
    return tuple(Opening(start, end) for start, end in edges)


def _time(text: str) -> time:
    return time.max if text == "24:00" else time.fromisoformat(text)


def _opening_text(opening: Opening) -> str:
    end = "24:00" if opening.end == time.max else f"{opening.end:%H:%M}"
    return f"{opening.start:%H:%M}-{end}"

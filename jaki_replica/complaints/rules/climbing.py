"""Which superiors are to be told that a step is late, and who has been told already; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from jaki_replica.complaints.rules.clock import Event
from jaki_replica.complaints.terms import Action
from jaki_replica.sla.calendar import WorkingCalendar
from jaki_replica.sla.rules import escalations
from jaki_replica.sla.terms import Deadline, Deadlines, EscalationDue
from jaki_replica.tenancy.configuration.terms import Escalation, SlaStep

type_told = tuple[str, int, datetime]


def told(history: Iterable[Event]) -> frozenset[type_told]:
    """Step, level and beginning of the step of everything that was escalated before."""
    return frozenset(
        (str(event.data["step"]), int(str(event.data["up"])), datetime.fromisoformat(str(event.data["since"])))
        for event in history
        if event.action == Action.ESCALATE
    )


def untold(
    due: Deadlines, rules: Sequence[Escalation], calendar: WorkingCalendar, before: frozenset[type_told]
) -> list[EscalationDue]:
    """Escalations that have come or will come while their step is not done, by time; each step and level once.

    A hand-over, a claim or a referral that begins anew is a step of its own; a limit of the owner is not.
    """
    return [
        one
        for one in escalations(due, rules, calendar)
        if _is_open(due, one.step) and (one.step, one.up, one.since) not in before
    ]


def _is_open(due: Deadlines, step: str) -> bool:
    deadline: Deadline | None = getattr(due, step)
    return deadline is not None and deadline.met_at is None


def chain(step: str, up: int, above: Sequence[str]) -> tuple[str, ...]:
    """Who is to be told, nearest first, of the units `above` the late one: where a post is vacant, the next above.

    Where nobody stands that high, the highest there is.
    """
    return tuple(above[min(up, len(above)) - 1 :]) if above else ()


def late_is_validator(step: str) -> bool:
    """Whether it is the second pair of eyes that is late, and not the owner."""
    return step == SlaStep.VALIDATE

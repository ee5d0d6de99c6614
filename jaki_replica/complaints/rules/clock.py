"""What each action means to the clock of `sla`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from jaki_replica.complaints.terms import Action
from jaki_replica.sla.terms import Fact, Happened

MEANING: dict[Action, Happened] = {
    Action.FILE: Happened.FILED,
    Action.START: Happened.VERIFIED,
    Action.INSTRUCT: Happened.VERIFIED,
    Action.PASS_ON: Happened.PASSED_ON,
    Action.ACCEPT: Happened.TAKEN,
    Action.RETURN: Happened.TAKEN,
    Action.DECIDE_OWNER: Happened.TAKEN,
    Action.ANSWER: Happened.ANSWERED,
    Action.ASK: Happened.PAUSED,
    Action.REPLY: Happened.RESUMED,
    Action.STOP_WAITING: Happened.RESUMED,
    Action.APPROVE_DATE: Happened.SCHEDULED,
    Action.CLAIM_DONE: Happened.CLAIMED,
    Action.REFUSE_FIX: Happened.REFUSED,
    Action.ACCEPT_FIX: Happened.RESOLVED,
    Action.NOT_FIXED: Happened.REOPENED,
    Action.REOPEN: Happened.REOPENED,
    Action.REFER: Happened.REFERRED,
    Action.ACKNOWLEDGE: Happened.ACKNOWLEDGED,
    Action.TAKE_BACK: Happened.RESUMED,
    Action.CONFIRM: Happened.ENDED,
    Action.CLOSE: Happened.ENDED,
    Action.UPHOLD: Happened.ENDED,
    Action.MERGE: Happened.ENDED,
    Action.REJECT: Happened.ENDED,
    Action.WITHDRAW: Happened.ENDED,
}


class Event(Protocol):
    """What the clock reads of an event."""

    @property
    def action(self) -> str: ...  # noqa: D102
    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def data(self) -> dict[str, object]: ...  # noqa: D102


def facts(events: Iterable[Event]) -> list[Fact]:
    """The history as the clock sees it; an approved date carries its instant."""
    found = []
    for event in events:
        until = event.data.get("date")
        promised = datetime.fromisoformat(str(until)) if until else None
        found.append(Fact(MEANING.get(Action(event.action), Happened.NOTED), event.at, promised))
    return found

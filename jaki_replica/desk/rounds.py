"""The rounds of a complaint: each claim of a fix with what the second pair of eyes and the reporter said to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from jaki_replica.complaints.queries import Told
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.terms import Action
from jaki_replica.desk import history
from jaki_replica.desk.evidence import Used
from jaki_replica.desk.history import Entry
from jaki_replica.desk.pictures import Picture

A = Action
FOLLOWING = frozenset({A.ACCEPT_FIX, A.REFUSE_FIX, A.CONFIRM, A.NOT_FIXED, A.DISPUTE, A.REOPEN, A.UPHOLD})
OBJECTING = frozenset({A.NOT_FIXED, A.DISPUTE})


@dataclass(frozen=True, slots=True)
class Round:
    """One claim and all that followed it, oldest first; `number` counts from 1, `outcome` is the last step's name."""

    number: int
    outcome: str
    entries: list[Entry]


def steps(events: Sequence[Told]) -> list[list[Told]]:
    """The steps of each round, the oldest round first. `events` are the whole history, newest first."""
    found: list[list[Told]] = []
    for event in reversed(events):
        if event.action == A.CLAIM_DONE:
            found.append([event])
        elif found and event.action in FOLLOWING:
            found[-1].append(event)
    return found


def judged(book: Rulebook, events: Sequence[Told], shown: Iterable[Picture]) -> list[Round]:
    """The rounds somebody has decided on, newest first."""
    told = [(number, each) for number, each in enumerate(steps(events), start=1) if len(each) > 1]
    every = iter(history.entries(book, [event for _number, each in told for event in each], shown))
    rounds = [(number, [next(every) for _ in each]) for number, each in told]
    return [Round(number, entries[-1].title, entries) for number, entries in reversed(rounds)]


def objections(book: Rulebook, events: Sequence[Told], shown: Iterable[Picture]) -> list[Entry]:
    """What the reporter answered to fixes that were accepted, newest first."""
    return history.entries(book, [event for event in events if event.action in OBJECTING], shown)


def used(events: Sequence[Told]) -> dict[UUID, Used]:
    """The photos that proved an earlier round that was decided: which round, and whether its proof was refused."""
    found: dict[UUID, Used] = {}
    for number, each in enumerate(steps(events), start=1):
        if len(each) > 1:
            refused = any(event.action == A.REFUSE_FIX for event in each)
            found |= {photo: Used(number, refused) for photo in _photos(each[0]) if photo not in found}
    return found


def _photos(claim: Told) -> list[UUID]:
    kept = claim.data.get("photos")
    return [UUID(hex=str(one)) for one in kept] if isinstance(kept, list) else []

"""Looks a file through against the roster in use: what it would change, or why it cannot. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from jaki_replica.officials.roster import queries, rules
from jaki_replica.officials.roster.actions import UnseenRoster
from jaki_replica.officials.roster.terms import Change, Handover, Roster
from jaki_replica.officials.sheets.reading import read
from jaki_replica.officials.sheets.understanding import Understood, understand
from jaki_replica.officials.units import Organisation


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked through. `base` is the revision in use, over which it may be applied."""

    understood: Understood
    present: Roster
    base: int | None
    changes: tuple[Change, ...]
    handovers: tuple[Handover, ...]

    @property
    def may_be_applied(self) -> bool:
        """Whether nothing is wrong and something would change."""
        return not self.understood.faults and bool(self.changes)


def look_through(
    session: Session, data: bytes, organisation: Organisation, *, zone: tzinfo, at: datetime, base: int | None = None
) -> Upload:
    """What a file wants. Raises Refused, and UnseenRoster for one that was made from an older revision.

    `base` is the revision that the sender says he saw; without it the file's own mark tells, and a file without
    any mark, written by hand, is taken as being made now.
    """
    now = queries.current(session)
    number = now.number if now else None
    present = queries.roster(session, zone)
    understood = understand(read(data), present, organisation, rules.day_of(at, zone))
    seen = base or (queries.base_of(session, understood.mark) if understood.mark else None) or number
    if now is not None and seen != now.number:
        unseen = queries.between(session, seen, now.number)
        words = f"Roster revision {now.number} came after the one this file was made from."
        raise UnseenRoster(words, unseen, now.author, since=seen, now=now.number)
    wanted = present if understood.faults else understood.roster
    changes = rules.difference(present, wanted)
    handovers = rules.handovers(present, wanted, rules.day_of(at, zone))
    return Upload(understood, present, number, changes, handovers)

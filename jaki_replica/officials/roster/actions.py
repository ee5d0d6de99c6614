"""Put another roster into use: one transaction, one numbered revision, nothing deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jaki_replica.foundation.db import sqlstate
from jaki_replica.foundation.errors import Conflict, DomainError
from jaki_replica.foundation.ids import new_id
from jaki_replica.officials.access import shut_out
from jaki_replica.officials.holder_models import HolderRow, OfficialRow
from jaki_replica.officials.roster import queries, rules
from jaki_replica.officials.roster.document import canonical, digest
from jaki_replica.officials.roster.models import RosterDraft, RosterRevision
from jaki_replica.officials.roster.queries import Note, RevisionKind
from jaki_replica.officials.roster.terms import Change, ChangeKind, Holding, Person, Roster, Trouble, type_key

TAKEN = "23505"
DRAFT_LENGTH = timedelta(days=1)


class UnseenRoster(Conflict):
    """Somebody changed the roster, and the author has not seen it. `unseen` is what changed since his base."""

    code = "unseen_roster"

    def __init__(
        self, message: str, unseen: tuple[Change, ...], by: str, *, since: int | None = None, now: int = 0
    ) -> None:
        """`by` is who made the revision in use, `now`; `since` is the one that was seen."""
        super().__init__(message, remedy="Look at what changed, and make your change over it.")
        self.since, self.now = since, now
        self.unseen = unseen
        self.by = by


class BadRoster(DomainError):
    """The wanted roster holds what may not be."""

    code = "bad_roster"

    def __init__(self, troubles: tuple[Trouble, ...]) -> None:
        """`troubles` are all that stop it."""
        super().__init__("The list of officials cannot be changed like this.")
        self.troubles = troubles


@dataclass(frozen=True, slots=True)
class By:
    """Who changes the roster, why, when, over which revision, in which zone's days."""

    author: str
    reason: str
    at: datetime
    base: int | None
    zone: tzinfo
    kind: RevisionKind = RevisionKind.EDIT


def apply(session: Session, wanted: Roster, by: By) -> Note | None:
    """Put `wanted` into use as the next revision; flushes, never commits.

    The same content as now makes no revision and returns the one in use. Raises UnseenRoster (a Conflict) where
    another revision is in use than `by.base` or somebody else is faster, BadRoster where it breaks a rule, LastAdmin
    where nobody could look after the region any more. A caller that goes on after a refusal rolls back first.
    """
    present = queries.roster(session, by.zone)
    now = queries.current(session)
    if present == wanted:
        return now
    if (now.number if now else None) != by.base:
        _refuse_unseen(session, now, by.base)
    troubles = rules.check(present, wanted)
    if troubles:
        raise BadRoster(troubles)
    base = _note_found(session, present, now, by)
    made = _noted(wanted, by, base)
    _store(session, made, canonical(wanted))
    _write(session, rules.difference(present, wanted), by)
    return made


def rollback(session: Session, number: int, by: By) -> Note | None:
    """Take an older revision's content back into use, as a new revision. Raises NotFound and as `apply`."""
    _note, older = queries.by_number(session, number)
    return apply(session, older, by)


def keep_draft(session: Session, wanted: Roster, *, base: int | None, author: str, origin: str, at: datetime) -> UUID:
    """Keep a change until its author has looked at it and says yes. Old ones go."""
    session.execute(delete(RosterDraft).where(RosterDraft.expires_at <= at))
    row = RosterDraft(
        id=new_id(),
        author=author,
        base_number=base,
        document=canonical(wanted),
        origin=origin,
        created_at=at,
        expires_at=at + DRAFT_LENGTH,
    )
    session.add(row)
    session.flush()
    return row.id


def drop_draft(session: Session, key: UUID) -> None:
    """Forget a change that waited."""
    session.execute(delete(RosterDraft).where(RosterDraft.id == key))


def _refuse_unseen(session: Session, now: Note | None, base: int | None) -> None:
    if now is None:
        raise Conflict("There is no roster revision yet.", remedy="Export the list again, and apply that.")
    seen = base if base is None or base in {note.number for note in queries.history(session)} else now.base_number
    unseen = queries.between(session, seen, now.number)
    raise UnseenRoster(f"Roster revision {now.number} was made meanwhile.", unseen, now.author)


def _note_found(session: Session, present: Roster, now: Note | None, by: By) -> int | None:
    """What is in use becomes a revision of its own where none says it, so that the next one's difference is true."""
    document = canonical(present)
    said = now is not None and now.sha256 == digest(document)
    if said or (now is None and not present.persons):
        return now.number if now else None
    number = now.number + 1 if now else 1
    base = now.number if now else None
    found = Note(number, base, RevisionKind.FOUND, digest(document), by.author, "", by.at)
    _store(session, found, document)
    return number


def _noted(wanted: Roster, by: By, base: int | None) -> Note:
    sha256 = digest(canonical(wanted))
    return Note((base or 0) + 1, base, by.kind, sha256, by.author, by.reason, by.at)


def _store(session: Session, made: Note, document: str) -> None:
    values = {name: getattr(made, name) for name in Note.__slots__} | {"document": document}
    try:
        with session.begin_nested():
            session.execute(insert(RosterRevision).values(values))
    except IntegrityError as error:
        if sqlstate(error) != TAKEN:
            raise
        message = f"Somebody else made roster revision {made.number} at the same moment."
        raise Conflict(message, remedy="Look at it, and make your change again.") from error


def _write(session: Session, changes: Iterable[Change], by: By) -> None:
    by_kind: dict[ChangeKind, list[Change]] = {kind: [] for kind in ChangeKind}
    for change in changes:
        by_kind[change.kind].append(change)
    people = [*by_kind[ChangeKind.PERSON_ADDED], *by_kind[ChangeKind.PERSON_CHANGED]]
    _remove_people(session, [one.old for one in by_kind[ChangeKind.PERSON_REMOVED] if isinstance(one.old, Person)], by)
    _write_people(session, [one.new for one in people if isinstance(one.new, Person)], by)
    appointed = [one.new for one in by_kind[ChangeKind.APPOINTED] if isinstance(one.new, Holding)]
    if appointed:
        session.execute(insert(HolderRow), [_row(one, by.zone) for one in appointed])
    rest = [one for kind in TOUCHED for one in by_kind[kind]]
    leaving = {one.old.id for one in by_kind[ChangeKind.PERSON_REMOVED] if isinstance(one.old, Person)}
    _write_tenures(session, {_key(one): one.new for one in rest}, leaving, by)


TOUCHED = (ChangeKind.ENDED, ChangeKind.CORRECTED, ChangeKind.WITHDRAWN)


def _key(change: Change) -> type_key:
    assert isinstance(change.old, Holding)
    return change.old.key


def _remove_people(session: Session, people: list[Person], by: By) -> None:
    """Whoever is in the list no more keeps his row and loses his login; his NIP is free for whom it belongs to."""
    for one in people:
        values = {"removed_at": by.at, "changed_at": by.at, "nip": None}
        session.execute(update(OfficialRow).where(OfficialRow.id == one.id).values(values))
        shut_out(session, one.id, by=by.author, at=by.at)


def _write_people(session: Session, people: list[Person], by: By) -> None:
    known = set(session.scalars(select(OfficialRow.id).where(OfficialRow.id.in_([one.id for one in people]))))
    old = [one for one in people if one.id in known]
    if any(one.nip for one in old):  # numbers may change places between people: all are freed first
        session.execute(update(OfficialRow).where(OfficialRow.id.in_(known)).values(nip=None))
    for one in old:
        session.execute(update(OfficialRow).where(OfficialRow.id == one.id).values(_values(one, by)))
    new = [_values(one, by) | {"id": one.id, "created_at": by.at} for one in people if one.id not in known]
    if new:
        session.execute(insert(OfficialRow), new)


def _values(one: Person, by: By) -> dict[str, object]:
    return {
        "name": one.name,
        "nip": one.nip or None,
        "email": one.email,
        "phone": one.phone,
        "changed_at": by.at,
        "removed_at": by.at if one.left else None,
    }


def _row(one: Holding, zone: tzinfo) -> dict[str, object]:
    return {
        "id": new_id(),
        "unit": one.unit,
        "official_id": one.person,
        "tenure": one.kind,
        "since_at": rules.start_of(one.since, zone),
        **_end(one, zone),
    }


def _end(one: Holding, zone: tzinfo) -> dict[str, object]:
    until = None if one.until is None else rules.start_of(one.until + rules.ONE_DAY, zone)
    return {"until_at": until, "decree": one.decree}


def _write_tenures(session: Session, wanted: dict[type_key, object], leaving: set[UUID], by: By) -> None:
    """End, correct or withdraw the rows of these keys; what those who leave now hold today ends this instant."""
    today = rules.day_of(by.at, by.zone)
    row = HolderRow
    query = select(row.id, row.unit, row.official_id, row.tenure, row.since_at).where(row.withdrawn_at.is_(None))
    for one in session.execute(query.where(row.unit.in_({key[0] for key in wanted}))).all():
        key = (one.unit, one.official_id, one.tenure, rules.day_of(one.since_at, by.zone))
        if key in wanted:
            new = wanted[key]
            values = _end(new, by.zone) if isinstance(new, Holding) else {"withdrawn_at": by.at}
            if isinstance(new, Holding) and new.person in leaving and new.until == today:
                values["until_at"] = by.at
            session.execute(update(row).where(row.id == one.id).values(values))

"""Make a new revision of a region's configuration: from a file, from a page, or from an older revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jaki_replica.foundation.db import sqlstate
from jaki_replica.foundation.errors import Conflict, Fault, Invalid
from jaki_replica.tenancy.belief import note_change
from jaki_replica.tenancy.configuration import queries, rules
from jaki_replica.tenancy.configuration.difference import Plan, difference, section_lines
from jaki_replica.tenancy.configuration.document import canonical, digest
from jaki_replica.tenancy.configuration.loading import load_stored
from jaki_replica.tenancy.configuration.models import ConfigRevision
from jaki_replica.tenancy.configuration.revisions import Revision, RevisionKind
from jaki_replica.tenancy.configuration.terms import RegionConfig

TAKEN = "23505"


class UnseenRevision(Conflict):
    """Someone made a revision that the author has not seen. `unseen` is what it changed since the base."""

    code = "unseen_revision"

    def __init__(self, message: str, unseen: Plan) -> None:
        """`unseen` goes from the base (None: unknown) to the revision in use."""
        super().__init__(message, remedy="Export the revision in use, put your changes into it, and apply again.")
        self.unseen = unseen

    def __str__(self) -> str:
        """The refusal with the difference below it."""
        return "\n".join([f"{self.message} {self.remedy}", *section_lines(self.unseen.sections)])


@dataclass(frozen=True, slots=True)
class _Note:
    """Who makes a revision, why, when, over which one, and how."""

    author: str
    reason: str
    at: datetime
    base: int | None
    kind: RevisionKind


def apply(
    session: Session, config: RegionConfig, *, author: str, reason: str, at: datetime, base: int | None
) -> Revision:
    """Put `config`, from a file, into use as the next revision; flushes, never commits.

    `base` is the number the author saw (None: none). The same content as now makes no revision and returns
    the one in use. Raises UnseenRevision (a Conflict) where another revision is in use than `base`, or where
    somebody else is faster; Invalid where the region's slug or code would change.
    """
    return _revise(session, config, _Note(author, reason, at, base, RevisionKind.APPLY))


def edit(
    session: Session, config: RegionConfig, *, author: str, reason: str, at: datetime, base: int | None
) -> Revision:
    """As `apply`, for a change made in the pages. Raises Invalid also where the change breaks a rule."""
    faults = tuple(Fault(finding.where, finding.message, finding.remedy) for finding in rules.check(config))
    if faults:
        raise Invalid("The change cannot be made.", faults)
    return _revise(session, config, _Note(author, reason, at, base, RevisionKind.EDIT))


def rollback(session: Session, number: int, *, author: str, reason: str, at: datetime, base: int | None) -> Revision:
    """Take an older revision's content back into use, as a new revision. Raises NotFound and as `apply`."""
    older = load_stored(queries.by_number(session, number).document)
    return _revise(session, older, _Note(author, reason, at, base, RevisionKind.ROLLBACK))


def _revise(session: Session, config: RegionConfig, note: _Note) -> Revision:
    document = canonical(config)
    now = queries.current(session)
    if now is not None and now.sha256 == digest(document):
        return now
    if now is not None:
        _check_seen(session, now, config, note.base)
        _check_same_region(load_stored(now.document), config)
    made = Revision(
        number=1 if now is None else now.number + 1,
        base_number=None if now is None else now.number,
        kind=note.kind,
        sha256=digest(document),
        author=note.author,
        reason=note.reason,
        created_at=note.at,
        document=document,
    )
    _store(session, made)
    if now is not None:
        note_change(session)
    return made


def _check_seen(session: Session, now: Revision, config: RegionConfig, base: int | None) -> None:
    if base == now.number:
        return
    if base is None:
        unseen = Plan(now.number, difference(load_stored(now.document), config))
        message = (
            f"Revision {now.number} by {now.author} is in use, and this change was not made over it; it would change:"
        )
        raise UnseenRevision(message, unseen)
    unseen = queries.between(session, base, now.number)
    raise UnseenRevision(f"Revision {now.number} by {now.author} came after your revision {base}; it changed:", unseen)


def _check_same_region(now: RegionConfig, config: RegionConfig) -> None:
    for name in ("slug", "code"):
        old, new = getattr(now.identity, name), getattr(config.identity, name)
        if old != new:
            raise Invalid(
                f"region.{name}: this region is {old}, not {new}.", remedy="It cannot change; create a new region."
            )


def _store(session: Session, made: Revision) -> None:
    values = {column.name: getattr(made, column.name) for column in ConfigRevision.__table__.columns}
    try:
        with session.begin_nested():
            session.execute(insert(ConfigRevision).values(values))
    except IntegrityError as error:
        if sqlstate(error) != TAKEN:
            raise
        message = f"Somebody else made revision {made.number} at the same moment."
        raise Conflict(message, remedy="Look at it, and apply again.") from error

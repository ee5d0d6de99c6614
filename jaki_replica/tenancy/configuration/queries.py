"""Reads of a region's configuration revisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from jaki_replica.foundation.errors import NotFound
from jaki_replica.tenancy.configuration.difference import Plan, difference
from jaki_replica.tenancy.configuration.document import canonical, digest, marked
from jaki_replica.tenancy.configuration.loading import load_stored
from jaki_replica.tenancy.configuration.models import ConfigRevision
from jaki_replica.tenancy.configuration.revisions import Revision, RevisionKind, RevisionNote
from jaki_replica.tenancy.configuration.terms import RegionConfig

NOTE: Sequence[InstrumentedAttribute[Any]] = (
    ConfigRevision.number,
    ConfigRevision.base_number,
    ConfigRevision.kind,
    ConfigRevision.sha256,
    ConfigRevision.author,
    ConfigRevision.reason,
    ConfigRevision.created_at,
)


NUMBER_IN_USE = select(ConfigRevision.number).order_by(ConfigRevision.number.desc()).limit(1)


def current_number(session: Session) -> int | None:
    """The number in use, or None in an empty installation. One index look-up."""
    return session.scalar(NUMBER_IN_USE)


def current(session: Session) -> Revision | None:
    """The revision in use, or None in an empty installation."""
    return _one(session, _whole().order_by(ConfigRevision.number.desc()).limit(1))


def by_number(session: Session, number: int) -> Revision:
    """One revision. Raises NotFound."""
    found = _one(session, _whole().where(ConfigRevision.number == number))
    if found is None:
        raise NotFound(f"There is no revision {number}.", remedy="See the history for the numbers there are.")
    return found


def history(session: Session, limit: int = 100) -> tuple[RevisionNote, ...]:
    """The revisions, newest first, without their documents."""
    rows = session.execute(select(*NOTE).order_by(ConfigRevision.number.desc()).limit(limit))
    return tuple(_note(row) for row in rows)


def base_number(session: Session, mark: str | None) -> int | None:
    """The newest revision whose content a file's mark names; None where there is no such revision."""
    if mark is None:
        return None
    same: ColumnElement[bool] = ConfigRevision.sha256.startswith(mark, autoescape=True)
    newest = select(ConfigRevision.number).where(same).order_by(ConfigRevision.number.desc()).limit(1)
    return session.scalar(newest)


def configuration(session: Session) -> RegionConfig:
    """The configuration in use. Raises NotFound in an empty installation."""
    found = current(session)
    if found is None:
        raise NotFound("This region has no configuration yet.", remedy="Apply a region file.")
    return load_stored(found.document)


def plan(session: Session, config: RegionConfig) -> Plan:
    """What applying `config` would change."""
    found = current(session)
    if found is None:
        return Plan(None, difference(None, config))
    if found.sha256 == digest(canonical(config)):
        return Plan(found.number, ())
    return Plan(found.number, difference(load_stored(found.document), config))


def between(session: Session, old: int, new: int) -> Plan:
    """What changed from one revision to another. Raises NotFound."""
    before, after = by_number(session, old), by_number(session, new)
    return Plan(old, difference(load_stored(before.document), load_stored(after.document)))


def export(session: Session) -> str:
    """The configuration in use as a file to edit and apply again. Raises NotFound in an empty installation."""
    found = current(session)
    if found is None:
        raise NotFound("This region has no configuration yet.", remedy="Apply a region file.")
    return marked(found.document, found.sha256)


def _whole() -> Select[Any]:
    return select(*NOTE, ConfigRevision.document)


def _one(session: Session, statement: Select[Any]) -> Revision | None:
    row = session.execute(statement).one_or_none()
    return None if row is None else Revision(**(row._asdict() | {"kind": RevisionKind(row.kind)}))


def _note(row: Row[Any]) -> RevisionNote:
    return RevisionNote(**(row._asdict() | {"kind": RevisionKind(row.kind)}))

"""What people do with a region on its way; each flushes, none commits. What needs the owner's login is ordered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jaki_replica.areas import facts
from jaki_replica.foundation.db import sqlstate
from jaki_replica.foundation.errors import Conflict, Fault, Invalid
from jaki_replica.foundation.ids import new_id
from jaki_replica.onboarding.preparing import names, queries
from jaki_replica.onboarding.preparing.agreement import plain, read_agreement
from jaki_replica.onboarding.preparing.models import OrderRow, PreparationRow, StepRow
from jaki_replica.onboarding.preparing.terms import CONFIRMED, Agreement, Order, Preparation, Step, StepDone
from jaki_replica.onboarding.proposing import naming, propose
from jaki_replica.settings import Settings
from jaki_replica.tenancy.configuration.reader import LARGEST
from jaki_replica.tenancy.operator_log import note

TAKEN = "23505"


def start(session: Session, settings: Settings, code: str, *, by: str, at: datetime, slug: str = "") -> Preparation:
    """Choose a region of the nation; its draft is the template of its kind. Begun already: the same preparation.

    Raises NotFound for a code that is no region, Conflict where the region or its short name is taken.
    """
    fact = facts.region(code)
    known = session.scalar(select(PreparationRow).where(PreparationRow.code == code))
    if known is not None:
        _check_same_slug(known, slug)
        return queries.as_term(known)
    chosen = slug or fact.slug
    names.check_free(session, settings, code, chosen)
    text = propose(code)
    row = PreparationRow(
        id=new_id(),
        code=code,
        slug=chosen,
        name=naming.name_of(fact),
        kind=fact.kind,
        zone=fact.zone,
        created_at=at,
        created_by=by,
        agreement_number=0,
        draft=text if chosen == fact.slug else _renamed(text, fact.slug, chosen),
        draft_number=1,
        steps=[],
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        if sqlstate(error) != TAKEN:
            raise
        raise Conflict(f"Somebody else has just begun {row.name}", remedy="open it from the list") from error
    done(session, row, StepDone(Step.REGION, at, by, {"code": code, "slug": chosen}))
    return queries.as_term(row)


def _check_same_slug(known: PreparationRow, slug: str) -> None:
    if slug and slug != known.slug:
        raise Conflict(
            f"{known.name} is being prepared as {known.slug} already",
            remedy=f"go on with {known.slug}, or abandon it first",
        )


def _renamed(text: str, old: str, new: str) -> str:
    return text.replace(f"\n  slug: {old}\n", f"\n  slug: {new}\n").replace(f"hosts: [{old}]", f"hosts: [{new}]")


def record_agreement(
    session: Session, slug: str, data: object, *, base: int | None, by: str, at: datetime
) -> Agreement:
    """Keep the agreement. `base` is the number somebody saw (None: not asked for).

    Raises Invalid with the path of every fault, Conflict where somebody else recorded another one meanwhile.
    """
    row = _open_row(session, slug)
    made, found = read_agreement(data, at.date())
    if made is None:
        faults = tuple(Fault(w.where, w.finding.message, w.finding.remedy) for w in found)
        raise Invalid("The agreement is not complete", faults)
    kept = plain(made)
    if kept == row.agreement:
        return made
    _check_seen(base, row.agreement_number, "the agreement")
    row.agreement = kept
    row.agreement_number += 1
    ends = made.ends_on.isoformat()
    done(session, row, StepDone(Step.AGREEMENT, at, by, {"number": made.number, "ends_on": ends}))
    return made


def save_draft(session: Session, slug: str, text: str, *, base: int | None, by: str, at: datetime) -> int:
    """Keep a file that is being written, faulty or not; returns its number. Raises Conflict as above."""
    row = _open_row(session, slug)
    text = text.replace("\r\n", "\n").replace("\x00", "")
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise Invalid("The file is too long", (Fault("draft", f"holds more than {LARGEST} bytes", "shorten it"),))
    if text == row.draft:
        return row.draft_number
    _check_seen(base, row.draft_number, "the configuration")
    row.draft = text
    row.draft_number += 1
    session.flush()
    return row.draft_number


def _check_seen(base: int | None, now: int, what: str) -> None:
    if base is not None and base != now:
        raise Conflict(f"Somebody else has changed {what} meanwhile", remedy="look at it, then save again")


def confirm(
    session: Session, slug: str, step: Step, *, by: str, at: datetime, finding: Mapping[str, object] | None = None
) -> None:
    """Somebody has looked at a step that began with the template, and takes it as it is."""
    if step not in CONFIRMED:
        raise Invalid(f"{step} cannot be confirmed", remedy=f"confirm {', '.join(CONFIRMED)}")
    row = _open_row(session, slug)
    if row.tenant_id is None:
        raise Conflict(f"{row.name} has no configuration yet", remedy="configure it first")
    done(session, row, StepDone(step, at, by, finding or {}))


def done(session: Session, row: PreparationRow, made: StepDone) -> None:
    """Note a step as done; done over, the newest counts. The log keeps every time."""
    kept = next((one for one in row.steps if one.step == made.step), None)
    if kept is None:
        kept = StepRow(step=made.step)
        row.steps.append(kept)
    kept.done_at, kept.done_by, kept.finding, kept.seconds = made.at, made.by, dict(made.finding), made.seconds
    action = f"{queries.LOGGED}{made.step}"
    details = {"code": row.code, "slug": row.slug, "seconds": round(made.seconds, 3)}
    note(session, actor=made.by, action=action, tenant_id=row.tenant_id, at=made.at, **details)
    session.flush()


def undo(session: Session, row: PreparationRow, *steps: Step) -> None:
    """What was found before no longer counts."""
    row.steps = [one for one in row.steps if one.step not in steps]
    session.flush()


def abandon(session: Session, slug: str, *, by: str, at: datetime) -> None:
    """Forget a preparation that has made nothing yet; the log keeps that it was. Raises Conflict later."""
    row = _open_row(session, slug)
    if row.tenant_id is not None:
        raise Conflict(f"{row.name} has its schema already", remedy="go on, or suspend the region once it is live")
    details = {"code": row.code, "slug": row.slug}
    note(session, actor=by, action=f"{queries.LOGGED}abandoned", tenant_id=None, at=at, **details)
    session.execute(delete(OrderRow).where(OrderRow.preparation_id == row.id))
    session.delete(row)
    session.flush()


def after_live(slug: str, order: Order) -> str:
    """How what was ordered is done once the region is live."""
    if order in {Order.CHECK_AREAS, Order.INSTALL_AREAS}:
        return f"official boundaries are put in force by: jaki areas import {slug} FILE"
    return "its admins change it now"


def _open_row(session: Session, slug: str) -> PreparationRow:
    """The row, locked; raises Conflict for a region that is live."""
    row = queries.row_by_slug(session, slug, lock=True)
    if row.live_at is not None:
        raise Conflict(f"{row.name} is live", remedy="its admins change it now; jaki tenants apply does too")
    return row


def tenant_of(row: PreparationRow | Preparation) -> UUID:
    """The region that was made of it. Raises Conflict where there is none yet."""
    if row.tenant_id is None:
        raise Conflict(f"{row.name} has no schema yet", remedy="accept its configuration first")
    return row.tenant_id

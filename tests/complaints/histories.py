"""Random histories: steps of every kind, as the table of moves allows them, by the people who may take them."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from jaki_replica.complaints.actions.acting import act, held, situation
from jaki_replica.complaints.actions.filing import file
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules.moves import Move, possible
from jaki_replica.complaints.terms import ENDED, Action, Actor, Evidence, Filing, Place, Role, Step
from jaki_replica.foundation.errors import DomainError
from jaki_replica.foundation.ids import new_id
from jaki_replica.photos.models import Photo


def proof(session: Session, at: datetime) -> Evidence:
    """A photo of finished work."""
    row = Photo(
        id=new_id(),
        kind="after",
        position=0,
        state="ready",
        original_key=f"x/{uuid4().hex}",
        content_type="image/jpeg",
        size_bytes=1,
        width=1,
        height=1,
        sha256="0" * 64,
        capture_source="camera",
        created_at=at,
    )
    session.add(row)
    session.flush()
    return Evidence((row.id,))


def file_one(session: Session, book: Rulebook, chance: Random, at: datetime) -> str:
    """A new complaint of any matter in any village; its number."""
    village = chance.choice(book.ground.tree.at_level(4))
    category = chance.choice(list(book.config.offered(book.at))).key
    filing = Filing(uuid4().hex, category, "Lubang besar di depan pasar", Place(area=village.code))
    return file(session, book, filing, at=at).number


def go_on(session: Session, book: Rulebook, chance: Random, number: str, at: datetime) -> Action | None:
    """Any step that is open now; None where nobody has one, or where it was refused."""
    complaint = held(session, number)
    open_now = possible(situation(book, complaint), frozenset(Role))
    if not open_now:
        return None
    move = chance.choices(open_now, [weight(one) for one in open_now])[0]
    account = None if move.by in {Role.REPORTER, Role.SYSTEM} else UUID(int=[*Role].index(move.by) + 1)
    actor = Actor(move.by, account, complaint.unit if account else None, "Pejabat")
    try:
        with session.begin_nested():
            act(session, book, complaint, move.action, step(session, book, chance, complaint, at), by=actor, at=at)
    except DomainError:
        session.expire(complaint)
        return None
    return move.action


def weight(move: Move) -> int:
    """Ends are rare and proofs are frequent, so that a history goes on."""
    if move.action is Action.CLAIM_DONE:
        return 20
    return 1 if move.to in ENDED and move.by is not Role.SYSTEM else 4


def step(session: Session, book: Rulebook, chance: Random, complaint: Complaint, at: datetime) -> Step:
    """Whatever a step could need."""
    below = sorted(book.units_below(complaint.unit))
    units = (
        below if below and chance.random() < 0.5 else [complaint.category_owner, chance.choice(sorted(book.all_units))]
    )
    others = list(session.scalars(select(Complaint.number).limit(20)))
    config, villages = book.config, book.ground.tree.at_level(4)
    return Step(
        text="Beberapa kata",
        unit=chance.choice(units),
        reason_code=chance.choice(config.workflow.rejections).key,
        target=chance.choice(config.referrals).key,
        number=chance.choice(others),
        date=at + timedelta(days=2),
        evidence=proof(session, at),
        rating=chance.randint(1, 5),
        data={
            "category": chance.choice(list(config.offered(book.at))).key,
            "area": chance.choice(villages).code,
            "step": "red",
            "up": chance.randint(1, 10**6),
            "since": at.isoformat(),
            "to_unit": chance.choice(units),
        },
    )

"""The fictional staff of a region: who holds the posts that get most, and who judges."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from jaki_replica.complaints.authority import validator_approves
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.terms import OWNER_AT_WORK, Actor
from jaki_replica.complaints.terms import Role as Part
from jaki_replica.demo.planning import Plan
from jaki_replica.officials.actions import appoint, open_account
from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.queries import account_named
from jaki_replica.officials.terms import Role
from jaki_replica.officials.units import Unit, UnitKind

NAMES = ("Rina Contoh", "Budi Contoh", "Sari Contoh")
IN_OFFICE = timedelta(days=400)
OPEN_COUNTS = 5  # what is still to be done weighs more than what was


@dataclass(frozen=True, slots=True)
class Login:
    """A login that was made now. `post` is what he holds, in words: Lurah Gunung."""

    username: str
    role: Role
    name: str
    post: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who holds which unit, and who validates."""

    book: Rulebook
    holders: Mapping[str, UUID]
    validator: UUID
    logins: tuple[Login, ...]

    def actor(self, part: Part, unit: str) -> Actor:
        """Who acts in a part for a complaint that lies with `unit`."""
        if part in {Part.REPORTER, Part.SYSTEM}:
            return Actor(part)
        workflow, organisation = self.book.config.workflow, self.book.organisation
        place = organisation.unit(unit)
        judges = part is Part.VALIDATOR or (part is Part.APPROVER and validator_approves(workflow))
        if part in {Part.SUPERIOR, Part.APPROVER} and not judges:
            place = next(iter(organisation.superiors(unit)), place)
        elif judges:
            return self._of(part, _named(self.book, workflow.validator, place), self.validator)
        elif part is Part.ARBITER:
            place = _named(self.book, workflow.arbiter, place)
        return self._of(part, place, self.holders.get(place.key))

    def _of(self, part: Part, unit: Unit, account: UUID | None) -> Actor:
        return Actor(part, account, unit.key, unit.head.title)


def _named(book: Rulebook, rule: str, near: Unit) -> Unit:
    organisation = book.organisation
    return organisation.agency(rule, near.area) or organisation.position(rule, near.area) or near


def ensure(session: Session, book: Rulebook, plans: Sequence[Plan], *, at: datetime) -> Staff:
    """Two officials of the posts that have most to do, and a validator; who is there already stays."""
    logins: list[Login] = []
    holders: dict[str, UUID] = {}
    for unit, name in zip(_busiest(book, plans), NAMES, strict=False):
        holders[unit.key] = _account(session, logins, unit, Role.OFFICIAL, name, at)
    judge = _named(book, book.config.workflow.validator, book.organisation.tops()[0])
    validator = _account(session, logins, judge, Role.VALIDATOR, NAMES[-1], at)
    return Staff(book, holders | {judge.key: validator}, validator, tuple(logins))


def _account(session: Session, logins: list[Login], unit: Unit, role: Role, name: str, at: datetime) -> UUID:
    username = "validator" if role is Role.VALIDATOR else unit.rule
    known = account_named(session, username)
    if known is not None:
        return known.id
    login = Login(username, role, name, unit.head.title, secrets.token_urlsafe(12))
    account = open_account(
        session, username=username, password=login.password, display_name=name, role=role, at=at - IN_OFFICE
    )
    session.flush()
    appoint(session, account, unit.key, tenure=Tenure.DEFINITIVE, since=at - IN_OFFICE)
    logins.append(login)
    return account.id


def _busiest(book: Rulebook, plans: Sequence[Plan]) -> Iterator[Unit]:
    """The busiest post of an area and the busiest agency; of the latter two where there is none of the former."""
    counted: Counter[str] = Counter()
    for plan in plans:
        for key in dict.fromkeys((plan.routed.unit, plan.routed.owner)):
            counted[key] += OPEN_COUNTS if plan.story.end in OWNER_AT_WORK else 1
    keeper = book.config.workflow.arbiter
    units = [book.organisation.unit(key) for key, _count in counted.most_common()]
    units = [unit for unit in units if unit.rule != keeper]
    areas = [unit for unit in units if unit.kind is UnitKind.POSITION][:1]
    agencies = [unit for unit in units if unit.kind is not UnitKind.POSITION]
    seen: set[str] = set()
    for unit in (*areas, *agencies):
        if unit.rule not in seen and len(seen) < len(NAMES) - 1:
            seen.add(unit.rule)
            yield unit

"""What officials' lists hold: the kinds of lists, and the conditions of each as parts of a statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, any_, bindparam, func, literal_column, or_, select

from jaki_replica.complaints.models import Complaint, Escalation
from jaki_replica.complaints.terms import Status

COMPLAINTS = Complaint.__table__.c


class Asked(StrEnum):
    """What somebody else must decide about a complaint, beside its state."""

    NOTHING = ""
    DATE = "date"
    REJECTION = "rejection"
    DISPUTE = "dispute"
    OWNER = "owner"
    TOLD = "told"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list holds: open complaints of `units` (None: of all) that fit every other field.

    For `Asked.OWNER`, those passed on at least `passes` times; for `Asked.TOLD`, those that one of the units `told`
    was told are late; for `Asked.RECEIPT`, those that another body has not acknowledged.
    """

    units: frozenset[str] | None
    states: frozenset[Status] = frozenset()
    asked: Asked = Asked.NOTHING
    category: str = ""
    area: str = ""
    passes: int = 0
    told: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether unit and state alone decide what is in it: then the counters know how many there are."""
        return self.asked is Asked.NOTHING and not self.category and not self.area


class Units(StrEnum):
    """Whose lists those of one shape are. Of one unit PostgreSQL reads an index in its order, of some it does not."""

    ALL = "all"
    ONE = "one"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class Shape:
    """A list without its values: lists of one shape are read by the same statement."""

    states: tuple[str, ...]
    asked: Asked
    units: Units
    of_category: bool
    of_area: bool


def shape(wanted: Wanted) -> Shape:
    """The shape of a list."""
    return Shape(
        tuple(sorted(wanted.states)),
        wanted.asked,
        number_of(wanted.units),
        bool(wanted.category),
        bool(wanted.area),
    )


def number_of(units: frozenset[str] | None) -> Units:
    """Which statement reads what is of these units."""
    if units is None:
        return Units.ALL
    return Units.ONE if len(units) == 1 else Units.SOME


def units_given(name: str, units: frozenset[str] | None) -> dict[str, object]:
    """What the parameter of `of_units` stands for."""
    if units is None:
        return {}
    return {name: next(iter(units)) if len(units) == 1 else sorted(units)}


def of_units(units: Units, name: str) -> ColumnElement[Any] | None:
    """What a unit must equal to be one of those; None where every unit is."""
    if units is Units.ALL:
        return None
    return bindparam(name, type_=Text()) if units is Units.ONE else _one_of(name)


def values(wanted: Wanted, place: str = "") -> dict[str, object]:
    """What the parameters of `conditions` stand for; `place` tells lists in one statement apart."""
    given = units_given("units", wanted.units)
    if wanted.asked is Asked.OWNER:
        given["passes"] = wanted.passes
    if wanted.asked is Asked.TOLD:
        given["told"] = sorted(wanted.told)
    for name, value in (("category", wanted.category), ("area", wanted.area)):
        if value:
            given |= within(name, value)
    return {f"{name}{place}": value for name, value in given.items()}


def within(name: str, value: str) -> dict[str, object]:
    """What the parameters of `is_within` stand for: a code and all that begin with it and a dot."""
    escaped = value.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return {name: value, f"below_{name}": f"{escaped}.%"}


def is_within(name: str, place: str = "") -> ColumnElement[bool]:
    """Whether a column of that name holds a code or one below it."""
    column, value = COMPLAINTS[name], bindparam(f"{name}{place}", type_=Text())
    return or_(column == value, column.like(bindparam(f"below_{name}{place}", type_=Text()), escape="/"))


def due() -> ColumnElement[datetime]:
    """The instant by which lists are sorted and grouped: the limit of the step that comes next."""
    return func.coalesce(COMPLAINTS.step_due_at, COMPLAINTS.due_at)


def conditions(shape: Shape, place: str = "") -> list[ColumnElement[bool]]:
    """What a row must fulfil, with the parameters of `values`."""
    if shape.asked is Asked.RECEIPT:
        found: list[ColumnElement[bool]] = [
            COMPLAINTS.status == literal_column("'referred'"),
            COMPLAINTS.acknowledged_at.is_(None),
        ]
    else:
        found = [COMPLAINTS.closed_at.is_(None)]
    units = of_units(shape.units, f"units{place}")
    if units is not None:
        found.append(COMPLAINTS.unit == units)
    if shape.states:
        found.append(COMPLAINTS.status.in_([literal_column(f"'{state}'") for state in shape.states]))
    if shape.asked not in {Asked.NOTHING, Asked.RECEIPT}:
        found.append(_is_asked(shape.asked, place))
    for name, given in (("category", shape.of_category), ("area", shape.of_area)):
        if given:
            found.append(is_within(name, place))
    return found


def _is_asked(asked: Asked, place: str) -> ColumnElement[bool]:
    if asked is Asked.OWNER:
        return COMPLAINTS.coordinations >= bindparam(f"passes{place}")
    if asked is Asked.TOLD:
        told = select(Escalation.complaint_id).where(Escalation.unit == _one_of(f"told{place}"))
        return COMPLAINTS.id.in_(told)
    columns = {
        Asked.DATE: COMPLAINTS.requested_date,
        Asked.REJECTION: COMPLAINTS.proposed_rejection,
        Asked.DISPUTE: COMPLAINTS.disputed_at,
    }
    return columns[asked].is_not(None)


def _one_of(name: str) -> ColumnElement[Any]:
    return any_(bindparam(name, type_=ARRAY(Text())))

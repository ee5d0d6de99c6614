"""What somebody is to a complaint follows from the posts he holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest

from jaki_replica.complaints.authority import Official, acting_post, may_see, reach, roles
from jaki_replica.complaints.terms import Role, Status
from jaki_replica.officials.units import Head, Organisation, Unit, UnitKind
from jaki_replica.tenancy.configuration.terms import Appointment, Approver, Ews, Workflow

ME = UUID(int=1)
WORKFLOW = Workflow("government", "secretary")
BY_VALIDATOR = Workflow("government", "secretary", ews=Ews(Approver.VALIDATOR))
SUPERIOR = {Role.SUPERIOR, Role.APPROVER}  # of later dates, unless the region has its validator approve them


def unit(key: str, rule: str, area: str, superior: str | None, kind: UnitKind) -> Unit:
    return Unit(key, kind, rule, area, key, key, Head(key, Appointment.APPOINTED), superior)


P, A, B = UnitKind.POSITION, UnitKind.AGENCY, UnitKind.BRANCH
UNITS = (
    unit("mayor", "mayor", "1", None, P),
    unit("camat", "camat", "1.1", "mayor", P),
    unit("lurah", "lurah", "1.1.1", "camat", P),
    unit("other", "lurah", "1.1.2", "camat", P),
    unit("secretary", "secretary", "1", "mayor", A),
    unit("government", "government", "1", "secretary", A),
    unit("works", "works", "1", "mayor", A),
    unit("works-north", "works", "1.1", "works", B),
)
ORGANISATION = Organisation("1", UNITS, ())


@dataclass(frozen=True)
class Case:
    unit: str
    status: str = Status.IN_PROGRESS
    previous_unit: str | None = None
    proposed_rejection: str | None = None
    requested_date: datetime | None = None


def official(*units: str, validates: bool = False) -> Official:
    return Official(ME, frozenset(units), validates)


@pytest.mark.parametrize(
    ("held", "lies_with", "expected"),
    [
        ("lurah", "lurah", {Role.OWNER}),
        ("other", "lurah", set()),
        ("camat", "lurah", SUPERIOR),
        ("mayor", "lurah", SUPERIOR),
        ("lurah", "camat", set()),
        ("works", "works-north", {Role.OWNER} | SUPERIOR),
        ("works-north", "works", set()),
        ("works", "lurah", set()),
        ("mayor", "works", SUPERIOR),
        ("government", "lurah", {Role.VALIDATOR}),
        ("secretary", "lurah", {Role.ARBITER}),
        ("secretary", "government", {Role.ARBITER, Role.OWNER} | SUPERIOR),
    ],
)
def test_a_post_gives_its_roles(held: str, lies_with: str, expected: set[Role]) -> None:
    assert roles(official(held), lies_with, ORGANISATION, WORKFLOW) == expected


def test_a_validators_account_judges_everywhere_and_owns_nothing() -> None:
    judge = official(validates=True)
    assert roles(judge, "lurah", ORGANISATION, WORKFLOW) == {Role.VALIDATOR}
    assert reach(judge, ORGANISATION) == frozenset()
    assert acting_post(Role.VALIDATOR, judge, "lurah", ORGANISATION, WORKFLOW) is None


def test_a_position_that_validates_judges_within_its_area_only() -> None:
    by_camat = Workflow("camat", "secretary")
    assert Role.VALIDATOR in roles(official("camat"), "lurah", ORGANISATION, by_camat)
    assert Role.VALIDATOR not in roles(official("camat"), "works", ORGANISATION, by_camat)


def test_a_unit_that_is_no_more_has_no_owner_and_nobody_fails_over_it() -> None:
    assert roles(official("lurah"), "gone", ORGANISATION, WORKFLOW) == frozenset()
    assert reach(official("gone", "lurah"), ORGANISATION) == {"lurah"}


def test_somebody_acts_as_the_nearest_post_he_holds() -> None:
    both = official("camat", "mayor", "lurah")
    post = acting_post(Role.SUPERIOR, both, "lurah", ORGANISATION, WORKFLOW)
    assert post is not None
    assert post.key == "camat"


def test_who_passed_a_complaint_on_may_follow_it_and_a_validator_sees_only_what_is_to_be_judged() -> None:
    judge = official(validates=True)

    def sees(who: Official, case: Case) -> bool:
        return may_see(who, case, ORGANISATION, WORKFLOW)

    assert sees(official("lurah"), Case("works", previous_unit="lurah"))
    assert not sees(official("other"), Case("works", previous_unit="lurah"))
    assert not sees(judge, Case("works"))
    assert sees(judge, Case("works", Status.AWAITING_VALIDATION))
    assert sees(judge, Case("works", proposed_rejection="abuse"))


def test_where_the_validator_approves_later_dates_the_superior_does_not() -> None:
    def may(who: Official, workflow: Workflow) -> bool:
        return Role.APPROVER in roles(who, "lurah", ORGANISATION, workflow)

    for superior in (official("camat"), official("mayor")):
        assert may(superior, WORKFLOW)
        assert not may(superior, BY_VALIDATOR)
    for judge in (official("government"), official(validates=True)):
        assert may(judge, BY_VALIDATOR)
        assert not may(judge, WORKFLOW)
    assert not may(official("lurah"), BY_VALIDATOR)
    post = acting_post(Role.APPROVER, official("government", "mayor"), "lurah", ORGANISATION, BY_VALIDATOR)
    assert post is not None
    assert post.key == "government"
    assert acting_post(Role.APPROVER, official(validates=True), "lurah", ORGANISATION, BY_VALIDATOR) is None


def test_a_validator_sees_what_he_is_to_approve_and_only_while_he_is() -> None:
    judge, asked = official(validates=True), Case("works", requested_date=datetime(2026, 12, 1, tzinfo=UTC))
    assert may_see(judge, asked, ORGANISATION, BY_VALIDATOR)
    assert not may_see(judge, asked, ORGANISATION, WORKFLOW)
    assert not may_see(judge, Case("works"), ORGANISATION, BY_VALIDATOR)

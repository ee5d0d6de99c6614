"""What somebody is to one complaint: read from the posts he holds and his account, never from who reported it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from jaki_replica.areas.terms import lies_in
from jaki_replica.complaints.terms import Role, Status
from jaki_replica.officials.units import Organisation, Unit, UnitKind
from jaki_replica.tenancy.configuration.terms import Approver, Workflow

JUDGED = frozenset({Status.AWAITING_VALIDATION, Status.RESOLVED, Status.REWORK, Status.REOPENED, Status.CLOSED})
AGENCIES = frozenset({UnitKind.AGENCY, UnitKind.BRANCH})


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody at the desk: the units whose posts he holds now; `validates` where his account is a validator's."""

    account_id: UUID
    units: frozenset[str] = frozenset()
    validates: bool = False


class Case(Protocol):
    """What must be known of a complaint. Nothing of it is personal."""

    @property
    def status(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def previous_unit(self) -> str | None: ...  # noqa: D102
    @property
    def proposed_rejection(self) -> str | None: ...  # noqa: D102
    @property
    def requested_date(self) -> datetime | None: ...  # noqa: D102


def roles(official: Official, unit: str, organisation: Organisation, workflow: Workflow) -> frozenset[Role]:
    """The roles of an official for a complaint that lies with `unit`; empty for a stranger to it."""
    posts = (
        (Role.OWNER, owning_post(official, unit, organisation)),
        (Role.SUPERIOR, superior_post(official, unit, organisation)),
        (Role.APPROVER, approving_post(official, unit, organisation, workflow)),
        (Role.VALIDATOR, appointed_post(official, workflow.validator, unit, organisation)),
        (Role.ARBITER, appointed_post(official, workflow.arbiter, unit, organisation)),
    )
    found = {role for role, post in posts if post is not None}
    if official.validates:
        found |= {Role.VALIDATOR} | ({Role.APPROVER} if validator_approves(workflow) else set())
    return frozenset(found)


def acting_post(
    role: Role, official: Official, unit: str, organisation: Organisation, workflow: Workflow
) -> Unit | None:
    """As the holder of which post an official acts in a role; None for a validator's account without a post."""
    if role is Role.OWNER:
        return owning_post(official, unit, organisation)
    if role is Role.SUPERIOR:
        return superior_post(official, unit, organisation)
    if role is Role.APPROVER:
        return approving_post(official, unit, organisation, workflow)
    named = workflow.arbiter if role is Role.ARBITER else workflow.validator
    return appointed_post(official, named, unit, organisation)


def owning_post(official: Official, unit: str, organisation: Organisation) -> Unit | None:
    """The unit itself where he holds it, else the nearest agency above it that he heads."""
    if unit not in organisation.units:
        return None
    if unit in official.units:
        return organisation.unit(unit)
    above = organisation.superiors(unit)
    return next((one for one in above if one.key in official.units and one.kind in AGENCIES), None)


def superior_post(official: Official, unit: str, organisation: Organisation) -> Unit | None:
    """The nearest unit above that he holds."""
    if unit not in organisation.units:
        return None
    return next((one for one in organisation.superiors(unit) if one.key in official.units), None)


def validator_approves(workflow: Workflow) -> bool:
    """Whether later dates are approved by the validator here, and not by the superior."""
    return workflow.ews.approver is Approver.VALIDATOR


def approving_post(official: Official, unit: str, organisation: Organisation, workflow: Workflow) -> Unit | None:
    """As the holder of which post he approves later dates for a unit's complaints; None where he does not."""
    if validator_approves(workflow):
        return appointed_post(official, workflow.validator, unit, organisation)
    return superior_post(official, unit, organisation)


def appointed_post(official: Official, rule: str, unit: str, organisation: Organisation) -> Unit | None:
    """His unit of the agency or position that `rule` names, if the complaint's unit works within its area."""
    place = organisation.units[unit].area if unit in organisation.units else organisation.region
    held = (organisation.units[key] for key in sorted(official.units) if key in organisation.units)
    return next((one for one in held if one.rule == rule and lies_in(place, one.area)), None)


def is_appointed(official: Official, rule: str, organisation: Organisation) -> bool:
    """Whether he holds any unit of the agency or position that `rule` names."""
    return any(key in organisation.units and organisation.units[key].rule == rule for key in official.units)


def reach(official: Official, organisation: Organisation) -> frozenset[str]:
    """The units whose complaints he looks after: his own and all below them."""
    own = {key for key in official.units if key in organisation.units}
    return frozenset(own | {one.key for key in own for one in organisation.below(key)})


def may_see(official: Official, case: Case, organisation: Organisation, workflow: Workflow) -> bool:
    """Whether he may open a complaint: his or below him, passed on by him, to be judged or decided by him."""
    his = roles(official, case.unit, organisation, workflow)
    if his & {Role.OWNER, Role.SUPERIOR, Role.ARBITER}:
        return True
    judged = case.status in JUDGED or case.proposed_rejection is not None
    passed_on = case.previous_unit is not None and case.previous_unit in reach(official, organisation)
    to_approve = case.requested_date is not None and Role.APPROVER in his
    return passed_on or to_approve or (Role.VALIDATOR in his and judged)

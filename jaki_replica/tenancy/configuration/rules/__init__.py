"""What must hold between the parts of a region's configuration, as one table; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jaki_replica.tenancy.configuration.findings import Finding
from jaki_replica.tenancy.configuration.rules import areas, catalogue, conduct, hierarchy, identity, time
from jaki_replica.tenancy.configuration.rules.across import check_across
from jaki_replica.tenancy.configuration.rules.declared import Declared, declared_by, type_rule
from jaki_replica.tenancy.configuration.terms import RegionConfig


@dataclass(frozen=True, slots=True)
class Rule:
    """A check, and the paths that must be whole for it to say anything."""

    check: type_rule
    needs: tuple[str, ...]

    def can_speak(self, broken: Iterable[str]) -> bool:
        """Whether nothing it needs is broken."""
        return not any(_touch(need, path) for need in self.needs for path in broken)


def _touch(need: str, path: str) -> bool:
    return path == need or path.startswith((f"{need}.", f"{need}[")) or need.startswith(f"{path}.")


def _rule(check: type_rule, *needs: str) -> Rule:
    return Rule(check, needs)


RULES = (
    _rule(identity.code_fits_kind, "region.code", "region.kind"),
    _rule(identity.hosts_are_free),
    _rule(identity.indonesian_is_spoken, "region.languages"),
    _rule(identity.everything_is_translated, "region.languages"),
    _rule(areas.codes_belong_here, "region.code"),
    _rule(areas.every_level_has_a_kind, "region.kind", "areas"),
    _rule(areas.kinds_lie_below_the_region, "region.kind"),
    _rule(areas.kinds_are_national),
    _rule(hierarchy.names_are_unique),
    _rule(hierarchy.superiors_exist, "region.kind"),
    _rule(hierarchy.superiors_stand_higher, "region.kind"),
    _rule(hierarchy.nobody_reports_in_a_circle),
    _rule(hierarchy.kinds_fit, "region.kind"),
    _rule(hierarchy.governed_from_here, "areas"),
    _rule(hierarchy.titles_can_be_filled),
    _rule(hierarchy.allowances_fit),
    _rule(hierarchy.one_owner_for_each_area),
    _rule(catalogue.categories_have_an_owner),
    _rule(catalogue.someone_owns_the_area, "positions"),
    _rule(catalogue.groups_are_used, "categories"),
    _rule(catalogue.routes_lead_somewhere),
    _rule(catalogue.channels_can_work, "channels"),
    _rule(catalogue.services_can_be_had),
    _rule(time.limits_are_in_order, "calendar", "sla"),
    _rule(time.overrides_name_categories),
    _rule(time.some_time_is_worked, "calendar.hours"),
    _rule(time.days_are_named_once),
    _rule(time.periods_are_apart),
    _rule(conduct.offices_exist, "workflow.validator", "workflow.arbiter"),
    _rule(conduct.evaluator_exists, "evaluation.office"),
    _rule(conduct.nobody_validates_himself, "workflow.validator"),
    _rule(conduct.hours_fit_into_days),
)


def check(
    config: RegionConfig, declared: Declared | None = None, broken: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """Everything that does not hold. Rules that need something `broken` are left out."""
    names = declared or declared_by(config)
    for rule in RULES:
        if rule.can_speak(broken):
            yield from rule.check(config, names)


__all__ = ["RULES", "Declared", "Rule", "check", "check_across", "declared_by"]

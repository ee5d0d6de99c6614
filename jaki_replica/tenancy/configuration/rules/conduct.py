"""Checks of workflow, evaluation and limits."""

from __future__ import annotations

from collections.abc import Iterator

from jaki_replica.tenancy.configuration.findings import Finding
from jaki_replica.tenancy.configuration.rules.declared import Declared, unknown
from jaki_replica.tenancy.configuration.terms import RegionConfig


def offices_exist(config: RegionConfig, declared: Declared) -> Iterator[Finding]:
    """Validator, arbiter and the evaluating office are declared."""
    for name in ("validator", "arbiter"):
        yield from unknown(("workflow", name), getattr(config.workflow, name), declared.units, "agency or position")


def evaluator_exists(config: RegionConfig, declared: Declared) -> Iterator[Finding]:
    """The evaluating office is an agency."""
    yield from unknown(("evaluation", "office"), config.evaluation.office, declared.agencies, "agency")


def nobody_validates_himself(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """The validator owns no category: the second pair of eyes is never the first."""
    for category in config.categories:
        if category.owner == config.workflow.validator:
            path = ("categories", category.key, "owner")
            message = f"{category.owner} is the validator and would check its own work"
            yield Finding(path, message, "choose another owner, or another workflow.validator")


def hours_fit_into_days(config: RegionConfig, _declared: Declared) -> Iterator[Finding]:
    """Not more in an hour than in a day."""
    limits = config.limits
    if limits.reports_per_hour > limits.reports_per_day:
        path = ("limits", "reports_per_hour")
        yield Finding(path, f"is more than reports_per_day ({limits.reports_per_day})", "expected that or less")

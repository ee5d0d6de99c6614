"""The checklist: what must hold before a region goes live, each line found out anew and never ticked by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from jaki_replica.areas import queries as areas
from jaki_replica.areas.terms import VILLAGE
from jaki_replica.branding import rules as branding
from jaki_replica.complaints.rulebook import Rulebook, Rulebooks
from jaki_replica.officials.holders import Standing
from jaki_replica.officials.units import Unit, UnitKind
from jaki_replica.onboarding.preparing import queries, trial
from jaki_replica.onboarding.preparing.agreement import read_agreement
from jaki_replica.onboarding.preparing.terms import Check, Outcome, Preparation, Step
from jaki_replica.routing.rules import coverage
from jaki_replica.sla.national import missing_years
from jaki_replica.tenancy import history, probe
from jaki_replica.tenancy.drift import find_drift
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant

KEYS = (
    "agreement",
    "file",
    "schema",
    "host",
    "areas",
    "posts",
    "validator",
    "admin",
    "categories",
    "sla",
    "brand",
    "trial",
)
SHOWN = 8


@dataclass(frozen=True, slots=True)
class _Region:
    """What the lines about the region itself look at."""

    preparation: Preparation
    session: Session
    book: Rulebook
    at: datetime


def checklist(runtime: Runtime, preparation: Preparation, *, at: datetime) -> tuple[Check, ...]:
    """Every line in its order. Needs the owner's login, and may take seconds for a large province."""
    found = [_agreement(preparation, at)]
    tenant = runtime.registry.refresh().by_id.get(preparation.tenant_id.hex) if preparation.tenant_id else None
    if tenant is None:
        return (*found, *(Check(key, Outcome.OPEN, {}) for key in KEYS[1:]))
    outside = {"schema": _schema(runtime, tenant), "host": _host(runtime, tenant)}
    inside = _inside(runtime, tenant, preparation, at)
    return (*found, *((outside | inside)[key] for key in KEYS[1:]))


def _agreement(preparation: Preparation, at: datetime) -> Check:
    if preparation.agreement is None:
        return Check("agreement", Outcome.OPEN, {})
    made, faults = read_agreement(preparation.agreement, at.date())
    if made is None:
        return Check("agreement", Outcome.BAD, {"faults": [f"{w.where}: {w.finding.message}" for w in faults]})
    return Check("agreement", Outcome.GOOD, {"number": made.number, "ends_on": made.ends_on.isoformat()})


def _schema(runtime: Runtime, tenant: Tenant) -> Check:
    head = history.head(history.tenant_history())
    drift = find_drift(runtime.settings, [tenant])
    lines = sum(len(one.missing) + len(one.surplus) for one in drift)
    well = tenant.schema_version == head and not lines
    values = {"version": tenant.schema_version, "head": head, "drift": lines}
    return Check("schema", Outcome.GOOD if well else Outcome.BAD, values)


def _host(runtime: Runtime, tenant: Tenant) -> Check:
    gate = Gate(runtime.settings, runtime.registry, region=_nobody, operator=_nobody)
    answers = {host: probe.who_answers(runtime.settings, gate, host, tenant.key) for host in tenant.hosts}
    wrong = [host for host, answered in answers.items() if answered is probe.Answered.WRONG]
    values = {"host": tenant.host, "by": str(answers[tenant.host]), "wrong": wrong}
    if wrong:
        return Check("host", Outcome.BAD, values)
    served = all(answered is probe.Answered.SERVER for answered in answers.values())
    return Check("host", Outcome.GOOD if served else Outcome.WARNING, values)


def _nobody(_environ: object, _start: object) -> Iterator[bytes]:
    """Stands behind a gate that is only asked whom it knows."""
    yield b""


def _inside(runtime: Runtime, tenant: Tenant, preparation: Preparation, at: datetime) -> dict[str, Check]:
    """The lines that are read with the region's own login."""
    with runtime.scope_of(tenant) as entered:
        numbers = runtime.configurations.loaded(tenant.key, entered.session)
        pending = preparation.draft is not None
        values = {"revision": numbers.number, "pending": pending}
        found = {"file": Check("file", Outcome.WARNING if pending else Outcome.GOOD, values)}
        if areas.in_force(entered.session) is None:
            return found | {key: Check(key, Outcome.OPEN, {}) for key in KEYS if key not in {*found, "agreement"}}
        region = _Region(preparation, entered.session, Rulebooks().of(runtime, entered), at)
        return found | {key: line(region) for key, line in LINES.items()}


def _areas(region: _Region) -> Check:
    now = areas.in_force(region.session)
    assert now is not None
    villages = region.book.ground.tree.at_level(VILLAGE)
    drawn = areas.drawn(region.session)
    missing = [area.code for area in villages if area.code not in drawn]
    values: dict[str, object] = {"villages": len(villages), "missing": len(missing), "approximate": now.approximate}
    values |= {"slug": region.preparation.slug}
    return Check("areas", Outcome.WARNING if now.approximate or missing else Outcome.GOOD, values)


def _posts(region: _Region) -> Check:
    """Posts of areas and heads of agencies alike, as the admins' page counts them."""
    posts = tuple(region.book.organisation.units.values())
    agencies = [unit for unit in posts if unit.kind is not UnitKind.POSITION]
    held = _held(region, posts)
    values = {"held": held, "posts": len(posts), "agencies": len(agencies), "agencies_held": _held(region, agencies)}
    return Check("posts", Outcome.GOOD if held == len(posts) else Outcome.WARNING, values)


def _held(region: _Region, posts: Iterable[Unit]) -> int:
    holders = region.book.holders
    return sum(holders.standing(unit.key, region.at) in {Standing.HELD, Standing.ACTING} for unit in posts)


def _validator(region: _Region) -> Check:
    """Whether somebody can check claimed fixes: the holder of the post, or an account that is made for it."""
    named = region.book.config.workflow.validator
    units = [unit for unit in region.book.organisation.units.values() if unit.rule == named]
    posts = [unit for unit in units if unit.kind is not UnitKind.BRANCH] or units
    held, accounts = _held(region, posts), queries.validators(region.session)
    title = f"{posts[0].head.title}, {posts[0].short}" if posts else named
    values = {"title": title, "posts": len(posts), "held": held, "accounts": accounts}
    outcome = Outcome.GOOD if accounts or (held and held == len(posts)) else Outcome.WARNING
    return Check("validator", outcome, values)


def _admin(region: _Region) -> Check:
    admins = queries.admins(region.session, region.at)
    return Check("admin", Outcome.GOOD if admins else Outcome.OPEN, {"admins": admins})


def _categories(region: _Region) -> Check:
    found = coverage(region.book.config, region.book.organisation)
    gaps = sorted({gap.category for gap in found.gaps})
    names = [c.name.id for c in region.book.config.categories if c.key in gaps]
    values = {
        "categories": found.categories,
        "areas": found.areas,
        "gaps": len(found.gaps),
        "without": names[:SHOWN],
        "clashes": len(found.clashes) + len(found.useless),
    }
    if found.gaps:
        return Check("categories", Outcome.BAD, values)
    return Check("categories", _confirmed(region, Step.CATEGORIES, well=found.is_complete), values)


def _sla(region: _Region) -> Check:
    years = missing_years(region.book.config.calendar, region.at.date(), region.book.holidays.known)
    values = {"missing_years": list(years), "finish": str(region.book.config.sla.default.finish)}
    return Check("sla", _confirmed(region, Step.SLA, well=not years), values)


def _brand(region: _Region) -> Check:
    report = branding.check(region.book.config.brand)
    values = {"good": len(report.pairs) - len(report.failures), "pairs": len(report.pairs)}
    if not report.passes:
        return Check("brand", Outcome.BAD, values)
    return Check("brand", _confirmed(region, Step.BRAND), values)


def _confirmed(region: _Region, step: Step, *, well: bool = True) -> Outcome:
    """What was never looked at keeps the region closed, however well it may be."""
    if step not in region.preparation.steps:
        return Outcome.OPEN
    return Outcome.GOOD if well else Outcome.WARNING


def _trial(region: _Region) -> Check:
    found = trial.try_out(region.session, region.book, at=region.at)
    values = {"tried": found.tried, "arrived": found.tried - len(found.wrong), "wrong": list(found.wrong[:SHOWN])}
    return Check("trial", Outcome.GOOD if found.tried and not found.wrong else Outcome.BAD, values)


LINES: Mapping[str, Callable[[_Region], Check]] = {
    "areas": _areas,
    "posts": _posts,
    "validator": _validator,
    "admin": _admin,
    "categories": _categories,
    "sla": _sla,
    "brand": _brand,
    "trial": _trial,  # the last: it rolls the session back
}

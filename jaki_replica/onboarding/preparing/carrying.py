"""How each order is carried out: in parts that are committed by themselves and may all be run again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import cast

from sqlalchemy.orm import Session

from jaki_replica.areas import actions as areas
from jaki_replica.areas import queries as area_queries
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, Fault, Invalid
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.onboarding.preparing import actions, checking, drafting, queries, uploads
from jaki_replica.onboarding.preparing.models import PreparationRow
from jaki_replica.onboarding.preparing.sentences import mending, sentence
from jaki_replica.onboarding.preparing.terms import Check, Order, Ordered, Outcome, Step, StepDone
from jaki_replica.sla import actions as holidays
from jaki_replica.sla.queries import decrees
from jaki_replica.tenancy import provisioning
from jaki_replica.tenancy.configuration import actions as configuration
from jaki_replica.tenancy.configuration import queries as configuration_queries
from jaki_replica.tenancy.configuration.document import mark_of
from jaki_replica.tenancy.configuration.revisions import Revision
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant, TenantState

REASON = "Pengaturan pertama"


@dataclass(slots=True)
class Work:
    """An order at work; `begun` is when its present part was.

    `session` is the owner's on the platform's database and is committed with the order.
    """

    runtime: Runtime
    files: FileStore
    session: Session
    row: PreparationRow
    ordered: Ordered
    told: Callable[[str], None]
    begun: float = field(default_factory=time.perf_counter)

    def lap(self) -> float:
        """The machine time of the part that ends now."""
        now = time.perf_counter()
        seconds, self.begun = now - self.begun, now
        return seconds

    def done(self, step: Step, finding: Mapping[str, object], seconds: float | None = None) -> None:
        """Note the step with its machine time: that of the part that ends now, or `seconds`."""
        seconds = self.lap() if seconds is None else seconds
        made = StepDone(step, clock.now(), self.ordered.by, finding, seconds)
        actions.done(self.session, self.row, made)

    @property
    def tenant(self) -> Tenant:
        """The region that was made. Raises Conflict before the first configuration is accepted."""
        made = actions.tenant_of(self.row)
        return self.runtime.registry.refresh().by_id[made.hex]


def carry(work: Work) -> Mapping[str, object]:
    """Do what is ordered; returns plain values. Raises a DomainError where it is refused."""
    opened = queries.as_term(work.row).steps.get(Step.LIVE)
    if opened is not None and work.ordered.order is Order.OPEN:  # asked once more by who was broken off
        return opened.finding
    if work.row.live_at is not None:
        raise Conflict(f"{work.row.name} is live", remedy=actions.after_live(work.row.slug, work.ordered.order))
    return ORDERS[work.ordered.order](work)


def _provision(work: Work) -> Mapping[str, object]:
    """Registry, role, schema, revision: a broken run is just run again."""
    row, settings = work.row, work.runtime.settings
    text, number = row.draft, work.ordered.arguments.get("draft_number")
    if text is None:
        raise Conflict(f"{row.name} has no file that waits", remedy="change the configuration in use first")
    if number != row.draft_number:
        raise Conflict("Somebody else has changed the configuration meanwhile", remedy="look at it, then accept it")
    picture = work.runtime.registry.refresh()
    config = drafting.judged(text, queries.as_term(row), settings, picture)
    work.told("registry")
    tenant = provisioning.register(settings, config.identity, actor=work.ordered.by, at=clock.now())
    work.told("role")
    provisioning.make_role(settings, tenant)
    work.told("schema")
    version = provisioning.make_schema(settings, tenant)
    work.told("configuration")
    made = _applied(work, tenant, config, text)
    work.runtime.registry.refresh()
    row.tenant_id, row.draft = tenant.id, None
    actions.undo(work.session, row, Step.CHECKLIST)
    finding = {"revision": made.number, "schema": version, "categories": len(config.categories), "host": tenant.host}
    work.done(Step.CONFIGURATION, finding)
    return finding


def _applied(work: Work, tenant: Tenant, config: RegionConfig, text: str) -> Revision:
    with work.runtime.scope_of(tenant) as entered:
        base = configuration_queries.base_number(entered.session, mark_of(text))
        try:
            made = configuration.apply(
                entered.session, config, author=work.ordered.by, reason=REASON, at=clock.now(), base=base
            )
        except configuration.UnseenRevision as error:
            remedy = "load the configuration in use, put your changes into it, and accept it again"
            raise Conflict(
                "The region has a newer revision than the one this file was made from", remedy=remedy
            ) from error
        holidays.refresh(entered.session, decrees(work.session), by=work.ordered.by, at=clock.now())
        work.runtime.commit(entered)
    return made


def _check_areas(work: Work) -> Mapping[str, object]:
    """Look at an upload in a process apart; nothing is put in force."""
    with uploads.at_hand(work.files, work.ordered.arguments) as path:
        return uploads.judged(work.row.code, path)


def _install_areas(work: Work) -> Mapping[str, object]:
    """Put the shipped areas, or those of an upload, in force."""
    tenant, upload = work.tenant, work.ordered.arguments
    if not upload:
        work.told("areas")
        finding = _install_shipped(work, tenant)
    else:
        finding = _install_upload(work, tenant, upload)
    actions.undo(work.session, work.row, Step.CHECKLIST)
    work.done(Step.AREAS, finding)
    return finding


def _install_shipped(work: Work, tenant: Tenant) -> dict[str, object]:
    with work.runtime.scope_of(tenant) as entered:
        now = area_queries.in_force(entered.session)
        anew = now is not None and not now.approximate
        kept = areas.install_shipped(entered.session, tenant.code, by=work.ordered.by, at=clock.now(), anew=anew)
        work.runtime.commit(entered)
        counts = kept.report.get("areas_per_level")
    return {"source": "shipped", "levels": counts}


def _install_upload(work: Work, tenant: Tenant, upload: Mapping[str, object]) -> dict[str, object]:
    named = {"source": "imported", "file": upload["name"]}
    with work.runtime.scope_of(tenant) as entered:
        now = area_queries.current_set(entered.session)
        if now is not None and now.file_sha256 == upload["sha256"]:  # a broken run got this far
            return named | _figures(now.report)
    with uploads.at_hand(work.files, upload) as path:
        if not _was_checked(work, upload):
            work.told("check")
            _check_accepted(uploads.judged(work.row.code, path))
        work.told("areas")
        with work.runtime.scope_of(tenant) as entered:
            report = areas.import_file(entered.session, tenant.code, path, by=work.ordered.by, at=clock.now())
            work.runtime.commit(entered)
    return named | _figures(report.as_plain())


def _was_checked(work: Work, upload: Mapping[str, object]) -> bool:
    """Whether this very content was looked at apart and taken: then it is safe to read here."""
    last = queries.latest(work.session, work.row.id, Order.CHECK_AREAS)
    if last is None or last.outcome is None or last.arguments.get("sha256") != upload["sha256"]:
        return False
    return not last.outcome.get("faults")


def _check_accepted(report: Mapping[str, object]) -> None:
    faults = report["faults"]
    assert isinstance(faults, list)
    if faults:
        raise Invalid(f"The boundary file has {len(faults)} faults.", tuple(Fault(**fault) for fault in faults))


def _figures(report: Mapping[str, object]) -> dict[str, object]:
    levels = cast("Mapping[object, int]", report["areas_per_level"])
    return {
        "levels": {str(level): count for level, count in levels.items()},
        "missing": len(cast("Sequence[object]", report["missing"])),
        "unknown": len(cast("Sequence[object]", report["unknown"])),
        "overlaps": report["overlap_count"],
        "gaps": report["gap_count"],
    }


def _check(work: Work) -> Mapping[str, object]:
    """The whole checklist; the step counts as done only while every line allows going live."""
    checks = checking.checklist(work.runtime, queries.as_term(work.row), at=clock.now())
    work.session.refresh(work.row)
    if any(check.keeps_closed for check in checks):
        actions.undo(work.session, work.row, Step.CHECKLIST)
    else:
        work.done(Step.CHECKLIST, {"checks": len(checks), "warnings": _count(checks, Outcome.WARNING)})
    return {"checks": [asdict(check) for check in checks]}


def _count(checks: Iterable[Check], outcome: Outcome) -> int:
    return sum(check.outcome is outcome for check in checks)


def _open(work: Work) -> Mapping[str, object]:
    """Let citizens in; everything is looked at once more."""
    work.told("check")
    checks = checking.checklist(work.runtime, queries.as_term(work.row), at=clock.now())
    row = work.row
    was_open = row.tenant_id is not None and work.tenant.state is TenantState.ACTIVE  # by a run that was broken off
    closed = [check for check in checks if check.keeps_closed]
    if closed and not was_open:
        slug = work.row.slug
        faults = tuple(Fault(one.key, f"is {one.outcome}: {sentence(one)}", mending(one, slug)) for one in closed)
        raise Invalid(f"{work.row.name} cannot go live yet", faults, remedy="mend what the checklist names")
    looked = work.lap()
    work.told("live")
    tenant = provisioning.set_state(
        work.runtime.settings,
        work.row.slug,
        TenantState.ACTIVE,
        actor=work.ordered.by,
        at=clock.now(),
        reason="Daftar periksa lengkap",
    )
    work.row.live_at = clock.now()
    warnings = _count(checks, Outcome.WARNING)
    finding = {"host": tenant.host, "warnings": warnings}
    work.done(Step.CHECKLIST, {"checks": len(checks), "warnings": warnings}, looked)
    work.done(Step.LIVE, finding)
    return finding


ORDERS: Mapping[Order, Callable[[Work], Mapping[str, object]]] = {
    Order.PROVISION: _provision,
    Order.CHECK_AREAS: _check_areas,
    Order.INSTALL_AREAS: _install_areas,
    Order.CHECK: _check,
    Order.OPEN: _open,
}

"""One region as the operator sees it: how it stands, stopping and resuming it, a second chance for failed work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.foundation import clock, outbox
from jaki_replica.foundation.errors import NotFound
from jaki_replica.operator_console import fresh
from jaki_replica.operator_console.acts import in_words
from jaki_replica.operator_console.here import db, who
from jaki_replica.operator_console.measures import kept, measures
from jaki_replica.operator_console.regions import RegionLine, just_opened, line_of, words_of_regions
from jaki_replica.operator_console.words import JOBS
from jaki_replica.statistics.figures import figures_of
from jaki_replica.tenancy import history, operator_log, rotation, states
from jaki_replica.tenancy.registry import as_tenant
from jaki_replica.tenancy.terms import Tenant, TenantState
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.formats import zone_label
from jaki_replica.ui.words import gettext as _

LAST_ACTS = 6
LEAST_REASON = 5
MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into the form of a state, and what is wrong with it."""

    reason: str = ""
    slug: str = ""
    faults: dict[str, str] = field(default_factory=dict)


def _tenant(slug: str) -> Tenant:
    """The tenant of that slug as the registry has it now. Raises NotFound."""
    row = states.by_slug(db.session(), slug)
    if row is None:
        raise NotFound("There is no such region")
    return as_tenant(row)


def region(slug: str) -> str:
    """The page."""
    return _page(_tenant(slug), Typed())


def _page(tenant: Tenant, typed: Typed) -> str:
    at, session = clock.now(), db.session()
    figures = figures_of(session, tenant)
    settings = runtime().settings
    line, newest = line_of(tenant, figures, at, just_opened(at)), history.head(history.tenant_history())
    return render_template(
        "operator/region.html",
        line=line,
        tenant=tenant,
        by_day=list(_days(line, at)),
        zone=zone_label(at, ZoneInfo(tenant.zone)),
        figures=figures,
        measures=list(measures(line, newest=newest, at=at, with_certificate=settings.https)),
        kept=kept(figures),
        addresses=[settings.web_address(host) for host in tenant.hosts],
        acts=[(act, in_words(act)) for act in operator_log.latest(session, tenant.id, LAST_ACTS)],
        jobs=[(job, JOBS.get(job, job), count) for job, count in figures.kinds("jobs_failed_by_kind").items()],
        typed=typed,
        rotating=rotation.is_waiting(session, tenant),
        needs_code=fresh.is_needed(),
        done=request.args.get("selesai", ""),
        count=request.args.get("jumlah", 0, type=int),
        **words_of_regions(),
    )


def _days(line: RegionLine, at: datetime) -> Iterator[tuple[date, int]]:
    """Each of the last days as the region counted them, the newest first."""
    counts = line.figures.row("complaints_by_day")
    last = (line.figures.counted_at or at).astimezone(ZoneInfo(line.tenant.zone)).date()
    return ((last - timedelta(days=n), count) for n, count in enumerate(reversed(counts)))


def _read(tenant: Tenant) -> Typed:
    """The form, with every fault but that of the code."""
    reason = request.form.get("alasan", "").strip()
    slug = request.form.get("slug", "").strip()
    faults = {}
    if not LEAST_REASON <= len(reason) <= MOST_REASON or not reason.isprintable():
        faults["alasan"] = _("Tulis alasannya dalam 5 sampai 500 huruf. Alasan ini masuk catatan.")
    if slug != tenant.slug:
        faults["slug"] = _("Ketik persis %(slug)s untuk memastikan daerahnya benar.", slug=tenant.slug)
    return Typed(reason[:MOST_REASON], slug[:80], faults)


def _change(slug: str, state: TenantState) -> ResponseReturnValue:
    tenant = _tenant(slug)
    typed = _read(tenant)
    if typed.faults:
        return _page(tenant, typed), 422
    found = fresh.proof()
    if not found.is_good:
        return _page(tenant, Typed(typed.reason, typed.slug, {"kode": found.fault})), found.status
    session = db.session()
    states.change(session, slug, state, actor=who().actor, at=clock.now(), reason=typed.reason)
    session.commit()
    runtime().registry.refresh()  # this process at once; every other looks at the revision each second
    return redirect(url_for(".region", slug=slug, selesai=str(state)), 303)


def suspend(slug: str) -> ResponseReturnValue:
    """Stop answering on the region's hosts."""
    return _change(slug, TenantState.SUSPENDED)


def resume(slug: str) -> ResponseReturnValue:
    """Answer again."""
    return _change(slug, TenantState.ACTIVE)


def rotate(slug: str) -> ResponseReturnValue:
    """Order a new password for the region's login; the process with the owner's login makes it."""
    tenant = _tenant(slug)
    found = fresh.proof()
    if not found.is_good:
        return _page(tenant, Typed(faults={"sandi-kode": found.fault})), found.status
    rotation.order(db.session(), tenant, actor=who().actor, at=clock.now())
    db.session.commit()
    return redirect(url_for(".region", slug=slug, selesai="sandi"), 303)


def retry(slug: str) -> ResponseReturnValue:
    """Give the failed work of one kind, or all of it, a new series of attempts; what it holds is never read."""
    tenant, job = _tenant(slug), request.form.get("jenis", "")
    session, at = db.session(), clock.now()
    if job and job not in figures_of(session, tenant).kinds("jobs_failed_by_kind"):
        raise NotFound("There is no failed work of that kind")
    with runtime().scope_of(tenant) as entered:
        count = outbox.requeue_failed(entered.session, at, job)
        operator_log.note(
            session, actor=who().actor, action="jobs.retried", tenant_id=tenant.id, at=at, job=job, count=count
        )
        session.commit()
        runtime().commit(entered)
    runtime().hints.give(tenant.key)
    return redirect(url_for(".region", slug=slug, selesai="ulang", jumlah=count), 303)


def add_pages(blueprint: Blueprint) -> None:
    """Add `/daerah/<slug>` and its forms."""
    blueprint.add_url_rule("/daerah/<slug>", "region", region)
    blueprint.add_url_rule("/daerah/<slug>/hentikan", "suspend", suspend, methods=["POST"])
    blueprint.add_url_rule("/daerah/<slug>/lanjutkan", "resume", resume, methods=["POST"])
    blueprint.add_url_rule("/daerah/<slug>/kata-sandi", "rotate", rotate, methods=["POST"])
    blueprint.add_url_rule("/daerah/<slug>/ulangi", "retry", retry, methods=["POST"])

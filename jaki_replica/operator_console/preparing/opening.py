"""The list of everything, the checks behind it, and the button that lets citizens in."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import DomainError, Invalid
from jaki_replica.onboarding.preparing import actions, drafting, queries
from jaki_replica.onboarding.preparing.terms import Check, Order, Ordered, Outcome, Preparation, Step
from jaki_replica.operator_console import acts, fresh
from jaki_replica.operator_console.here import db
from jaki_replica.operator_console.preparing import check_words, words
from jaki_replica.operator_console.preparing.choosing import ZONES
from jaki_replica.operator_console.preparing.here import actor, found, order, page, region_of
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.formats import duration
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import ngettext

READ = "tahu"


def overview(slug: str) -> ResponseReturnValue:
    """How far the region is: every line with its finding, and what comes next."""
    return _page(found(slug))


def back(slug: str) -> ResponseReturnValue:
    """The list itself, for whoever opens the address of a button again."""
    return redirect(url_for(".overview", slug=slug), 303)


def check(slug: str) -> ResponseReturnValue:
    """Look at everything anew."""
    preparation = found(slug)
    try:
        order(preparation, Order.CHECK, {})
    except DomainError:
        db.session.rollback()
        return _page(found(slug), refused=_busy(), status=409)
    return redirect(url_for(".overview", slug=slug), 303)


def let_in(slug: str) -> ResponseReturnValue:
    """Open the portal, where every line allows it and every warning was read."""
    preparation = found(slug)
    if _unread(preparation):
        words_ = _("Baca peringatannya lebih dahulu, lalu centang.")
        return _page(preparation, refused=words_, status=422)
    proven = fresh.proof()
    if not proven.is_good:
        return _page(preparation, refused=proven.fault, status=proven.status)
    try:
        order(preparation, Order.OPEN, {})
    except Invalid:
        words_ = _("Belum bisa dibuka. Perbaiki dulu baris yang ditandai, lalu periksa lagi.")
        order(found(slug), Order.CHECK, {})
        return _page(found(slug), refused=words_, status=422)
    except DomainError:
        db.session.rollback()
        return _page(found(slug), refused=_busy(), status=409)
    return redirect(url_for(".overview", slug=slug), 303)


def _unread(preparation: Preparation) -> set[str]:
    """The warnings of the last look that the form does not name."""
    return {one.key for one in _warned(_last_checks(preparation))} - set(request.form.get(READ, "").split(","))


def _warned(checks: tuple[Check, ...]) -> list[Check]:
    return [one for one in checks if one.outcome is Outcome.WARNING]


def forget(slug: str) -> ResponseReturnValue:
    """Give the preparation up, while nothing was made of it; asks once before."""
    preparation = found(slug)
    if preparation.tenant_id is None and "ya" not in request.form:
        return _page(preparation)
    try:
        actions.abandon(db.session(), slug, by=actor(), at=clock.now())
    except DomainError:
        db.session.rollback()
        words_ = _("Skema daerah ini sudah dibuat. Lanjutkan, atau hentikan daerahnya setelah dibuka.")
        return _page(found(slug), refused=words_, status=409)
    db.session.commit()
    return redirect(url_for(".choose"), 303)


def _busy() -> str:
    return _("Langkah lain untuk daerah ini sedang berjalan. Tunggu sebentar, lalu ulangi.")


def _page(preparation: Preparation, *, refused: str = "", status: int = 200) -> ResponseReturnValue:
    last = queries.latest(db.session(), preparation.id, Order.CHECK)
    checks = _checks(last)
    warned = _warned(checks)
    lines = check_words.checked(preparation, checks) if checks else words.lines(preparation)
    config = _configuration(preparation)
    values = {
        "lines": lines,
        "good": len(preparation.steps),
        "all": len(Step),
        "is_checked": bool(checks),
        "checked_at": last.done_at if last and checks else None,
        "is_stale": _is_stale(preparation, last) if checks else False,
        "may_open": bool(checks) and not any(one.keeps_closed for one in checks) and not preparation.is_live,
        "warnings": check_words.checked(preparation, tuple(warned)),
        "ready": _ready(len(warned)),
        "to_read": ",".join(one.key for one in warned),
        "is_read": bool(warned) and not _unread(preparation),
        "needs_code": fresh.is_needed(),
        "bad": _first(lines, checks, Outcome.BAD),
        "left": _first(lines, checks, Outcome.OPEN) if preparation.next_step is Step.CHECKLIST else None,
        "refused": refused,
        "asks": request.endpoint == "preparing.forget" and preparation.tenant_id is None,
        "shown": _shown(preparation, config),
        "since": words.minutes(int((clock.now() - preparation.created_at).total_seconds() // 60)),
        "log": [
            (line, acts.ACTS.get(line.action, line.action)) for line in queries.log(db.session(), preparation.code, 12)
        ],
    }
    return page(preparation, None, "overview", status=status, **values)


def _first(lines: list[words.Line], checks: tuple[Check, ...], outcome: Outcome) -> words.Line | None:
    return next((line for line, one in zip(lines, checks, strict=False) if one.outcome is outcome), None)


def _ready(warnings: int) -> str:
    if not warnings:
        return _("Semua baris siap.")
    return ngettext("Siap, dengan %(num)s peringatan.", "Siap, dengan %(num)s peringatan.", warnings)


def _last_checks(preparation: Preparation) -> tuple[Check, ...]:
    return _checks(queries.latest(db.session(), preparation.id, Order.CHECK))


def _checks(last: Ordered | None) -> tuple[Check, ...]:
    rows = last.outcome["checks"] if last and last.outcome else []
    assert isinstance(rows, list)
    return tuple(Check(row["key"], Outcome(row["outcome"]), row["values"]) for row in rows)


def _is_stale(preparation: Preparation, last: Ordered | None) -> bool:
    """Whether a step was done after the look."""
    if last is None or last.done_at is None:
        return False
    own = (Step.CHECKLIST, Step.LIVE)
    return any(done.at > last.done_at for step, done in preparation.steps.items() if step not in own)


def _configuration(preparation: Preparation) -> RegionConfig | None:
    """What is in use, else what waits, as far as it is whole."""
    if preparation.tenant_id is not None:
        with region_of(preparation) as region:
            return region.config
    try:
        return drafting.judged(preparation.draft or "", preparation, runtime().settings, runtime().registry.picture)
    except Invalid:
        return None


def _shown(preparation: Preparation, config: RegionConfig | None) -> list[tuple[object, object]]:
    """What citizens will see."""
    zone = ZONES.get(preparation.zone, preparation.zone)
    if config is None:
        return [(_("Nama daerah"), preparation.name), (_("Jam"), zone)]
    address = runtime().settings.web_address(runtime().settings.host_name(config.identity.hosts[0]))
    return [
        (_("Nama"), config.brand.portal),
        (_("Alamat"), address),
        (_("Jam"), zone),
        (_("Awalan"), config.identity.number_prefix),
        (_("Batas"), duration(config.sla.default.finish)),
    ]


def add_pages(blueprint: Blueprint) -> None:
    """Add the list and its buttons."""
    blueprint.add_url_rule("/<slug>", "overview", overview)
    blueprint.add_url_rule("/<slug>/periksa", "check", check, methods=["POST"])
    blueprint.add_url_rule("/<slug>/buka", "let_in", let_in, methods=["POST"])
    blueprint.add_url_rule("/<slug>/lepas", "forget", forget, methods=["POST"])
    for word in ("periksa", "buka", "lepas"):  # the address of an answer, opened again
        blueprint.add_url_rule(f"/<slug>/{word}", "back", back)

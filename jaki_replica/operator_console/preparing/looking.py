"""Categories with their owners, and time limits with the calendar: looked at, then confirmed or changed."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import DomainError
from jaki_replica.onboarding.preparing import actions
from jaki_replica.onboarding.preparing.terms import Preparation, Step
from jaki_replica.operator_console.here import db
from jaki_replica.operator_console.preparing.here import Region, actor, found, page, region_of
from jaki_replica.routing.rules import coverage
from jaki_replica.sla.national import missing_years
from jaki_replica.tenancy.configuration.terms import AREA_OWNER, LIMITS, Category, First, RegionConfig
from jaki_replica.ui.words import gettext as _

LARGE = 2_000  # areas above which a page does not reckon coverage itself: the checklist does


def categories(slug: str) -> ResponseReturnValue:
    """Every category by group, with who owns it and who looks first."""
    return _categories(found(slug))


def confirm_categories(slug: str) -> ResponseReturnValue:
    """Take the owners as they are."""
    return _confirm(slug, Step.CATEGORIES, ".sla")


def sla(slug: str) -> ResponseReturnValue:
    """The limits, the hours and the days off."""
    return _sla(found(slug))


def confirm_sla(slug: str) -> ResponseReturnValue:
    """Take the limits as they are."""
    return _confirm(slug, Step.SLA, ".brand")


def _confirm(slug: str, step: Step, following: str) -> ResponseReturnValue:
    try:
        actions.confirm(db.session(), slug, step, by=actor(), at=clock.now())
    except DomainError:
        db.session.rollback()
        refused = _("Terima dulu berkas pengaturan daerah. Daerah yang sudah dibuka diubah oleh adminnya.")
        show = _categories if step is Step.CATEGORIES else _sla
        return show(found(slug), refused=refused, status=409)
    db.session.commit()
    return redirect(url_for(following, slug=slug), 303)


def _categories(preparation: Preparation, *, refused: str = "", status: int = 200) -> ResponseReturnValue:
    groups: list[object] = []
    gaps: list[str] = []
    if preparation.tenant_id is not None:
        with region_of(preparation) as region:
            groups, gaps = _groups(region.config), _gaps(region)
    values = {"groups": groups, "gaps": gaps, "refused": refused}
    return page(preparation, Step.CATEGORIES, "categories", status=status, **values)


def _groups(config: RegionConfig) -> list[object]:
    """The groups in their order, each with rows of name, owner, and whether the area looks first."""
    return [
        (group.name.id, [_row(config, one) for one in config.categories if one.group == group.key])
        for group in config.groups
    ]


def _row(config: RegionConfig, category: Category) -> tuple[str, str, bool]:
    return category.name.id, _owner(config, category.owner), category.first is First.AREA


def _owner(config: RegionConfig, key: str) -> str:
    if key == AREA_OWNER:
        return _("Kepala wilayahnya")
    named = {one.key: one.name for one in config.agencies} | {one.key: one.name.id for one in config.referrals}
    if key in named:
        return named[key].format(kind=_("Kabupaten/Kota"), area="").strip()
    return key.replace("-", " ").capitalize()


def _gaps(region: Region) -> list[str]:
    """The names of categories that somewhere have no owner."""
    if region.book is None or len(region.book.ground.tree) > LARGE:
        return []
    without = {gap.category for gap in coverage(region.config, region.book.organisation).gaps}
    return [one.name.id for one in region.config.categories if one.key in without]


def _sla(preparation: Preparation, *, refused: str = "", status: int = 200) -> ResponseReturnValue:
    config = None
    if preparation.tenant_id is not None:
        with region_of(preparation) as region:
            config = region.config
    limits = [(name, getattr(config.sla.default, name)) for name in LIMITS] if config else []
    years = missing_years(config.calendar, clock.now().date()) if config else ()
    values = {"config": config, "limits": limits, "years": years, "refused": refused}
    return page(preparation, Step.SLA, "sla", status=status, **values)


def add_pages(blueprint: Blueprint) -> None:
    """Add both steps."""
    blueprint.add_url_rule("/<slug>/kategori", "categories", categories)
    blueprint.add_url_rule("/<slug>/kategori", "confirm_categories", confirm_categories, methods=["POST"])
    blueprint.add_url_rule("/<slug>/waktu", "sla", sla)
    blueprint.add_url_rule("/<slug>/waktu", "confirm_sla", confirm_sla, methods=["POST"])

"""Categories with their owners: looked at, changed one by one, then confirmed."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.editing import catalogue as editing
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import DomainError
from jaki_replica.onboarding.preparing import actions
from jaki_replica.onboarding.preparing.terms import Preparation, Step
from jaki_replica.operator_console.here import db
from jaki_replica.operator_console.preparing.editors import BASE, Editor, Sheet, kept, opened
from jaki_replica.operator_console.preparing.here import Region, actor, found, page, region_of
from jaki_replica.routing.rules import coverage
from jaki_replica.tenancy.configuration.terms import Category, First, RegionConfig
from jaki_replica.ui import language
from jaki_replica.ui.words import gettext as _

LARGE = 2_000  # areas above which a page does not reckon coverage itself: the checklist does


def categories(slug: str) -> ResponseReturnValue:
    """Every category by group, with who owns it and who looks first."""
    return _page(found(slug))


def confirm_categories(slug: str) -> ResponseReturnValue:
    """Take the owners as they are."""
    try:
        actions.confirm(db.session(), slug, Step.CATEGORIES, by=actor(), at=clock.now())
    except DomainError:
        db.session.rollback()
        refused = _("Terima dulu berkas pengaturan daerah. Daerah yang sudah dibuka diubah oleh adminnya.")
        return _page(found(slug), refused=refused, status=409)
    db.session.commit()
    return redirect(url_for(".sla", slug=slug), 303)


def new_category(slug: str) -> ResponseReturnValue:
    """A category that the template does not have."""
    preparation = found(slug)
    return _form(preparation, "", opened(preparation, _editor(preparation, "")))


def add_category(slug: str) -> ResponseReturnValue:
    """Keep it as a revision."""
    return change_category(slug, "")


def category(slug: str, key: str) -> ResponseReturnValue:
    """One category, to be edited."""
    preparation = found(slug)
    return _form(preparation, key, opened(preparation, _editor(preparation, key)))


def change_category(slug: str, key: str) -> ResponseReturnValue:
    """Keep it as a revision; the buttons `hentikan` and `aktifkan` retire it and offer it again."""
    preparation = found(slug)
    editor = _editor(preparation, key)
    one = editing.CategoryEditor(key, clock.now().date())
    typed = opened(preparation, editor).typed | one.read(request.form)
    left = kept(preparation, editor, Sheet(typed, request.form.get(BASE, 0, type=int)))
    if left is not None:
        return _form(preparation, key, left)
    return redirect(url_for(".categories", slug=slug), 303)


def _editor(preparation: Preparation, key: str) -> Editor:
    with region_of(preparation) as region:
        if key and region.config.category(key) is None:
            abort(404)
    one = editing.CategoryEditor(key, clock.now().date())
    return Editor(Step.CATEGORIES, one.fields, one.propose, confirms=False)


def _form(preparation: Preparation, key: str, sheet: Sheet) -> ResponseReturnValue:
    with region_of(preparation) as region:
        config = region.config
    values = {
        "key": key,
        "category": config.category(key),
        "sheet": sheet,
        "refused": sheet.refused,
        "owners": editing.owners(config),
        "firsts": editing.FIRSTS,
        "groups": [("", ""), *((one.key, language.words(one.name)) for one in config.groups)],
        "numbers": [("", "–"), *((one.number, f"{one.number} {language.words(one.name)}") for one in config.emergency)],
    }
    return page(preparation, Step.CATEGORIES, "category", status=sheet.status, **values)


def _page(preparation: Preparation, *, refused: str = "", status: int = 200) -> ResponseReturnValue:
    groups: list[object] = []
    gaps: list[str] = []
    if preparation.tenant_id is not None:
        with region_of(preparation) as region:
            groups, gaps = _groups(region.config), _gaps(region)
    values = {"groups": groups, "gaps": gaps, "refused": refused}
    return page(preparation, Step.CATEGORIES, "categories", status=status, **values)


def _groups(config: RegionConfig) -> list[object]:
    """The groups in order, each with rows of key, name, owner, whether the area looks first and if it is retired."""
    named = {key: word for _heading, options in editing.owners(config) for key, word in options}
    return [
        (language.words(group.name), [_row(one, named) for one in config.categories if one.group == group.key])
        for group in config.groups
    ]


def _row(one: Category, named: dict[str, str]) -> tuple[str, str, str, bool, bool]:
    area_first = one.first is First.AREA
    return one.key, language.words(one.name), named.get(one.owner, one.owner), area_first, one.retired_on is not None


def _gaps(region: Region) -> list[str]:
    """The names of categories that somewhere have no owner."""
    if region.book is None or len(region.book.ground.tree) > LARGE:
        return []
    without = {gap.category for gap in coverage(region.config, region.book.organisation).gaps}
    return [language.words(one.name) for one in region.config.categories if one.key in without]


def add_pages(blueprint: Blueprint) -> None:
    """Add the step."""
    blueprint.add_url_rule("/<slug>/kategori", "categories", categories)
    blueprint.add_url_rule("/<slug>/kategori", "confirm_categories", confirm_categories, methods=["POST"])
    blueprint.add_url_rule("/<slug>/kategori-baru", "new_category", new_category)
    blueprint.add_url_rule("/<slug>/kategori-baru", "add_category", add_category, methods=["POST"])
    blueprint.add_url_rule("/<slug>/kategori/<key>", "category", category)
    blueprint.add_url_rule("/<slug>/kategori/<key>", "change_category", change_category, methods=["POST"])

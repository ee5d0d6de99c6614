"""Real pages of the region, drawn with a brand that is not kept yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import urlencode

from flask import current_app, g, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from jaki_replica.complaints import queries as complaints
from jaki_replica.editing import brand as editing
from jaki_replica.editing import proposals
from jaki_replica.editing.proposals import type_typed
from jaki_replica.tenancy.configuration.terms import PageTexts, RegionConfig, Text
from jaki_replica.ui import appearance, language, security
from jaki_replica.ui.look import MARK, Draft, try_on
from jaki_replica.ui.words import lazy_gettext as _l

LOOKS = ("portal", "letters", "primary", "accent", "corner", "motif", "font")
HOME, COMPLAINT, REPORT, DESK = "beranda", "laporan", "lapor", "meja"
PAGES: Mapping[str, object] = {
    HOME: _l("Beranda"),
    COMPLAINT: _l("Laporan"),
    REPORT: _l("Lapor"),
    DESK: _l("Meja kerja"),
}
ENDPOINTS = {HOME: "portal.home", REPORT: "portal.how_to_report", DESK: "tenant_admin.overview"}
THEMES: Mapping[str, object] = {appearance.LIGHT: _l("Terang"), appearance.DARK: _l("Gelap")}
WIDTHS: Mapping[str, object] = {"ponsel": _l("Ponsel"), "lebar": _l("Layar lebar")}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which page, in which theme and width; always ones there are."""

    page: str
    theme: str
    width: str


def chosen(values: Mapping[str, str]) -> Chosen:
    """What the form asks for."""

    def one(name: str, known: Mapping[str, object]) -> str:
        wanted = values.get(name, "")
        return wanted if wanted in known else next(iter(known))

    return Chosen(one("halaman", PAGES), one("tema", THEMES), one("lebar", WIDTHS))


def pages(session: Session) -> tuple[tuple[str, object], ...]:
    """The pages there are: a complaint only where one is public."""
    has_one = complaints.newest_public(session) is not None
    return tuple((name, word) for name, word in PAGES.items() if name != COMPLAINT or has_one)


def page(typed: type_typed, values: Mapping[str, str]) -> ResponseReturnValue:
    """One of the region's own pages, with the typed brand and texts. It may only be shown in a frame of this host."""
    wanted = chosen(values)
    security.may_be_framed_here()
    language.use("id")
    brand = editing.chosen(typed)
    if brand is None:
        return render_template("admin/no_preview.html"), 422
    draft = Draft(_address("admin_brand.draft_styles", typed), mark_address(typed), wanted.theme)
    try_on(_worn(g.region, typed), draft)
    if wanted.page == COMPLAINT:
        newest = complaints.newest_public(g.scope.session)
        if newest is not None:
            return _drawn("portal.following.public", typed=newest)
    return _drawn(ENDPOINTS.get(wanted.page, ENDPOINTS[HOME]))


def _drawn(endpoint: str, **values: str) -> ResponseReturnValue:
    return cast("ResponseReturnValue", current_app.view_functions[endpoint](**values))


def _worn(config: RegionConfig, typed: type_typed) -> RegionConfig:
    """The configuration with the draft's looks and texts, whether or not it could be kept."""
    brand = editing.chosen(typed)
    assert brand is not None
    shown = PageTexts(_text(typed, "pages.footer"), _text(typed, "pages.notice"), config.pages.contact)
    made = editing.propose(config, typed).config
    return made or replace(config, brand=brand, pages=shown)


def _text(typed: type_typed, name: str) -> Text:
    return Text(*(proposals.one_line(typed.get(f"{name}.{language}", "")) for language in ("id", "en")))


def mark_address(typed: type_typed) -> str:
    """Where the draft's mark is; that of the region while the draft is no brand."""
    return _address("admin_brand.draft_mark", typed) if editing.chosen(typed) else MARK


def frame_address(typed: type_typed) -> str:
    """Where the first preview of a form is."""
    known = {f"brand.{name}": typed.get(f"brand.{name}", "") for name in LOOKS}
    return f"{url_for('admin_brand.show_preview')}?{urlencode(known)}"


def _address(endpoint: str, typed: type_typed) -> str:
    return f"{url_for(endpoint)}?{urlencode({name: typed[f'brand.{name}'] for name in LOOKS})}"

"""Posts derived from the rules over the area tree, and the people who hold them, from a spreadsheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.editing.officials import tree
from jaki_replica.editing.officials.previewing import Preview, preview
from jaki_replica.editing.officials.words import change_words, refusal_words, trouble_words
from jaki_replica.editing.telling import Told
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import DomainError, Invalid, NotFound
from jaki_replica.notifications.inviting import write_invitation
from jaki_replica.officials.actions import invite_admin
from jaki_replica.officials.inviting import invited_until
from jaki_replica.officials.roster import actions as rosters
from jaki_replica.officials.roster import queries as roster_queries
from jaki_replica.officials.roster import rules
from jaki_replica.officials.roster.actions import By, UnseenRoster
from jaki_replica.officials.roster.terms import Roster, Trouble
from jaki_replica.officials.sheets.terms import Limits, Refused
from jaki_replica.officials.sheets.uploads import Upload, look_through
from jaki_replica.officials.sheets.writing import Written, as_csv, as_xlsx
from jaki_replica.officials.units import Unit, UnitKind
from jaki_replica.onboarding.preparing import actions, queries
from jaki_replica.onboarding.preparing.terms import REASONS, Preparation, Step
from jaki_replica.operator_console.here import db
from jaki_replica.operator_console.preparing.here import actor, found, page, region_of
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

GUEST_FAULTS: Mapping[str, object] = {
    "name": _l("Tulis nama adminnya, 1 sampai 120 huruf."),
    "email": _l("Ini bukan alamat surel. Tulis seperti nama@daerah.go.id, atau kosongkan."),
}


@dataclass(frozen=True, slots=True)
class Guest:
    """What was typed of an admin to invite, what is wrong with it, and until when an invitation stands already."""

    name: str = ""
    email: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of a button: a sheet that was looked through, an invitation, or why not."""

    upload: Upload | None = None
    key: UUID | None = None
    faults: tuple[tuple[Trouble, str], ...] = ()
    warnings: tuple[tuple[Trouble, str], ...] = ()
    preview: Preview | None = None
    rejected: str = ""
    unseen: str = ""
    unseen_changes: tuple[Told, ...] = ()
    guest: Guest = field(default_factory=Guest)
    link: str = ""
    refused: str = ""


def officials(slug: str) -> ResponseReturnValue:
    """The posts there are, and how many are held."""
    return _page(found(slug))


def staff(slug: str) -> ResponseReturnValue:
    """Obey the button: look a sheet through, put it into use, or go on and fill the posts later."""
    preparation = found(slug)
    try:
        if "nanti" in request.form:
            return _confirmed(preparation)
        if "terapkan" in request.form:
            _apply(preparation, request.form["terapkan"])
            return _confirmed(preparation)
        return _looked_through(preparation)
    except Refused as refused:
        return _page(preparation, Shown(rejected=refusal_words(refused)), status=422)
    except UnseenRoster as unseen:
        db.session.rollback()
        return _overtaken(found(slug), unseen)
    except DomainError:
        db.session.rollback()
        words = _("Daftar ini tidak bisa dipakai sekarang. Unduh daftar yang terbaru, isi, lalu unggah lagi.")
        return _page(found(slug), Shown(refused=words), status=409)


def invite(slug: str) -> ResponseReturnValue:
    """Invite the region's admin; the link is shown once, and leads in as soon as the portal is open.

    The same form sent once more writes no second mail to somebody whose invitation stands.
    """
    preparation = found(slug)
    name, email = request.form.get("name", "")[:200], request.form.get("email", "").strip()[:200]
    queries.row_by_slug(db.session(), slug, lock=True)  # of two at once, the second sees what the first made
    try:
        shown = _invited(preparation, name, email, anew="baru" in request.form)
    except Invalid as error:
        faults = {fault.field: str(GUEST_FAULTS[fault.field]) for fault in error.faults}
        return _page(preparation, Shown(guest=Guest(name, email, faults)), status=422)
    answer = make_response(_page(found(slug), shown))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def invited(slug: str) -> ResponseReturnValue:
    """The step itself, for whoever opens the page of an invitation again: its link is shown once."""
    return redirect(url_for(".officials", slug=found(slug).slug), 303)


def _invited(preparation: Preparation, name: str, email: str, *, anew: bool) -> Shown:
    """The new link, or until when the one stands that was sent to this address already."""
    with region_of(preparation) as region:
        at, address = clock.now(), runtime().settings.web_address(region.scope.tenant.host)
        until = None if anew else invited_until(region.session, email, at)
        if until is not None:
            return Shown(guest=Guest(name, email, until=until))
        made = invite_admin(region.session, name=name, email=email, by=actor(), at=at)
        portal, zone = region.config.brand.portal, region.config.identity.timezone
        write_invitation(region.session, made, portal=portal, address=address, zone=zone, at=at)
        runtime().commit(region.scope)
    return Shown(link=address + made.path)


def _confirmed(preparation: Preparation) -> ResponseReturnValue:
    actions.confirm(db.session(), preparation.slug, Step.OFFICIALS, by=actor(), at=clock.now())
    db.session.commit()
    return redirect(url_for(".categories", slug=preparation.slug), 303)


def _looked_through(preparation: Preparation) -> ResponseReturnValue:
    sent = request.files.get("berkas")
    data = sent.stream.read(Limits().file_bytes + 1) if sent else b""
    if not data:
        return _page(preparation, Shown(refused=_("Pilih berkas XLSX atau CSV lebih dahulu.")), status=422)
    with region_of(preparation) as region:
        if region.book is None:
            return _page(preparation, Shown(refused=_no_areas()), status=409)
        book = region.book
        upload = look_through(region.session, data, book.organisation, zone=book.config.identity.timezone, at=book.at)
        shown = _understood(book, upload)
        runtime().commit(region.scope)
    return _page(preparation, shown, status=422 if upload.understood.faults else 200)


def _understood(book: Rulebook, upload: Upload) -> Shown:
    """The sheet in words: what is wrong in which cell, or what it would change; that is kept until it is applied."""
    organisation = book.organisation
    wrong, doubtful = (
        tuple((one, trouble_words(one, organisation)) for one in found)
        for found in (upload.understood.faults, upload.understood.warnings)
    )
    if not upload.may_be_applied:
        return Shown(upload, faults=wrong, warnings=doubtful)
    effect = preview(book, upload.present, upload.understood.roster)
    return Shown(upload, _kept(book, upload), warnings=doubtful, preview=effect)


def _overtaken(preparation: Preparation, unseen: UnseenRoster) -> Response:
    with region_of(preparation) as region:
        changes = change_words(unseen.unseen, region.book.organisation) if region.book else ()
    return _page(preparation, Shown(unseen=unseen.by, unseen_changes=changes), status=409)


def _kept(book: Rulebook, upload: Upload) -> UUID:
    return rosters.keep_draft(
        book.session, upload.understood.roster, base=upload.base, author=actor(), origin="onboarding", at=book.at
    )


def _apply(preparation: Preparation, key: str) -> None:
    """Raises NotFound for a sheet that does not wait any more, and what the roster refuses."""
    with region_of(preparation) as region:
        draft = roster_queries.draft(region.session, _uuid(key), actor(), clock.now())
        by = By(actor(), REASONS[Step.OFFICIALS], clock.now(), draft.base, region.config.identity.timezone)
        rosters.apply(region.session, draft.roster, by)  # the draft goes by itself: the form may be sent once more
        runtime().commit(region.scope)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("no such draft") from error


def sheet(slug: str, kind: str) -> ResponseReturnValue:
    """Every post with its holder as a sheet to be filled in: `xlsx` or `csv`."""
    preparation = found(slug)
    with region_of(preparation) as region:
        if region.book is None:
            return _page(preparation, Shown(refused=_no_areas()), status=409)
        book, zone = region.book, region.config.identity.timezone
        roster = roster_queries.roster(region.session, zone)
        written = Written(roster, book.organisation, rules.day_of(book.at, zone))
        body = as_xlsx(written, f"Daftar pejabat {region.config.identity.name}") if kind == "xlsx" else as_csv(written)
    answer = make_response(body)
    types = {
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "csv": "text/csv; charset=utf-8",
    }
    answer.content_type = types[kind]
    answer.headers["Content-Disposition"] = f'attachment; filename="pejabat-{preparation.slug}.{kind}"'
    return answer


def _no_areas() -> str:
    return _("Jabatan diturunkan dari wilayah. Muat dulu wilayahnya.")


def _page(preparation: Preparation, shown: Shown | None = None, *, status: int = 200) -> Response:
    shown = shown or Shown()
    filled = _filled(preparation)
    values = {
        "shown": shown,
        "upload": shown.upload,
        "posts": filled.rows if filled else (),
        "figures": filled.figures if filled else None,
        "refused": shown.refused,
        "guest": shown.guest,
        "link": shown.link,
        "admins": _admins(preparation),
    }
    return page(preparation, Step.OFFICIALS, "officials", status=status, **values)


def _admins(preparation: Preparation) -> int:
    if preparation.tenant_id is None:
        return 0
    with region_of(preparation) as region:
        return queries.admins(region.session, clock.now())


@dataclass(frozen=True, slots=True)
class Filled:
    """How the posts are filled: rows of kind of post, how many there are, how many are held; and the sum of all."""

    rows: tuple[tuple[str, int, int], ...]
    figures: tree.Figures


def _filled(preparation: Preparation) -> Filled | None:
    """Counted as the admins' page counts: posts of areas and heads of agencies alike. None before there are areas."""
    if preparation.tenant_id is None:
        return None
    with region_of(preparation) as region:
        if region.book is None:
            return None
        book, zone = region.book, region.config.identity.timezone
        roster, today = roster_queries.roster(region.session, zone), rules.day_of(book.at, zone)
        figures = tree.figures(book.organisation, roster, today)
        return Filled(_by_kind(book, roster, today), figures)


def _by_kind(book: Rulebook, roster: Roster, today: date) -> tuple[tuple[str, int, int], ...]:
    counted: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for unit in book.organisation.units.values():
        kind = _kind(unit)
        counted[kind] += 1
        held[kind] += rules.answering(roster, unit.key, today) is not None
    return tuple((kind, count, held[kind]) for kind, count in counted.items())


def _kind(unit: Unit) -> str:
    """The kind of a post: its title without the name of its area, or that it heads an agency."""
    if unit.kind is not UnitKind.POSITION:
        return _("Kepala perangkat daerah") if unit.kind is UnitKind.AGENCY else _("Kepala cabang perangkat daerah")
    return unit.rule.replace("-", " ").replace("_", " ").capitalize()


def add_pages(blueprint: Blueprint) -> None:
    """Add the step."""
    blueprint.add_url_rule("/<slug>/pejabat", "officials", officials)
    blueprint.add_url_rule("/<slug>/pejabat", "staff", staff, methods=["POST"])
    blueprint.add_url_rule("/<slug>/pejabat/admin", "invite", invite, methods=["POST"])
    blueprint.add_url_rule("/<slug>/pejabat/admin", "invited", invited)
    for kind in ("xlsx", "csv"):
        blueprint.add_url_rule(f"/<slug>/pejabat/daftar.{kind}", "sheet", sheet, defaults={"kind": kind})

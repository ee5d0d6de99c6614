"""Posts derived from the rules over the area tree, and the people who hold them, from a spreadsheet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import DomainError, Invalid, NotFound
from jaki_replica.notifications.inviting import write_invitation
from jaki_replica.officials.actions import invite_admin
from jaki_replica.officials.holders import Standing
from jaki_replica.officials.roster import actions as rosters
from jaki_replica.officials.roster import queries as roster_queries
from jaki_replica.officials.roster import rules
from jaki_replica.officials.roster.actions import By
from jaki_replica.officials.roster.words import change_lines, trouble_line
from jaki_replica.officials.sheets.terms import Limits, Refused
from jaki_replica.officials.sheets.uploads import Upload, look_through
from jaki_replica.officials.sheets.words import refusal_line
from jaki_replica.officials.sheets.writing import Written, as_csv, as_xlsx
from jaki_replica.officials.units import UnitKind
from jaki_replica.onboarding.preparing import actions, queries
from jaki_replica.onboarding.preparing.terms import Preparation, Step
from jaki_replica.operator_console.here import db
from jaki_replica.operator_console.preparing.here import actor, found, page, region_of
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.words import gettext as _

REASON = "onboarding: officials"
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Guest:
    """What was typed of an admin to invite, and what is wrong with it."""

    name: str = ""
    email: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of a button: a sheet that was looked through, an invitation, or why not."""

    upload: Upload | None = None
    key: UUID | None = None
    lines: tuple[str, ...] = ()
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
        return _page(preparation, Shown(lines=(refusal_line(refused),)), status=422)
    except DomainError:
        db.session.rollback()
        words = _("Daftar ini tidak bisa dipakai sekarang. Unduh daftar yang terbaru, isi, lalu unggah lagi.")
        return _page(found(slug), Shown(refused=words), status=409)


def invite(slug: str) -> ResponseReturnValue:
    """Invite the region's admin; the link is shown once, and leads in as soon as the portal is open."""
    preparation = found(slug)
    name, email = request.form.get("name", "")[:200], request.form.get("email", "").strip()[:200]
    try:
        with region_of(preparation) as region:
            at, address = clock.now(), runtime().settings.web_address(region.scope.tenant.host)
            made = invite_admin(region.session, name=name, email=email, by=actor(), at=at)
            portal, zone = region.config.brand.portal, region.config.identity.timezone
            write_invitation(region.session, made, portal=portal, address=address, zone=zone, at=at)
            runtime().commit(region.scope)
    except Invalid:
        words = _("Tulis nama adminnya, 1 sampai 120 huruf.")
        return _page(preparation, Shown(guest=Guest(name, email, words)), status=422)
    answer = make_response(_page(found(slug), Shown(link=address + made.path)))
    answer.headers["Cache-Control"] = "no-store"
    return answer


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
        key = _kept(book, upload) if upload.may_be_applied else None
        runtime().commit(region.scope)
    return _page(preparation, Shown(upload, key), status=422 if upload.understood.faults else 200)


def _kept(book: Rulebook, upload: Upload) -> UUID:
    return rosters.keep_draft(
        book.session, upload.understood.roster, base=upload.base, author=actor(), origin="onboarding", at=book.at
    )


def _apply(preparation: Preparation, key: str) -> None:
    """Raises NotFound for a sheet that does not wait any more, and what the roster refuses."""
    with region_of(preparation) as region:
        draft = roster_queries.draft(region.session, _uuid(key), actor(), clock.now())
        by = By(actor(), REASON, clock.now(), draft.base, region.config.identity.timezone)
        rosters.apply(region.session, draft.roster, by)
        rosters.drop_draft(region.session, draft.id)
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
    upload = shown.upload
    faults = [*shown.lines, *(trouble_line(one) for one in (upload.understood.faults if upload else ()))]
    changes = change_lines(upload.changes) if upload else []
    values = {
        "posts": _posts(preparation),
        "faults": faults[:SHOWN],
        "all_faults": len(faults),
        "changes": changes[:SHOWN],
        "all_changes": len(changes),
        "unchanged": upload is not None and not faults and not changes,
        "key": shown.key,
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


def _posts(preparation: Preparation) -> list[tuple[str, int, int]]:
    """For each rule of positions: a title such as it makes, how many posts there are, how many are held."""
    if preparation.tenant_id is None:
        return []
    with region_of(preparation) as region:
        if region.book is None:
            return []
        holders, at = region.book.holders, region.book.at
        posts = [unit for unit in region.book.organisation.units.values() if unit.kind is UnitKind.POSITION]
        held: Counter[str] = Counter()
        for unit in posts:
            held[unit.rule] += holders.standing(unit.key, at) in {Standing.HELD, Standing.ACTING}
        counted = Counter(unit.rule for unit in posts)
        titles = {unit.rule: unit.head.title for unit in reversed(posts)}
    return [(titles[rule], count, held[rule]) for rule, count in counted.items()]


def add_pages(blueprint: Blueprint) -> None:
    """Add the step."""
    blueprint.add_url_rule("/<slug>/pejabat", "officials", officials)
    blueprint.add_url_rule("/<slug>/pejabat", "staff", staff, methods=["POST"])
    blueprint.add_url_rule("/<slug>/pejabat/admin", "invite", invite, methods=["POST"])
    for kind in ("xlsx", "csv"):
        blueprint.add_url_rule(f"/<slug>/pejabat/daftar.{kind}", "sheet", sheet, defaults={"kind": kind})

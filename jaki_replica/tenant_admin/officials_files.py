"""The roster as a file: downloaded to be filled in, uploaded and looked through before anything changes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jaki_replica.editing.officials.words import change_words, refusal_words, trouble_words
from jaki_replica.officials.access import note
from jaki_replica.officials.roster import actions, queries, rules
from jaki_replica.officials.roster.actions import UnseenRoster
from jaki_replica.officials.roster.terms import Trouble, read_troubles
from jaki_replica.officials.sheets.terms import LIMITS, Refusal, Refused
from jaki_replica.officials.sheets.uploads import look_through
from jaki_replica.officials.sheets.writing import Written, as_csv, as_xlsx
from jaki_replica.officials.terms import Role
from jaki_replica.tenant_admin import aside
from jaki_replica.tenant_admin.officials_changes import UPLOAD
from jaki_replica.ui import signing_in
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.words import gettext as _

blueprint = Blueprint("admin_officials_files", __name__, url_prefix="/admin/pejabat", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)
NAME = "berkas"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/unduh/<kind>")
def download(kind: str) -> Response:
    """Every post with its holders as XLSX or CSV; with `riwayat` also tenures that are over."""
    if kind not in {"xlsx", "csv"}:
        abort(404)
    book = rulebook()
    identity = book.config.identity
    roster = queries.roster(book.session, identity.timezone)
    today = rules.day_of(book.at, identity.timezone)
    sheet = Written(roster, book.organisation, today, history="riwayat" in request.args)
    note(book.session, str(current_user.name), "download", kind, book.at)
    title = _("Daftar pejabat %(region)s", region=identity.name)
    answer = make_response(as_xlsx(sheet, title) if kind == "xlsx" else as_csv(sheet))
    answer.content_type = XLSX if kind == "xlsx" else "text/csv; charset=utf-8"
    name = f"pejabat-{identity.slug}-{today.isoformat()}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/unggah")
def ask() -> str:
    """Ask for the file; or show what was wrong with the one that was sent."""
    sent = aside.put_back()
    if sent is None:
        return _page(lost=aside.is_named())
    book = rulebook()
    if "unseen" in sent:
        since, now = sent["unseen"]
        changes = change_words(queries.between(book.session, since, now), book.organisation)
        return _page(unseen=queries.by_number(book.session, now)[0], unseen_changes=changes)
    if "refused" in sent:
        why, values = sent["refused"]
        return _page(refused=refusal_words(Refused(Refusal(why), **values)))
    return _page(looked=True, all_faults=sent["all_faults"], faults=_words(sent["faults"]),
                 warnings=_words(sent["warnings"]))  # fmt: skip


@blueprint.post("/unggah")
def judge() -> ResponseReturnValue:
    """Look the file through: faults by cell, or the change to be looked at."""
    book = rulebook()
    sent = request.files.get(NAME)
    data = sent.stream.read(LIMITS.file_bytes + 1) if sent else b""
    try:
        upload = look_through(book.session, data, book.organisation, zone=book.config.identity.timezone, at=book.at)
    except Refused as refused:
        return aside.put_aside({"refused": (refused.why, dict(refused.values))})
    except UnseenRoster as unseen:
        return aside.put_aside({"unseen": (unseen.since, unseen.now)})
    found = upload.understood
    warnings = [one.plain() for one in found.warnings]
    if not upload.may_be_applied:
        faults = [one.plain() for one in found.faults]
        return aside.put_aside({"faults": faults, "warnings": warnings, "all_faults": found.all_faults})
    key = actions.keep_draft(
        book.session,
        upload.understood.roster,
        base=upload.base,
        author=str(current_user.name),
        origin=UPLOAD,
        at=book.at,
    )
    looked_at = url_for("admin_officials_changes.look", draft=key)
    return aside.put_aside({"warnings": warnings}, at=looked_at) if warnings else redirect(looked_at, 303)


def _words(plain: list[dict[str, Any]]) -> list[tuple[Trouble, str]]:
    organisation = rulebook().organisation
    return [(one, trouble_words(one, organisation)) for one in read_troubles(plain)]


def _page(**values: object) -> str:
    shown = {
        "lost": False,
        "looked": False,
        "refused": "",
        "unseen": None,
        "unseen_changes": (),
        "faults": (),
        "warnings": (),
    }
    return render_template("admin/roster_upload.html", **(shown | values))

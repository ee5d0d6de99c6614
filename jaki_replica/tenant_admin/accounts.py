"""Who may sign in: accounts, invitations, roles, switching off, and the log of all that."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jaki_replica.editing.officials.words import post_title
from jaki_replica.foundation.errors import Conflict, Invalid, NotFound
from jaki_replica.notifications.inviting import write_invitation
from jaki_replica.officials import access, access_queries, inviting
from jaki_replica.officials.access import LastAdmin
from jaki_replica.officials.inviting import Invited
from jaki_replica.officials.roster import queries as roster
from jaki_replica.officials.sheets import values
from jaki_replica.officials.terms import Role
from jaki_replica.tenant_admin import aside
from jaki_replica.ui import signing_in
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.words import lazy_gettext as _l

blueprint = Blueprint("admin_accounts", __name__, url_prefix="/admin/akun", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)

LINK_SHOWN = timedelta(minutes=15)
FAULTS = {
    "field": _l("Periksa isian ini."),
    "official": _l("Pilih pejabat yang belum punya akun."),
    "last": _l("Ini admin terakhir yang aktif. Jadikan orang lain admin lebih dulu."),
}
ROLES = {Role.ADMIN: _l("Admin daerah"), Role.OFFICIAL: _l("Pemegang jabatan"), Role.VALIDATOR: _l("Pemeriksa")}
DEEDS = {
    "invite": _l("mengundang"),
    "renew": _l("membuat tautan kata sandi baru untuk"),
    "accept": _l("menerima undangan"),
    "new_password": _l("mengganti kata sandi"),
    "revoke": _l("membatalkan undangan"),
    "switch_off": _l("menonaktifkan"),
    "switch_on": _l("mengaktifkan"),
    "role": _l("mengubah peran"),
    "download": _l("mengunduh daftar pejabat"),
}


@blueprint.get("")
def show() -> str:
    """Accounts, open invitations, and whom to invite."""
    sent = aside.put_back() or {}
    return _page(sent.get("typed", {}), {name: str(FAULTS[code]) for name, code in sent.get("faults", {}).items()})


@blueprint.post("/undang")
def invite() -> ResponseReturnValue:
    """Invite a person of the roster, or an admin by name; then show the link, to this account for a while."""
    session, by, at = g.scope.session, _me(), rulebook().at
    try:
        if request.form.get("untuk") == "admin":
            name, email = values.name(request.form.get("nama", "")), values.email(request.form.get("email", ""))
            if not isinstance(name, str) or not isinstance(email, str):
                return _refused({"nama" if not isinstance(name, str) else "email": "field"})
            invited = inviting.invite_admin(session, name=name, email=email, by=by, at=at)
        else:
            invited = inviting.invite_official(session, _official(), by=by, at=at)
    except (NotFound, Conflict, Invalid):
        return _refused({"orang": "official"})
    return _shown(invited)


@blueprint.get("/tautan")
def link() -> ResponseReturnValue:
    """The link of an invitation just made, to be copied."""
    sent = aside.put_back()
    if sent is None:
        return redirect(url_for(".show"), 303)
    until = datetime.fromisoformat(sent["expires_at"])
    body = render_template("admin/invited.html", link=sent["link"], email=sent["email"], until=until, sent=sent["sent"])
    answer = make_response(body)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/<uuid:account>/<deed>")
def change(account: UUID, deed: str) -> ResponseReturnValue:
    """Switch an account off or on, change its role, or make a link for a new password."""
    session, by, at = g.scope.session, _me(), rulebook().at
    try:
        if deed == "sandi":
            return _shown(inviting.renew_password(session, account, by=by, at=at))
        if deed == "matikan":
            access.switch_off(session, account, by=by, at=at)
        elif deed == "nyalakan":
            inviting.switch_on(session, account, by=by, at=at)
        elif deed == "peran":
            role = Role.ADMIN if request.form.get("peran") == Role.ADMIN else Role.OFFICIAL
            inviting.change_role(session, account, role, by=by, at=at)
        else:
            raise NotFound("There is no such step.")
    except LastAdmin:
        return _refused({"akun": "last"})
    return redirect(url_for(".show"), 303)


@blueprint.post("/undangan/<digest>/batal")
def revoke(digest: str) -> ResponseReturnValue:
    """Make an open invitation worth nothing."""
    inviting.revoke(g.scope.session, digest, by=_me(), at=rulebook().at)
    return redirect(url_for(".show"), 303)


@blueprint.get("/catatan")
def log() -> str:
    """What admins and commands did with accounts."""
    session = g.scope.session
    names = {str(one.id): one.username for one in access_queries.accounts(session, rulebook().at)}
    return render_template("admin/access_log.html", lines=access_queries.log(session), names=names, deeds=DEEDS)


def _me() -> str:
    return str(current_user.name)


def _official() -> UUID:
    try:
        return UUID(request.form.get("orang", ""))
    except ValueError as error:
        raise NotFound("There is no such official.") from error


def _shown(invited: Invited) -> ResponseReturnValue:
    """Where the link is to be copied from; by mail as well where an address is known."""
    book = rulebook()
    sent = write_invitation(
        book.session,
        invited,
        portal=book.config.brand.portal,
        address=book.address,
        zone=book.config.identity.timezone,
        at=book.at,
    )
    shown = {"link": book.address + invited.path, "email": invited.email, "expires_at": invited.expires_at.isoformat()}
    return aside.put_aside(shown | {"sent": sent}, at=url_for(".link"), lasts=LINK_SHOWN)


def _refused(faults: dict[str, str]) -> ResponseReturnValue:
    typed = {name: request.form.get(name, "") for name in ("orang", "nama", "email")}
    return aside.put_aside({"typed": typed, "faults": faults}, at=url_for(".show"))


def _page(typed: dict[str, str], faults: dict[str, str]) -> str:
    book = rulebook()
    found = access_queries.accounts(book.session, book.at)
    known = roster.roster(book.session, book.config.identity.timezone)
    with_account = {one.official_id for one in found}
    posts = {one.person: post_title(one.unit, book.organisation) for one in known.holdings.values()}
    people = [
        (str(one.id), f"{one.name} ({posts[one.id]})" if one.id in posts else one.name)
        for one in known.listed
        if one.id not in with_account
    ]
    return render_template(
        "admin/accounts.html",
        accounts=found,
        titles=lambda units: ", ".join(post_title(unit, book.organisation) for unit in units),
        invitations=access_queries.open_invitations(book.session, book.at),
        people=people,
        listed=bool(known.listed),
        roles=ROLES,
        typed=typed,
        faults=faults,
    )

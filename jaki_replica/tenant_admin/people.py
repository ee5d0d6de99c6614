"""The people in the list: who they are, what they hold, and taking somebody off it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jaki_replica.editing.officials.words import post_title
from jaki_replica.foundation.errors import NotFound
from jaki_replica.officials import access_queries
from jaki_replica.officials.roster import actions, queries, rules
from jaki_replica.officials.sheets.values import folded
from jaki_replica.officials.terms import Role
from jaki_replica.tenant_admin.officials_changes import PEOPLE
from jaki_replica.ui import signing_in
from jaki_replica.ui.at_hand import rulebook

blueprint = Blueprint("admin_people", __name__, url_prefix="/admin/pejabat/orang", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)
MOST = 200


@blueprint.get("")
def show() -> str:
    """Everybody in the list, narrowed by words; the first of them where they are many."""
    book = rulebook()
    zone = book.config.identity.timezone
    roster, today = queries.roster(book.session, zone), rules.day_of(book.at, zone)
    sought = request.args.get("cari", "")[:80]
    posts: dict[UUID, list[str]] = {}
    for one in roster.holdings.values():
        if one.until is None or one.until >= today:
            posts.setdefault(one.person, []).append(post_title(one.unit, book.organisation))
    words = folded(sought).split()
    found = [one for one in roster.listed if all(word in folded(one.name) for word in words)]
    return render_template(
        "admin/people.html",
        people=[(one, ", ".join(posts.get(one.id, ()))) for one in found[:MOST]],
        all=len(found),
        with_login=access_queries.with_login(book.session, [one.id for one in found[:MOST]]),
        sought=sought,
        saved=request.args.get("tersimpan", type=int),
    )


@blueprint.post("/<uuid:person>/keluar")
def take_off(person: UUID) -> ResponseReturnValue:
    """Somebody leaves the list: the change waits until it was looked at."""
    book = rulebook()
    zone = book.config.identity.timezone
    present = queries.roster(book.session, zone)
    if person not in {one.id for one in present.listed}:
        raise NotFound("There is no such official.")
    now = queries.current(book.session)
    wanted = rules.taken_off(present, person, rules.day_of(book.at, zone))
    base, author = now.number if now else None, str(current_user.name)
    key = actions.keep_draft(book.session, wanted, base=base, author=author, origin=PEOPLE, at=book.at)
    return redirect(url_for("admin_officials_changes.look", draft=key), 303)

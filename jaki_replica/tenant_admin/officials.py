"""Posts and who holds them: the tree, one post with its history, and changes that wait to be looked at."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jaki_replica.complaints import queries as complaints
from jaki_replica.editing.officials import changing, tree
from jaki_replica.editing.officials.changing import Form, Wanted
from jaki_replica.editing.officials.previewing import NOTHING
from jaki_replica.editing.officials.tree import Asked
from jaki_replica.editing.officials.words import KINDS, post_title
from jaki_replica.officials.presence import presence
from jaki_replica.officials.roster import actions, queries, rules
from jaki_replica.officials.roster.terms import Roster
from jaki_replica.officials.terms import Role
from jaki_replica.officials.units import Organisation
from jaki_replica.tenant_admin import aside
from jaki_replica.tenant_admin.superiors import choices as superior_choices
from jaki_replica.tenant_admin.superiors import rule_of, why_there
from jaki_replica.ui import signing_in
from jaki_replica.ui.at_hand import rulebook

blueprint = Blueprint("admin_officials", __name__, url_prefix="/admin/pejabat", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)
ACTIONS = {"angkat": changing.appoint, "akhiri": changing.end}


@blueprint.get("")
def show() -> str:
    """The tree of posts, narrowed by words or to vacant ones."""
    return _page(Asked(request.args.get("cari", "")[:80], "kosong" in request.args))


@blueprint.get("/jabatan/<unit>")
def post(unit: str) -> str:
    """One post: who holds it, who did, and the form to change that."""
    book = rulebook()
    book.organisation.unit(unit)
    sent = aside.put_back()
    if sent is not None:
        present = queries.roster(book.session, book.config.identity.timezone)
        return _page(Asked(here=unit), sent, _wanted(Form(sent, book.organisation), present, unit).faults)
    typed = {"orang": request.args.get("orang", ""), "mulai": "", "atasan": request.args.get("atasan", "")}
    return _page(Asked(here=unit), typed)


@blueprint.post("/jabatan/<unit>")
def change(unit: str) -> ResponseReturnValue:
    """Read the form; what it asks for waits until it was looked at."""
    book = rulebook()
    book.organisation.unit(unit)
    present = queries.roster(book.session, book.config.identity.timezone)
    form = Form(request.form, book.organisation)
    made = _wanted(form, present, unit)
    if made.roster is None:
        return aside.put_aside({name: text for name, text in request.form.items() if name != "csrf_token"})
    now = queries.current(book.session)
    base = now.number if now else None
    author = str(current_user.name)
    key = actions.keep_draft(book.session, made.roster, base=base, author=author, origin=unit, at=book.at)
    return redirect(url_for("admin_officials_changes.look", draft=key), 303)


def _wanted(form: Form, present: Roster, unit: str) -> Wanted:
    step = ACTIONS.get(form.text("langkah"))
    return step(form, present, unit) if step else changing.correct(form, present)


def _page(asked: Asked, typed: dict[str, str] | None = None, faults: object = None) -> str:
    book = rulebook()
    zone = book.config.identity.timezone
    roster, today = queries.roster(book.session, zone), rules.day_of(book.at, zone)
    return render_template(
        "admin/officials.html",
        asked=asked,
        figures=tree.figures(book.organisation, roster, today),
        nodes=tree.tree(book.organisation, roster, today, asked),
        post=_post(asked.here, roster) if asked.here else None,
        typed=typed or {},
        faults=faults or {},
        today=today,
        saved=request.args.get("tersimpan", type=int),
    )


def _post(key: str, roster: Roster) -> dict[str, object]:
    """What the panel of one post shows."""
    book = rulebook()
    unit = book.organisation.unit(key)
    today = rules.day_of(book.at, book.config.identity.timezone)
    known = roster.of_unit(key)
    return {
        "unit": unit,
        "superior": book.organisation.units.get(unit.superior or ""),
        "burden": complaints.burdens(book.session, [key], book.at).get(key, NOTHING),
        "holder": rules.answering(roster, key, today),
        "now": [one for one in known if roster.covers(one, today)],
        "coming": [one for one in known if one.since > today],
        "gone": [
            one
            for one in reversed(known)
            if one.until is not None and not roster.covers(one, today) and one.since <= today
        ],
        "roster": roster,
        "people": _people(roster, book.organisation),
        "kinds": [(kind.value, word) for kind, word in KINDS.items()],
        "kind_words": KINDS,
        "key_text": changing.key_text,
        "presence": presence(key, book.organisation, lambda one: rules.standing(roster, one, today)),
        "superiors": superior_choices(book, unit),
        "superior_rule": rule_of(book, unit),
        "why_there": why_there(book, unit, request.args.get("pada", "")),
        "revision": g.loaded.number,
    }


def _people(roster: Roster, organisation: Organisation) -> list[tuple[UUID, str]]:
    """Everybody in the list, with the post held last, so that namesakes can be told apart."""
    posts = {one.person: post_title(one.unit, organisation) for one in roster.holdings.values()}
    return [(one.id, f"{one.name} ({posts[one.id]})" if one.id in posts else one.name) for one in roster.listed]

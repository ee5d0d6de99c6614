"""Categories and owners: the tables by group, one category's form, and the trial "who gets it?"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from jaki_replica.areas.terms import Area
from jaki_replica.complaints.consequences import Moved, consequences, left_behind, open_by_post
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.editing import catalogue as editing
from jaki_replica.editing import groups
from jaki_replica.editing.proposals import one_line
from jaki_replica.editing.telling_names import Names
from jaki_replica.foundation import clock
from jaki_replica.officials.presence import Presence, presence
from jaki_replica.officials.terms import Role
from jaki_replica.routing.rules.deciding import first_unit
from jaki_replica.routing.sentences import sentence
from jaki_replica.routing.terms import Decision
from jaki_replica.tenancy.configuration import queries
from jaki_replica.tenancy.configuration.loading import load_stored
from jaki_replica.tenancy.configuration.terms import Category, CategoryGroup, RegionConfig
from jaki_replica.tenant_admin.edits import Editor, Sheet, answered, opened
from jaki_replica.ui import language, signing_in
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.static_files import icon_names

blueprint = Blueprint("admin_catalogue", __name__, url_prefix="/admin/kategori", template_folder="templates")
signing_in.inside(blueprint, Role.ADMIN)
GROUPS = Editor(groups.fields, groups.read, groups.propose)
SEEN = "dilihat"
KEEPING = ("simpan", "hentikan", "aktifkan")
MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class Shelf:
    """A group with its categories."""

    group: CategoryGroup
    categories: tuple[Category, ...]


@blueprint.get("")
def show() -> str:
    """Every category by group, with its owner."""
    config = g.region
    return render_template(
        "admin/catalogue.html",
        shelves=[Shelf(one, tuple(c for c in config.categories if c.group == one.key)) for one in config.groups],
        names=Names(None, config),
        saved=request.args.get("tersimpan", type=int),
        moved=_moved_by(request.args.get("tersimpan", type=int)),
        today=_today(),
    )


def _moved_by(number: int | None) -> tuple[Moved, ...]:
    """The open complaints that stay with the owner they had before a revision, just kept, gave them another."""
    if number is None or number != g.loaded.number:
        return ()
    base = queries.by_number(g.scope.session, number).base_number
    return (
        left_behind(rulebook(), load_stored(queries.by_number(g.scope.session, base).document), language.current())
        if base
        else ()
    )


@blueprint.get("/ubah/<key>")
def edit(key: str) -> str:
    """One category, to be edited."""
    return _page(key, opened(_editor(key)))


@blueprint.post("/ubah/<key>")
def change(key: str) -> ResponseReturnValue:
    """Keep the category as a revision, retire it, or offer it again."""
    return answered(_editor(key), keeping=KEEPING, look_first=_unseen_effect)


@blueprint.get("/baru")
def ask_new() -> str:
    """A new category."""
    return _page("", opened(_new()))


@blueprint.post("/baru")
def add() -> ResponseReturnValue:
    """Keep a new category as a revision."""
    return answered(_new())


@blueprint.get("/kelompok")
def edit_groups() -> str:
    """The groups and the order of the tiles."""
    return _groups_page(opened(GROUPS))


@blueprint.post("/kelompok")
def change_groups() -> ResponseReturnValue:
    """Keep the groups as a revision, or move a row."""
    return answered(GROUPS)


@blueprint.get("/siapa")
def trial() -> str:
    """Who would get a complaint: a category and a place, and the explanation."""
    book = rulebook()
    category = request.args.get("kategori", "")
    sought = one_line(request.args.get("wilayah", ""))[:80]
    places = _places(book, sought)
    decision = _decision(book, category, places[0].code) if len(places) == 1 else None
    return render_template(
        "admin/trial.html",
        category=category,
        sought=sought,
        found=places,
        full={area.code: book.organisation.places[area.code].full_name for area in places},
        decision=decision,
        steps=[sentence(step, language.current()) for step in decision.steps] if decision else [],
        unit=book.unit_name(decision.unit) if decision else "",
        owner=book.unit_name(decision.owner) if decision else "",
        presences=_presences(book, decision) if decision else (),
        groups=book.config.groups,
    )


def _unseen_effect(new: RegionConfig) -> bool:
    """Whether open complaints would be of another owner, or new ones come to nobody, and this admin was not told."""
    if request.form.get(SEEN) == request.form.get("owner"):
        return False
    found = consequences(rulebook(), new, language.current())
    return bool(found.moved or found.receiving.empty)


def _editor(key: str) -> Editor:
    if g.region.category(key) is None:
        abort(404)
    one = editing.CategoryEditor(key, _today())
    return Editor(one.fields, one.read, one.propose)


def _new() -> Editor:
    one = editing.CategoryEditor("", _today())
    return Editor(one.fields, one.read, one.propose)


def _today() -> date:
    on: date = clock.now().astimezone(g.region.identity.timezone).date()
    return on


def _page(key: str, sheet: Sheet) -> str:
    book = rulebook()
    made = _editor(key).propose(g.region, sheet.typed).config if key and sheet.changed else None
    return render_template(
        "admin/category.html",
        seen_name=SEEN,
        open_now=open_by_post(book, key) if key else (),
        effect=consequences(book, made, language.current()) if made else None,
        key=key,
        category=g.region.category(key),
        sheet=sheet,
        owners=editing.owners(g.region),
        firsts=editing.FIRSTS,
        groups=[("", ""), *((one.key, language.words(one.name)) for one in g.region.groups)],
        numbers=[("", "–"), *((one.number, f"{one.number} {language.words(one.name)}") for one in g.region.emergency)],
    )


def _groups_page(sheet: Sheet) -> str:
    pictures = sorted(name for name in icon_names() if not name.startswith("s-"))
    rows = sum(1 for name in sheet.typed if name.endswith(".key"))
    return render_template("admin/groups.html", sheet=sheet, pictures=pictures, rows=rows)


def _places(book: Rulebook, sought: str) -> list[Area]:
    """The areas of a code, or those whose name is the sought one, else begins with it; the smallest ones first."""
    if not sought:
        return []
    tree = book.ground.tree
    exact = tree.by_code.get(sought)
    if exact is not None:
        return [exact]
    wanted = sought.casefold()
    named = [area for area in tree.by_code.values() if area.name.casefold() == wanted]
    named = named or [area for area in tree.by_code.values() if wanted in area.name.casefold()]
    return sorted(named, key=lambda area: (-area.code.count("."), area.name))[:MOST_PLACES]


def _presences(book: Rulebook, decision: Decision) -> tuple[Presence, ...]:
    """The posts of a decision in which nobody is."""
    found = (presence(key, book.organisation, book.standing) for key in dict.fromkeys((decision.unit, decision.owner)))
    return tuple(one for one in found if not one.is_read)


def _decision(book: Rulebook, category: str, area: str) -> Decision | None:
    if book.config.category(category) is None or area not in book.organisation.places:
        return None
    return first_unit(category, area, book.config, book.organisation, book.holders, book.at)

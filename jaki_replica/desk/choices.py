"""What a form of the desk offers to choose from: few and sensible first, the rest by searching."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import g, request

from jaki_replica.areas.terms import VILLAGE, lies_in, parent_of
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.terms import ENDED, Status
from jaki_replica.desk.people import Sitting
from jaki_replica.desk.tabs import Tab
from jaki_replica.foundation.recent import Recent
from jaki_replica.officials.units import Unit, UnitKind, upwards
from jaki_replica.tenancy.configuration.terms import Category
from jaki_replica.ui.language import current, words
from jaki_replica.ui.states import STATES
from jaki_replica.ui.words import gettext as _

MOST_FOUND = 30
MOST_OFFERED = 1000  # desks and their tabs

type_option = tuple[str, str]
type_group = tuple[str, Sequence[type_option]]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A select of the filter form, the same object for whoever is offered the same."""

    name: str
    label: str
    every: str
    groups: Sequence[type_group]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Filter:
    """A select and what is chosen in it: the key of one of its options, or nothing."""

    choice: Choice
    value: str


@dataclass(frozen=True, slots=True)
class Filters:
    """The three filters of the inbox."""

    state: Filter
    category: Filter
    area: Filter

    @property
    def shown(self) -> list[Filter]:
        """Those with something to choose."""
        offered = (self.state, self.category, self.area)
        return [one for one in offered if len(one.choice.keys) > 1]

    @property
    def is_chosen(self) -> bool:
        """Whether any filter narrows the list."""
        return bool(self.state.value or self.category.value or self.area.value)


_offered: Recent[tuple[object, ...], tuple[Choice, Choice, Choice]] = Recent(MOST_OFFERED)


def states_of(tab: Tab) -> list[Status]:
    """The states that a tab's complaints can be in."""
    return [one for one in Status if one not in ENDED and (not tab.wanted.states or one in tab.wanted.states)]


def filters(book: Rulebook, who: Sitting, tab: Tab) -> Filters:
    """The filters of a tab, with what this address chose."""
    units, states = who.official.units, tuple(states_of(tab))
    key = (g.tenant.key, book.revision, book.ground.number, _today(book), current(), units, states)
    offered = _offered.get(key) or _offered.keep(key, _choices(book, who, tab))
    state, category, area = (Filter(one, _chosen(one)) for one in offered)
    return Filters(state, category, area)


def _choices(book: Rulebook, who: Sitting, tab: Tab) -> tuple[Choice, Choice, Choice]:
    states = [(str(one), str(STATES[one].desk)) for one in states_of(tab)]
    return (
        _choice("keadaan", _("Keadaan"), _("Semua keadaan"), [("", states)]),
        _choice("kategori", _("Kategori"), _("Semua kategori"), categories(book)),
        _choice("wilayah", _("Wilayah"), _("Semua wilayah"), [("", _areas_of(book, who))]),
    )


def _choice(name: str, label: str, every: str, groups: list[type_group]) -> Choice:
    keys = frozenset(key for _group, options in groups for key, _word in options)
    return Choice(name, label, every, groups, keys)


def _chosen(choice: Choice) -> str:
    wanted = request.args.get(choice.name, "")
    return wanted if wanted in choice.keys else ""


def _today(book: Rulebook) -> date:
    return book.at.astimezone(book.config.identity.timezone).date()


def categories(book: Rulebook) -> list[type_group]:
    """All categories under their groups; one that is no longer offered says so."""
    config, today = book.config, _today(book)

    def called(one: Category) -> str:
        name = words(one.name)
        return name if one.is_offered(today) else _("%(category)s (tidak dipakai lagi)", category=name)

    return [
        (words(group.name), [(one.key, called(one)) for one in config.categories if one.group == group.key])
        for group in config.groups
    ]


def _areas_of(book: Rulebook, who: Sitting) -> list[type_option]:
    """The areas directly below those of the person's posts."""
    units = (book.unit(key) for key in sorted(who.official.units))
    places = {unit.area for unit in units if unit is not None}
    below = [area.code for code in sorted(places) for area in book.ground.tree.children(code)]
    return [(code, book.organisation.places[code].full_name) for code in dict.fromkeys(below)]


def units(book: Rulebook, complaint: Complaint, search: str) -> list[type_group]:
    """Units a complaint could be passed on to: its owner and its area's posts, the agencies there, what was sought."""
    organisation, area = book.organisation, complaint.area or book.config.identity.code
    owner = book.unit(complaint.category_owner)
    nearest = [organisation.owner_of(code) for code in upwards(area)]
    agencies = [organisation.agency(one.key, area) for one in book.config.agencies]
    groups = [
        (_("Hasil pencarian"), _options(find_units(book, organisation.units.values(), search), complaint)),
        (_("Pemilik urusan"), _options([owner], complaint)),
        (_("Disarankan"), _options(nearest, complaint)),
        (_("Dinas dan badan"), _options(agencies, complaint)),
    ]
    return _each_once(groups)


def _each_once(groups: Sequence[type_group]) -> list[type_group]:
    """The groups without what one before them offers already."""
    seen: set[str] = set()
    found: list[type_group] = []
    for name, options in groups:
        fresh = [option for option in options if option[0] not in seen]
        seen.update(key for key, _word in fresh)
        found += [(name, fresh)] if fresh else []
    return found


def units_below(book: Rulebook, complaint: Complaint, search: str) -> list[type_group]:
    """Units below the complaint's own that could work on it: those of its area first."""
    below = [book.organisation.units[key] for key in sorted(book.units_below(complaint.unit))]
    area = complaint.area or book.config.identity.code
    here = [unit for unit in below if lies_in(area, unit.area)]
    elsewhere = [unit for unit in below if unit not in here] if len(below) <= MOST_FOUND else []
    groups = [
        (_("Hasil pencarian"), _options(find_units(book, below, search), complaint)),
        (_("Wilayah laporan ini"), _options(here, complaint)),
        (_("Wilayah lain"), _options(elsewhere, complaint)),
    ]
    return [group for group in groups if group[1]]


def find_units(book: Rulebook, among: Iterable[Unit], search: str) -> list[Unit]:
    """Units whose name or title holds every word sought."""
    sought = search.casefold().split()
    if not sought:
        return []
    fits = (unit for unit in among if all(word in f"{unit.name} {unit.head.title}".casefold() for word in sought))
    return [unit for unit, _n in zip(fits, range(MOST_FOUND), strict=False)]


def _options(found: Iterable[Unit | None], complaint: Complaint) -> list[type_option]:
    known = {unit.key: _named(unit) for unit in found if unit is not None and unit.key != complaint.unit}
    return list(known.items())


def _named(unit: Unit) -> str:
    return f"{unit.name} ({unit.head.title})" if unit.kind is UnitKind.POSITION else unit.name


def rejections(book: Rulebook) -> list[type_option]:
    """The reasons for which a complaint can be rejected."""
    return [(reason.key, words(reason.name)) for reason in book.config.workflow.rejections]


def referrals(book: Rulebook, complaint: Complaint) -> list[type_option]:
    """The bodies outside this government; those there is one of for each area, by the complaint's area."""
    named = ((body.key, book.body(body.key, complaint.area)) for body in book.config.referrals)
    return [(key, words(name)) for key, name in named if name is not None]


def places(book: Rulebook, complaint: Complaint, search: str) -> list[type_group]:
    """Areas a complaint could really be in: those beside its own, and what was sought."""
    known = book.organisation.places
    beside = book.ground.tree.children(parent_of(complaint.area) or "") if complaint.area else ()
    sought = search.casefold().split()
    hits = [code for code, one in known.items() if sought and all(w in one.full_name.casefold() for w in sought)]
    lowest = [code for code in hits if code.count(".") + 1 == VILLAGE or not book.ground.tree.children(code)]
    groups = [
        (_("Hasil pencarian"), [(code, _path(book, code)) for code in lowest[:MOST_FOUND]]),
        (_("Sekitarnya"), [(area.code, known[area.code].full_name) for area in beside]),
    ]
    return [group for group in groups if group[1]]


def _path(book: Rulebook, code: str) -> str:
    """Kelurahan Melati, Kecamatan Kenanga."""
    found = (book.organisation.places.get(one) for one in (code, parent_of(code) or ""))
    return ", ".join(place.full_name for place in found if place is not None)

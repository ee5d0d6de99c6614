"""Where a complaint is, in words: inside, near, on a border, or outside and whose it is then."""

from __future__ import annotations

import math
from dataclasses import dataclass

from jaki_replica.areas import facts
from jaki_replica.areas.terms import How, Located, Neighbour
from jaki_replica.complaints.drafts import Draft
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.terms import Point, PositionSource
from jaki_replica.foundation.errors import Invalid, NotFound
from jaki_replica.foundation.figures import figure
from jaki_replica.tenancy.registry import Picture
from jaki_replica.tenancy.terms import Tenant, TenantState
from jaki_replica.ui.formats import number
from jaki_replica.ui.words import gettext as _

type_options = tuple[tuple[str, str, str], ...]

MOST_CANDIDATES = 5
LEAST_SHARE = 0.03
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The region a point outside belongs to. `tenant` where it answers here as well."""

    name: str
    tenant: Tenant | None


@dataclass(frozen=True, slots=True)
class Spot:
    """What is known of the place. `area` is empty where it names no smallest area of this region yet.

    `options` are the areas to choose from when the position is too rough; `elsewhere` is set for a point outside.
    """

    area: str = ""
    name: str = ""
    words: str = ""
    options: type_options = ()
    outside: bool = False
    elsewhere: Elsewhere | None = None
    source: PositionSource | None = None

    @property
    def is_settled(self) -> bool:
        """Whether a complaint could be filed here."""
        return bool(self.area) and not self.outside


def area_name(book: Rulebook, code: str) -> str:
    """Kelurahan Menteng; the code for an area that is no more."""
    found = book.organisation.places.get(code)
    return found.full_name if found else code


def above_words(book: Rulebook, code: str) -> str:
    """Kecamatan Menteng, Kota Administrasi Jakarta Pusat: what lies above, without the region itself."""
    above = [area for area in book.ground.tree.ancestors(code) if area.parent is not None]
    return ", ".join(area_name(book, area.code) for area in above)


def full_area(book: Rulebook, code: str) -> str:
    """Kelurahan Menteng, Kecamatan Menteng."""
    above = [area for area in book.ground.tree.ancestors(code)[:1] if area.parent is not None]
    return ", ".join([area_name(book, code), *(area_name(book, area.code) for area in above)])


def point_of(lat: str, lon: str, accuracy: str = "") -> Point | None:
    """A point from what a form holds; None for nothing. Raises Invalid for what is no place on the globe."""
    if not lat.strip() and not lon.strip():
        return None
    try:
        found = figure(lat), figure(lon), figure(accuracy or "0")
    except ValueError:
        raise Invalid("The position cannot be read") from None
    on_globe = all(map(math.isfinite, found)) and abs(found[0]) <= 90 and abs(found[1]) <= 180 and found[2] >= 0
    if not on_globe:
        raise Invalid("The position cannot be read")
    return Point(found[0], found[1], found[2] or None)


def spot(book: Rulebook, draft: Draft, picture: Picture) -> Spot:
    """What the answers so far say about the place."""
    source, point = draft.place.used
    if point is not None:
        located = book.ground.locator.locate(point.lat, point.lon, point.accuracy_m or 0.0)
        return _located(book, draft, located, source, picture)
    if not draft.area or draft.area not in book.ground.tree:
        return Spot()
    if book.ground.tree.children(draft.area):
        return Spot()
    return Spot(draft.area, area_name(book, draft.area), above_words(book, draft.area), source=PositionSource.AREA)


def _located(book: Rulebook, draft: Draft, found: Located, source: PositionSource, picture: Picture) -> Spot:
    if found.how is How.OUTSIDE or found.code is None:
        return Spot(outside=True, elsewhere=_elsewhere(found.neighbour, picture), source=source)
    options = _options(book, found)
    codes = {code for code, _name, _hint in options}
    code = draft.area if draft.area in codes else found.code
    words = [above_words(book, code), *_how_words(book, found, source, draft)]
    return Spot(code, area_name(book, code), " · ".join(filter(None, words)), options, source=source)


def _how_words(book: Rulebook, found: Located, source: PositionSource, draft: Draft) -> list[str]:
    words = []
    if found.how is How.NEAR and found.distance_m is not None:
        metres = number(max(10, round(found.distance_m, -1)))
        words.append(_("di luar garis batas, %(metres)s meter dari wilayah terdekat ini", metres=metres))
    if source is PositionSource.DEVICE and draft.device and draft.device.accuracy_m:
        words.append(_("ketelitian %(metres)s meter", metres=number(round(draft.device.accuracy_m))))
    if source is PositionSource.PHOTO:
        words.append(_("dari titik yang tersimpan di foto Anda"))
    return words


def _options(book: Rulebook, found: Located) -> type_options:
    """The areas an inexact position may mean, the likeliest first; none where only one is likely."""
    likely = [one for one in found.candidates if one.share >= LEAST_SHARE][:MOST_CANDIDATES]
    if len(likely) < 2:
        return ()
    return tuple((one.code, area_name(book, one.code), above_words(book, one.code)) for one in likely)


def _elsewhere(neighbour: Neighbour | None, picture: Picture) -> Elsewhere | None:
    if neighbour is None:
        return None
    by_code = {tenant.code: tenant for tenant in picture.tenants if tenant.state is TenantState.ACTIVE}
    tenant = by_code.get(neighbour.region_code) or by_code.get(neighbour.province_code)
    try:
        name = facts.region(neighbour.region_code).name
    except NotFound:
        return None
    return Elsewhere(name, tenant)


@dataclass(frozen=True, slots=True)
class Choice:
    """One step of choosing an area by name: the word for its kind, what there is, and what was chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str


def choices(book: Rulebook, chosen: str) -> tuple[Choice, ...]:
    """The lists to choose an area from, each below the choice before it; one more than was chosen so far."""
    tree = book.ground.tree
    if not tree.tops:
        return ()
    path = [area.code for area in tree.path(chosen)] or [tree.tops[0].code]
    found = []
    for depth, above in enumerate(path):
        below = tree.children(above)
        if below:
            value = path[depth + 1] if depth + 1 < len(path) else ""
            found.append(_choice(book, [area.code for area in below], value))
    return tuple(found)


def level(book: Rulebook, above: str) -> Choice | None:
    """The list of what lies directly below an area; None for a smallest one."""
    below = book.ground.tree.children(above)
    return _choice(book, [area.code for area in below], "") if below else None


def chosen_area(book: Rulebook, answers: list[str]) -> str:
    """The deepest answer that lies below the one before it: another kecamatan drops the kelurahan of the first."""
    tree = book.ground.tree
    at = tree.tops[0].code if tree.tops else ""
    found = ""
    for code in answers:
        if code not in {area.code for area in tree.children(at)}:
            break
        found = at = code
    return found


def _choice(book: Rulebook, codes: list[str], value: str) -> Choice:
    places = [(code, area_name(book, code)) for code in codes]
    kinds = list(dict.fromkeys(found.kind for code in codes if (found := book.organisation.places.get(code))))
    names = tuple(sorted(places, key=lambda place: place[1]))
    options = (("", _("Pilih")), *names)
    return Choice(f"wilayah_{codes[0].count('.')}", _(" atau ").join(kinds[:2]), options, value)

"""Makes the units of a region from its configuration and its areas: 267 lurah are one rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from jaki_replica.areas.terms import Area, AreaTree, lies_in
from jaki_replica.officials.units import (
    Head,
    Organisation,
    Place,
    Unit,
    UnitKind,
    agency_key,
    position_key,
    upwards,
)
from jaki_replica.tenancy.configuration.terms import (
    Agency,
    Appointment,
    AreaKind,
    Level,
    Owns,
    PositionRule,
    RegionConfig,
)


def organise(config: RegionConfig, tree: AreaTree) -> Organisation:
    """All units of a region. Raises Invalid where someone reports to himself or to nobody known.

    To be made once for each configuration revision and set of areas.
    """
    maker = _Maker(config, tree)
    units = [*maker.positions(), *maker.agencies()]
    return Organisation(config.identity.code, units, maker.places.values())


def place_of(area: Area, kinds: Sequence[AreaKind]) -> Place:
    """An area as the region calls it: its name without the word for its kind, and that word."""
    kind = kind_of(area, kinds)
    words = [kind.name.id] if kind else []
    words += [one.name.id for one in kinds if kind and one.key == kind.of]
    words.append(area.kind.replace("-", " ").title())
    bare = next((area.name[len(word) + 1 :] for word in words if area.name.startswith(word + " ")), area.name)
    return Place(
        code=area.code,
        name=bare,
        kind=kind.name.id if kind else words[-1],
        kind_key=kind.key if kind else area.kind,
        governed=kind is None or kind.governed,
    )


def kind_of(area: Area, kinds: Sequence[AreaKind]) -> AreaKind | None:
    """The kind an area has here: a local name for its place, for everywhere, as published, or the national one."""
    renamed = [kind for kind in kinds if kind.of == area.kind]
    there = [(code, kind) for kind in renamed for code in kind.areas if lies_in(area.code, code)]
    if there:
        return max(there, key=lambda pair: len(pair[0]))[1]
    everywhere = [kind for kind in renamed if not kind.areas]
    named = [kind for kind in kinds if kind.key == area.kind and not kind.of]
    return next(iter((*everywhere, *named)), None)


class _Maker:
    """Holds what every unit is made from."""

    def __init__(self, config: RegionConfig, tree: AreaTree) -> None:
        self.config = config
        self.kinds = {kind.key: kind for kind in config.areas.kinds}
        self.places: Mapping[str, Place] = {area.code: place_of(area, config.areas.kinds) for area in tree}
        self._levels: dict[int, list[Place]] = defaultdict(list)
        for area in tree:
            self._levels[area.level].append(self.places[area.code])

    def positions(self) -> Iterator[Unit]:
        """One unit for each position rule and area of its level and kinds."""
        for rule in self.config.positions:
            for place in self._of(rule.per, rule.kinds):
                yield self._position(rule, place)

    def agencies(self) -> Iterator[Unit]:
        """Each agency, and one unit for each of its branches."""
        for agency in self.config.agencies:
            head = Head(agency.head.format(agency=agency.name), agency.appointment, agency.allowance)
            yield Unit(
                key=agency_key(agency.key),
                kind=UnitKind.AGENCY,
                rule=agency.key,
                area=self.config.identity.code,
                name=agency.name,
                short=agency.short or agency.name,
                head=head,
                superior=self._superior(agency.reports_to, self.config.identity.code),
            )
            yield from self._branches(agency)

    def _position(self, rule: PositionRule, place: Place) -> Unit:
        kind = self.kinds.get(place.kind_key)
        head = kind.head if kind else ""
        words = {"area": place.name, "kind": place.kind, "head": head}
        allowance = rule.allowance if rule.appointment is Appointment.APPOINTED else 0
        name = rule.unit.format(**words).strip()
        return Unit(
            key=position_key(rule.key, place.code),
            kind=UnitKind.POSITION,
            rule=rule.key,
            area=place.code,
            name=name,
            short=f"{kind.short} {place.name}" if kind and kind.short else name,
            head=Head(rule.title.format(**words).strip(), rule.appointment, allowance),
            superior=self._superior(rule.reports_to, place.code),
            owns_area=rule.owns is Owns.AREA,
        )

    def _branches(self, agency: Agency) -> Iterator[Unit]:
        branches = agency.branches
        for place in self._of(branches.per, branches.kinds) if branches else ():
            assert branches is not None
            name = branches.name.format(area=place.name)
            yield Unit(
                key=agency_key(agency.key, place.code),
                kind=UnitKind.BRANCH,
                rule=agency.key,
                area=place.code,
                name=name,
                short=f"{agency.short} {place.name}" if agency.short else name,
                head=Head(branches.head.format(area=place.name, branch=name), agency.appointment, branches.allowance),
                superior=agency_key(agency.key),
            )

    def _of(self, level: Level, kinds: tuple[str, ...]) -> list[Place]:
        places = self._levels[level.number]
        return [place for place in places if place.kind_key in kinds] if kinds else places

    def _superior(self, rule: str, area: str) -> str | None:
        """The unit above: an agency, or the position whose area holds this one.

        Where that position does not exist for the area, such as a camat where there is none, its own superior.
        """
        climbed: set[str] = set()
        while rule and rule not in climbed:
            climbed.add(rule)
            above = self.config.position(rule)
            if above is None:
                return agency_key(rule)
            place = self._place_for(above, area)
            if place is not None:
                return position_key(rule, place.code)
            rule = above.reports_to
        return None

    def _place_for(self, rule: PositionRule, area: str) -> Place | None:
        codes = (code for code in upwards(area) if code.count(".") + 1 == rule.per.number)
        place = next((self.places[code] for code in codes if code in self.places), None)
        return place if place is not None and (not rule.kinds or place.kind_key in rule.kinds) else None

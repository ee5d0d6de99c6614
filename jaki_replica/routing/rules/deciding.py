"""Who gets a new complaint: the owner by the most specific rule, who looks first, and who stands in for a vacancy."""

from __future__ import annotations

from datetime import datetime

from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.officials.holders import Holders, Standing
from jaki_replica.officials.units import Organisation, Place, Unit, UnitKind, upwards
from jaki_replica.routing.rules.matching import Match, matching
from jaki_replica.routing.terms import Body, Decision, Step, StepCode, type_value
from jaki_replica.tenancy.configuration.terms import AREA_OWNER, Category, First, Referral, RegionConfig, Route, Text

NO_HOLDERS = Holders()


def first_unit(
    category: str,
    area: str,
    config: RegionConfig,
    organisation: Organisation,
    holders: Holders = NO_HOLDERS,
    at: datetime | None = None,
) -> Decision:
    """Who gets a complaint of a category in an area, who owns it, and why.

    `area` is the code of an area of any level of this region. Without `at` nobody's absence is looked at. Raises
    Invalid with every fault for a category or an area this region does not have.
    """
    found = _known(category, area, config, organisation)
    work = _Work(config, organisation, organisation.places[area])
    match = work.matched(found)
    owner = work.owner(match.owner)
    official = work.looks_first(found, match, owner)
    if at is not None:
        owner = work.standing_in(owner, holders, at, told=official is None)
        official = official and work.standing_in(official, holders, at, told=True)
    if official is None:
        work.tell(StepCode.OWNER_FIRST, unit=owner.name)
    return Decision(
        category=category,
        area=area,
        unit=(official or owner).key,
        owner=owner.key,
        first=First.AREA if official else First.OWNER,
        referral=work.body,
        unowned=work.unowned,
        steps=tuple(work.steps),
    )


def _known(category: str, area: str, config: RegionConfig, organisation: Organisation) -> Category:
    found = config.category(category)
    faults = []
    if found is None:
        faults.append(Fault("category", f'there is no category "{category}" here', "choose one of this region"))
    if area not in organisation.places:
        faults.append(Fault("area", f'there is no area "{area}" here', "choose an area of this region"))
    if faults or found is None:
        raise Invalid("Nobody can be found for this.", tuple(faults))
    return found


class _Work:
    """One decision being made; collects its steps."""

    def __init__(self, config: RegionConfig, organisation: Organisation, place: Place) -> None:
        self.config = config
        self.organisation = organisation
        self.place = place
        self.steps: list[Step] = []
        self.body: Body | None = None
        self.unowned = False

    def tell(self, code: StepCode, **values: type_value) -> None:
        """Add a step."""
        self.steps.append(Step(code, values))

    def matched(self, category: Category) -> Match:
        """The rule that counts, with a step for each that does not."""
        match = matching(category, self.place.code, self.config.routes)
        self.tell(StepCode.MATTER, category=category.name, area=self.place.full_name)
        if match.route is None:
            self.tell(StepCode.BY_CATEGORY, owner=self._name(match.owner))
        else:
            route = match.route
            words = {"owner": self._name(match.owner), "why": route.why}
            self.tell(StepCode.BY_ROUTE, place=self._place_name(route), matter=self._matter(route), **words)
        for route in match.passed_over:
            self.tell(StepCode.LESS_SPECIFIC, place=self._place_name(route), matter=self._matter(route))
        return match

    def owner(self, name: str) -> Unit:
        """The unit that owns the matter here, or the one that refers it to the body outside."""
        referral = self.config.referral(name)
        if referral is not None:
            return self._referred(referral)
        unit = self._area_owner() if name == AREA_OWNER else self._named(name)
        return unit or self._arbiter(name)

    def looks_first(self, category: Category, match: Match, owner: Unit) -> Unit | None:
        """The official of the area where he is to look first and does not own the matter anyway."""
        if match.first is not First.AREA or self.unowned:
            return None
        if category.sensitive:
            self.tell(StepCode.SENSITIVE)
            return None
        official = self.organisation.owner_of(self.place.code)
        if official is None:
            self.tell(StepCode.NO_AREA_OFFICIAL, area=self.place.full_name)
            return None
        if official.key == owner.key:
            return None
        self.tell(StepCode.AREA_FIRST, unit=official.name)
        return official

    def standing_in(self, unit: Unit, holders: Holders, at: datetime, *, told: bool) -> Unit:
        """The unit itself while someone holds its post, else the nearest above where someone does."""
        chain = (unit, *self.organisation.superiors(unit.key))
        for place, one in enumerate(chain):
            standing = holders.standing(one.key, at)
            if standing is not Standing.VACANT:
                if standing is Standing.ACTING and told:
                    holder = holders.at(one.key, at)
                    assert holder is not None
                    self.tell(StepCode.ACTING, title=one.head.title, tenure=holder.tenure.title(), unit=one.name)
                return one
            if place + 1 < len(chain):
                self.tell(StepCode.VACANT, title=one.head.title, unit=chain[place + 1].name)
        self.tell(StepCode.ALL_VACANT, title=chain[-1].head.title, unit=chain[-1].name)
        return chain[-1]

    def _area_owner(self) -> Unit | None:
        unit = self.organisation.owner_of(self.place.code)
        if unit is not None:
            code = StepCode.AREA_OWNER if unit.area == self.place.code else StepCode.AREA_OWNER_ABOVE
            self.tell(code, unit=unit.name, area=self.place.full_name)
        return unit

    def _named(self, name: str) -> Unit | None:
        code = self.place.code
        unit = self.organisation.agency(name, code) or self.organisation.position(name, code)
        if unit is None:
            return None
        if unit.kind is UnitKind.AGENCY:
            self.tell(StepCode.AGENCY, unit=unit.name)
        else:
            place = self.organisation.places[unit.area].full_name
            self.tell(
                StepCode.BRANCH if unit.kind is UnitKind.BRANCH else StepCode.POSITION, unit=unit.name, area=place
            )
        return unit

    def _referred(self, referral: Referral) -> Unit:
        place = self._place_of(referral)
        if place is None:
            return self._arbiter(referral.key)
        self.body = body_of(referral, place)
        self.tell(StepCode.REFERRAL, body=self.body.name)
        keeper = self._keeper()
        self.tell(StepCode.KEEPER, unit=keeper.name)
        return keeper

    def _place_of(self, referral: Referral) -> Place | None:
        return place_of(referral, self.place.code, self.organisation)

    def _arbiter(self, name: str) -> Unit:
        keeper = self._keeper()
        self.unowned = True
        self.tell(StepCode.NOBODY, owner=self._name(name), area=self.place.full_name, unit=keeper.name)
        return keeper

    def _keeper(self) -> Unit:
        return arbiter(self.place.code, self.config, self.organisation)

    def _name(self, owner: str) -> type_value:
        """An owner in words, as the configuration names it."""
        if owner == AREA_OWNER:
            return Text("pejabat wilayahnya", "the official of the area")
        agency, referral = self.config.agency(owner), self.config.referral(owner)
        if agency is not None:
            return agency.name
        if referral is not None:
            return body_name(referral, self.place.code, self.organisation)
        return owner

    def _place_name(self, route: Route) -> str:
        place = self.organisation.places.get(route.area)
        return place.full_name if place else route.area

    def _matter(self, route: Route) -> type_value:
        category, group = self.config.category(route.category), self.config.group(route.category)
        if category is not None:
            return category.name
        return group.name if group is not None else route.category


def arbiter(area: str, config: RegionConfig, organisation: Organisation) -> Unit:
    """The arbiter for an area or, where the configuration names none that exists, the top."""
    name = config.workflow.arbiter
    return organisation.agency(name, area) or organisation.position(name, area) or organisation.tops()[0]


def owning_unit(owner: str, area: str, config: RegionConfig, organisation: Organisation) -> Unit | None:
    """The unit that answers for what an owner has in an area, without a word why: as `first_unit` without vacancies.

    None where there is no such unit, so that the arbiter gets it. For a body outside it is the arbiter by rule.
    """
    referral = config.referral(owner)
    if referral is not None:
        return arbiter(area, config, organisation) if place_of(referral, area, organisation) else None
    if owner == AREA_OWNER:
        return organisation.owner_of(area)
    return organisation.agency(owner, area) or organisation.position(owner, area)


def place_of(referral: Referral, area: str, organisation: Organisation) -> Place | None:
    """The area a referral body is for: the one of its level that holds the complaint's, or the region."""
    places = organisation.places
    if referral.per is None:
        return places[organisation.region]
    level = referral.per.number
    codes = (code for code in upwards(area) if code in places)
    return next((places[code] for code in codes if code.count(".") + 1 == level), None)


def body_name(referral: Referral, area: str, organisation: Organisation) -> Text:
    """The name of a referral body for an area; without the area's name where there is no such body for it."""
    place = place_of(referral, area, organisation)
    return body_of(referral, place).name if place else _filled(referral.name, "", "")


def body_of(referral: Referral, place: Place) -> Body:
    """The referral body for an area."""
    if referral.per is None:
        return Body(f"referral:{referral.key}", referral.key, referral.name, place.code)
    name = _filled(referral.name, place.name, place.kind)
    return Body(f"referral:{referral.key}:{place.code}", referral.key, name, place.code)


def _filled(name: Text, area: str, kind: str) -> Text:
    words = {"area": area, "kind": kind}
    return Text(*(" ".join(one.format(**words).split()) for one in (name.id, name.en)))

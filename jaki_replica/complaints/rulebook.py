"""What holds in a region now: configuration, organisation, calendar, ground; made once for each state of them."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cached_property

from sqlalchemy.orm import Session

from jaki_replica.areas import queries as areas
from jaki_replica.areas.locating import Ground, LocatorCache
from jaki_replica.areas.queries import InForce
from jaki_replica.complaints.in_force import State, state
from jaki_replica.foundation import clock
from jaki_replica.foundation.recent import Recent
from jaki_replica.officials import queries as officials
from jaki_replica.officials.holders import Holder, Holders, Standing
from jaki_replica.officials.organising import organise
from jaki_replica.officials.units import Organisation, Unit
from jaki_replica.routing.rules.covering import coverage
from jaki_replica.routing.rules.deciding import body_name, first_unit
from jaki_replica.routing.terms import Coverage, Decision
from jaki_replica.sla.calendar import WorkingCalendar, working_calendar
from jaki_replica.sla.editions import Holidays
from jaki_replica.sla.queries import holidays
from jaki_replica.tenancy.configuration import queries as configuration
from jaki_replica.tenancy.configuration.cache import Loaded
from jaki_replica.tenancy.configuration.loading import load_stored
from jaki_replica.tenancy.configuration.terms import RegionConfig, Text
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.scope import Scope

REREAD_SECONDS = 60.0  # of the national days; far less than the notice that an edition gives (`sla.actions.NOTICE`)
MOST_OLDER = 32  # revisions of a region; most complaints were filed under the last few
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def zone_label(local: datetime) -> str:
    """WIB, WITA or WIT, for an instant in its own zone."""
    offset = local.utcoffset()
    return ZONES.get(round(offset.total_seconds() / 3600) if offset else 0, "")


@dataclass(frozen=True, slots=True)
class Routed:
    """Where a complaint goes: the unit that has it, the unit that owns its matter, and why, as plain values."""

    unit: str
    owner: str
    explanation: dict[str, object]


@dataclass(frozen=True)
class Rules:
    """The parts that change only with a revision, an area set, a list of holidays or a year; shared by requests."""

    config: RegionConfig
    revision: int
    ground: Ground
    organisation: Organisation
    holidays: Holidays
    on: date
    older: Recent[int, RegionConfig]

    @cached_property
    def coverage(self) -> Coverage:
        """What has no owner where; measured when first asked for."""
        return coverage(self.config, self.organisation)

    def calendar(self, edition: int) -> WorkingCalendar:
        """The working calendar with the national days of an edition; made when first asked for."""
        if edition not in self._calendars:
            self._calendars[edition] = self.calendar_of(self.config, self.revision, edition)
        return self._calendars[edition]

    def calendar_of(self, config: RegionConfig, revision: int, edition: int) -> WorkingCalendar:
        """The working calendar of another revision with the national days of an edition; kept, as `older` are."""
        known = self._older_calendars.get((revision, edition))
        if known is not None:
            return known
        days = self.holidays.days(edition)
        made = working_calendar(config, days, revision=revision, on=self.on, edition=edition)
        return self._older_calendars.keep((revision, edition), made)

    @cached_property
    def _calendars(self) -> dict[int, WorkingCalendar]:
        return {}

    @cached_property
    def _older_calendars(self) -> Recent[tuple[int, int], WorkingCalendar]:
        return Recent(MOST_OLDER)


@dataclass(frozen=True)
class Rulebook:
    """The rules of one region at work in one request, job or command, as long as its session is open."""

    rules: Rules
    session: Session = field(repr=False, compare=False)
    follow_key: bytes = field(repr=False)
    address: str
    at: datetime

    @cached_property
    def holders(self) -> Holders:
        """Who holds which post when: hundreds of rows, read when first asked for, as most pages never ask."""
        return officials.holders(self.session)

    def holder(self, unit: str) -> Holder | None:
        """Who answers for one unit now, or None while its post is vacant. Reads that unit's tenures alone."""
        return officials.holders(self.session, unit).at(unit, self.at)

    def standing(self, unit: str) -> Standing:
        """How the post of a unit stands now."""
        return self.holders.standing(unit, self.at)

    @property
    def config(self) -> RegionConfig:
        """The configuration in force."""
        return self.rules.config

    @property
    def revision(self) -> int:
        """Its number."""
        return self.rules.revision

    @property
    def ground(self) -> Ground:
        """Areas and polygons in force."""
        return self.rules.ground

    @property
    def calendar(self) -> WorkingCalendar:
        """The working calendar of what is filed now."""
        return self.rules.calendar(self.rules.holidays.number_at(self.at))

    @property
    def holidays(self) -> Holidays:
        """The national days off, as they became known."""
        return self.rules.holidays

    @property
    def organisation(self) -> Organisation:
        """Units and who stands above whom."""
        return self.rules.organisation

    @property
    def all_units(self) -> frozenset[str]:
        """The keys of all units."""
        return frozenset(self.organisation.units)

    @property
    def zone_label(self) -> str:
        """WIB, WITA or WIT."""
        return zone_label(self.at.astimezone(self.config.identity.timezone))

    def route(self, category: str, area: str | None) -> Routed:
        """Who gets a complaint. Without an area it counts as of the region as a whole."""
        place = area or self.config.identity.code
        decision = first_unit(category, place, self.config, self.organisation, self.holders, self.at)
        return Routed(decision.unit, decision.owner, plain(decision))

    def unit(self, key: str) -> Unit | None:
        """The unit of a key; None for one that an older configuration had."""
        return self.organisation.units.get(key)

    def body(self, referral: str, area: str | None) -> Text | None:
        """The name of a body outside this government, the one for an area where there is one each; None if unknown."""
        found = self.config.referral(referral)
        return None if found is None else body_name(found, area or self.config.identity.code, self.organisation)

    def unit_name(self, key: str) -> str:
        """The unit's name; the key itself for one that is no more."""
        found = self.unit(key)
        return found.name if found else key

    def units_below(self, key: str) -> frozenset[str]:
        """The keys of all units under this one."""
        return frozenset(u.key for u in self.organisation.below(key)) if self.unit(key) else frozenset()

    def superiors(self, key: str) -> tuple[str, ...]:
        """The keys of the units above, nearest first."""
        return tuple(u.key for u in self.organisation.superiors(key)) if self.unit(key) else ()

    def calendar_of(self, session: Session, revision: int, filed_at: datetime) -> WorkingCalendar:
        """The calendar of a revision, with the national days that counted when a complaint was filed.

        New holidays or hours do not move the deadlines of a complaint already filed.
        """
        key = (revision, self.rules.holidays.number_at(filed_at))
        if key not in self._calendars:
            then, (_, edition) = self.config_of(session, revision), key
            same = then.calendar == self.config.calendar and then.identity.zone == self.config.identity.zone
            made = self.rules.calendar(edition) if same else self.rules.calendar_of(then, revision, edition)
            self._calendars[key] = made
        return self._calendars[key]

    @cached_property
    def _calendars(self) -> dict[tuple[int, int], WorkingCalendar]:
        return {}

    def config_of(self, session: Session, revision: int) -> RegionConfig:
        """The configuration of a revision: a complaint keeps the policy under which it was filed."""
        if revision == self.revision:
            return self.config
        known = self.rules.older.get(revision)
        if known is not None:
            return known
        found = load_stored(configuration.by_number(session, revision).document)
        return self.rules.older.keep(revision, found) if revision < self.revision else found


def plain(decision: Decision) -> dict[str, object]:
    """A decision as plain values, to be kept in the event and shown later."""
    steps = [{"code": str(s.code), "values": {k: _plain(v) for k, v in s.values.items()}} for s in decision.steps]
    return {
        "unit": decision.unit,
        "owner": decision.owner,
        "first": str(decision.first),
        "referral": decision.referral.rule if decision.referral else None,
        "unowned": decision.unowned,
        "steps": steps,
    }


def _plain(value: object) -> object:
    return value if isinstance(value, str) else asdict(value)  # type: ignore[call-overload]  # a Text


class Rulebooks:
    """The rules of the regions that a process works for; safe between threads, the longest unused leaves first."""

    def __init__(self, entries: int = 64) -> None:
        """`entries` is the most regions kept."""
        self._grounds = LocatorCache(entries=entries)
        self._kept: Recent[str, tuple[tuple[int, int, int, int], Rules]] = Recent(entries)
        self._older: Recent[str, Recent[int, RegionConfig]] = Recent(entries)
        self._lists: Recent[str, tuple[Holidays, float]] = Recent(entries)

    def of(self, runtime: Runtime, scope: Scope, now: State | None = None) -> Rulebook:
        """The rulebook of the scope's region: one cheap query unless something has changed.

        `now` is what is in force where the caller has just read it.
        """
        at = clock.now()
        key = scope.tenant.key
        now = now or state(scope.session)
        loaded = runtime.configurations.numbered(key, now.revision, scope.session)
        return Rulebook(
            rules=self._rules(loaded, now.areas, scope, at),
            session=scope.session,
            follow_key=runtime.settings.derived_key(f"follow:{key}"),
            address=runtime.settings.web_address(scope.tenant.host),
            at=at,
        )

    def _rules(self, loaded: Loaded, drawn: InForce | None, scope: Scope, at: datetime) -> Rules:
        ground = areas.ground_of(scope.session, scope.tenant.key, self._grounds, drawn)
        known = self._holidays(scope)
        state = (loaded.number, ground.number, known.newest, at.year)
        kept = self._kept.get(scope.tenant.key)
        if kept is not None and kept[0] == state:
            return kept[1]
        made = Rules(
            config=loaded.config,
            revision=loaded.number,
            ground=ground,
            organisation=organise(loaded.config, ground.tree),
            holidays=known,
            on=at.date(),
            older=self._older_of(scope.tenant.key),
        )
        return self._kept.keep(scope.tenant.key, (state, made))[1]

    def _older_of(self, tenant_key: str) -> Recent[int, RegionConfig]:
        """The older revisions of a region that complaints have been read under; a revision never changes."""
        known = self._older.get(tenant_key)
        return known if known is not None else self._older.keep(tenant_key, Recent(MOST_OLDER))

    def _holidays(self, scope: Scope) -> Holidays:
        """The national days, read anew once a minute: what becomes known counts only minutes later."""
        begun = time.monotonic()
        kept = self._lists.get(scope.tenant.key)
        if kept is None or begun - kept[1] >= REREAD_SECONDS:
            kept = self._lists.keep(scope.tenant.key, (holidays(scope.session), begun))
        return kept[0]

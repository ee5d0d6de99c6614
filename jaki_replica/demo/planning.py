"""A month of complaints thought out before any is filed: what, where, when, how it went. Same seed, same month."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import accumulate
from random import Random

from jaki_replica.areas.terms import VILLAGE
from jaki_replica.complaints.rulebook import Routed, Rulebook
from jaki_replica.complaints.rules.moves import BY_ACTION
from jaki_replica.complaints.terms import Action, Role, Status
from jaki_replica.demo.camera import Shot
from jaki_replica.demo.chance import seeded
from jaki_replica.demo.stories import OF_OTHERS, REFERRED, STORIES, Story
from jaki_replica.demo.texts import Matter, line, matters

DAY = timedelta(days=1)
HOURS = (1, 0, 0, 0, 1, 3, 8, 12, 12, 10, 9, 8, 7, 7, 7, 8, 9, 9, 8, 8, 7, 5, 3, 2)
OFFICE = (time(8), time(16, 30))
SOMEWHERE = 0.003
BEFORE_SHARE = 0.7
BY_NAME_SHARE = 0.08
SHOWN = 4
ANY_SCENE = "banner"
SILENCE = timedelta(days=10, hours=1)


@dataclass(frozen=True, slots=True)
class Spot:
    """A point, and the area it lies in."""

    area: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Act:
    """One step to come: who takes it as what, when, and the photo that goes with it."""

    action: Action
    by: Role
    at: datetime
    shot: Shot | None = None


@dataclass(slots=True)
class Plan:
    """One complaint to come. `parent` is the place in the month of the one it repeats."""

    index: int
    story: Story
    matter: Matter
    spot: Spot
    routed: Routed
    filed_at: datetime
    text: str
    private: bool
    by_name: bool
    shot: Shot | None = None
    acts: tuple[Act, ...] = ()
    parent: int | None = None
    shown: bool = False


def month(book: Rulebook, size: int, *, seed: str, now: datetime) -> list[Plan]:
    """`size` complaints of the 30 days before `now`, the oldest first; every kind of life at least once, if room is."""
    planner = _Planner(book, seed, now, size)
    plans = sorted((planner.plan(index) for index in range(size)), key=lambda plan: plan.filed_at)
    for index, plan in enumerate(plans):
        plan.index = index
    _repeat(plans, planner)
    for plan in planner.to_be_shown(plans):
        plan.shown, plan.private, plan.by_name = True, False, False
        plan.shot = plan.shot or planner.before(plan)
    for plan in plans:
        plan.acts = planner.acts(plan)
    return plans


def _repeat(plans: list[Plan], planner: _Planner) -> None:
    """Let those that are merged be about what an earlier one is about."""
    for plan in plans:
        if plan.story.end is not Status.MERGED:
            continue
        earlier = [one for one in plans[: plan.index] if one.story.end is not Status.MERGED]
        if not earlier:
            plan.story = replace(plan.story, end=Status.WAITING, steps=())
            continue
        same = planner.rng.choice(earlier[-12:])
        plan.parent, plan.matter, plan.spot, plan.routed = same.index, same.matter, same.spot, same.routed
        plan.text = planner.text(same.matter)
        plan.shot = planner.before(plan) if plan.shot and plan.matter.scene else None


class _Planner:
    """Everything a month is drawn from."""

    def __init__(self, book: Rulebook, seed: str, now: datetime, size: int) -> None:
        self.book = book
        self.now = now
        self.zone = book.config.identity.timezone
        self.rng = seeded(seed)
        self.matters = _known(book)
        self.villages = _villages(book, self.rng, size)
        self.stories = self._stories(size)

    def _stories(self, size: int) -> list[Story]:
        """One of each, then as often as its weight says."""
        firsts = tuple({story.end: story for story in reversed(STORIES)}.values())
        others = tuple(story for story in STORIES if story not in firsts)
        more = self.rng.choices(STORIES, [story.weight for story in STORIES], k=max(0, size - len(STORIES)))
        return [*firsts, *others, *more][:size]

    def plan(self, index: int) -> Plan:
        """One complaint, not yet acted on."""
        rng, story = self.rng, self.stories[index]
        matter, spot, routed = self._about(story, certain=index < len(STORIES))
        if routed.explanation["referral"] and story.end not in OF_OTHERS:
            story = REFERRED
        plan = Plan(
            index=index,
            story=story,
            matter=matter,
            spot=spot,
            routed=routed,
            filed_at=self._filed_at(story),
            text=self.text(matter),
            private=rng.random() >= story.public,
            by_name=rng.random() < BY_NAME_SHARE,
        )
        if matter.scene and rng.random() < BEFORE_SHARE:
            plan.shot = self.before(plan)
        return plan

    def to_be_shown(self, plans: Sequence[Plan]) -> list[Plan]:
        """The newest that were mended and can be seen, of different kinds if there are: they stand on the home page."""
        open_ones = {category.key for category in self.book.config.offered(self.book.at) if not category.sensitive}
        mended = [p for p in plans if p.story.end in {Status.RESOLVED, Status.CLOSED} and p.matter.scene]
        mended = [p for p in mended if p.matter.category in open_ones]
        kinds = {p.matter.scene: p.index for p in mended}
        return sorted(mended, key=lambda plan: (kinds[plan.matter.scene] == plan.index, plan.index))[-SHOWN:]

    def text(self, matter: Matter) -> str:
        """What somebody writes about it."""
        words = self.rng.choice(matter.texts).replace("{place}", line("places", self.rng))
        return words[0].upper() + words[1:]

    def before(self, plan: Plan) -> Shot:
        """The reporter's photo, some minutes before he sent it."""
        at = plan.filed_at - timedelta(minutes=self.rng.uniform(1, 20))
        return self._shot(plan, at, after=False, metres=10)

    def _shot(self, plan: Plan, at: datetime, *, after: bool, metres: float) -> Shot:
        rng, spot = self.rng, plan.spot
        away = metres / 111_000
        layout = rng.randrange(1 << 30) if plan.shot is None else plan.shot.layout
        return Shot(
            scene=plan.matter.scene or ANY_SCENE,
            after=after,
            layout=layout,
            look=rng.randrange(1 << 30),
            at=at.astimezone(self.zone),
            lat=spot.lat + rng.choice((-1, 1)) * away,
            lon=spot.lon,
        )

    def _about(self, story: Story, *, certain: bool) -> tuple[Matter, Spot, Routed]:
        """What and where; with `certain` not a matter of another body, unless the story is about that."""
        found = self._any()
        for _ in range(60 if certain else 0):
            if bool(found[2].explanation["referral"]) is (story.end is Status.REFERRED):
                break
            found = self._any()
        return found

    def _any(self) -> tuple[Matter, Spot, Routed]:
        matter = self.rng.choices(self.matters, [one.weight for one in self.matters])[0]
        spot = self._spot()
        return matter, spot, self.book.route(matter.category, spot.area)

    def _spot(self) -> Spot:
        codes, weights = self.villages
        village = codes[bisect.bisect(weights, self.rng.random() * weights[-1])]
        for _ in range(8):
            lat = village.lat + self.rng.uniform(-SOMEWHERE, SOMEWHERE)
            lon = village.lon + self.rng.uniform(-SOMEWHERE, SOMEWHERE)
            if self.book.ground.locator.area_at(lat, lon) == village.area:
                return Spot(village.area, round(lat, 6), round(lon, 6))
        return village

    def _filed_at(self, story: Story) -> datetime:
        """At an hour when people report; never later than the story allows."""
        exact = self.now - DAY * self.rng.uniform(*story.age)
        local = exact.astimezone(self.zone)
        hour = self.rng.choices(range(24), HOURS)[0]
        nicer = local.replace(hour=hour, minute=self.rng.randrange(60), second=self.rng.randrange(60), microsecond=0)
        return nicer if story.age[1] > 1 and nicer <= exact else exact.replace(microsecond=0)

    def acts(self, plan: Plan) -> tuple[Act, ...]:
        """The steps of a plan with their times and photos."""
        actions = [action for step in plan.story.steps for action in _really(step, plan, self.book)]
        actions = _taken_once(actions, plan)
        times = self._times(plan, actions)
        return tuple(self._act(plan, action, at) for action, at in zip(actions, times, strict=True))

    def _act(self, plan: Plan, action: Action, at: datetime) -> Act:
        shot = None
        if action is Action.CLAIM_DONE:
            refused = Action.REFUSE_FIX in plan.story.steps and self.rng.random() < 0.6
            metres = self.rng.uniform(180, 500) if refused else self.rng.uniform(3, 45)
            shot = self._shot(plan, at - timedelta(minutes=self.rng.uniform(1, 4)), after=True, metres=metres)
        if action is Action.NOT_FIXED and plan.matter.scene:
            shot = self._shot(plan, at - timedelta(minutes=3), after=False, metres=12)
        return Act(action, BY_ACTION[action].by, at, shot)

    def _times(self, plan: Plan, actions: Sequence[Action]) -> list[datetime]:
        if not actions:
            return []
        start = plan.filed_at
        age = (self.now - start) / DAY
        rest = min(self.rng.uniform(*plan.story.rest), age * 0.5)
        end = self.now - DAY * rest
        silent = actions[-1] is Action.CLOSE
        span = (end - SILENCE if silent else end) - start
        parts = [self.rng.uniform(0.4, 1.6) for _ in actions[: -1 if silent else None]]
        times = [start + span * (part / sum(parts)) for part in accumulate(parts)]
        times = self._by_day(start, times)
        return [*times, max(end, times[-1] + SILENCE)] if silent else times

    def _by_day(self, start: datetime, times: Sequence[datetime]) -> list[datetime]:
        """Moved back into office hours where that keeps the order."""
        found: list[datetime] = []
        for at in times:
            earliest = (found[-1] if found else start) + timedelta(minutes=6)
            local = at.astimezone(self.zone)
            if local.time() > OFFICE[1]:
                minutes = self.rng.randrange(0, 240)
                at = local.replace(hour=OFFICE[1].hour, minute=0) - timedelta(minutes=minutes)
            elif local.time() < OFFICE[0]:
                at = local.replace(hour=15, minute=self.rng.randrange(60)) - DAY
            found.append(max(at.astimezone(self.now.tzinfo), earliest))
        return [min(at, self.now - timedelta(seconds=len(times) - place)) for place, at in enumerate(found)]


def _really(step: Action, plan: Plan, book: Rulebook) -> tuple[Action, ...]:
    """A step of a story as the steps it takes here."""
    finished = Action.CLAIM_DONE in plan.story.steps  # only its owner may say so; till then the first may work on it
    passed = plan.routed.unit != plan.routed.owner and (finished or plan.index % 2 == 0)
    if step is Action.START and passed:
        return (Action.PASS_ON, Action.ACCEPT)
    if step is Action.INSTRUCT and not book.organisation.directly_below(plan.routed.unit):
        return (Action.PASS_ON, Action.ACCEPT, Action.INSTRUCT)
    return (step,)


def _taken_once(actions: list[Action], plan: Plan) -> list[Action]:
    """Once its owner has it, starting anew is only starting."""
    first = next((place for place, action in enumerate(actions) if action is Action.ACCEPT), None)
    if first is None or plan.story.end is Status.DISPOSITION:
        return actions
    head, tail = actions[: first + 1], actions[first + 1 :]
    return head + [Action.START if a is Action.PASS_ON else a for a in tail if a is not Action.ACCEPT]


def _known(book: Rulebook) -> list[Matter]:
    """The matters of this region; what has no words of its own is told in plain ones."""
    written = {matter.category: matter for matter in matters()}
    return [
        written.get(category.key) or Matter(category.key, 0.5, (f"{category.name.id} {{place}}.",), "waste")
        for category in book.config.offered(book.at)
    ]


def _villages(book: Rulebook, rng: Random, size: int) -> tuple[list[Spot], list[float]]:
    """The villages that report, the first ones much more than the last, with their weights added up."""
    locator = book.ground.locator
    known = [
        Spot(area.code, area.lat, area.lon)
        for area in book.ground.tree.at_level(VILLAGE)
        if area.lat is not None and area.lon is not None and locator.area_at(area.lat, area.lon) == area.code
    ]
    chosen = rng.sample(known, min(len(known), max(6, size // 3)))
    return chosen, list(accumulate(1 / (rank + 1) for rank in range(len(chosen))))

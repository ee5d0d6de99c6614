"""Lets planned complaints happen: each is filed and acted on through the use cases, at its own time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from jaki_replica.complaints.actions.acting import act, held
from jaki_replica.complaints.actions.filing import file
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.terms import Action, Evidence, Filing, Place, Point, Step
from jaki_replica.demo.camera import Shot
from jaki_replica.demo.chance import seeded
from jaki_replica.demo.people import Staff
from jaki_replica.demo.planning import Act, Plan
from jaki_replica.demo.texts import line
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.photos.actions import develop, receive
from jaki_replica.photos.decoder import Decoder
from jaki_replica.photos.evidence import Claim, FindingCode, Verdict, check
from jaki_replica.photos.models import Photo
from jaki_replica.photos.queries import capture_of
from jaki_replica.photos.similarity import similar
from jaki_replica.photos.terms import CaptureSource, House, PhotoKind, PhotoState, Said, Upload
from jaki_replica.tenancy.configuration.terms import Connector

KEY = "contoh-{seed}-{index:04d}"
SHOT_RADIUS_M = 12.0
FROM_FILE_SHARE = 0.15
OTHER_CHANNEL_SHARE = 0.09
WORDS = {
    Action.PASS_ON: "pass_on",
    Action.RETURN: "return",
    Action.INSTRUCT: "instruct",
    Action.ASK: "ask",
    Action.REPLY: "reply",
    Action.ANSWER: "answer",
    Action.REQUEST_DATE: "request_date",
    Action.APPROVE_DATE: "approve_date",
    Action.CLAIM_DONE: "done",
    Action.ACCEPT_FIX: "accept_fix",
    Action.REFUSE_FIX: "refuse_fix",
    Action.NOT_FIXED: "not_fixed",
    Action.REFER: "refer",
    Action.PROPOSE_REJECTION: "reject",
    Action.MERGE: "merge",
}

type_shots = Mapping[Shot, Future[bytes]]


@dataclass(slots=True)
class Stage:
    """What the month is played on. `numbers` are those given so far, by the plan's place in the month."""

    session: Session
    book: Rulebook
    staff: Staff
    store: FileStore
    decoder: Decoder
    house: House
    shots: type_shots
    seed: str
    now: datetime
    numbers: dict[int, str] = field(default_factory=dict)

    def play(self, plan: Plan) -> None:
        """One complaint from its filing to how it stands now."""
        rng = seeded(self.seed, plan.index)
        photos = (self._photo(plan, plan.shot, PhotoKind.BEFORE, plan.filed_at, rng),) if plan.shot else ()
        receipt = file(self.session, self.book, self._filing(plan, photos, rng), at=plan.filed_at)
        self.numbers[plan.index] = receipt.number
        complaint = held(self.session, receipt.number)
        for one in plan.acts:
            by = self.staff.actor(one.by, complaint.unit)
            step = self._step(plan, complaint, one, rng)
            act(self.session, self.book, complaint, one.action, step, by=by, at=one.at)

    def _filing(self, plan: Plan, photos: tuple[Photo, ...], rng: Random) -> Filing:
        spot = plan.spot
        point = Point(spot.lat, spot.lon)
        device = Point(spot.lat + rng.uniform(-9e-5, 9e-5), spot.lon, float(rng.randrange(5, 40)))
        taken = Point(plan.shot.lat, plan.shot.lon) if plan.shot else None
        place = Place(area=spot.area, landmark=line("places", rng)) if plan.by_name else Place(point, device, taken)
        return Filing(
            key=KEY.format(seed=self.seed, index=plan.index),
            category=plan.matter.category,
            description=plan.text,
            place=place,
            private=plan.private,
            channel=self._channel(rng),
            photo_ids=tuple(photo.id for photo in photos),
        )

    def _channel(self, rng: Random) -> str:
        """Nine in ten come by the portal."""
        channels = self.book.config.channels
        portal = next((one.key for one in channels if one.connector is Connector.PORTAL), "app")
        return rng.choice(channels).key if channels and rng.random() < OTHER_CHANNEL_SHARE else portal

    def _photo(self, plan: Plan, shot: Shot, kind: PhotoKind, at: datetime, rng: Random) -> Photo:
        chosen = kind is PhotoKind.AFTER and rng.random() < FROM_FILE_SHARE
        source = CaptureSource.FILE if chosen else CaptureSource.CAMERA
        said = Said(shot.at, shot.lat, shot.lon, SHOT_RADIUS_M)
        upload = Upload(self.shots[shot].result(), kind, source, said)
        photo = receive(self.session, self.store, upload, self.house, at=at)
        if plan.shown:
            develop(self.session, self.store, self.decoder, photo.id, tenant_key=self.house.tenant_key, at=at)
        return photo

    def _step(self, plan: Plan, complaint: Complaint, one: Act, rng: Random) -> Step:
        text = line(WORDS[one.action], rng) if one.action in WORDS else ""
        more = MORE.get(one.action)
        return more(self, plan, complaint, one, text, rng) if more else Step(text=text)

    def _pass_on(self, plan: Plan, complaint: Complaint, one: Act, text: str, rng: Random) -> Step:
        """To the owner, to the agency above where it is to be instructed, or to some other agency."""
        organisation, unit = self.book.organisation, complaint.unit
        if Action.INSTRUCT in plan.story.steps:
            target = organisation.unit(plan.routed.owner).superior or plan.routed.owner
        elif plan.routed.owner != unit:
            target = plan.routed.owner
        else:
            agencies = [agency.key for agency in self.book.config.agencies]
            others = [u.key for key in agencies if (u := organisation.agency(key, organisation.units[unit].area))]
            target = rng.choice([other for other in others if other != unit])
            text = line("coordinate", rng)
        return Step(text=text, unit=target)

    def _instruct(self, plan: Plan, complaint: Complaint, one: Act, text: str, rng: Random) -> Step:
        below = [unit.key for unit in self.book.organisation.directly_below(complaint.unit)]
        target = plan.routed.owner if plan.routed.owner in below else rng.choice(below)
        return Step(text=text, unit=target)

    def _request_date(self, plan: Plan, complaint: Complaint, one: Act, text: str, rng: Random) -> Step:
        last = (self.now + timedelta(days=rng.randrange(3, 13))).astimezone(self.house.zone)
        return Step(text=text, date=last.replace(hour=23, minute=59, second=59, microsecond=0))

    def _claim(self, plan: Plan, complaint: Complaint, one: Act, text: str, rng: Random) -> Step:
        assert one.shot is not None
        photo = self._photo(plan, one.shot, PhotoKind.AFTER, one.at, rng)
        words = rng.choice(plan.matter.done) if plan.matter.done else text
        found = self._findings(complaint, photo, one.at)
        clear = all(finding["verdict"] == Verdict.OK for finding in found)
        reason = "" if clear else line("evidence", rng)
        return Step(text=words, evidence=Evidence((photo.id,), tuple(found), reason))

    def _findings(self, complaint: Complaint, photo: Photo, at: datetime) -> list[dict[str, object]]:
        """What the desk would have kept: what cannot be compared yet is no finding."""
        pin = (complaint.lat, complaint.lon) if complaint.lat is not None and complaint.lon is not None else None
        claim = Claim(pin, complaint.assigned_at, at, self.book.config.workflow.evidence.within_m)
        alike = similar(self.session, photo) if photo.state == PhotoState.READY else None
        return [
            {"photo": photo.id.hex, "code": str(one.code), "verdict": str(one.verdict), **one.values}
            for one in check(capture_of(photo), claim, alike).findings
            if one.code is not FindingCode.NOT_COMPARED
        ]

    def _not_fixed(self, plan: Plan, complaint: Complaint, one: Act, text: str, rng: Random) -> Step:
        photos: tuple[UUID, ...] = ()
        if one.shot is not None:
            photos = (self._photo(plan, one.shot, PhotoKind.NOT_FIXED, one.at, rng).id,)
        return Step(text=text, rating=rng.choice((1, 2)), evidence=Evidence(photos) if photos else None)

    def _confirm(self, plan: Plan, complaint: Complaint, one: Act, text: str, rng: Random) -> Step:
        return Step(rating=rng.choices((3, 4, 5), (1, 3, 4))[0])

    def _refer(self, plan: Plan, complaint: Complaint, one: Act, text: str, rng: Random) -> Step:
        named = plan.routed.explanation["referral"]
        target = str(named) if named else self.book.config.referrals[-1].key
        return Step(text=text, target=target, number=f"CONTOH-{rng.randrange(1000, 9999)}")

    def _propose(self, plan: Plan, complaint: Complaint, one: Act, text: str, rng: Random) -> Step:
        return Step(text=text, reason_code=rng.choice(self.book.config.workflow.rejections).key)

    def _merge(self, plan: Plan, complaint: Complaint, one: Act, text: str, rng: Random) -> Step:
        assert plan.parent is not None
        return Step(text=text, number=self.numbers[plan.parent])


type_more = Callable[[Stage, Plan, Complaint, Act, str, Random], Step]

MORE: dict[Action, type_more] = {
    Action.PASS_ON: Stage._pass_on,
    Action.INSTRUCT: Stage._instruct,
    Action.REQUEST_DATE: Stage._request_date,
    Action.CLAIM_DONE: Stage._claim,
    Action.NOT_FIXED: Stage._not_fixed,
    Action.CONFIRM: Stage._confirm,
    Action.REFER: Stage._refer,
    Action.PROPOSE_REJECTION: Stage._propose,
    Action.MERGE: Stage._merge,
}

"""What a follow page shows: to everybody what is public, to the reporter all that is his."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jaki_replica.complaints import queries
from jaki_replica.complaints.actions.acting import situation
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.queries import Shown, Told
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules.clock import facts
from jaki_replica.complaints.rules.moves import possible
from jaki_replica.complaints.rules.personal import COVER
from jaki_replica.complaints.story import Story
from jaki_replica.complaints.terms import Action, Role
from jaki_replica.foundation.clock import now
from jaki_replica.photos import queries as photos
from jaki_replica.photos.queries import Sent
from jaki_replica.photos.terms import PhotoKind, PhotoState
from jaki_replica.portal.filing_places import above_words, area_name, full_area
from jaki_replica.portal.following_words import (
    Happening,
    due_words,
    happenings,
    headline,
    matter_words,
    next_step,
    title_of,
    told,
)
from jaki_replica.portal.here import session
from jaki_replica.portal.photos import address
from jaki_replica.sla.rules import Days
from jaki_replica.sla.terms import Deadlines, Ticks, policy_of


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that may be shown. `address` is empty while it is not ready yet."""

    id: UUID
    kind: str
    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class View:
    """Everything a follow page needs. `open_` is whether texts, photos and the pin are shown.

    `damaged` has a kind for each photo of the reporter that cannot be opened; only he is told.
    """

    complaint: Complaint | Shown
    mine: bool
    open_: bool
    matter: str
    unit: str
    area: str
    above: str
    place: str
    headline: tuple[str, str]
    history: list[Happening]
    following: tuple[str, str, str] | None
    ticks: Ticks
    due: str
    deadlines: Deadlines
    pictures: list[Picture]
    damaged: tuple[str, ...]
    moves: frozenset[str]
    question: str
    last: str

    @property
    def is_covered(self) -> bool:
        """Whether something in it is covered for this reader."""
        return any(COVER in text for text in (self.complaint.description, *(one.quote for one in self.history)))

    @property
    def before(self) -> Picture | None:
        """The first photo of how it was."""
        return next((one for one in self.pictures if one.kind == PhotoKind.BEFORE), None)

    @property
    def after(self) -> Picture | None:
        """The newest photo of how it is now, by those who did the work."""
        return next((one for one in reversed(self.pictures) if one.kind == PhotoKind.AFTER), None)


def of_everybody(book: Rulebook, story: Story) -> View:
    """The page of a complaint for everybody."""
    return _view(book, story, None)


def of_reporter(book: Rulebook, complaint: Complaint) -> View:
    """The page of a complaint for its reporter, with the steps that are open to him."""
    events = queries.timeline(session(), complaint.id)
    return _view(book, Story(complaint, events, photos.of_complaint(session(), complaint.id)), _moves(book, complaint))


def _view(book: Rulebook, story: Story, moves: frozenset[str] | None) -> View:
    """Without `moves` the reader is not the reporter."""
    complaint, events = story.complaint, story.events
    mine = moves is not None
    open_ = mine or not complaint.private
    config = book.config_of(session(), complaint.config_revision)
    policy = policy_of(config, complaint.category, complaint.config_revision)
    known = facts(reversed(events))
    at = now()
    calendar = book.calendar_of(session(), complaint.config_revision, complaint.filed_at)
    days = Days(known, policy, calendar)
    due = days.deadlines
    area = complaint.area or ""
    return View(
        complaint=complaint,
        mine=mine,
        open_=open_,
        matter=matter_words(book, complaint.category),
        unit=book.unit_name(complaint.unit),
        area=area_name(book, area) if area else "",
        above=above_words(book, area) if area else "",
        place=full_area(book, area) if area else "",
        headline=headline(complaint.status, mine=mine),
        history=happenings(book, events, mine=mine, texts=open_),
        following=next_step(complaint.status),
        ticks=days.at(at),
        due=due_words(due, at, told(events)),
        deadlines=due,
        pictures=_pictures(story.photos) if open_ else [],
        damaged=_damaged(story.photos) if mine else (),
        moves=moves or frozenset(),
        question=_question(events) if mine else "",
        last=_last(book, events),
    )


def _moves(book: Rulebook, complaint: Complaint) -> frozenset[str]:
    return frozenset(str(m.action) for m in possible(situation(book, complaint), frozenset({Role.REPORTER})))


def _question(events: Sequence[Told]) -> str:
    return next((event.text for event in events if event.action == Action.ASK), "")


def _last(book: Rulebook, events: Sequence[Told]) -> str:
    shown = next((event for event in events if event.public), None)
    return title_of(book, shown, mine=True) if shown else ""


def _damaged(sent: Sequence[Sent]) -> tuple[str, ...]:
    """The kinds of the reporter's own photos that cannot be opened, one for each."""
    own = {PhotoKind.BEFORE, PhotoKind.NOT_FIXED}
    return tuple(photo.kind for photo in sent if photo.state == PhotoState.REFUSED and photo.kind in own)


def _pictures(sent: Sequence[Sent]) -> list[Picture]:
    """The photos that can be shown or soon can; those found to be damaged are left out."""
    shown = (photo for photo in sent if photo.state != PhotoState.REFUSED)
    return [
        Picture(photo.id, photo.kind, address(photo.id) if photo.state == PhotoState.READY else "", photo.created_at)
        for photo in shown
    ]

"""Complaints that are being written: kept at every step, forgotten a day after the last one."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import Index, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, Session, mapped_column

from jaki_replica.complaints.terms import Place, Point
from jaki_replica.foundation.db import RegionBase, type_json
from jaki_replica.foundation.ids import new_token

LIFETIME = timedelta(hours=24)
MOST_PHOTOS = 20


class ComplaintDraft(RegionBase):
    """What somebody has answered so far. Its id is random and known to one browser only."""

    __tablename__ = "complaint_drafts"
    __table_args__ = (Index("ix_complaint_drafts_expires_at", "expires_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    data: Mapped[type_json]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class DraftPhoto:
    """A photo of a draft, and where it was taken as far as the file says."""

    id: str
    lat: float | None = None
    lon: float | None = None

    @property
    def point(self) -> Point | None:
        """Where it was taken."""
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)


@dataclass(slots=True)
class Draft:
    """The answers so far, each as it was given. `key` makes sending twice harmless; `sent` is the number it became.

    `faults` are pairs of field and words, of the last answer that could not be used. `written` is when the newest
    answers were written, in milliseconds of the browser's clock; 0 where it did not say.
    """

    id: UUID = field(default_factory=uuid4)
    key: str = field(default_factory=new_token)
    photos: list[DraftPhoto] = field(default_factory=list)
    pin: Point | None = None
    device: Point | None = None
    area: str = ""
    landmark: str = ""
    group: str = ""
    category: str = ""
    description: str = ""
    private: bool | None = None
    contact: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)
    sent: str = ""
    written: int = 0

    @property
    def photo_point(self) -> Point | None:
        """Where the first photo with a position was taken."""
        return next((photo.point for photo in self.photos if photo.point), None)

    @property
    def place(self) -> Place:
        """Where it is, all ways kept apart."""
        return Place(self.pin, self.device, self.photo_point, self.area or None, self.landmark)

    @property
    def photo_ids(self) -> tuple[UUID, ...]:
        """The photos in their order."""
        return tuple(UUID(photo.id) for photo in self.photos)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered yet."""
        return not (self.photos or self.area or self.pin or self.device or self.category or self.description)


def of(session: Session, draft_id: UUID, *, at: datetime, hold: bool = False) -> Draft | None:
    """The draft of that id, or None where it is gone. With `hold` others wait until this transaction ends."""
    query = select(ComplaintDraft).where(ComplaintDraft.id == draft_id, ComplaintDraft.expires_at > at)
    row = session.scalar(query.with_for_update() if hold else query)
    return None if row is None else _read(row)


def keep(session: Session, draft: Draft, *, at: datetime) -> None:
    """Keep the draft as it is now, for a day more. Never commits."""
    kept = {"data": asdict(draft) | {"id": draft.id.hex}, "expires_at": at + LIFETIME}
    made = upsert(ComplaintDraft).values(id=draft.id, created_at=at, **kept)
    session.execute(made.on_conflict_do_update(index_elements=["id"], set_=kept))


def settle(session: Session, draft: Draft, number: str, *, at: datetime) -> None:
    """The draft became a complaint: what was written is forgotten here, the number stays for whoever sends again."""
    keep(session, Draft(id=draft.id, key=draft.key, sent=number), at=at)


def discard_expired(session: Session, *, at: datetime, most: int = 1000) -> int:
    """Forget drafts that nobody went on with. Returns how many; to be run again while it is `most`."""
    old = select(ComplaintDraft.id).where(ComplaintDraft.expires_at <= at).limit(most)
    ids = session.scalars(old.with_for_update(skip_locked=True)).all()
    session.execute(delete(ComplaintDraft).where(ComplaintDraft.id.in_(ids)))
    return len(ids)


def _read(row: ComplaintDraft) -> Draft:
    data = row.data
    private = data.get("private")
    return Draft(
        id=row.id,
        key=str(data["key"]),
        photos=[DraftPhoto(**photo) for photo in cast(list[dict[str, str]], data["photos"])],  # type: ignore[arg-type]
        pin=_point(data["pin"]),
        device=_point(data["device"]),
        private=private if isinstance(private, bool) else None,
        written=int(str(data.get("written", 0))),
        faults=[(place, words) for place, words in cast(list[tuple[str, str]], data["faults"])],
        **{name: str(data[name]) for name in TEXTS},
    )


TEXTS = ("area", "landmark", "group", "category", "description", "contact", "sent")


def _point(value: object) -> Point | None:
    return Point(**value) if isinstance(value, dict) else None

"""Forms of the admin that are not kept yet: sealed, for one account and one form, forgotten after some hours."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from jaki_replica.foundation import sealing
from jaki_replica.foundation.db import RegionBase
from jaki_replica.foundation.errors import Conflict, Fault, Invalid
from jaki_replica.foundation.ids import new_id

LIFETIME = timedelta(hours=12)
MOST = 40
MOST_LETTERS = 2_000_000


class FormDraft(RegionBase):
    """What somebody typed into a form and did not keep yet. `content` opens only for that account, form and row."""

    __tablename__ = "form_drafts"
    __table_args__ = (
        Index("ix_form_drafts_account_id_form", "account_id", "form"),
        Index("ix_form_drafts_expires_at", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    form: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Place:
    """Whose form, and which one. `key` is the region's own, 32 bytes."""

    account: UUID
    form: str
    key: bytes


@dataclass(frozen=True, slots=True)
class Waiting:
    """A form that waits to be gone on with."""

    id: UUID
    at: datetime


def keep(
    session: Session,
    place: Place,
    content: Mapping[str, object],
    *,
    at: datetime,
    lasts: timedelta = LIFETIME,
    most: int = MOST,
) -> UUID:
    """Keep what a form holds. Of this account the newest `MOST` stay, of this form `most`. Flushes, never commits.

    Raises Invalid where it is too much to be kept.
    """
    key = new_id()
    packed = base64.b64encode(zlib.compress(json.dumps(content).encode())).decode()
    sealed = sealing.sealed(place.key, packed, owner=_owner(place, key))
    if len(sealed) > MOST_LETTERS:
        raise Invalid("This is too much for a form.", (Fault(place.form, "is too long", "make it shorter"),))
    row = FormDraft(
        id=key, account_id=place.account, form=place.form, content=sealed, created_at=at, expires_at=at + lasts
    )
    session.add(row)
    session.flush()
    mine = FormDraft.account_id == place.account
    for which, count in ((mine, MOST), (mine & (FormDraft.form == place.form), most)):
        old = select(FormDraft.id).where(which).order_by(FormDraft.id.desc()).offset(count)
        session.execute(delete(FormDraft).where(FormDraft.id.in_(old)))
    return key


def of(session: Session, place: Place, key: UUID, *, at: datetime) -> dict[str, Any] | None:
    """What was kept under that key for this account and form; None where there is nothing, or not any more."""
    row = session.get(FormDraft, key)
    if row is None or (row.account_id, row.form) != (place.account, place.form) or row.expires_at <= at:
        return None
    try:
        packed = sealing.opened(place.key, row.content, owner=_owner(place, key))
    except Conflict:  # kept under another master key
        return None
    found: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(packed)))
    return found


def newest(session: Session, place: Place, *, at: datetime) -> Waiting | None:
    """The form of this account that was kept last, if it still waits."""
    query = select(FormDraft.id, FormDraft.created_at).where(
        FormDraft.account_id == place.account, FormDraft.form == place.form, FormDraft.expires_at > at
    )
    row = session.execute(query.order_by(FormDraft.id.desc()).limit(1)).first()
    return None if row is None else Waiting(*row)


def drop(session: Session, place: Place) -> None:
    """Forget everything of this form: it was kept for good, or is not wanted."""
    session.execute(delete(FormDraft).where(FormDraft.account_id == place.account, FormDraft.form == place.form))


def discard_expired(session: Session, *, at: datetime, most: int = 1000) -> int:
    """Forget forms that nobody went on with. Returns how many; to be run again while it is `most`."""
    old = select(FormDraft.id).where(FormDraft.expires_at <= at).limit(most)
    ids = session.scalars(old.with_for_update(skip_locked=True)).all()
    session.execute(delete(FormDraft).where(FormDraft.id.in_(ids)))
    return len(ids)


def _owner(place: Place, key: UUID) -> str:
    return f"{place.account.hex}:{place.form}:{key.hex}"

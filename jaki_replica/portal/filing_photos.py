"""The photos of a draft: which can be shown, which turned out to be damaged, which are an earlier one again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import request

from jaki_replica.complaints.drafts import Draft
from jaki_replica.photos import doubles as same
from jaki_replica.photos import queries as photos
from jaki_replica.photos.terms import PhotoState, Variant
from jaki_replica.portal.here import session
from jaki_replica.portal.photos import address
from jaki_replica.ui.words import gettext as _


@dataclass(frozen=True, slots=True)
class Kept:
    """A photo of the draft. `place` is what people call it by; `damage` says in words that it cannot be opened."""

    id: str
    place: int
    state: str

    @property
    def damage(self) -> str:
        """What to do about a damaged photo; empty for a sound one and for one that nobody has opened yet."""
        if self.state != PhotoState.REFUSED:
            return ""
        return _("Foto %(place)s rusak dan tidak bisa dibuka. Ambil atau pilih foto lain.", place=self.place)

    @property
    def large(self) -> str:
        """Where it is shown."""
        return address(UUID(self.id), Variant.LARGE)

    @property
    def small(self) -> str:
        """Where it is shown beside words."""
        return address(UUID(self.id), Variant.SMALL)

    @property
    def is_awaited(self) -> bool:
        """Whether nobody has opened it yet."""
        return self.state == PhotoState.RECEIVED

    @property
    def is_ready(self) -> bool:
        """Whether its small files are made."""
        return self.state == PhotoState.READY


def kept(draft: Draft) -> list[Kept]:
    """The photos in their order."""
    if not draft.photos:
        return []
    states = photos.states_of(session(), draft.photo_ids)
    return [Kept(one.id, place, states.get(UUID(one.id), "")) for place, one in enumerate(draft.photos, start=1)]


def damaged(draft: Draft) -> list[Kept]:
    """The photos that cannot be opened: none of them counts. What nobody has opened yet does."""
    return [one for one in kept(draft) if one.damage]


def take_out(draft: Draft) -> None:
    """Take out the photo that the form names."""
    removed = request.form.get("hapus", "")
    draft.photos = [photo for photo in draft.photos if photo.id != removed]


def make_room(draft: Draft) -> bool:
    """Let go of the damaged photos for a better one. False where every photo is needed."""
    bad = {one.id for one in damaged(draft)}
    draft.photos = [photo for photo in draft.photos if photo.id not in bad]
    return bool(bad)


def doubles(draft: Draft) -> dict[int, int]:
    """Photos of the draft that are an earlier one again."""
    if len(draft.photos) < 2:
        return {}
    prints = photos.prints_of(session(), draft.photo_ids)
    return same.doubles(prints) if len(prints) == len(draft.photos) else {}

"""Photos of a complaint as the desk shows them: links that hold for an hour, and words where there is no picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import g

from jaki_replica.foundation import clock
from jaki_replica.photos.doubles import Print, doubles
from jaki_replica.photos.models import Photo
from jaki_replica.photos.serving import LINK_KEY, Signer, link
from jaki_replica.photos.terms import CaptureSource, PhotoKind, PhotoState, Variant
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

KINDS = {
    PhotoKind.BEFORE: _l("Foto pelapor"),
    PhotoKind.AFTER: _l("Foto hasil pekerjaan"),
    PhotoKind.NOT_FIXED: _l("Foto pelapor: belum beres"),
}
SOURCES = {
    CaptureSource.CAMERA: _l("kamera aplikasi"),
    CaptureSource.FILE: _l("berkas galeri"),
    CaptureSource.UNKNOWN: _l("asal tidak diketahui"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo on a page. `small` and `large` are empty while it is not ready; `words` then say why."""

    id: UUID
    kind: str
    title: object
    source: object
    taken_at: datetime | None
    sent_at: datetime
    small: str
    large: str
    words: str
    same_as: int = 0  # the place, from 1, of a photo of its kind that it is again


def pictures(photos: Iterable[Photo]) -> list[Picture]:
    """Photos with links that this tenant signed."""
    tenant_key, shown = g.tenant.key, list(photos)
    signer = Signer(tenant_key, runtime().settings.derived_key(LINK_KEY))
    again = _again(shown)
    return [_picture(photo, signer, again.get(photo.id, 0)) for photo in shown]


def _again(photos: Sequence[Photo]) -> dict[UUID, int]:
    """Photos that are an earlier one of their kind again, each with the place of that one."""
    found: dict[UUID, int] = {}
    for kind in PhotoKind:
        those = [photo for photo in photos if photo.kind == kind]
        same = doubles([Print(photo.sha256, photo.dhash) for photo in those])
        found |= {those[place].id: first + 1 for place, first in same.items()}
    return found


def of_kind(shown: Iterable[Picture], *kinds: PhotoKind) -> list[Picture]:
    """Those of some kinds."""
    return [one for one in shown if one.kind in kinds]


def _picture(photo: Photo, signer: Signer, same_as: int) -> Picture:
    ready = photo.state == PhotoState.READY
    at = clock.now()
    return Picture(
        id=photo.id,
        kind=photo.kind,
        title=KINDS[PhotoKind(photo.kind)],
        source=SOURCES[CaptureSource(photo.capture_source)],
        taken_at=photo.taken_at or photo.said_at,
        sent_at=photo.created_at,
        small=link(photo.id, Variant.SMALL, signer, at=at) if ready else "",
        large=link(photo.id, Variant.LARGE, signer, at=at) if ready else "",
        words=_state(photo.state),
        same_as=same_as,
    )


def _state(state: str) -> str:
    if state == PhotoState.REFUSED:
        return _("Foto ini rusak dan tidak dapat dibuka.")
    return "" if state == PhotoState.READY else _("Foto sedang disiapkan. Muat ulang sebentar lagi.")

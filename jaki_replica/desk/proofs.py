"""The photos of a claim: those that came before, those that come now, what the device says, and the checks of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from flask import g, request
from werkzeug.datastructures import FileStorage

from jaki_replica.complaints import queries, worklist
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.terms import Evidence
from jaki_replica.desk import doing, evidence, rounds
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.photos import actions as photo_actions
from jaki_replica.photos.doubles import Print, doubles
from jaki_replica.photos.evidence import Finding, FindingCode
from jaki_replica.photos.models import Photo
from jaki_replica.photos.terms import (
    MEGABYTE,
    NOTHING_SAID,
    CaptureSource,
    House,
    Limits,
    PhotoKind,
    PhotoState,
    RefusalCode,
    Said,
    Upload,
)
from jaki_replica.ui.at_hand import files, rulebook
from jaki_replica.ui.words import lazy_gettext as _l

COMPARING = timedelta(seconds=8)  # so long a claim waits for the worker's look at its photos, and no longer
FROM_FILE, FROM_CAMERA = "photo", "kamera"
TAKEN_OUT = "buang"

REFUSED: dict[RefusalCode, object] = {
    RefusalCode.EMPTY: _l("Berkas foto kosong. Ambil fotonya sekali lagi."),
    RefusalCode.TOO_LARGE: _l("Foto terlalu besar. Paling besar %(most_megabytes)s MB."),
    RefusalCode.OTHER_TYPE: _l("Berkas itu %(type)s. Kirim foto JPEG, PNG, WebP, atau HEIC."),
    RefusalCode.NO_PHOTO: _l("Berkas itu bukan foto. Kirim foto JPEG, PNG, WebP, atau HEIC."),
    RefusalCode.TOO_MANY_PIXELS: _l(
        "Foto itu %(width)s × %(height)s titik, terlalu besar. Kirim salinan yang lebih kecil."
    ),
    RefusalCode.BROKEN: _l("Foto itu rusak atau terpotong. Ambil sekali lagi."),
    RefusalCode.TOO_HEAVY: _l("Foto itu terlalu berat dibuka. Kirim salinan yang lebih kecil."),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """The photos of a claim with what was found about each. `spoilt` is how many could not be opened and are left out.

    `comparing` tells that a likeness may still be found within moments.
    """

    photos: list[Photo]
    found: list[list[Finding]]
    spoilt: int = 0
    comparing: bool = False

    @property
    def is_clear(self) -> bool:
        """Whether no reason is asked for."""
        return evidence.is_clear(self.found)

    @property
    def different(self) -> int:
        """How many photos there are that are not one of the others again."""
        return len(self.photos) - len(doubles([Print(photo.sha256, photo.dhash) for photo in self.photos]))

    def as_evidence(self, reason: str) -> Evidence:
        """The proof as the history keeps it."""
        pairs = zip(self.photos, self.found, strict=True)
        kept = [one for photo, found in pairs for one in evidence.to_keep(photo, found)]
        return Evidence(tuple(photo.id for photo in self.photos), tuple(kept), reason)


def nothing() -> Proof:
    """Of a form nobody has sent yet."""
    return Proof([], [])


def proof_of(complaint: Complaint, photos: list[Photo]) -> Proof:
    """Photos with their findings as they stand now."""
    at = clock.now()
    whole = [photo for photo in photos if photo.state != PhotoState.REFUSED]
    before = rounds.used(queries.timeline(g.scope.session, complaint.id)) if whole else {}
    found = evidence.findings(rulebook(), complaint, whole, at, before)
    comparing = any(_is_comparing(photo, one, at) for photo, one in zip(whole, found, strict=True))
    return Proof(whole, found, len(photos) - len(whole), comparing)


def _is_comparing(photo: Photo, found: list[Finding], at: datetime) -> bool:
    waits = any(one.code is FindingCode.NOT_COMPARED for one in found)
    return waits and photo.state == PhotoState.RECEIVED and at - photo.created_at < COMPARING


def kept(complaint: Complaint) -> list[Photo]:
    """Photos that came with an earlier sending of this form, without the one that is taken out of it now."""
    wanted = [one for one in request.form.getlist("kept") if one != request.form.get(TAKEN_OUT)]
    return worklist.proofs(g.scope.session, doing.photo_ids(wanted), complaint.id)


def take_out(complaint: Complaint) -> bool:
    """Forget the photo that the form takes out, so that it may come again; False where it takes none out."""
    wanted = doing.photo_ids(request.form.getlist(TAKEN_OUT)[:1])
    for photo in worklist.proofs(g.scope.session, wanted, complaint.id):
        photo_actions.take_out(g.scope.session, files(), photo.id, tenant_key=g.tenant.key)
    return TAKEN_OUT in request.form


def received() -> list[Photo]:
    """New photos. Raises PhotoRefused for the first that is none, Invalid for too many."""
    config = rulebook().config
    sent = [(FROM_CAMERA, one) for one in _files(FROM_CAMERA)] + [(FROM_FILE, one) for one in _files(FROM_FILE)]
    if len(sent) > config.limits.photos:
        raise Invalid("Too many photos", (Fault("photo", "too_many", str(config.limits.photos)),))
    house = House(g.tenant.key, config.identity.timezone, Limits(most_bytes=config.limits.photo_mb * MEGABYTE))
    now = clock.now()
    uploads = (_upload(field, one, place) for place, (field, one) in enumerate(sent))
    return [photo_actions.receive(g.scope.session, files(), upload, house, at=now) for upload in uploads]


def _files(name: str) -> list[FileStorage]:
    return [one for one in request.files.getlist(name) if one.filename]


def _upload(field: str, file: FileStorage, place: int) -> Upload:
    """A photo of the camera field counts as such only with what our own module says; else nobody can tell."""
    if field == FROM_FILE:
        return Upload(file.read(), PhotoKind.AFTER, CaptureSource.FILE, position=place)
    said = _said()
    source = CaptureSource.UNKNOWN if said is NOTHING_SAID else CaptureSource.CAMERA
    return Upload(file.read(), PhotoKind.AFTER, source, said, place)


def _said() -> Said:
    """What the camera module says of the one shot it sends; nothing where it is no sense."""
    try:
        at = datetime.fromisoformat(request.form.get("said_at", ""))
    except ValueError:
        return NOTHING_SAID
    if at.tzinfo is None:
        return NOTHING_SAID
    lat, lon, radius = (_number(request.form.get(f"said_{name}", "")) for name in ("lat", "lon", "accuracy"))
    return Said(at, lat, lon, radius)


def _number(written: str) -> float | None:
    try:
        found = float(written[:40])
    except ValueError:
        return None
    return found if isfinite(found) else None

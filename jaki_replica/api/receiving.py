"""From a form to a complaint: everything wrong with it is told at once, and nothing is left of what is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.datastructures import FileStorage

from jaki_replica.api.here import house, session
from jaki_replica.api.schemas import ComplaintForm
from jaki_replica.complaints.actions.filing import Outside, file
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import words
from jaki_replica.complaints.terms import Filing, Place, Point, Receipt
from jaki_replica.foundation.errors import DomainError, Fault, Invalid
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.foundation.ids import new_token
from jaki_replica.photos.actions import receive
from jaki_replica.photos.models import Photo
from jaki_replica.photos.terms import PhotoKind, PhotoRefused, Upload

CHANNEL = "api"
KEY = re.compile(r"[\x20-\x7e]{8,100}")
FORMS = frozenset({"multipart/form-data", "application/x-www-form-urlencoded"})


@dataclass(slots=True)
class Taken:
    """Photos that were taken in for one request, and what was wrong with the others."""

    photos: list[Photo]
    faults: list[Fault]

    @property
    def ids(self) -> tuple[UUID, ...]:
        """The ids in the order sent."""
        return tuple(photo.id for photo in self.photos)

    @property
    def place(self) -> Point | None:
        """Where the first photo that says so was taken."""
        found = next((photo for photo in self.photos if photo.taken_lat is not None), None)
        if found is None or found.taken_lat is None or found.taken_lon is None:
            return None
        return Point(found.taken_lat, found.taken_lon)


def load(schema: Schema, given: Mapping[str, str]) -> tuple[dict[str, object], list[Fault]]:
    """What of `given` can be used, and the faults of the rest, as codes."""
    try:
        return dict(schema.load(given)), []
    except ValidationError as error:
        messages = cast(Mapping[str, list[str]], error.messages)
        faults = [Fault(name, codes[0]) for name, codes in messages.items()]
        return dict(cast(Mapping[str, object], error.valid_data)), faults


def send(book: Rulebook, store: FileStore, *, at: datetime) -> Receipt:
    """File what this request holds. Raises what `file` raises, with the faults of form and photos among them.

    Originals of photos are kept only with the complaint: on a refusal, and where the key was used before, they go.
    """
    form, faults = load(ComplaintForm(), request.form)
    key, key_faults = _key()
    taken = Taken([], [])
    try:
        with session().begin_nested() as step:
            _take_photos(book, store, taken, at)
            faults = [*key_faults, *faults, *taken.faults]
            receipt = _file(book, _filing(key, form, taken), faults, at)
            if not receipt.created:
                step.rollback()
    except DomainError:
        _discard(store, taken)
        raise
    if not receipt.created:
        _discard(store, taken)
    return receipt


def _file(book: Rulebook, filing: Filing, faults: list[Fault], at: datetime) -> Receipt:
    try:
        receipt = file(session(), book, filing, at=at)
    except Outside:
        if not faults:
            raise
        raise Invalid("The complaint is not complete", (*faults, Fault("place", "outside"))) from None
    except Invalid as error:
        known = {fault.field for fault in faults} | ({"place"} if {"lat", "lon"} & {f.field for f in faults} else set())
        found = [fault for fault in error.faults if fault.field not in known]
        raise Invalid(error.message, (*faults, *found)) from None
    if faults:
        raise Invalid("The complaint is not complete", tuple(faults))
    return receipt


def _key() -> tuple[str, list[Fault]]:
    """The key of this request; where it has none that can be used, one that nobody knows and the fault."""
    given = request.headers.get("Idempotency-Key", "")
    if KEY.fullmatch(given):
        return given, []
    return new_token(), [Fault("key", "wrong_key" if given else "missing")]


def _filing(key: str, form: Mapping[str, object], taken: Taken) -> Filing:
    accuracy = form.get("accuracy_m")
    point = _point(form.get("lat"), form.get("lon"), accuracy)
    place = Place(
        pin=point if accuracy is None else None,
        device=None if accuracy is None else point,
        photo=taken.place,
        area=str(form["area"]) if form.get("area") else None,
        landmark=words.cleaned(str(form.get("landmark", ""))),
    )
    return Filing(
        key=key,
        category=str(form.get("category", "")),
        description=str(form.get("description", "")),
        place=place,
        private=form.get("private") is not False,
        contact=words.cleaned(str(form.get("contact", ""))),
        channel=CHANNEL,
        language=str(form.get("language", "id")),
        photo_ids=taken.ids,
    )


def _point(lat: object, lon: object, accuracy: object) -> Point | None:
    if not (isinstance(lat, float) and isinstance(lon, float)):
        return None
    return Point(lat, lon, accuracy if isinstance(accuracy, float) else None)


def _take_photos(book: Rulebook, store: FileStore, taken: Taken, at: datetime) -> None:
    sent = [part for part in request.files.getlist("photo") if part.filename or part.stream.read(1)]
    most = book.config.limits.photos
    if request.form.get("photo"):
        taken.faults.append(Fault("photo", "not_a_file"))
    if len(sent) > most:
        taken.faults.append(Fault("photo", f"too_many:{len(sent)}", str(most)))
        return
    for position, part in enumerate(sent):
        try:
            taken.photos.append(_take(store, part, position, at))
        except PhotoRefused as error:
            taken.faults.append(Fault("photo", str(error.refusal.code), error.faults[0].remedy))


def _take(store: FileStore, part: FileStorage, position: int, at: datetime) -> Photo:
    part.stream.seek(0)
    upload = Upload(part.stream.read(), PhotoKind.BEFORE, position=position)
    return receive(session(), store, upload, house(), at=at)


def _discard(store: FileStore, taken: Taken) -> None:
    for photo in taken.photos:
        store.discard(photo.original_key)

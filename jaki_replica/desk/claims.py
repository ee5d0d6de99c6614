"""Claiming a fix: photos first, then what the checks found, and a written reason where one of them did not pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.complaints import queries, worklist
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rules import numbers
from jaki_replica.complaints.terms import Action, Evidence
from jaki_replica.desk import cases, doing, evidence, offers, people, pictures, rows
from jaki_replica.desk.evidence import Shown
from jaki_replica.desk.pictures import Picture
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, Fault, Forbidden, Invalid
from jaki_replica.photos import actions as photo_actions
from jaki_replica.photos.evidence import Finding
from jaki_replica.photos.models import Photo
from jaki_replica.photos.terms import (
    MEGABYTE,
    Capture,
    CaptureSource,
    House,
    Limits,
    PhotoKind,
    PhotoRefused,
    RefusalCode,
    Upload,
)
from jaki_replica.ui.at_hand import files, rulebook
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

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
    """The photos of a claim with what was found about each."""

    photos: list[Photo]
    found: list[list[Finding]]

    @property
    def is_clear(self) -> bool:
        """Whether no reason is asked for."""
        return evidence.is_clear(self.found)

    def as_evidence(self, reason: str) -> Evidence:
        """The proof as the history keeps it."""
        pairs = zip(self.photos, self.found, strict=True)
        kept = [one for photo, found in pairs for one in evidence.to_keep(photo, found)]
        return Evidence(tuple(photo.id for photo in self.photos), tuple(kept), reason)


def add_pages(blueprint: Blueprint) -> None:
    """The page of a claim; it comes before the general address of steps."""
    blueprint.add_url_rule("/laporan/<number>/selesai", "claim", form)
    blueprint.add_url_rule("/laporan/<number>/selesai", "send_claim", claim, methods=["POST"])


def form(number: str) -> ResponseReturnValue:
    """The empty form."""
    complaint = queries.by_number(g.scope.session, number)
    if not _may_claim(complaint):
        return redirect(url_for("desk.case", number=complaint.number), 303)
    return _show(complaint, Proof([], []), {}, {})


def claim(number: str) -> ResponseReturnValue:
    """Keep the photos, check them, and claim the fix where nothing is missing.

    What is missing is asked for with status 200, so that the photos that came are kept and need not be sent again.
    """
    complaint = doing.held(number)
    try:
        photos = [*_kept(complaint), *_received(complaint)]
        proof = Proof(photos, evidence.findings(rulebook(), complaint, photos, clock.now()))
        faults = _faults(complaint, proof)
        if faults:
            return _show(complaint, proof, doing.typed(), faults)
        doing.take(complaint, Action.CLAIM_DONE, proof.as_evidence(request.form.get("evidence_reason", "")))
    except PhotoRefused as error:
        words = str(REFUSED[error.refusal.code]) % error.refusal.values
        return _again(number, {"photo": words})
    except Invalid as error:
        return _again(number, {fault.field: doing.in_words(fault) for fault in error.faults})
    except (Conflict, Forbidden) as error:
        return cases.refuse(number, Action.CLAIM_DONE, error)
    return cases.after(number)


def _may_claim(complaint: Complaint) -> bool:
    return any(move.action is Action.CLAIM_DONE for move in offers.open_moves(rulebook(), complaint))


def _kept(complaint: Complaint) -> list[Photo]:
    """Photos that came with an earlier sending of this form."""
    return worklist.proofs(g.scope.session, doing.photo_ids(request.form.getlist("kept")), complaint.id)


def _received(complaint: Complaint) -> list[Photo]:
    """New photos. Raises PhotoRefused for the first that is none, Invalid for too many."""
    config = rulebook().config
    sent = [one for one in request.files.getlist("photo") if one.filename]
    if len(sent) > config.limits.photos:
        raise Invalid("Too many photos", (Fault("photo", "too_many", str(config.limits.photos)),))
    house = House(g.tenant.key, config.identity.timezone, Limits(most_bytes=config.limits.photo_mb * MEGABYTE))
    capture = Capture(CaptureSource.FILE)
    uploads = (Upload(one.read(), PhotoKind.AFTER, capture, place) for place, one in enumerate(sent))
    now = clock.now()
    return [photo_actions.receive(g.scope.session, files(), upload, house, at=now) for upload in uploads]


def _faults(complaint: Complaint, proof: Proof) -> dict[str, str]:
    """What the form lacks; a complaint that was changed meanwhile is not asked for more."""
    typed = doing.typed()
    if request.form.get("versi") != str(complaint.version):
        return {}
    found = {}
    if len(proof.photos) < rulebook().config.workflow.evidence.photos:
        least = rulebook().config.workflow.evidence.photos
        found["photo"] = _("Tambahkan foto hasil pekerjaan, paling sedikit %(least)s.", least=least)
    if not typed["text"].strip():
        found["text"] = _("Tulis apa yang sudah dikerjakan.")
    if proof.photos and not proof.is_clear and not typed["evidence_reason"].strip():
        found["evidence_reason"] = _("Ada pemeriksaan yang belum lolos. Tulis mengapa foto ini tetap dapat dipercaya.")
    return found


def _again(number: str, faults: Mapping[str, str]) -> ResponseReturnValue:
    doing.start_anew()
    complaint = queries.by_number(g.scope.session, number)
    photos = _kept(complaint)
    proof = Proof(photos, evidence.findings(rulebook(), complaint, photos, clock.now()))
    return _show(complaint, proof, doing.typed(), faults), 422


def _show(complaint: Complaint, proof: Proof, typed: Mapping[str, str], faults: Mapping[str, str]) -> str:
    people.roles_for(complaint)
    book = rulebook()
    shown = pictures.pictures(worklist.photos(g.scope.session, complaint.id))
    checked: list[tuple[Picture, list[Shown]]] = [
        (picture, evidence.shown(found))
        for picture, found in zip(pictures.pictures(proof.photos), proof.found, strict=True)
    ]
    return render_template(
        "desk/claim.html",
        who=people.sitting(),
        titles=people.titles(),
        complaint=complaint,
        number=numbers.grouped(complaint.number),
        title=rows.first_line(complaint.description),
        before=pictures.of_kind(shown, PhotoKind.BEFORE),
        checked=checked,
        needs_reason=bool(proof.photos) and not proof.is_clear,
        typed=typed,
        faults=faults,
        within_m=book.config.workflow.evidence.within_m,
        most=book.config.limits.photos,
    )

"""Claiming a fix: photos first, then what the checks found, and a written reason where one of them did not pass.

Photos are looked at by the worker while the form is still open, so that a likeness is known before the claim is sent;
where that takes longer than some seconds the claim goes on and the validator sees it.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.complaints import queries, worklist
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rules import numbers
from jaki_replica.complaints.terms import Action
from jaki_replica.desk import cases, doing, evidence, offers, people, pictures, proofs, rows
from jaki_replica.desk.evidence import Shown
from jaki_replica.desk.pictures import Picture
from jaki_replica.desk.proofs import Proof, proof_of
from jaki_replica.foundation.errors import Conflict, Forbidden, Invalid
from jaki_replica.photos.terms import PhotoKind, PhotoRefused
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.words import gettext as _

PHOTOS_ONLY = "foto"


def add_pages(blueprint: Blueprint) -> None:
    """The page of a claim; it comes before the general address of steps."""
    blueprint.add_url_rule("/laporan/<number>/selesai", "claim", form)
    blueprint.add_url_rule("/laporan/<number>/selesai", "send_claim", claim, methods=["POST"])


def form(number: str) -> ResponseReturnValue:
    """The empty form."""
    complaint = queries.by_number(g.scope.session, number)
    if not _may_claim(complaint):
        return redirect(url_for("desk.case", number=complaint.number), 303)
    return _show(complaint, proofs.nothing(), {}, {})


def claim(number: str) -> ResponseReturnValue:
    """Keep the photos, check them, and claim the fix where nothing is missing.

    What is missing is asked for with status 200, so that the photos that came are kept and need not be sent again. So
    is a claim whose photos are being looked at, and one that only brings photos to be checked.
    """
    complaint = doing.held(number)
    try:
        takes_out = proofs.take_out(complaint)
        proof = proof_of(complaint, [*proofs.kept(complaint), *proofs.received()])
        faults = _faults(complaint, proof)
        if takes_out:
            return _show(complaint, proof, doing.typed(), {})
        if request.form.get("tahap") == PHOTOS_ONLY:
            faults = {name: words for name, words in faults.items() if name == "photo"}
            return _show(complaint, proof, doing.typed(), faults)
        if faults or (proof.comparing and _is_seen(complaint) and _may_claim(complaint)):
            return _show(complaint, proof, doing.typed(), faults)
        doing.take(complaint, Action.CLAIM_DONE, proof.as_evidence(request.form.get("evidence_reason", "")))
    except PhotoRefused as error:
        words = str(proofs.REFUSED[error.refusal.code]) % error.refusal.values
        return _again(number, {"photo": words})
    except Invalid as error:
        return _again(number, {fault.field: doing.in_words(fault) for fault in error.faults})
    except (Conflict, Forbidden) as error:
        return cases.refuse(number, Action.CLAIM_DONE, error)
    return cases.after(number)


def _is_seen(complaint: Complaint) -> bool:
    """Whether the form was made for the complaint as it stands; one that was changed meanwhile is not asked more."""
    return request.form.get("versi") == str(complaint.version)


def _may_claim(complaint: Complaint) -> bool:
    return any(move.action is Action.CLAIM_DONE for move in offers.open_moves(rulebook(), complaint))


def _faults(complaint: Complaint, proof: Proof) -> dict[str, str]:
    """What the form lacks; a complaint that was changed meanwhile is not asked for more."""
    typed = doing.typed()
    if not _is_seen(complaint):
        return {}
    found = {}
    least = rulebook().config.workflow.evidence.photos
    if proof.different < least <= len(proof.photos):
        found["photo"] = _(
            "Ada foto yang sama. Tambahkan foto lain, paling sedikit %(least)s yang berbeda.", least=least
        )
    elif proof.different < least:
        found["photo"] = _("Tambahkan foto hasil pekerjaan, paling sedikit %(least)s.", least=least)
    if proof.spoilt:
        found["photo"] = _("%(count)s foto rusak dan tidak dapat dibuka. Ambil sekali lagi.", count=proof.spoilt)
    if not typed["text"].strip():
        found["text"] = _("Tulis apa yang sudah dikerjakan.")
    if proof.photos and not proof.is_clear and not typed["evidence_reason"].strip():
        found["evidence_reason"] = _("Ada pemeriksaan yang belum lolos. Tulis mengapa foto ini tetap dapat dipercaya.")
    return found


def _again(number: str, faults: Mapping[str, str]) -> ResponseReturnValue:
    doing.start_anew()
    complaint = queries.by_number(g.scope.session, number)
    return _show(complaint, proof_of(complaint, proofs.kept(complaint)), doing.typed(), faults), 422


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
        comparing=proof.comparing,
        typed=typed,
        faults=faults,
        within_m=book.config.workflow.evidence.within_m,
        most=book.config.limits.photos,
        most_mb=book.config.limits.photo_mb,
    )

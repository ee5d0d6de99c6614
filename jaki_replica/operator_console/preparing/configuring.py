"""The region's file: written here, kept with every fault in it, accepted once there is none."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.editing.fault_words import in_words
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, DomainError, Fault, Invalid
from jaki_replica.onboarding.preparing import actions, drafting
from jaki_replica.onboarding.preparing.terms import Order, Preparation, Step
from jaki_replica.onboarding.proposing import propose
from jaki_replica.operator_console.here import db
from jaki_replica.operator_console.preparing.here import actor, found, order, page, region_of
from jaki_replica.tenancy.configuration import queries
from jaki_replica.tenancy.configuration.reader import LARGEST
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.words import gettext as _

ASK = "1"  # the first press of what throws something away; the second one does it


def configuration(slug: str) -> ResponseReturnValue:
    """The file as it stands: what waits to be accepted, else what is in use."""
    preparation = found(slug)
    return _page(preparation, _text(preparation))


def write(slug: str) -> ResponseReturnValue:
    """Keep what was written; the button says whether to check it, to accept it, or to begin anew."""
    preparation = found(slug)
    text = _sent()
    if request.form.get("ulang") == ASK:
        return _page(preparation, text)
    if "ulang" in request.form:
        text = propose(preparation.code)
    base = request.form.get("base", type=int)
    try:
        number = actions.save_draft(db.session(), slug, text, base=base, by=actor(), at=clock.now())
    except Conflict:
        db.session.rollback()
        seen = _(
            "Orang lain baru saja menyimpan berkas ini. Tulisan Anda masih di bawah; simpan lagi untuk memakainya."
        )
        return _page(found(slug), text, refused=seen, status=409)
    db.session.commit()
    faults = _faults(preparation, text)
    if faults or "terima" not in request.form:
        return _page(found(slug), text, faults=faults, checked=True, status=422 if faults else 200)
    return _accept(found(slug), text, number)


def _accept(preparation: Preparation, text: str, number: int) -> ResponseReturnValue:
    try:
        order(preparation, Order.PROVISION, {"draft_number": number})
    except Invalid as error:
        return _page(found(preparation.slug), text, faults=error.faults, checked=True, status=422)
    except DomainError:
        words = _(
            "Berkas ini belum bisa dipakai: daerah punya revisi yang lebih baru, atau langkah lain sedang berjalan."
        )
        return _page(found(preparation.slug), text, refused=words, status=409)
    return redirect(url_for(".areas", slug=preparation.slug), 303)


def _sent() -> str:
    upload = request.files.get("berkas")
    content = upload.stream.read(LARGEST + 1) if upload else b""
    text = content.decode("utf-8-sig", "replace") if content else request.form.get("naskah", "")
    return text.replace("\r\n", "\n")


def _text(preparation: Preparation) -> str:
    if preparation.draft is not None or preparation.tenant_id is None:
        return preparation.draft or ""
    with region_of(preparation) as region:
        return queries.export(region.session)


def _faults(preparation: Preparation, text: str) -> tuple[Fault, ...]:
    try:
        drafting.judged(text, preparation, runtime().settings, runtime().registry.refresh())
    except Invalid as error:
        return error.faults
    return ()


def _page(
    preparation: Preparation,
    text: str,
    *,
    faults: tuple[Fault, ...] = (),
    refused: str = "",
    checked: bool = False,
    status: int = 200,
) -> ResponseReturnValue:
    asks = request.form.get("ulang") == ASK
    base = request.form.get("base", type=int) if asks else preparation.draft_number
    values = {
        "text": text,
        "faults": in_words(faults),
        "refused": refused,
        "checked": checked,
        "base": base,
        "asks": asks,
    }
    return page(preparation, Step.CONFIGURATION, "configuration", status=status, **values)


def add_pages(blueprint: Blueprint) -> None:
    """Add the step."""
    blueprint.add_url_rule("/<slug>/pengaturan", "configuration", configuration)
    blueprint.add_url_rule("/<slug>/pengaturan", "write", write, methods=["POST"])

"""The areas: the shipped, approximate ones, or a boundary file that is looked through before it is put in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, cast

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jaki_replica.areas import facts
from jaki_replica.areas import queries as area_queries
from jaki_replica.areas.terms import VILLAGE
from jaki_replica.editing.fault_words import in_words
from jaki_replica.foundation.errors import DomainError, Fault, Invalid
from jaki_replica.onboarding.preparing import queries, uploads
from jaki_replica.onboarding.preparing.terms import Order, Ordered, Preparation, Step
from jaki_replica.operator_console.here import db
from jaki_replica.operator_console.preparing.here import found, order, page, region_of
from jaki_replica.ui.at_hand import files
from jaki_replica.ui.words import gettext as _


def areas(slug: str) -> ResponseReturnValue:
    """What is in force, and the report on the file that was looked through last."""
    return _page(found(slug))


def draw(slug: str) -> ResponseReturnValue:
    """Obey the button: look a file through, put it in force, or take the shipped areas."""
    preparation = found(slug)
    if preparation.tenant_id is None:
        return _page(preparation, refused=_("Terima dulu berkas pengaturan daerah."), status=409)
    try:
        return _drawn(preparation)
    except Invalid as error:
        return _page(found(slug), faults=error.faults, status=422)
    except DomainError:
        db.session.rollback()
        words = _("Langkah lain untuk daerah ini sedang berjalan. Tunggu sebentar, lalu ulangi.")
        return _page(found(slug), refused=words, status=409)


def _drawn(preparation: Preparation) -> ResponseReturnValue:
    if "bawaan" in request.form:
        order(preparation, Order.INSTALL_AREAS, {})
        return redirect(url_for(".officials", slug=preparation.slug), 303)
    if "pasang" in request.form:
        last = queries.latest(db.session(), preparation.id, Order.CHECK_AREAS, Order.INSTALL_AREAS)
        if last is None or last.arguments.get("sha256") != request.form["pasang"]:
            return _page(preparation, refused=_("Berkas itu sudah diganti. Periksa laporan yang baru."), status=409)
        if last.order is Order.CHECK_AREAS or last.outcome is None:  # else the same form was sent once more
            order(preparation, Order.INSTALL_AREAS, last.arguments)
        return redirect(url_for(".officials", slug=preparation.slug), 303)
    sent = request.files.get("berkas")
    if sent is None or not sent.filename:
        return _page(preparation, refused=_("Pilih berkas batas wilayah lebih dahulu."), status=422)
    kept = uploads.keep(files(), preparation.id, sent.filename, cast("BinaryIO", sent.stream))
    order(preparation, Order.CHECK_AREAS, kept)
    return redirect(url_for(".areas", slug=preparation.slug), 303)


def _looked_through(preparation: Preparation) -> Ordered | None:
    """The file that was looked through and not yet put in force."""
    last = queries.latest(db.session(), preparation.id, Order.CHECK_AREAS, Order.INSTALL_AREAS)
    return last if last is not None and last.order is Order.CHECK_AREAS and last.done_at is not None else None


def _page(
    preparation: Preparation, *, faults: tuple[Fault, ...] = (), refused: str = "", status: int = 200
) -> ResponseReturnValue:
    last = _looked_through(preparation)
    report = last.outcome if last else None
    if last is not None and last.fault is not None and not faults and not refused:
        faults = _kept_faults(last.fault)
    values = {
        "expected": sum(unit.level == VILLAGE for unit in facts.units_of(preparation.code)),
        "in_force": _in_force(preparation),
        "upload": last.arguments if last else {},
        "report": report,
        "report_faults": in_words(_kept_faults(report)) if report else (),
        "faults": in_words(faults),
        "refused": refused,
    }
    return page(preparation, Step.AREAS, "areas", status=status, **values)


def _kept_faults(kept: Mapping[str, object]) -> tuple[Fault, ...]:
    faults = kept["faults"]
    assert isinstance(faults, list)
    return tuple(Fault(**one) for one in faults)


def _in_force(preparation: Preparation) -> Mapping[str, object] | None:
    if preparation.tenant_id is None:
        return None
    with region_of(preparation) as region:
        now = area_queries.current_set(region.session)
        if now is None:
            return None
        counted = area_queries.counts_by_level(region.session)
        return {"approximate": now.approximate, "file": now.file_name, "counts": counted, "at": now.created_at}


def add_pages(blueprint: Blueprint) -> None:
    """Add the step."""
    blueprint.add_url_rule("/<slug>/wilayah", "areas", areas)
    blueprint.add_url_rule("/<slug>/wilayah", "draw", draw, methods=["POST"])

"""Agencies under another superior, by a page: a revision of the configuration, and never a circle."""

from __future__ import annotations

from html import unescape

from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.officials.units import Organisation
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.officials.test_pages import errors
from tests.officials.visitor import Visitor


def in_force(runtime: Runtime, tenant: Tenant) -> tuple[Organisation, int]:
    """The region's units now, and the number of the revision that says so."""
    with runtime.scope_of(tenant) as entered:
        book = Rulebooks().of(runtime, entered)
        return book.organisation, book.revision


def test_an_agency_gets_another_superior_and_a_circle_is_refused_in_words(
    admin: Visitor, runtime: Runtime, tenant: Tenant
) -> None:
    organisation, revision = in_force(runtime, tenant)
    units = organisation.units
    secretariat = next(u for u in units.values() if u.kind == "agency" and organisation.directly_below(u.key))
    below = next(u for u in organisation.directly_below(secretariat.key) if u.kind == "agency")
    path = f"/admin/pejabat/atasan/{secretariat.key}"
    refused = admin.post(path, atasan=below.rule, alasan="Coba", dasar=str(revision))
    assert refused.status_code == 200
    assert f"{below.head.title} berada di bawah {secretariat.head.title}" in unescape(refused.text)
    top = next(u for u in units.values() if u.superior is None)
    moved = admin.post(
        f"/admin/pejabat/atasan/{below.key}", atasan=top.rule, alasan="Sesuai Perda", dasar=str(revision)
    )
    assert moved.status_code == 303, errors(moved.text)
    made, number = in_force(runtime, tenant)
    assert made.unit(below.key).superior == top.key
    assert number == revision + 1
    back = {"atasan": secretariat.rule, "alasan": "Kembali", "dasar": str(revision)}
    assert admin.post(f"/admin/pejabat/atasan/{below.key}", **back).status_code == 200


def test_posts_of_a_level_move_together_and_what_follows_from_the_areas_is_said(
    admin: Visitor, runtime: Runtime, tenant: Tenant
) -> None:
    organisation, revision = in_force(runtime, tenant)
    units = organisation.units
    camats = [one for one in units.values() if one.rule == "camat"]
    office = next(one for one in units.values() if one.kind == "agency" and one.superior == camats[0].superior)
    page = unescape(admin.get(f"/admin/pejabat/jabatan/{camats[0].key}").text)
    assert f"{len(camats)} jabatan setingkat ini satu aturan" in page
    path, sent = f"/admin/pejabat/atasan/{camats[0].key}", {"alasan": "Sesuai Perda", "dasar": str(revision)}
    lurah = next(one for one in units.values() if one.rule == "lurah")
    assert "Pilih atasan dari daftar." in admin.post(path, atasan=lurah.rule, **sent).text
    again = admin.post(path, atasan=office.rule, alasan="", dasar=str(revision))
    assert f'value="{office.rule}" selected' in again.text and "Tulis alasannya" in again.text
    assert admin.post(path, atasan=office.rule, **sent).status_code == 303
    made, _number = in_force(runtime, tenant)
    assert {made.unit(one.key).superior for one in camats} == {office.key}
    back = {"alasan": "Kembali", "dasar": str(revision + 1)}
    assert admin.post(path, atasan=units[camats[0].superior or ""].rule, **back).status_code == 303
    assert "Ini pimpinan tertinggi daerah" in admin.get(f"/admin/pejabat/atasan/{units[made.tops()[0].key].key}").text


def test_a_post_put_onto_the_superior_of_another_area_is_told_why_it_cannot_go_there(
    admin: Visitor, runtime: Runtime, tenant: Tenant
) -> None:
    units = in_force(runtime, tenant)[0].units
    lurah = next(one for one in units.values() if one.rule == "lurah")
    elsewhere = next(one for one in units.values() if one.rule == "camat" and one.key != lurah.superior)
    page = unescape(admin.get(f"/admin/pejabat/jabatan/{lurah.key}?atasan=camat&pada={elsewhere.key}").text)
    assert f"karena wilayahnya di sana, jadi tidak bisa ke {elsewhere.head.title}" in page
    branch = next((one for one in units.values() if one.kind == "branch"), None)
    if branch is not None:
        assert "Cabang selalu di bawah dinasnya" in admin.get(f"/admin/pejabat/jabatan/{branch.key}").text
        assert admin.post(f"/admin/pejabat/atasan/{branch.key}", atasan="camat", alasan="x").status_code == 404

"""Agencies under another superior, by a page: a revision of the configuration, and never a circle."""

from __future__ import annotations

from html import unescape

from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.officials.test_pages import admin, errors, tenant  # noqa: F401  # fixtures
from tests.officials.visitor import Visitor


def test_an_agency_gets_another_superior_and_a_circle_is_refused_in_words(
    admin: Visitor,  # noqa: F811
    runtime: Runtime,
    tenant: Tenant,  # noqa: F811
) -> None:
    with runtime.scope_of(tenant) as entered:
        book = Rulebooks().of(runtime, entered)
        units = book.organisation.units
        secretariat = next(u for u in units.values() if u.kind == "agency" and book.organisation.directly_below(u.key))
        below = next(u for u in book.organisation.directly_below(secretariat.key) if u.kind == "agency")
        revision = book.revision
    path = f"/admin/pejabat/atasan/{secretariat.key}"
    refused = admin.post(path, atasan=below.rule, alasan="Coba", dasar=str(revision))
    assert refused.status_code == 200
    assert f"{below.head.title} berada di bawah {secretariat.head.title}" in unescape(refused.text)
    top = next(u for u in units.values() if u.superior is None)
    moved = admin.post(
        f"/admin/pejabat/atasan/{below.key}", atasan=top.rule, alasan="Sesuai Perda", dasar=str(revision)
    )
    assert moved.status_code == 303, errors(moved.text)
    with runtime.scope_of(tenant) as entered:
        made = Rulebooks().of(runtime, entered)
        assert made.organisation.unit(below.key).superior == top.key
        assert made.revision == revision + 1
    back = {"atasan": secretariat.rule, "alasan": "Kembali", "dasar": str(revision)}
    assert admin.post(f"/admin/pejabat/atasan/{below.key}", **back).status_code == 200

"""Pages, commands and files agree: the same edit is the same configuration to the byte, whichever way it came."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from jaki_replica.editing import brand, groups, hours
from jaki_replica.editing.catalogue import CategoryEditor
from jaki_replica.editing.proposals import Proposal
from jaki_replica.onboarding import region_files
from jaki_replica.tenancy.configuration import actions, queries
from jaki_replica.tenancy.configuration.document import canonical, digest, marked
from jaki_replica.tenancy.configuration.loading import load_text
from jaki_replica.tenancy.configuration.terms import RegionConfig
from tests.editing.conftest import Admin
from tests.editing.test_revisions import exported, upload
from tests.tenancy.configuration.changes import EXAMPLE, FILES

AT = datetime(2026, 11, 25, 1, 2, 3, tzinfo=UTC)
TODAY = AT.date()
SHIPPED = {file.stem: region_files.load(file) for file in (*FILES, EXAMPLE)}
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=24).map(
    lambda text: " ".join(text.split())
)


def edited(config: RegionConfig, data: st.DataObject) -> Proposal:
    """One edit as a page makes it: a random editor, a random field, a random text."""
    kind = data.draw(st.sampled_from(("brand", "category", "groups", "hours")))
    if kind == "category":
        one = CategoryEditor(data.draw(st.sampled_from([c.key for c in config.categories])), TODAY)
        typed = one.fields(config)
        owners = [agency.key for agency in config.agencies]
        changes = {"name.id": WORDS, "synonyms": WORDS, "owner": st.sampled_from(owners), "near_m": NUMBERS}
        name = data.draw(st.sampled_from(sorted(changes)))
        return one.propose(config, typed | {name: data.draw(changes[name])})
    editor = {"brand": brand, "groups": groups, "hours": hours}[kind]
    typed = editor.fields(config)
    changes = {
        "brand": {"brand.portal": WORDS, "pages.notice.id": WORDS, "pages.footer.id": WORDS, "brand.corner": CORNERS},
        "groups": {"groups.0.name.id": WORDS},
        "hours": {"sla.default.answer": st.sampled_from(("1 hari", "2 hari kerja", "9 jam"))},
    }[kind]
    name = data.draw(st.sampled_from(sorted(changes)))
    return editor.propose(config, typed | {name: data.draw(changes[name])})


NUMBERS = st.integers(0, 1000).map(str)
CORNERS = st.integers(4, 20).map(str)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted(SHIPPED)), data=st.data())
def test_whatever_pages_make_of_a_region_is_the_same_when_its_file_is_read_again(
    name: str, data: st.DataObject
) -> None:
    config = SHIPPED[name]
    for _ in range(data.draw(st.integers(1, 3))):
        made = edited(config, data).config
        config = made or config
    text = canonical(config)
    again = load_text(marked(text, digest(text)).encode(), "again.yaml", region_files.CHECKS)
    assert again == config
    assert canonical(again) == text


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_an_export_applied_to_an_empty_installation_is_exported_byte_for_byte(
    name: str, region_session: Session
) -> None:
    config = SHIPPED[name]
    typed = brand.fields(config) | {
        "brand.portal": "Lapor: ‘uji’ #1 - é",
        "pages.notice.id": "yes",
        "pages.notice.en": "0123",
    }
    edit = brand.propose(config, typed)
    assert edit.config is not None, edit.faults
    text = exported(edit.config)
    read = load_text(text.encode(), "export.yaml", region_files.CHECKS)
    actions.apply(region_session, read, author="ani", reason="pindah", at=AT, base=None)
    assert queries.export(region_session) == text


def test_an_edit_on_a_page_and_the_same_file_applied_are_the_same_content(laras: Admin) -> None:
    start = laras.config
    typed = brand.fields(start) | {"brand.corner": "9", "pages.contact.phone": "021 555 0101"}
    assert laras.post("/admin/merek", typed | {"alasan": "x", "simpan": "1"}).status_code == 303
    by_page, number = laras.config, laras.number
    assert laras.post(f"/admin/pengaturan/{number - 1}/kembalikan", {"alasan": "x"}).status_code == 303
    assert laras.config == start
    contact = replace(start.pages.contact, phone="021 555 0101")
    by_hand = replace(start, brand=replace(start.brand, corner=9), pages=replace(start.pages, contact=contact))
    status, page = upload(laras, exported(by_hand, start), terapkan="1", alasan="x")
    assert status == 303, page
    assert canonical(laras.config) == canonical(by_page)
    with laras.runtime.scope_of(laras.tenant) as entered:
        shas = {queries.by_number(entered.session, n).sha256 for n in (number, laras_number(entered.session))}
    assert len(shas) == 1


def laras_number(session: Session) -> int:
    found = queries.current_number(session)
    assert found is not None
    return found

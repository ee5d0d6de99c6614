"""What the wizard's steps refuse and show: limits, a list of officials, and a region that was opened."""

from __future__ import annotations

import io
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from jaki_replica.areas import queries as areas
from jaki_replica.editing import brand as brand_editor
from jaki_replica.editing import hours
from jaki_replica.foundation import clock
from jaki_replica.foundation.files.store import FileStore
from jaki_replica.officials.actions import invite_admin
from jaki_replica.officials.units import position_key
from jaki_replica.onboarding.preparing import actions, queries
from jaki_replica.onboarding.preparing.terms import CONFIRMED, Order
from jaki_replica.tenancy.configuration import queries as configuration
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from tests.console import HOST, Console
from tests.onboarding.conftest import told, type_command
from tests.onboarding.residents import named
from tests.onboarding.test_pages import words
from tests.onboarding.test_steps import BY, configured, ordered

LURAH = "Lurah Contoh"


def test_wrong_limits_are_told_at_their_fields_by_either_button(here: Console, desk: Runtime, shelf: FileStore) -> None:
    slug = configured(desk, shelf, "17.71").slug
    path = f"/daerah-baru/{slug}/waktu"
    with desk.scope_of(desk.tenant(slug)) as entered:
        config = configuration.configuration(entered.session)
    typed = hours.fields(config) | {"sla.default.answer": "tiga hari", "calendar.hours.monday": "16:00-07:30"}
    faults = hours.propose(config, typed).faults
    assert set(faults) == {"sla.default.answer", "calendar.hours.monday"}
    for press in ("hitung", "simpan"):
        answer = here.post(path, **typed, dasar="1", **{press: "1"})
        assert answer.status_code == 422, press
        said = words(answer)
        assert all(fault in said for fault in faults.values()), press
        assert 'value="tiga hari"' in answer.text
        assert 'id="calendar.hours.monday-error"' in answer.text
        assert "Contoh dengan tanggal sungguhan" not in said
    with desk.scope_of(desk.tenant(slug)) as entered:
        assert configuration.current_number(entered.session) == 1, "nothing was kept"


def upload(browser: Console, path: str, content: bytes) -> TestResponse:
    return browser.client.post(
        path,
        base_url=f"http://{HOST}",
        data={"csrf_token": browser.token(path), "periksa": "1", "berkas": (io.BytesIO(content), "pejabat.csv")},
    )


def test_a_list_of_officials_is_judged_in_plain_indonesian_by_cell_and_column(
    here: Console, desk: Runtime, shelf: FileStore
) -> None:
    slug = configured(desk, shelf, "18.72").slug
    ordered(desk, shelf, slug, Order.INSTALL_AREAS)
    path = f"/daerah-baru/{slug}/pejabat"
    page = words(here.get(path))
    with desk.scope_of(desk.tenant(slug)) as entered:
        village = next(iter(sorted(areas.drawn(entered.session), key=len, reverse=True)))
    sheet = here.get(f"{path}/daftar.csv").data
    posts = sheet.decode("utf-8-sig").strip().count("\r\n") - 1
    assert f"{posts} jabatan, 0 terisi" in page
    assert "Kepala perangkat daerah" in page
    assert "misalnya" not in page
    filled = named(sheet, position_key("lurah", village), LURAH)
    good = upload(here, path, filled)
    said = words(good)
    assert good.status_code == 200
    assert f"{LURAH} menjabat Lurah" in said
    assert "definitive" not in said
    assert "mengisi jabatan Lurah" in said
    bad = upload(here, path, filled.replace(f"{LURAH};".encode(), f"{LURAH};123".encode()))
    said = words(bad)
    assert bad.status_code == 422
    assert "1 kesalahan di dalam berkas" in said
    assert "NIP terdiri atas 18 angka; 123 berisi 3 angka." in said
    assert "a NIP has" not in said
    empty = words(upload(here, path, b"\x00\x01"))
    assert "Berkas ditolak" in empty


class Pressable(HTMLParser):
    """Buttons and file fields of a page that are not inside a disabled set."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.found = 0, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: Mapping[str, str | None] = dict(attrs)
        if tag == "fieldset" and (self.depth or "disabled" in given):
            self.depth += 1
        if not self.depth and (tag == "button" or given.get("type") == "file") and given.get("name"):
            self.found.append(str(given["name"]))

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "fieldset" and self.depth > 0


def opened(desk: Runtime, shelf: FileStore, code: str) -> str:
    """A region that is open to citizens; its short name."""
    slug = configured(desk, shelf, code).slug
    ordered(desk, shelf, slug, Order.INSTALL_AREAS)
    tenant = desk.tenant(slug)
    with desk.scope_of(tenant) as entered:
        invite_admin(entered.session, name="Admin Contoh", by=BY, at=clock.now())
        desk.commit(entered)
    with Session(desk.platform) as session:
        for step in CONFIRMED:
            actions.confirm(session, slug, step, by=BY, at=clock.now())
        session.commit()
    ordered(desk, shelf, slug, Order.OPEN)
    return slug


def test_a_region_that_is_open_is_only_looked_at_and_leads_to_its_own_admin(
    here: Console, desk: Runtime, shelf: FileStore, product: Gate, jaki: type_command
) -> None:
    slug = opened(desk, shelf, "19.71")
    path = f"/daerah-baru/{slug}"
    tenant = desk.tenant(slug)
    with desk.scope_of(tenant) as entered:
        config = configuration.configuration(entered.session)
    for step in ("perjanjian", "pengaturan", "wilayah", "pejabat", "kategori", "waktu", "merek"):
        answer = here.get(f"{path}/{step}")
        assert answer.status_code == 200, step
        look = Pressable()
        look.feed(answer.text[answer.text.index("<main") :])
        assert look.found == [], step
        assert f"{desk.settings.web_address(tenant.host)}/admin" in answer.text, step
        assert "hanya untuk dilihat" in words(answer), step
    assert f"jaki areas import {slug}" in words(here.get(f"{path}/wilayah"))
    tries: dict[str, dict[str, str]] = {
        "wilayah": {"bawaan": "1"},
        "waktu": hours.fields(config) | {"simpan": "1", "dasar": "1", "sla.default.answer": "3 hari kerja"},
        "merek": brand_editor.fields(config) | {"simpan": "1", "dasar": "1", "brand.portal": "Lapor Lain"},
        f"kategori/{config.categories[0].key}": {"simpan": "1", "dasar": "1", "name.id": "Lain"},
        "pejabat": {"nanti": "1"},
        "perjanjian": {"number": "9"},
        "pengaturan": {"naskah": "a: b", "terima": "1"},
    }
    for step, typed in tries.items():
        answer = here.post(f"{path}/{step}", at=path, **typed)
        assert answer.status_code == 409, step
        assert "Tidak ada yang diubah: daerah ini sudah dibuka." in words(answer), step
    with desk.scope_of(tenant) as entered:
        assert configuration.current_number(entered.session) == 1
        history = configuration.by_number(entered.session, 1)
        assert history.reason == "Pengaturan pertama"
    wrong = here.post(f"{path}/pejabat/admin", at=f"{path}/pejabat", name="Admin Kedua", email="bukan-surel")
    assert wrong.status_code == 422
    assert "Ini bukan alamat surel." in words(wrong)
    assert 'value="bukan-surel"' in wrong.text
    invited = here.post(f"{path}/pejabat/admin", at=f"{path}/pejabat", name="Admin Kedua", email="")
    assert "bisa dipakai sekarang" in words(invited)
    for answer, page in (("/pejabat/admin", "/pejabat"), ("/buka", ""), ("/periksa", "")):
        again = here.get(path + answer)
        assert (again.status_code, again.headers["Location"]) == (303, path + page)
    refused = jaki("areas", slug)
    assert refused.exit_code == 1
    assert f"jaki areas import {slug} FILE" in refused.stderr
    assert told(jaki("status", slug, "--json"))["live_at"]


def test_open_lines_name_the_command_that_mends_them_and_a_validator_without_a_holder_is_a_warning(
    here: Console, desk: Runtime, shelf: FileStore, jaki: type_command
) -> None:
    slug = configured(desk, shelf, "21.71").slug
    ordered(desk, shelf, slug, Order.INSTALL_AREAS)
    checked = jaki("check", slug)
    assert checked.exit_code == 1
    assert f"to mend categories: jaki onboarding confirm {slug} categories" in checked.output
    assert f"to mend admin: jaki onboarding officials {slug} --admin NAME" in checked.output
    assert "claims cannot be accepted until somebody holds them" in checked.output
    assert "nobody heads any agency" in checked.output
    refused = jaki("live", slug)
    assert refused.exit_code == 1
    assert f"jaki onboarding confirm {slug} sla" in refused.stderr
    page = here.get(f"/daerah-baru/{slug}")
    assert "Sebelum terisi, klaim selesai tidak bisa diterima." in words(page)
    assert "Semua perangkat daerah kosong" in words(page)
    assert f'href="/daerah-baru/{slug}/pejabat"' in page.text
    first = queried(desk, slug)
    ordered(desk, shelf, slug, Order.INSTALL_AREAS)
    with Session(desk.platform) as session:
        log = [float(line.details.get("seconds", 0)) for line in queries.log(session, "21.71")]
    assert queried(desk, slug) == pytest.approx(sum(log))
    assert queried(desk, slug) > first, "a step that was done over counts each time"


def queried(desk: Runtime, slug: str) -> float:
    with Session(desk.platform) as session:
        return queries.by_slug(session, slug).seconds


def test_faults_of_both_kinds_of_file_are_said_in_the_language_of_the_reader(
    here: Console, desk: Runtime, shelf: FileStore
) -> None:
    slug = configured(desk, shelf, "17.03").slug
    path = f"/daerah-baru/{slug}"

    def both(page: str) -> tuple[str, str]:
        """What is said of a faulty file of the region, and of a boundary file that is none."""
        written = here.post(f"{page}/pengaturan", naskah="region: {slg: x}\n", base="1", periksa="1")
        data = {"csrf_token": here.token(f"{page}/wilayah"), "periksa": "1"}
        data |= {"berkas": (io.BytesIO(b'{"type": "Point"}'), "b.geojson")}  # type: ignore[dict-item]
        drawn = here.client.post(f"{page}/wilayah", base_url=f"http://{HOST}", data=data)
        return words(written), words(drawn)

    written, drawn = both(path)
    assert f"{slug}.yaml:1:10: region.slg : kunci ini tidak dikenal; seharusnya slug" in written
    assert "mungkin maksudnya slug?" in written
    assert "Berkas : adalah JSON, tetapi bukan FeatureCollection GeoJSON. Ekspor lagi lapisannya" in drawn
    here.client.set_cookie("bahasa", "en", domain=HOST)
    written, drawn = both(path)
    assert f"{slug}.yaml:1:10: region.slg : unknown key; expected slug" in written
    assert "file : is JSON but no GeoJSON FeatureCollection. Export the layer again as GeoJSON." in drawn

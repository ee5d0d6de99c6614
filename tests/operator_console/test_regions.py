"""The operator sees how every region stands, stops and resumes it, and never sees what its people wrote."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from http.client import HTTPConnection

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.test import Client

from jaki_replica.complaints.actions.filing import file
from jaki_replica.complaints.rulebook import Rulebooks
from jaki_replica.complaints.terms import Filing, Place, Point
from jaki_replica.foundation import clock, outbox
from jaki_replica.foundation.ids import new_id
from jaki_replica.operator_console import agreements, regions
from jaki_replica.operators import rules
from jaki_replica.settings import Settings
from jaki_replica.statistics.figures import keep, write_figures
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.models import OperatorLog, TenantFigures, TenantHost, TenantRow
from jaki_replica.tenancy.owner import owner_session
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.states import changed
from jaki_replica.tenancy.terms import TenantState
from tests.console import Console, Device, age
from tests.desk.office import words
from tests.regions import Pair

REASON = "Pemeliharaan basis data malam ini"
SECRET_WORDS = ("Lubangraksasa", "Pasarrahasia", "rahasia@pelapor.example", "Petugas Contoh")


@pytest.fixture(autouse=True)
def fresh_figures(runtime: Runtime, pair: Pair) -> None:
    """Both regions have just counted and stand well, but for their schema's age."""
    for tenant in pair.both:
        write_figures(runtime, tenant, clock.now())
        keep(runtime, tenant, {"reached": 1, "drift": 0, "jobs_failed": 0, "queue_age_seconds": 0}, at=clock.now())


@pytest.fixture
def many(settings: Settings) -> Iterator[int]:
    """120 regions more, in the making: rows of the registry without schemas."""
    with owner_session(settings) as session:
        for n in range(120):
            host = TenantHost(host=f"daerah-{n:03}.localhost", position=0)
            session.add(
                TenantRow(
                    id=new_id(),
                    slug=f"daerah-{n:03}",
                    name=f"Daerah {n:03}",
                    code=f"98.{n:03}",
                    kind="regency",
                    zone="Asia/Makassar",
                    state=TenantState.PROVISIONING,
                    schema=f"t_daerah_{n:03}",
                    role=f"t_daerah_{n:03}_{settings.role_prefix}",
                    created_at=clock.now(),
                    hosts=[host],
                )
            )
        changed(session)
    yield 120
    with owner_session(settings) as session:
        session.execute(delete(TenantHost).where(TenantHost.host.like("daerah-%")))
        session.execute(delete(TenantRow).where(TenantRow.slug.like("daerah-%")))
        changed(session)


def test_the_headline_names_the_trouble_and_the_region_is_told_with_its_own(
    here: Console, runtime: Runtime, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        regions, "NAMED", 1000
    )  # other tests leave regions in trouble, and the page names the first few
    keep(runtime, pair.right, {"jobs_failed": 3, "jobs_failed_by_kind": {"photos.process": 3}}, at=clock.now())
    page = here.get("/").text
    assert re.search(r"<h1>\d+ daerah, \d+ perlu perhatian</h1>", page)
    assert "ada pekerjaan yang gagal" in page
    assert f'href="/daerah/{pair.right.slug}"' in page
    narrowed = here.get("/?keadaan=perlu&cari=33.72").text
    assert f'href="/daerah/{pair.right.slug}"' in narrowed
    assert "Ada yang gagal" in words(narrowed)


def test_a_region_without_trouble_is_well(here: Console, pair: Pair) -> None:
    assert "Sehat" in words(here.get(f"/?cari={pair.left.host}").text)
    page = words(here.get(f"/daerah/{pair.left.slug}").text)
    assert "Tersambung dengan akun daerah" in page
    assert "Sama dengan riwayatnya" in page


def test_the_list_shows_each_region_with_its_dots_and_its_days_also_in_words(here: Console, pair: Pair) -> None:
    page = here.get(f"/?cari={pair.left.host}").text
    mark = re.search(r'class="shape" src="(/daerah/[^"]+)"', page)
    assert mark is not None
    drawn = here.get(mark[1])
    assert (drawn.status_code, drawn.content_type) == (200, "image/svg+xml")
    assert "immutable" in drawn.headers["Cache-Control"]
    assert 'stroke="#fff"' in drawn.text
    assert re.search(r'role="img" aria-label="\d+ laporan dalam 14 hari', page)
    assert "14 hari" in words(here.get(f"/daerah/{pair.left.slug}").text)


@pytest.mark.parametrize("colour", ["red", "1d3fb8;x", "<script>", "'/><script>", "1D3FB8", "1d3fb8" * 9])
def test_a_mark_takes_a_colour_and_nothing_else(here: Console, pair: Pair, colour: str) -> None:
    answer = here.get(f"/daerah/{pair.left.slug}/bentuk.svg?warna={colour}")
    assert answer.status_code == 200
    assert 'fill="#3d4354"' in answer.text
    assert "script" not in answer.text
    assert here.get("/daerah/tidak-ada/bentuk.svg").status_code == 404


def test_hundreds_of_regions_come_page_by_page_each_once(here: Console, many: int) -> None:
    seen: list[str] = []
    path = "/?keadaan=disiapkan&cari=daerah"
    while path:
        page = here.get(path).text
        seen += re.findall(r'class="title" href="/daerah/(daerah-\d+)"', page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        path = found[1].replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == many
    assert here.get("/?setelah=tidak-ada&cari=daerah").status_code == 200


@pytest.mark.parametrize(
    "question", ["cari=%00", "cari=<script>alert(1)</script>", "keadaan=x", "setelah=" + "x" * 999]
)
def test_a_strange_question_is_answered_with_a_page(here: Console, question: str) -> None:
    answer = here.get(f"/?{question}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_region_that_is_not_there_is_not_found(here: Console) -> None:
    assert here.get("/daerah/tidak-ada").status_code == 404
    assert here.post("/daerah/tidak-ada/hentikan", at="/akun", alasan=REASON, slug="tidak-ada").status_code == 404


SERVER = """
import os, sys
from werkzeug.serving import make_server
from jaki_replica.app import create_app
server = make_server("127.0.0.1", 0, create_app(), threaded=True)
print(server.server_port, flush=True)
server.serve_forever()
"""


@pytest.fixture
def two_processes(settings: Settings) -> Iterator[list[int]]:
    """Two web processes of this installation beside the test's own; their ports."""
    assert settings.owner_url is not None
    values = {
        "MASTER_KEY": settings.master_key.hex(),
        "DATABASE_URL": "",
        "PLATFORM_DATABASE_URL": settings.platform_url.render_as_string(hide_password=False),
        "REDIS_URL": settings.redis_url,
        "DATABASE_ROLE_PREFIX": settings.role_prefix,
        "FILES": str(settings.files.folder),
        "ENVIRONMENT": "test",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-c", SERVER]
    started = [subprocess.Popen(command, env=os.environ | values, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        yield [int(one.stdout.readline()) for one in started if one.stdout]
    finally:
        for one in started:
            one.kill()
            one.wait()


def answered(port: int, host: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/tanda.svg", headers={"Host": host})
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_stopped_region_answers_503_at_once_in_every_process_and_comes_back(
    two_processes: list[int], app: Gate, here: Console, pair: Pair, platform: Session
) -> None:
    slug, host = pair.left.slug, pair.left.host

    def all_answer(status: int) -> bool:
        own = Client(app).get("/tanda.svg", base_url=f"http://{host}").status_code
        return [own, *(answered(port, host) for port in two_processes)] == [status] * 3

    def soon(status: int) -> bool:
        until = time.monotonic() + 20  # the registry is looked at once a second, on a busy machine later
        while not all_answer(status):
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True

    assert all_answer(200)
    assert here.post(f"/daerah/{slug}/hentikan", at=f"/daerah/{slug}", alasan=REASON, slug=slug).status_code == 303
    try:
        assert soon(503)
        assert "Dihentikan" in words(here.get(f"/?cari={slug}").text)
        assert [answered(port, pair.right.host) for port in two_processes] == [200, 200]
    finally:
        done = here.post(f"/daerah/{slug}/lanjutkan", at=f"/daerah/{slug}", alasan="Sudah selesai", slug=slug)
    assert done.status_code == 303
    assert soon(200)
    query = select(OperatorLog).where(OperatorLog.tenant_id == pair.left.id).order_by(OperatorLog.position.desc())
    last = platform.scalars(query.limit(2)).all()
    assert [(x.action, x.details["reason"]) for x in last] == [
        ("tenant.active", "Sudah selesai"),
        ("tenant.suspended", REASON),
    ]
    assert all(x.actor.startswith("operator:siti-") for x in last)


@pytest.mark.parametrize(
    ("reason", "slug", "field"),
    [
        ("", "kota", "alasan"),
        ("abc", "kota", "alasan"),
        ("x" * 501, "kota", "alasan"),
        (REASON, "kota-dua", "slug"),
        (REASON, "", "slug"),
    ],
)
def test_without_a_reason_and_the_typed_slug_nothing_stops_and_what_was_typed_stays(
    app: Gate, here: Console, pair: Pair, reason: str, slug: str, field: str
) -> None:
    answer = here.post("/daerah/kota/hentikan", at="/daerah/kota", alasan=reason, slug=slug)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f">{reason[:500]}</textarea>" in answer.text
    assert Client(app).get("/tanda.svg", base_url=f"http://{pair.left.host}").status_code == 200


def test_stopping_a_region_asks_for_a_fresh_code(here: Console, device: Device, settings: Settings) -> None:
    age(settings, device.username, second_at=clock.now() - rules.RECENT - timedelta(seconds=1))
    answer = here.post("/daerah/kota/hentikan", at="/daerah/kota", alasan=REASON, slug="kota")
    assert answer.status_code == 422
    assert 'id="kode-error"' in answer.text
    assert f">{REASON}</textarea>" in answer.text


def test_failed_work_is_tried_again_by_kind_and_its_content_is_never_shown(
    here: Console, runtime: Runtime, pair: Pair
) -> None:
    at = clock.now()
    with runtime.scope_of(pair.left) as entered:
        entered.session.execute(delete(outbox.OutboxRow))
        for job in ("photos.process", "photos.process", "notifications.send_message"):
            row = outbox.OutboxRow(
                id=new_id(),
                job=job,
                arguments={"to": SECRET_WORDS[2]},
                created_at=at,
                due_at=at,
                failed_at=at,
                attempts=8,
            )
            entered.session.add(row)
        entered.session.commit()
    write_figures(runtime, pair.left, at)
    page = here.get("/daerah/kota").text
    assert "2 gagal setelah 8 kali dicoba" in page
    assert SECRET_WORDS[2] not in page
    assert here.post("/daerah/kota/ulangi", at="/daerah/kota", jenis="mesin.rahasia").status_code == 404
    answer = here.post("/daerah/kota/ulangi", at="/daerah/kota", jenis="photos.process")
    assert answer.headers["Location"] == "/daerah/kota?selesai=ulang&jumlah=2"
    with runtime.scope_of(pair.left) as entered:
        assert outbox.failed_by_kind(entered.session) == {"notifications.send_message": 1}
        entered.session.execute(delete(outbox.OutboxRow))
        entered.session.commit()


def test_no_page_of_the_console_shows_a_complaint_or_a_person_of_a_region(
    here: Console, runtime: Runtime, pair: Pair, rulebooks: Rulebooks
) -> None:
    with runtime.scope_of(pair.left) as entered:
        book = rulebooks.of(runtime, entered)
        spot = next(a for a in book.ground.tree.at_level(4) if a.lat and a.lon)
        place = Place(pin=Point(spot.lat or 0, spot.lon or 0, 10.0), landmark=f"Depan {SECRET_WORDS[1]}")
        filing = Filing(
            key=new_id().hex,
            category=book.config.categories[0].key,
            description=f"{SECRET_WORDS[0]} di jalan",
            place=place,
            contact=SECRET_WORDS[2],
        )
        number = file(entered.session, book, filing, at=clock.now()).number
        entered.session.commit()
    write_figures(runtime, pair.left, clock.now())
    pages = [here.get(path).text for path in ("/", "/daerah/kota", "/catatan", "/catatan.csv", "/operator", "/akun")]
    for page in pages:
        assert not [word for word in (*SECRET_WORDS, number) if word.lower() in page.lower()]
    assert "laporan masuk hari ini" in pages[1]
    with Session(runtime.platform) as session:
        assert not [w for w in SECRET_WORDS if w in str(session.get_one(TenantFigures, pair.left.id).figures)]


@pytest.mark.parametrize(
    ("ends_on", "said", "role"),
    [
        ("2026-11-24", "berakhir 24 Nov 2026", "is-back"),
        ("2026-11-25", "segera berakhir", "is-waiting"),
        ("2027-02-23", "segera berakhir", "is-waiting"),
        ("2027-02-24", "berlaku sampai 24 Feb 2027", "is-good"),
    ],
)
def test_an_agreement_says_whether_it_still_holds(app: Gate, ends_on: str, said: str, role: str) -> None:
    with Flask("words").test_request_context():
        words_, _shape, sign = agreements._standing(date.fromisoformat(ends_on), date(2026, 11, 25))
    assert said in words_
    assert sign == role

"""The citizens' pages say what the region's configuration says, and lead nowhere that is not there."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient

from jaki_replica.tenancy.configuration.terms import Duration, Sla, SlaLimits
from tests.branding.brands import FIVE
from tests.ui.site import REGIONS, make_app

HOST = "http://jakarta.localhost"
ASK_THE_DATABASE = ("/laporan-warga", "/peta")  # this site has none; the pages have tests of their own
STARTS = (
    "/",
    "/lapor",
    "/lapor/cara-lain",
    "/laporan",
    "/tentang",
    "/layanan",
    "/kontak-darurat",
    "/privasi",
    "/aksesibilitas",
    "/tidak-ada",
)


def _links(page: str) -> set[str]:
    return {unescape(found) for found in re.findall(r'(?:href|action|src)="([^"]*)"', page)}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("slug", FIVE)
def test_every_link_leads_to_a_page_that_is_there(client: FlaskClient, slug: str, language: str) -> None:
    host = f"http://{slug}.localhost"
    client.set_cookie("bahasa", language, domain=f"{slug}.localhost")
    waiting, seen = list(STARTS[:1]), set()
    while waiting:
        path = waiting.pop()
        answer = client.get(path, base_url=host)
        assert answer.status_code in {200, 303}, path
        here = (
            {link.split("#")[0] for link in _links(answer.text) if link.startswith("/")}
            if answer.mimetype == "text/html"
            else set()
        )
        seen.add(path)
        waiting += sorted(link for link in here - seen if link and link not in (*waiting, *ASK_THE_DATABASE))
    assert {"/lapor", "/tentang", "/layanan", "/layanan/ktp", "/privasi", "/aksesibilitas", "/kontak-darurat"} <= seen


@pytest.mark.parametrize("path", STARTS)
def test_every_page_has_one_heading_a_title_and_no_address_that_means_nothing(client: FlaskClient, path: str) -> None:
    page = client.get(path, base_url=HOST).text
    assert page.count("<h1") == 1
    assert re.search(r"<title>[^<]+ – Lapor Jakarta</title>", page)
    assert "#" not in _links(page) and "" not in _links(page)
    assert len(re.findall(r'id="([^"]+)"', page)) == len(set(re.findall(r'id="([^"]+)"', page)))


def test_home_promises_the_days_of_the_configuration(client: FlaskClient) -> None:
    page = client.get("/", base_url=HOST).text
    assert "Janji 7 hari, dihitung terbuka" in page
    assert "Hari ke-3: jawaban pertama" in page
    assert len(re.findall(r"<i[ >]", page.split('class="ruler"')[1].split("</div>")[0])) == 7
    assert "Janji 14 hari kerja" in client.get("/", base_url="http://lampung.localhost").text


def test_a_promise_too_long_to_draw_is_only_said() -> None:
    long = replace(REGIONS["jakarta"], sla=Sla(SlaLimits(finish=Duration(60))))
    page = make_app(regions={"jakarta": long}).test_client().get("/", base_url=HOST).text
    assert "Janji 60 hari" in page
    assert 'class="ruler"' not in page


def test_home_asks_and_gives_the_promise_of_the_region(client: FlaskClient) -> None:
    page = client.get("/", base_url=HOST).text
    assert "<h1>Ada yang rusak di sekitar Anda? <em>Tunjukkan.</em></h1>" in page
    assert "<p>Foto, kirim, pantau sampai beres.</p>" in page


def test_other_ways_to_report_are_named_beside_the_form(client: FlaskClient) -> None:
    page = client.get("/lapor/cara-lain", base_url=HOST).text
    assert "Paling cepat lewat halaman ini" in page
    assert "/lapor" in _links(page)
    assert "https://wa.me/6281110002000" in page
    assert "mailto:lapor@contoh.example" in page
    assert "sms:1708" in page
    assert "Kantor kelurahan" in page and "Akun tanpa alamat" not in page
    assert "Aplikasi" not in page and "Kanal tutup" not in page


def test_an_address_that_a_browser_should_not_open_is_never_a_link(client: FlaskClient) -> None:
    page = client.get("/lapor/cara-lain", base_url=HOST).text
    assert not [link for link in _links(page) if link.startswith("javascript")]


def test_time_limits_are_listed_with_the_special_ones(client: FlaskClient) -> None:
    page = client.get("/tentang", base_url=HOST).text
    assert "Pohon dan taman" in page
    assert "3 hari" in page and "6 jam" in page and "60 hari" in page
    assert "Yang dihitung semua hari" in page
    assert "Yang dihitung hanya hari kerja" in client.get("/tentang", base_url="http://lampung.localhost").text


def test_working_hours_join_equal_days(client: FlaskClient) -> None:
    page = client.get("/tentang", base_url=HOST).text
    assert "Senin sampai Kamis" in page and "07.30–16.00" in page


@pytest.mark.parametrize(
    ("sought", "shown", "hidden"),
    [
        ("ktp", "KTP dan KK", "Pajak daerah"),
        ("PAJAK  daerah", "Pajak daerah", "KTP dan KK"),
        ("papers pajak", "Pajak daerah", "KTP dan KK"),
    ],
)
def test_services_are_found_by_words_in_either_language(
    client: FlaskClient, sought: str, shown: str, hidden: str
) -> None:
    found = client.get("/layanan", base_url=HOST, query_string={"cari": sought}).text.split('class="wrap catalogue"')[1]
    listed = found.split("<footer")[0]
    assert shown in listed
    assert f"<b>{hidden}</b>" not in listed


def test_a_search_that_finds_nothing_says_what_to_do_and_escapes_what_was_sought(client: FlaskClient) -> None:
    page = client.get("/layanan", base_url=HOST, query_string={"cari": "<script>alert(1)</script>" + "x" * 200}).text
    assert "Tidak ada layanan itu" in page
    assert "<script>alert" not in page


def test_a_service_elsewhere_is_linked_and_one_that_is_not_open_says_so(client: FlaskClient) -> None:
    assert "https://pajak.contoh.example" in _links(client.get("/layanan/pajak", base_url=HOST).text)
    assert "belum dibuka" in client.get("/layanan/janji", base_url=HOST).text


def test_no_page_promises_a_booking_that_is_not_open(client: FlaskClient) -> None:
    for path in ("/", "/layanan", "/layanan/janji"):
        page = client.get(path, base_url=HOST).text
        assert "Pilih hari" not in page
        assert "Belum bisa dipesan lewat portal" in page


def test_a_service_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/layanan/tidak-ada", base_url=HOST).status_code == 404


def test_a_region_without_services_neither_shows_nor_links_them() -> None:
    bare = replace(REGIONS["jakarta"], services=())
    client = make_app(regions={"jakarta": bare}).test_client()
    assert "/layanan" not in _links(client.get("/", base_url=HOST).text)
    assert client.get("/layanan", base_url=HOST).status_code == 404


def test_a_region_without_numbers_channels_or_contact_still_has_every_page() -> None:
    nothing = replace(
        REGIONS["jakarta"], emergency=(), channels=(), services=(), pages=type(REGIONS["jakarta"].pages)()
    )
    client = make_app(regions={"jakarta": nothing}).test_client()
    for path in (
        "/",
        "/lapor",
        "/lapor/cara-lain",
        "/laporan",
        "/tentang",
        "/kontak-darurat",
        "/privasi",
        "/aksesibilitas",
    ):
        assert client.get(path, base_url=HOST).status_code == 200, path


def test_the_pages_of_the_portal_are_on_no_host_without_a_region(client: FlaskClient) -> None:
    for path in STARTS:
        assert client.get(path, base_url="http://operator.localhost").status_code == 404


def test_the_region_tells_everyone_on_every_page(client: FlaskClient) -> None:
    for path in STARTS:
        assert "Portal contoh." in client.get(path, base_url=HOST).text

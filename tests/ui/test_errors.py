"""Error pages: in the region's brand, in plain words, and able to stand when everything else has fallen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.ui.site import REGIONS, make_app

CODES = (400, 403, 404, 409, 413, 429, 500, 503)


@pytest.mark.parametrize("code", CODES)
def test_an_error_page_wears_the_brand_says_what_to_do_and_keeps_its_headers(client: FlaskClient, code: int) -> None:
    answer = client.get(f"/galat/{code}", base_url="http://palembang.localhost")
    assert answer.status_code == code
    assert "Lapor Palembang" in answer.text and "/tema/" in answer.text
    assert answer.text.count("<h1>") == 1
    assert "Ke beranda" in answer.text
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("code", CODES)
def test_the_same_page_stands_without_a_region(client: FlaskClient, code: int) -> None:
    answer = client.get(f"/galat/{code}", base_url="http://operator.localhost")
    assert answer.status_code == code
    assert "/tema/" not in answer.text and "tabbar" not in answer.text
    assert answer.text.count("<h1>") == 1


def test_our_own_fault_is_a_whole_page_in_the_brand(client: FlaskClient) -> None:
    answer = client.get("/pecah", base_url="http://jakarta.localhost")
    assert answer.status_code == 500
    assert "Maaf, ini kesalahan kami" in answer.text
    assert "on purpose" not in answer.text


def test_a_brand_that_cannot_be_drawn_gives_way_to_the_neutral_one() -> None:
    broken = replace(REGIONS["jakarta"], brand=replace(REGIONS["jakarta"].brand, primary="red", motif="none"))
    client = make_app(regions={"jakarta": broken}).test_client()
    page = client.get("/galat/500", base_url="http://jakarta.localhost")
    assert page.status_code == 500
    assert "Lapor Jakarta" in page.text and "/tema/" not in page.text
    assert client.get("/tanda.svg", base_url="http://jakarta.localhost").status_code == 200


def test_the_gallery_exists_in_development_only(client: FlaskClient) -> None:
    assert client.get("/galeri", base_url="http://jakarta.localhost").status_code == 200
    deployed = make_app(debug=False).test_client()
    assert deployed.get("/galeri", base_url="http://jakarta.localhost").status_code == 404

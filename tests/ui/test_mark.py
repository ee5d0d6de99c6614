"""The mark's address is that of its content: another brand's mark is never taken from a browser's memory."""

from __future__ import annotations

import re
from dataclasses import replace

from flask.testing import FlaskClient

from jaki_replica.branding import marks
from tests.branding.brands import FIVE

HOST = "http://jakarta.localhost"


def test_every_page_asks_for_the_mark_of_its_brand_and_may_keep_it_for_ever(client: FlaskClient) -> None:
    page = client.get("/", base_url=HOST).text
    found = re.findall(r'(?:href|src)="(/tanda[^"]*)"', page)
    assert len(set(found)) == 1 and re.fullmatch(r"/tanda/[0-9a-f]{12}\.svg", found[0])
    answer = client.get(found[0], base_url=HOST)
    assert answer.data == client.get("/tanda.svg", base_url=HOST).data
    assert "immutable" in answer.headers["Cache-Control"]


def test_an_old_address_leads_to_the_mark_of_today_and_is_not_kept(client: FlaskClient) -> None:
    answer = client.get("/tanda/000000000000.svg", base_url=HOST)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "no-store")
    assert client.get(answer.headers["Location"], base_url=HOST).status_code == 200


def test_another_colour_is_another_address() -> None:
    brand = FIVE["jakarta"]
    assert marks.digest(brand) == marks.digest(replace(brand))
    assert marks.digest(brand) != marks.digest(replace(brand, primary="#0a5c36", accent="#a03010"))

"""Two languages, chosen by a link, complete in both."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

import jaki_replica
from jaki_replica.ui.words import CATALOGUES as TRANSLATIONS

PACKAGE = Path(jaki_replica.__file__).parent
ENGLISH = TRANSLATIONS / "en/LC_MESSAGES"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
HOST = "http://jakarta.localhost"


def _used() -> set[str]:
    options = {"**/templates/**.html": {"trimmed": "true"}}
    found = extract_from_dir(str(PACKAGE), METHODS, options, keywords=KEYWORDS)
    return {words[0] if isinstance(words, tuple) else words for _file, _line, words, _comments, _context in found}


def _catalog() -> Catalog:
    return read_po(BytesIO((ENGLISH / "messages.po").read_bytes()), locale="en")


def _strings(catalog: Catalog) -> dict[str, object]:
    single: dict[str, object] = {m.id: m.string for m in catalog if m.id and isinstance(m.id, str)}
    return single | {m.id[0]: tuple(m.string or ()) for m in catalog if m.id and not isinstance(m.id, str)}


def test_every_word_for_people_has_its_english_and_no_english_is_left_over() -> None:
    english = _strings(_catalog())
    used = _used()
    assert sorted(used - set(english)) == []
    assert sorted(set(english) - used) == []
    assert [key for key, value in english.items() if not value or (isinstance(value, tuple) and not all(value))] == []


def test_english_keeps_every_placeholder() -> None:
    for key, value in _strings(_catalog()).items():
        forms = value if isinstance(value, tuple) else (value,)
        for form in forms:
            assert set(re.findall(r"%\((\w+)\)s", str(form))) == set(re.findall(r"%\((\w+)\)s", key)), key


def test_the_compiled_english_is_that_of_the_source() -> None:
    compiled = read_mo(BytesIO((ENGLISH / "messages.mo").read_bytes()))
    assert _strings(compiled) == _strings(_catalog())


def test_a_page_is_indonesian_until_the_reader_chooses_whatever_the_browser_asks_for(client: FlaskClient) -> None:
    answer = client.get("/", base_url=HOST, headers={"Accept-Language": "en-GB,en"})
    assert '<html lang="id">' in answer.text
    assert "Buat laporan" in answer.text


def test_english_is_chosen_by_a_link_that_comes_back_to_the_same_page(client: FlaskClient) -> None:
    link = re.search(r'href="([^"]*bahasa=en)"', client.get("/layanan?cari=ktp", base_url=HOST).text)
    assert link is not None
    answer = client.get(link[1].replace("&amp;", "&"), base_url=HOST)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/layanan?cari=ktp")
    assert "bahasa=en" in answer.headers["Set-Cookie"]
    assert "Domain" not in answer.headers["Set-Cookie"]
    page = client.get("/layanan?cari=ktp", base_url=HOST).text
    assert '<html lang="en">' in page
    assert "1 service for “ktp”" in page


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "///evil.example/x", "/%5Cevil.example"])
@pytest.mark.parametrize("question", ["bahasa=en", "tampilan=gelap"])
def test_a_choice_never_leads_to_another_host(client: FlaskClient, path: str, question: str) -> None:
    answer = client.get(f"{path}?{question}", base_url=HOST)
    location = answer.headers.get("Location", "/")
    assert re.match(r"/(?![/\\])", location.removeprefix(HOST)), location


@pytest.mark.parametrize("value", ["fr", "", "en;Path=/x", "../en"])
def test_a_language_we_do_not_have_is_not_kept(client: FlaskClient, value: str) -> None:
    answer = client.get("/", base_url=HOST, query_string={"bahasa": value})
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers


def test_a_forged_cookie_changes_nothing(client: FlaskClient) -> None:
    client.set_cookie("bahasa", "<script>", domain="jakarta.localhost")
    client.set_cookie("tampilan", '"><script>', domain="jakarta.localhost")
    page = client.get("/", base_url=HOST).text
    assert '<html lang="id">' in page
    assert page.count("<script") == 1

"""Styles, pictures and fonts: how they are kept, sent and written."""

from __future__ import annotations

import gzip
import re
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import jaki_replica.ui
from jaki_replica.ui.static_files import FONT, icon_names, tree
from tests.branding.brands import FIVE

UI = Path(jaki_replica.ui.__file__).parent
STYLES = UI / "static/css"
TEMPLATES = sorted((UI.parent).glob("**/templates/**/*.html"))
VENDORS = [UI / "static/vendor.toml", Path(__file__).parent.parent / "vendor/vendor.toml"]
BUDGET = 60 * 1024
HOST = "http://jakarta.localhost"


@pytest.mark.parametrize("slug", FIVE)
def test_the_first_page_stays_within_its_budget_with_everything_it_loads(client: FlaskClient, slug: str) -> None:
    host = f"http://{slug}.localhost"
    page = client.get("/", base_url=host).data
    theme = re.search(r'href="(/tema/[^"]+)"', page.decode())
    assert theme is not None
    packed = [page, client.get(theme[1], base_url=host).data, client.get("/tanda.svg", base_url=host).data]
    sizes = [len(gzip.compress(body)) for body in packed]
    files = tree().files
    sizes += [
        len(file.packed or file.body) for name in ("situs.css", "situs.js", "ikon.svg", FONT) for file in [files[name]]
    ]
    sizes.append(max(len(file.body) for name, file in files.items() if name.startswith("motif/")))
    assert sum(sizes) <= BUDGET


def test_a_file_is_kept_for_ever_and_sent_packed_to_whoever_takes_it(client: FlaskClient) -> None:
    address = tree().address("situs.css")
    plain = client.get(address, base_url=HOST)
    packed = client.get(address, base_url=HOST, headers={"Accept-Encoding": "gzip, br"})
    assert "immutable" in plain.headers["Cache-Control"]
    assert plain.headers["Vary"] == "Accept-Encoding"
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


def test_an_address_of_an_older_tree_leads_to_the_file_as_it_is_now(client: FlaskClient) -> None:
    answer = client.get("/s/000000000000/situs.css", base_url=HOST)
    assert (answer.status_code, answer.headers["Location"]) == (302, tree().address("situs.css"))
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["../../settings.py", "%2e%2e/vendor.toml", "css/tokens.css", "vendor.toml", "x"])
def test_nothing_but_the_tree_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/s/{tree().digest}/{name}", base_url=HOST).status_code in {308, 404}


def test_a_theme_is_that_of_its_own_host_alone(client: FlaskClient) -> None:
    other = re.search(r"/tema/[^\"]+", client.get("/", base_url="http://lampung.localhost").text)
    assert other is not None
    answer = client.get(other[0], base_url=HOST)
    assert answer.status_code == 302
    assert FIVE["jakarta"].primary in client.get(answer.headers["Location"], base_url=HOST).text
    assert client.get(other[0], base_url="http://operator.localhost").status_code == 404


def test_the_manifest_names_the_portal_of_the_host(client: FlaskClient) -> None:
    found = client.get("/manifest.webmanifest", base_url="http://palembang.localhost")
    assert found.get_json(force=True)["name"] == "Lapor Palembang"


@pytest.mark.parametrize("manifest", VENDORS, ids=["product", "tests"])
def test_what_others_made_is_as_it_was_taken_and_has_its_licence_beside_it(manifest: Path) -> None:
    for entry in tomllib.loads(manifest.read_text())["vendored"]:
        file = manifest.parent / entry["file"]
        assert sha256(file.read_bytes()).hexdigest() == entry["sha256"], file
        assert (manifest.parent / entry["licence_file"]).is_file()
        assert entry["version"] and entry["licence"] and entry["source"]


@pytest.mark.parametrize("file", sorted(STYLES.glob("**/*.css")), ids=lambda file: file.stem)
def test_no_style_but_the_tokens_names_a_colour_or_a_brand_value(file: Path) -> None:
    if file.name == "tokens.css":
        return
    text = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsl|--brand-[a-z-]+", text)
    assert "@import" not in text and "data:" not in text


def test_every_component_is_one_macro_file_and_one_style_file_of_the_same_name() -> None:
    macros = {file.stem for file in (UI / "templates/components").glob("*.html")}
    styles = {file.stem for file in (STYLES / "components").glob("*.css")}
    without_style_of_their_own = {"leave"}
    assert macros - without_style_of_their_own == styles


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_no_template_holds_a_style_a_script_or_unescaped_text(file: Path) -> None:
    text = file.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|javascript:|\|\s*safe\b|autoescape", text)
    assert all('src="' in tag for tag in re.findall(r"<script[^>]*>", text))


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    named = set()
    for file in TEMPLATES:
        named |= set(re.findall(r"icon\(\"([a-z0-9-]+)\"\)", file.read_text()))
        named |= {f"s-{name}" for name in re.findall(r"glyph\(\"([a-z_]+)\"", file.read_text())}
    assert named <= icon_names()


def test_the_stylesheet_keeps_its_layers_in_order_and_closes_every_brace() -> None:
    css = tree().files["situs.css"].body.decode()
    assert css.startswith("@layer reset, tokens, base, components, utilities;")
    assert css.count("{") == css.count("}")
    assert "/*" not in css

"""Faults of files on pages: Indonesian for Indonesian readers, down to the last sentence that any check can say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import fields

from jaki_replica.areas.actions import check_file
from jaki_replica.editing.fault_words import FRAGMENTS, NOT_KNOWN, PHRASES, in_words, indonesian
from jaki_replica.editing.fault_words.matching import BLANK as GAP
from jaki_replica.foundation.errors import Fault, Invalid
from jaki_replica.onboarding.region_files import CHECKS
from jaki_replica.tenancy.configuration.loading import load_text
from jaki_replica.tenancy.configuration.schema.containers import Section
from jaki_replica.tenancy.configuration.schema.region import RegionSection
from jaki_replica.tenancy.configuration.schema.scalars import Choice, OneOf, Scalar
from tests.areas import files
from tests.editing.conftest import Admin
from tests.editing.harvest import BLANK, sentences
from tests.tenancy.configuration import test_bad_values, test_rules
from tests.tenancy.configuration.changes import SMALL, changed

PAGE = "/admin/pengaturan/unggah"
ENGLISH = re.compile(
    r"\b(the|is|are|and|or|not|has|have|expected|such as|here|this|that|needs?|does|fit|with|which|its?|nothing|below"
    r"|did you mean|remove|choose|already|twice|more than|unknown|missing|words?)\b(?![:.])",
    re.IGNORECASE,
)
OWN = re.compile(r'"[^"]*"|`[^`]*`|“[^”]*”|\{[^}]*\}')
DAMAGED = (
    b"region: [\n",
    b"region:\n\tslug: x\n",
    b"region: \x00\n",
    b"region: \xff\n",
    b"a: 1\na: 2\n",
    b"a: &x [1]\nb: *x\nc: !!set 3\n",
    b"a: 1\n---\nb: 2\n",
    b"[a]: 1\n",
    b"a: 'b\n",
    b"a: b: c\n",
    b"a: @b\n",
    b'a: "\\q"\n',
    b"- a\nb: c\n",
    b"a: {b: 1\n",
    b"a: %b\n",
    b"{a: " * 20 + b"1" + b"}" * 20,
    b"x" * 1_000_001,
    b"",
    b"hanya kata",
)


def english(fault: Fault) -> str:
    """The first English word of what a page would say, without what somebody wrote himself."""
    said = OWN.sub(" ", f"{fault.message}; {fault.remedy}")
    found = ENGLISH.search(said)
    return found[0] if found else ""


@pytest.mark.parametrize("text", sorted({text for _file, text in sentences()}))
def test_every_sentence_that_a_check_can_say_has_its_counterpart(text: str) -> None:
    said = text.replace(BLANK, "X9")
    parts = [said] if PHRASES.said(said) or PHRASES.part(said) else said.split("; ")
    assert all(PHRASES.said(part) or PHRASES.part(part) for part in parts), text


def test_the_sources_were_really_read() -> None:
    found = {text for _file, text in sentences()}
    assert len(found) > 170
    assert {"unknown key", f'"{BLANK}" lies outside this region', "is a damaged GeoPackage"} <= found


def expectations(section: Section) -> Iterator[str]:
    """What every key of the file says it expects, but for lists of words that are typed as they stand."""
    for field in section.load_fields.values():
        yield from _of_field(field)


def _of_field(field: fields.Field[object]) -> Iterator[str]:
    if isinstance(field, Scalar):
        if not isinstance(field, Choice | OneOf):
            yield field.wanted()
        return
    yield field.expected  # type: ignore[attr-defined]
    inner, section, key = (getattr(field, name, None) for name in ("inner", "section", "key"))
    if isinstance(section, Section):
        yield from expectations(section)
    for one in (key, *(inner.values() if isinstance(inner, dict) else (inner,))):
        if isinstance(one, fields.Field):
            yield from _of_field(one)


def test_what_every_key_expects_is_said_in_indonesian() -> None:
    found = set(expectations(RegionSection()))
    assert len(found) > 20
    assert [one for one in sorted(found) if PHRASES.part(one) is None] == []


def test_both_wordings_have_the_same_blanks_and_none_is_english() -> None:
    for template, said in (PHRASES.sentences | FRAGMENTS).items():
        blanks = [sorted(one[0] for one in GAP.finditer(text)) for text in (template, said)]
        assert set(blanks[1]) <= set(blanks[0]), template
        assert not ENGLISH.search(GAP.sub(" ", OWN.sub(" ", said))), said


def broken() -> Iterator[bytes]:
    for old, new, *_expected in (*test_bad_values.CASES, *test_rules.CASES):
        yield changed(old, new).encode()
    yield from DAMAGED
    yield changed("  slug: maluku\n", "").encode()
    yield changed('accent: "#f4b740"', 'accent: "#101010"').encode() if 'accent: "#f4b740"' in SMALL else b""


@pytest.mark.parametrize("content", list(broken()))
def test_no_english_of_a_regions_file_reaches_an_indonesian_page_and_the_place_is_kept(content: bytes) -> None:
    try:
        load_text(content, "f.yaml", CHECKS)
    except Invalid as error:
        for fault in error.faults:
            said = indonesian(fault)
            assert said.message != NOT_KNOWN, fault
            assert english(said) == "", (fault, said)
            assert said.field.removesuffix("berkas") == fault.field.removesuffix("file")
            assert bool(said.remedy) == bool(fault.remedy), fault


def bad_boundaries(folder: Path) -> Iterator[Path]:
    codes = files.village_codes(3)
    plain = files.feature(codes[0])

    def drawn(name: str, content: bytes | str) -> Path:
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def geometry(value: object) -> str:
        return files.collection([plain | {"geometry": value}])

    yield drawn("a.geojson", "")
    for number, text in enumerate(('{"type": "Point"}', "[1", '{"a" 1}', '{"a": 1,}', "{1: 2}", '"x', "{} {}")):
        yield drawn(f"b{number}.geojson", text)
    yield drawn("c.geojson", b"\xff\xfe{")
    yield drawn("d.zip", b"PK\x03\x04broken")
    yield drawn("e.gz", b"\x1f\x8bbroken")
    yield drawn("f.gpkg", b"SQLite format 3\x00" + b"x" * 200)
    yield drawn("g.geojson", files.collection([]))
    yield drawn("h.geojson", files.collection([plain], crs={"properties": {"name": "EPSG:3857"}}))
    ring = files.square(codes[0])
    (west, south), (_w, north), (east, _n) = ring[0], ring[1], ring[2]
    crossed = [[west, south], [east, north], [east, south], [west, north], [west, south]]
    for number, shape in enumerate(
        (
            None,
            {"type": "Point", "coordinates": [1, 2]},
            {"type": "Polygon"},
            {"type": "Polygon", "coordinates": []},
            {"type": "Polygon", "coordinates": [[1, 2]]},
            {"type": "Polygon", "coordinates": [[[1, 2], [1]]]},
            {"type": "Polygon", "coordinates": [[[1, 2], [1, 2], [1, 2]]]},
            {"type": "Polygon", "coordinates": [[["a", 2], [1, 3], [4, 5], ["a", 2]]]},
            {"type": "Polygon", "coordinates": [crossed]},
            {"type": "Polygon", "coordinates": [[[lat, lon] for lon, lat in ring]]},
            {"type": "Polygon", "coordinates": [[[lon * 1e5, lat * 1e5] for lon, lat in ring]]},
            {"type": "Polygon", "coordinates": [[[lon - 20, lat] for lon, lat in ring]]},
        )
    ):
        yield drawn(f"i{number}.geojson", geometry(shape))
    for number, properties in enumerate(
        (
            {},
            {"code": "abc"},
            {"code": "31.71.01"},
            {"code": codes[0], "level": 2},
            {"code": codes[0], "name": "x" * 200},
        )
    ):
        yield drawn(f"j{number}.geojson", files.collection([plain | {"properties": properties}]))
    yield drawn("k.geojson", files.collection([plain, plain]))
    unknown = f"{codes[0].rsplit('.', 2)[0]}.77.1099"
    yield drawn("l.geojson", files.collection([plain | {"properties": {"code": unknown}}]))
    yield drawn("m.geojson", files.collection([plain | {"geometry": None}] * 30))
    yield files.shapefile_zip(folder, codes, prj=None)


def test_no_english_of_a_boundary_file_reaches_an_indonesian_page(tmp_path: Path) -> None:
    seen = 0
    for path in bad_boundaries(tmp_path):
        try:
            found = check_file(files.CITY, path).faults
        except Invalid as error:
            found = error.faults
        assert found, path.name
        for fault in found:
            said = indonesian(fault)
            assert said.message != NOT_KNOWN, fault
            assert english(said) == "", (fault, said)
            assert english(Fault("", said.field)) == "", said.field
            assert bool(said.remedy) == bool(fault.remedy), fault
            seen += 1
    assert seen > 40


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=60))
def test_whatever_a_fault_says_something_is_said_and_the_place_stands(message: str, remedy: str, field: str) -> None:
    said = indonesian(Fault(field, message, remedy))
    assert said.message
    assert said.field or not field


@given(st.text(alphabet=st.characters(exclude_characters='"\n'), min_size=1, max_size=40))
def test_what_somebody_wrote_stands_in_the_sentence_letter_by_letter(word: str) -> None:
    assert indonesian(Fault("x", f'"{word}" does not fit', "")).message == f'"{word}" tidak cocok'


def test_outside_a_page_faults_are_said_in_indonesian() -> None:
    assert in_words([Fault("f.yaml:1:1: file", "a tab", "expected spaces")]) == (
        Fault("f.yaml:1:1: berkas", "ada tab", "pakai spasi"),
    )


def test_an_admins_page_speaks_the_readers_language(laras: Admin) -> None:
    content = "region: [\n"
    shown = laras.post(PAGE, {"isi": content, "reason": ""}, opened=laras.get(PAGE).text)
    page = laras.get(shown.headers["Location"]).text if shown.status_code == 303 else shown.text
    assert "ini bukan YAML yang benar" in page
    assert "not valid YAML" not in page

"""YAML that allows too much is refused, with its place."""

from __future__ import annotations

import pytest

from jaki_replica.tenancy.configuration.reader import LARGEST, read
from tests.effort import effort
from tests.tenancy.configuration.changes import SMALL, changed, faults


def test_the_small_file_is_right() -> None:
    assert faults(SMALL) == []


def test_scalars_stay_text_until_the_schema_gives_them_a_type() -> None:
    document = read(b"a: 0123\nb: on\nc: no\nd: 31.71\ne: 1_000\nf: 2026-01-01\ng: ~\nh: 12:30:00\n", "f.yaml")
    assert document.data == {
        "a": "0123", "b": "on", "c": "no", "d": "31.71", "e": "1_000", "f": "2026-01-01", "g": "~", "h": "12:30:00",
    }  # fmt: skip


def test_every_key_and_value_has_its_place() -> None:
    document = read(b"a:\n  b: [x, y]\n", "f.yaml")
    assert str(document.place(("a", "b", 1))) == "Place(line=2, column=10)"
    assert str(document.place(("a", "b"), at_key=True)) == "Place(line=2, column=3)"
    assert str(document.place(("a", "missing"))) == "Place(line=1, column=1)"


def test_a_tab_is_told_on_every_line_that_has_one() -> None:
    text = changed("  slug: maluku", "\tslug: maluku", changed("  kind: city", "  kind:\tcity"))
    assert faults(text) == [
        "f.yaml:2:1: file: a tab; expected spaces; set your editor to insert spaces",
        "f.yaml:5:8: file: a tab; expected spaces; set your editor to insert spaces",
    ]


def test_a_key_given_twice_is_told_with_its_first_line() -> None:
    text = changed("  name: Maluku\n", "  name: Maluku\n  slug: ambon\n")
    assert faults(text) == ["f.yaml:4:3: region.slug: this key is given twice; it stands on line 2 already; keep one"]


def test_anchors_aliases_and_tags_are_refused_all_at_once() -> None:
    assert faults("a: &x [1]\nb: *x\nc: !!python/name:os.system 3\n") == [
        "f.yaml:1:4: a: the anchor &x; anchors are not allowed; remove it",
        "f.yaml:2:4: b: the alias *x; expected the value itself, written out",
        "f.yaml:3:4: c: the tag tag:yaml.org,2002:python/name:os.system; tags are not allowed; remove it",
    ]


def test_an_anchor_bomb_costs_nothing() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    bomb, plain = "\n".join(lines), "\n".join(line.replace("&", "").replace("*", "") for line in lines)
    found = faults(bomb)
    assert effort(lambda: faults(bomb)) < 20 * effort(lambda: faults(plain))
    assert found[0] == "f.yaml:1:5: a0: the anchor &a0; anchors are not allowed; remove it"
    assert found[2] == "f.yaml:2:10: a1[1]: the alias *a0; expected the value itself, written out"


def test_a_second_document_is_refused() -> None:
    assert faults("a: 1\n---\nb: 2\n") == [
        "f.yaml:2:1: file: a second document begins here; expected one file per region"
    ]


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    assert faults(b"#" * (LARGEST + 1)) == ["f.yaml:1:1: file: is 1000001 bytes long; expected at most 1000000"]


def test_other_encodings_are_refused_at_the_first_wrong_byte() -> None:
    assert faults("a: b\nc: caf\xe9\n".encode("latin-1")) == [
        "f.yaml:2:7: file: byte 0xe9 is not UTF-8; save the file with the encoding UTF-8"
    ]
    assert "is not UTF-8" in faults(SMALL.encode("utf-16"))[0]


def test_a_zero_byte_is_refused() -> None:
    assert faults(b"a: b\x00c\n") == ["f.yaml:1:5: file: the control character U+0000; remove it"]


def test_deep_nesting_ends_early() -> None:
    found = faults("[" * 500_000)
    assert effort(lambda: faults("[" * 500_000)) < 20 * effort(lambda: faults("# a plain line\n" * 40_000))
    assert len(found) == 1
    assert found[0].endswith("nested deeper than 12 levels; check the indentation")


@pytest.mark.parametrize(("text", "place"), [("a: [1, 2", "2:1"), ("a: 1\n b: 2", "2:3"), ('a: "x', "2:1")])
def test_broken_syntax_is_told_with_its_place(text: str, place: str) -> None:
    (fault,) = faults(text + "\n")
    assert fault.startswith(f"f.yaml:{place}: file: this is not valid YAML: ")
    assert fault.endswith("; expected `key: value`, indented by spaces")


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    assert faults(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()) == []


@pytest.mark.parametrize("text", ["", "# nothing\n", "just words\n", "- a\n- b\n"])
def test_a_file_without_sections_lacks_all_of_them(text: str) -> None:
    found = faults(text)
    assert "f.yaml:1:1: region: is missing; expected keys with values below it" in found
    assert len(found) == 11

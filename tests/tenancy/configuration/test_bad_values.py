"""Values of the wrong kind, unknown and missing keys: each with its place, its remedy and a suggestion."""

# ruff: noqa: E501 - the messages are tested letter by letter

from __future__ import annotations

import pytest

from tests.tenancy.configuration.changes import changed, faults

LENGTH = "expected a length of time such as 6h, 3d, 6wh or 14wd (w: working time)"

CASES = [
    (
        "  zone: Asia/Jayapura",
        "  zone: Asia/Jaypura",
        '7:9: region.zone: "Asia/Jaypura" does not fit; expected Asia/Jakarta, Asia/Pontianak, Asia/Makassar or '
        "Asia/Jayapura; did you mean Asia/Jayapura?",
    ),
    (
        "  zone: Asia/Jayapura",
        "  zone: Europe/Berlin",
        '7:9: region.zone: "Europe/Berlin" does not fit; expected Asia/Jakarta, Asia/Pontianak, Asia/Makassar or '
        "Asia/Jayapura",
    ),
    (
        "  portal: Lapor\n",
        "  portl: Lapor\n",
        "12:3: brand.portl: unknown key; expected portal, letters, primary, accent, corner, motif, font or promise; "
        "did you mean portal?",
    ),
    ("  corner: 12", "  corner: twelve", '16:11: brand.corner: "twelve" does not fit; expected a whole number from 4 to 20'),
    ("  corner: 12", "  corner: 0123", '16:11: brand.corner: "0123" does not fit; expected a whole number from 4 to 20'),
    (
        '  primary: "#1d3fb8"',
        "  primary: #1d3fb8",
        "14:3: brand.primary: nothing is written here; expected a colour of six digits in quotes, such as "
        '"#1d3fb8", in small letters',
    ),
    (
        '  primary: "#1d3fb8"',
        "  primary: blue",
        '14:12: brand.primary: "blue" does not fit; expected a colour of six digits in quotes, such as "#1d3fb8", '
        "in small letters",
    ),
    ("  slug: maluku", "  slug: maluku_utara", '2:9: region.slug: "maluku_utara" does not fit; expected 2 to 39 small '
     "letters, digits and hyphens, such as banda-aceh"),
    ("hosts: [maluku]", "hosts: [Maluku]", '9:11: region.hosts[1]: "Maluku" does not fit; expected a label such as '
     "jakarta, or a host name such as lapor.example.go.id, in small letters"),
    ("hosts: [maluku]", "hosts: maluku", '9:10: region.hosts: "maluku" is written here; expected a list, each line '
     "beginning with `- `"),
    ("hosts: [maluku]", "hosts: [maluku, maluku]", "9:19: region.hosts[2]: stands in this list twice; remove one"),
    ("number_prefix: ML", "number_prefix: ml", '10:18: region.number_prefix: "ml" does not fit; expected 2 to 4 '
     "capital letters, such as JK"),
    ("letters: ML", "letters: MLX", "13:12: brand.letters: is 3 letters long; expected at most 2"),
    ("red: 6d", "red: 6 days", f'46:29: sla.default.red: "6 days" does not fit; {LENGTH}'),
    ("red: 6d", "red: 0d", f'46:29: sla.default.red: "0d" does not fit; {LENGTH}'),
    ("on: 2027-04-01", "on: 2027-02-30", '49:12: calendar.holidays[1].on: "2027-02-30" does not fit; expected a date '
     "such as 2026-08-17"),
    ("on: 2027-04-01", "on: 01/04/2027", '49:12: calendar.holidays[1].on: "01/04/2027" does not fit; expected a date '
     "such as 2026-08-17"),
    ("intake: self", "intake: selff", '44:31: channels.portal.intake: "selff" does not fit; expected self, connector '
     "or operator; did you mean self?"),
    ("allowance: 39_960_000", "allowance: 39.960.000", '28:60: positions.camat.allowance: "39.960.000" does not fit; '
     "expected a whole number from 0 to 1_000_000_000, such as 27_000_000"),
    ("allowance: 39_960_000", "allowance: 3_9", '28:60: positions.camat.allowance: "3_9" does not fit; expected a '
     "whole number from 0 to 1_000_000_000, such as 27_000_000"),
    ("  pln: {name: PLN}", "  PLN: {name: PLN}", '35:3: referrals.PLN: "PLN" does not fit; expected small letters, '
     "digits and hyphens, such as bina-marga"),
    ("  pln: {name: PLN}", "  pln: PLN", "35:8: referrals.pln: this should be keys with values; expected indented "
     "`key: value` lines, or leave it out"),
    ("name: Lampu,", "name: {idn: Lampu},", "40:24: categories.roads.light.name.idn: unknown key; expected id or en"),
    ("name: Lampu,", "name: [Lampu],", "40:23: categories.roads.light.name: a list is written here; expected words, or "
     "{id: words in Indonesian, en: words in English}"),
    ("first: area}", "first: area, sensitive: on}", '39:99: categories.roads.pothole.sensitive: "on" does not fit; '
     "expected yes or no"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_a_wrong_value_is_told_with_place_and_remedy(old: str, new: str, expected: str) -> None:
    assert f"f.yaml:{expected}" in faults(changed(old, new))


def test_a_missing_key_is_told_where_it_should_stand() -> None:
    assert faults(changed("  zone: Asia/Jayapura\n", "")) == [
        "f.yaml:1:1: region.zone: is missing; expected Asia/Jakarta, Asia/Pontianak, Asia/Makassar or Asia/Jayapura"
    ]


def test_a_category_without_owner_is_told_at_the_category() -> None:
    assert faults(changed(", owner: bina-marga, first", ", first")) == [
        "f.yaml:39:3: categories.roads.pothole.owner: is missing; "
        "expected small letters, digits and hyphens, such as bina-marga"
    ]


def test_an_unknown_section_is_told_with_the_nearest_name() -> None:
    (fault,) = faults(changed("workflow:\n", "workflows:\n  x: 1\nworkflow:\n"))
    assert fault.startswith("f.yaml:50:1: workflows: unknown key; expected region, brand, ")
    assert fault.endswith("did you mean workflow?")


@pytest.mark.parametrize(
    ("hours", "what"),
    [
        ("{monday: 07:30-16:00x}", 'monday: "07:30-16:00x" does not fit; expected hours such as 07:30-12:00, 13:00-16:00'),
        ("{monday: 16:00-07:30}", 'monday: "16:00-07:30" runs backwards; expected each time to be later than the one before it'),
        ('{monday: "08:00-12:00, 11:00-16:00"}',
         'monday: "08:00-12:00, 11:00-16:00" runs backwards; expected each time to be later than the one before it'),
        ("{senin: 07:30-16:00}", "senin: no weekday; expected monday to sunday"),
        ("{mondy: 07:30-16:00}", "mondy: no weekday; expected monday to sunday; did you mean monday?"),
    ],
)  # fmt: skip
def test_opening_hours_that_cannot_be_are_refused(hours: str, what: str) -> None:
    (fault,) = faults(changed("calendar:\n", f"calendar:\n  hours: {hours}\n"))
    assert fault.endswith(f"calendar.hours.{what}")


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = changed("  zone: Asia/Jayapura", "  zone: WIT")
    text = changed("  corner: 12", "  corner: 99", text)
    text = changed("owner: pln", "owner: plnn", text)
    text = changed("  validator: pemerintahan", "  validator: nobody", text)
    text = changed("reports_to: camat", "reports_to: kamat", text)
    assert [line.split(": ")[1] for line in faults(text)] == [
        "region.zone",
        "brand.corner",
        "positions.lurah.reports_to",
        "categories.roads.light.owner",
        "workflow.validator",
    ]


def test_two_faulty_items_of_one_list_are_both_told() -> None:
    text = changed("why: Jalan lingkungan}", "reason: x}\n  - {category: roads}")
    found = [line.split(": ")[1] for line in faults(text)]
    assert found == ["routes[1].why", "routes[1].reason", "routes[2].area", "routes[2].owner", "routes[2].why"]

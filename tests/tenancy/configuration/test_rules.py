"""What must hold between the parts of a file: each breach with its place and remedy."""

# ruff: noqa: E501 - the messages are tested letter by letter

from __future__ import annotations

from pathlib import Path

import pytest

from jaki_replica.foundation.errors import Invalid
from jaki_replica.tenancy.configuration.findings import Finding, fault_line
from jaki_replica.tenancy.configuration.loading import check_files, load_text
from jaki_replica.tenancy.configuration.terms import RegionConfig
from tests.tenancy.configuration.changes import SMALL, changed, faults

CASES = [
    # hierarchy
    ("reports_to: camat", "reports_to: kecamatan", '29:37: positions.lurah.reports_to: there is no position or agency '
     '"kecamatan"; expected bina-marga, camat, lurah, pemerintahan, sekda or wali-kota; did you mean camat?'),
    ("per: village, reports_to: camat,", "per: village,", "29:3: positions.lurah: has no superior; add reports_to: with "
     "a position or agency of a higher level"),
    ("{name: Dinas Bina Marga, reports_to: sekda}", "{name: Dinas Bina Marga}", "33:3: agencies.bina-marga: has no "
     "superior; add reports_to: with a position or another agency"),
    ("name: Sekretariat Daerah, reports_to: wali-kota", "name: Sekretariat Daerah, reports_to: pemerintahan",
     "31:49: agencies.sekda.reports_to: reports to itself: sekda > pemerintahan > sekda; let one of them report to "
     "someone else"),
    ("name: Sekretariat Daerah, reports_to: wali-kota", "name: Sekretariat Daerah, reports_to: camat",
     "31:49: agencies.sekda.reports_to: there are many camat, one for each district; expected a position per regency, "
     "or an agency"),
    ("per: district, reports_to: wali-kota", "per: district, reports_to: lurah", "28:38: positions.camat.reports_to: "
     "lurah is not of a higher level than district; choose a position of a higher level"),
    ("{per: regency, appointment: elected}", "{per: regency, appointment: elected, allowance: 5_000_000}",
     "27:62: positions.wali-kota.allowance: who holds it by election has no allowance; take it out, or set "
     "appointment: appointed"),
    ("owns: area}", "owns: area, kinds: [gampong]}", '29:64: positions.lurah.kinds[1]: there is no kind of area '
     '"gampong"; expected kecamatan, kelurahan or kota'),
    ("owns: area}", 'owns: area, title: "Lurah {aera}"}', "29:63: positions.lurah.title: unknown blank {aera}; expected "
     "{area}, {kind} or {head}"),
    ("owns: area}", 'owns: area, title: "Lurah {area"}', "29:63: positions.lurah.title: a brace is open or closed too "
     "often; expected {area}, {kind} or {head}"),
    ("name: Kelurahan, head: Lurah}", "name: Kelurahan}", "29:3: positions.lurah.title: the title needs the head of "
     "kelurahan; add head: to areas.kinds.kelurahan, or write the title out"),
    ("owns: area}", "owns: area}\n  desa: {per: village, reports_to: camat, owns: area}", "30:49: positions.desa.owns: "
     "lurah owns every kelurahan already; let one of them own nothing"),
    ("head: Lurah}", "head: Lurah, governed: no}", "29:16: positions.lurah.per: kelurahan: another government rules "
     "these areas; refer its matters: add it to referrals"),
    ("  pln: {name: PLN}", "  bina-marga: {name: PLN}", "33:3: agencies.bina-marga: this name is used in another section "
     "too; rename one"),
    # areas
    ('code: "81.71"', 'code: "81"', '6:9: region.code: "81" is no code of a city; expected two parts, such as 31.71'),
    ('code: "81.71"', 'code: "81.06"', '6:9: region.code: "81.06" is the code of a regency; cities count from 71; check '
     "kind and code"),
    ('area: "81.71.01"', 'area: "81.72.01"', '42:29: routes[1].area: "81.72.01" lies outside this region; expected a code '
     "that begins with 81.71."),
    ('area: "81.71.01"', 'area: "81"', '42:29: routes[1].area: "81" lies outside this region; expected a code that begins '
     "with 81.71."),
    ("name: Kelurahan, head: Lurah}", 'name: Kelurahan, head: Lurah, of: desa, areas: ["31.71"]}',
     '25:81: areas.kinds.kelurahan.areas[1]: "31.71" lies outside this region; expected a code that begins with 81.71.'),
    ("    kelurahan: {level", "    keluraham: {level", '25:5: areas.kinds.keluraham: "keluraham" is no kind of the '
     "national table; say which kind it renames, with of:; did you mean kelurahan?"),
    ("    kota: {level: regency", "    kota: {level: village", "23:19: areas.kinds.kota.level: is not the level of kota; "
     "expected regency"),
    # catalogue
    ("owner: pln}", "owner: pnl}", '40:51: categories.roads.light.owner: there is no agency, position or referral body '
     '"pnl"; expected area, bina-marga, camat, lurah, pemerintahan, pln, sekda or wali-kota; did you mean pln?'),
    ("group: roads, owner: pln", "group: lights, owner: pln", '40:37: categories.roads.light.group: there is no group '
     '"lights"; expected roads'),
    ("owner: pln}", 'owner: pln, call: "113"}', '40:62: categories.roads.light.call: there is no emergency number "113"; '
     "expected 112; did you mean 112?"),
    ("first: area}", "first: area, sensitive: yes}", "39:82: categories.roads.pothole.first: a sensitive complaint goes to "
     "nobody but its owner; expected owner"),
    (", owns: area}", "}", "39:82: categories.roads.pothole.first: no position of this region owns its area; add owns: "
     "area to a position, or name an agency"),
    ("  roads: {name: Jalan, icon: construction}", "  roads: {name: Jalan, icon: construction}\n  x: {name: X, icon: x}",
     "38:3: groups.x: no category is in this group; remove it, or use it"),
    ("category: roads,", "category: road,", '42:16: routes[1].category: there is no category "road"; expected roads.light '
     "or roads.pothole"),
    ("connector: portal}", "connector: email}", "43:1: channels: 0 channels have connector: portal; expected exactly one, "
     "the portal itself"),
    # time
    ("red: 6d", "red: 8d", "46:29: sla.default.red: the red line comes after the limit: red 8d, finish 7d; expected 7d or "
     "less"),
    ("amber: 4d", "amber: 145h", "46:20: sla.default.amber: the warning comes after the red line: amber 145h, red 6d; "
     "expected 6d or less"),
    ("finish: 7d", "finish: 61d", "46:41: sla.default.finish: the limit comes after the end set by law: finish 61d, legal "
     "60d; expected 60d or less"),
    ("red: 6d", "red: 6wd", "46:29: sla.default.red: 6wd and finish 7d count different days; expected calendar time, as "
     "finish has"),
    ("finish: 7d}", "finish: 7d}\n  overrides: [{category: roads.pothole, finish: 5d}]", "47:15: sla.overrides[1].red: the "
     "red line comes after the limit: red 6d, finish 5d; expected 5d or less"),
    ("finish: 7d}", "finish: 7d}\n  overrides: [{category: trees, finish: 6d}]", '47:26: sla.overrides[1].category: there '
     'is no category "trees"; expected roads.light or roads.pothole'),
    ("name: Hari jadi}", "name: Hari jadi}\n  worked: [{on: 2027-04-01, name: Ganti}]", "50:17: calendar.worked[1].on: "
     "2027-04-01 is given twice; keep one"),
    ("calendar:\n", "calendar:\n  periods:\n    - {first: 2027-02-08, last: 2027-02-01, name: R, hours: {monday: 08:00-15:00}}\n",
     "49:33: calendar.periods[1].last: ends before it begins; expected 2027-02-08 or later"),
    ("calendar:\n", "calendar:\n  hours: {}\n", "48:10: calendar.hours: no weekday is worked; expected at least one weekday "
     "with hours"),
    # conduct
    ("  validator: pemerintahan", "  validator: pemerintaan", '51:14: workflow.validator: there is no agency or position '
     '"pemerintaan"; expected bina-marga, camat, lurah, pemerintahan, sekda or wali-kota; did you mean pemerintahan?'),
    ("  office: sekda", "  office: camat", '54:11: evaluation.office: there is no agency "camat"; expected bina-marga, '
     "pemerintahan or sekda"),
    ("owner: bina-marga", "owner: pemerintahan", "39:63: categories.roads.pothole.owner: pemerintahan is the validator and "
     "would check its own work; choose another owner, or another workflow.validator"),
    # language and hosts
    ("languages: [id]", "languages: [en]", "8:14: region.languages: Indonesian is missing; expected id among the languages"),
    ("hosts: [maluku]", "hosts: [operator]", '9:11: region.hosts[1]: "operator" belongs to the installation; choose another '
     "host"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_a_breach_is_told_with_place_and_remedy(old: str, new: str, expected: str) -> None:
    assert f"f.yaml:{expected}" in faults(changed(old, new))


def test_where_pages_speak_english_every_text_must_do_so() -> None:
    found = faults(changed("languages: [id]", "languages: [id, en]"))
    assert (
        "f.yaml:18:12: brand.promise: is not translated; "
        'add en: ..., or take en out of region.languages ("Tunjukkan.")' in found
    )
    assert any(line.startswith("f.yaml:20:27: emergency[1].name: is not translated") for line in found)
    assert any(line.startswith("f.yaml:40:23: categories.roads.light.name: is not translated") for line in found)


def test_a_wrong_red_line_is_found_in_working_time_too() -> None:
    text = changed("{amber: 4d, red: 6d, finish: 7d}", "{time: working, amber: 4d, red: 6d, finish: 5d}")
    assert any("the red line comes after the limit: red 6wd, finish 5wd" in line for line in faults(text))


def test_a_long_working_limit_may_not_pass_the_legal_end() -> None:
    text = changed("{amber: 4d, red: 6d, finish: 7d}", "{amber: 4wd, red: 6wd, finish: 45wd}")
    assert any("the limit comes after the end set by law: finish 45wd, legal 60d" in line for line in faults(text))


def test_two_regions_may_not_share_host_code_slug_or_prefix(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text(SMALL)
    second.write_text(SMALL)
    assert [fault_line(fault) for fault in check_files([first, second])] == [
        f'{second}:2:9: region.slug: "maluku" is the slug of another region; see {first}',
        f'{second}:6:9: region.code: "81.71" is the code of another region; see {first}',
        f'{second}:10:18: region.number_prefix: "ML" is the number prefix of another region; see {first}',
        f'{second}:9:11: region.hosts[1]: "maluku" is the host of another region; see {first}',
    ]


def test_a_slug_that_begins_like_another_one_is_another_region(tmp_path: Path) -> None:
    second = SMALL
    for old, new in (
        ("slug: maluku", "slug: maluku-utara"),
        ("hosts: [maluku]", "hosts: [maluku-utara]"),
        ('code: "81.71"', 'code: "81.72"'),
        ("number_prefix: ML", "number_prefix: MU"),
        ('area: "81.71.01"', 'area: "81.72.01"'),
    ):
        second = changed(old, new, second)
    (tmp_path / "a.yaml").write_text(SMALL)
    (tmp_path / "b.yaml").write_text(second)
    assert check_files([tmp_path / "a.yaml", tmp_path / "b.yaml"]) == ()


def test_a_file_that_is_not_there_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    missing = tmp_path / "none.yaml"
    assert [fault_line(fault) for fault in check_files([missing])] == [
        f"{missing}:1:1: file: No such file or directory; check the path"
    ]


def test_checks_of_other_packages_are_told_with_their_places_too() -> None:
    def no_such_motif(config: RegionConfig) -> list[Finding]:
        return [Finding(("brand", "motif"), f'there is no motif "{config.brand.motif}"', "expected bintang")]

    with pytest.raises(Invalid) as refused:
        load_text(SMALL.encode(), "f.yaml", [no_such_motif])
    assert [fault_line(fault) for fault in refused.value.faults] == [
        'f.yaml:17:10: brand.motif: there is no motif "tenun"; expected bintang'
    ]

"""Times, money, numbers and long words as people here read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import g
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.tenancy.configuration.terms import Counting, Duration, TimeUnit
from jaki_replica.ui import formats, language
from jaki_replica.ui.soft_hyphens import SOFT_HYPHEN, soften
from tests.ui.site import REGIONS, make_app

AT = datetime(2026, 11, 27, 16, 5, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def request_in_the_east() -> Iterator[None]:
    """A request in a region nine hours ahead of UTC."""
    with make_app().test_request_context("/"):
        g.region = REGIONS["maluku-utara"]
        yield


def test_a_moment_is_shown_in_the_zone_of_the_region_with_its_name() -> None:
    assert formats.moment(AT) == "Sabtu, 28 November 2026, 01.05 WIT"
    g.region = REGIONS["jakarta"]
    assert formats.moment(AT) == "Jumat, 27 November 2026, 23.05 WIB"
    g.region = REGIONS["maluku-utara"]


def test_a_moment_in_english_has_a_colon_and_the_same_zone() -> None:
    language.use("en")
    assert formats.moment(AT) == "Saturday, 28 November 2026, 01:05 WIT"
    language.use("id")


def test_a_day_and_its_machine_form() -> None:
    assert formats.short_day(date(2026, 8, 17)) == "17 Agu 2026"
    assert formats.iso(AT) == "2026-11-28T01:05+09:00"


@pytest.mark.parametrize(
    ("amount", "shown"), [(0, "Rp0"), (540_000, "Rp540.000"), (27_000_000, "Rp27.000.000"), (-1500, "−Rp1.500")]
)
def test_money_is_whole_rupiah_with_points(amount: int, shown: str) -> None:
    assert formats.rupiah(amount) == shown


@given(st.integers(-(10**12), 10**12))
def test_no_rupiah_is_lost_in_writing(amount: int) -> None:
    digits = formats.rupiah(amount).replace("Rp", "").replace(".", "").replace("−", "-")
    assert int(digits) == amount


@pytest.mark.parametrize("typed", ["AB-261104-8271", "ab2611048271", "AB 261104 8271"])
def test_a_complaint_number_reads_the_same_however_it_was_typed(typed: str) -> None:
    assert formats.complaint_number(typed) == "AB 261104 8271"


def test_what_is_no_complaint_number_stays_as_it_is() -> None:
    assert formats.complaint_number("halo") == "halo"


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        (Duration(7), "7 hari"),
        (Duration(14, counting=Counting.WORKING), "14 hari kerja"),
        (Duration(6, TimeUnit.HOUR), "6 jam"),
        (Duration(4, TimeUnit.HOUR, Counting.WORKING), "4 jam kerja"),
    ],
)
def test_a_duration_says_whether_only_working_time_counts(length: Duration, shown: str) -> None:
    assert formats.duration(length) == shown


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("Pertanggungjawaban", "Per-tang-gung-jawa-ban"),
        ("ketidaksesuaian", "keti-dak-sesuaian"),
        ("kelurahan", "kelurahan"),
        ("menyelenggarakan", "menye-leng-gara-kan"),
    ],
)
def test_a_long_word_may_break_between_its_syllables(word: str, broken: str) -> None:
    assert soften(word).replace(SOFT_HYPHEN, "-") == broken


@given(st.text(max_size=80))
def test_soft_hyphens_change_no_letter(text: str) -> None:
    assert soften(text).replace(SOFT_HYPHEN, "") == text.replace(SOFT_HYPHEN, "")


@given(st.text(alphabet="abdeghijklmnorstuy", min_size=12, max_size=30))
def test_no_part_of_a_broken_word_is_shorter_than_three_letters(word: str) -> None:
    assert all(len(part) >= 3 for part in soften(word).split(SOFT_HYPHEN))

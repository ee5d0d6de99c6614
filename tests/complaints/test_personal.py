"""What tells who somebody is or how to reach them is covered where everybody reads; the rest of a story stays."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.complaints.rules.personal import COVER, covered, is_in, spans

AROUND = st.sampled_from(
    ["", "Hubungi ", "WA:", "hp.", "Jl. Mawar 12, ", "(telp) ", "rumah no 7 ", "sejak 26-11-2026 ", "pukul 08.30, "]
)
AFTER = st.sampled_from(["", " ya pak", ". Terima kasih", ", pukul 09.00", "\n12 rumah", "!", " (malam)"])
SPLIT = st.sampled_from([" ", "-", ".", " - ", "\u00a0", "–", "/", "_", "  "])
DIGITS = st.text("0123456789", min_size=8, max_size=9)


def _in_pieces(digits: str, size: int, split: str) -> str:
    return split.join(digits[at : at + size] for at in range(0, len(digits), size))


@given(AROUND, st.sampled_from("123456789"), DIGITS, SPLIT, st.sampled_from([0, 2, 3, 4]), AFTER)
def test_a_mobile_number_is_covered_however_it_is_written(
    before: str, third: str, rest: str, split: str, size: int, after: str
) -> None:
    digits = f"08{third}{rest}"
    written = _in_pieces(digits, size, split) if size else digits
    assert covered(f"{before}{written}{after}") == f"{before}{COVER}{after}"


@given(st.sampled_from(["+62", "+62 ", "+62-", "+ 62 ", "(+62) ", "+62(0)", "62", "62 ", "0062 "]), DIGITS, SPLIT)
def test_the_international_forms_are_covered(code: str, rest: str, split: str) -> None:
    for written in (f"{code}8{rest}", f"{code}8{rest[:2]}{split}{rest[2:6]}{split}{rest[6:]}"):
        assert covered(f"telepon {written} saja") == f"telepon {COVER} saja"


@given(st.integers(11, 96), st.integers(1, 71), st.integers(1, 12), st.integers(0, 99), st.integers(1, 9999), SPLIT)
def test_a_number_of_an_identity_card_is_covered_in_one_piece_and_in_groups(
    province: int, day: int, month: int, year: int, last: int, split: str
) -> None:
    day = day if day <= 31 or day > 40 else day - 10
    nik = f"{province}0101{day:02}{month:02}{year:02}{last:04}"
    for parts in ([nik], [nik[:6], nik[6:12], nik[12:]], [nik[a : a + 4] for a in (0, 4, 8, 12)]):
        assert covered(f"NIK {split.join(parts)} saya") == f"NIK {COVER} saya"


@given(st.from_regex(r"\A[a-z][a-z0-9._+-]{0,20}@[a-z][a-z0-9-]{0,15}(\.[a-z]{2,6}){1,2}\Z"), AROUND)
def test_an_address_is_covered(mail: str, before: str) -> None:
    text = covered(f"surel: {mail} ya")
    assert text == f"surel: {COVER} ya"
    assert mail not in covered(f"{before} {mail}")


@pytest.mark.parametrize(
    "text",
    [
        "(021) 345-6789",
        "021 3456789",
        "812 3456 7890",
        "8123456789",
        "０８１２３４５６７８９０",
        "٠٨١٢٣٤٥٦٧٨٩٠",
        "0 8 1 2 3 4 5 6 7 8 9 0",
        "0812,3456,7890",
        "12.345.678.9-012.000",
        "123456789012",
        "5123 4567 8901",
        "budi @ contoh.id",
        "budi@contoh . id",
        "081234567890@contoh.id",
        "812.345.678.901",
    ],
)
def test_what_reaches_somebody_is_covered_whole(text: str) -> None:
    assert covered(f"Kontak {text} ya") == f"Kontak {COVER} ya"


@pytest.mark.parametrize(
    "text",
    [
        "JK 250305 0007, JK2503050007 dan jk-250305-0007",
        "ACH2611261234",
        "Jl. Melati No. 12 RT 03/RW 05 Blok C7",
        "RT 03/04/05/06/07",
        "rumah 12, 14, 16, 18, 20, 22",
        "26/11/2026 dan 3-5-2026 08.30, 2026-11-26 08:30",
        "08.00-16.00, 06.00, 12.00, 18.00",
        "Rp 1.500.000.000 atau Rp1500000000, Rp 500.000-750.000,00",
        "anggaran 850.000.000 rupiah",
        "tahun 2024 2025 2026",
        "kode pos 10310, hubungi 112 atau 1500 123",
        "-6.1767, 106.8305 atau -6.176712,106.830512",
        "12.000 watt, 3x4 m, 24.00 m3, @dinas",
        "tanggal 03, 10, 17, 24, 31",
    ],
)
def test_the_numbers_of_a_story_stay(text: str) -> None:
    assert covered(text) == text
    assert not is_in(text)


@given(st.dates(), st.times(), st.integers(1, 2_000_000_000), st.integers(1, 250))
def test_dates_times_sums_and_houses_stay(day: object, hour: object, money: int, house: int) -> None:
    text = f"{day:%d-%m-%Y} pukul {hour:%H.%M}, No. {house}, Rp {money:,}".replace(",", ".").replace(". ", ", ")
    if day.year >= 1900:  # type: ignore[attr-defined]
        assert covered(text) == text


@given(st.text(st.characters(codec="utf-8"), max_size=200) | st.text("0123 .-+()@/,abc\n", max_size=80))
def test_covering_never_fails_and_covered_text_has_nothing_more_to_cover(text: str) -> None:
    found = spans(text)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    assert len(covered(text)) == len(text) + sum(len(COVER) - (end - start) for start, end in found)


@pytest.mark.parametrize("piece", ["1 ", "26-11-2026 ", "a", "a@", "0812 3456 7890 ", "1.500.000 ", "+ ( ", "a @ b ."])
def test_a_long_story_made_to_be_slow_is_not(piece: str) -> None:
    began = time.process_time()
    covered((piece * 20_000)[:20_000])
    assert time.process_time() - began < 1

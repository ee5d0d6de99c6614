"""Numbers, words, secrets and the hash chain: pure."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaki_replica.citizens.rules import reach
from jaki_replica.complaints.rules import chain, numbers, secrets, words
from jaki_replica.complaints.rules.moves import MOVES
from jaki_replica.complaints.terms import Action, Role
from jaki_replica.foundation.errors import Invalid
from jaki_replica.notifications import texts

KEY = b"k" * 32


def test_a_number_is_prefix_day_and_sequence() -> None:
    assert numbers.number("JK", date(2025, 3, 5), 7) == "JK2503050007"
    assert numbers.number("JK", date(2025, 3, 5), 12345) == "JK25030512345"


@pytest.mark.parametrize(
    "typed", ["JK2503050007", "jk 250305 0007", " Jk-250305-0007 ", "JK.250305.0007", "jk_2503050007"]
)
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert numbers.read(typed) == "JK2503050007"


@pytest.mark.parametrize(
    "typed", ["", "JK", "2503050007", "JK25030500", "JK2503050007'--", "JK" * 40, "ＪＫ2503050007"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert numbers.read(typed) is None


@pytest.mark.parametrize(
    "pasted",
    [
        "#JK2503050007",
        "Nomor: JK 250305 0007",
        "laporan jk-250305-0007, belum beres",
        "http://jakarta.localhost:8000/laporan/JK2503050007/V-HCzY9Rse8NilgvqE86PQ",
        "https://lapor.contoh.id/laporan/jk2503050007?kabar=code",
        "\u202eJK 250305 0007",
        "JK\u2011250305\u20110007",
        "\uff2a\uff2b\uff12\uff15\uff10\uff13\uff10\uff15\uff10\uff10\uff10\uff17",
        "JK 250305\xa00007.",
        "2503050007",
        " 250305-0007 ",
        "#250305 0007",
    ],
)
def test_a_number_is_found_in_what_was_pasted(pasted: str) -> None:
    assert numbers.found(pasted, "JK") == "JK2503050007"


@pytest.mark.parametrize(
    "pasted",
    ["", "JK", "JK25030500", "0812 3456 7890", "3171234567890001", "XJK25030500071234567", "halo", "\u0662" * 10],
)
def test_other_figures_are_no_number(pasted: str) -> None:
    assert numbers.found(pasted, "JK") is None


@given(st.text(st.characters(codec=None), max_size=80))
def test_whatever_is_pasted_gives_a_number_or_nothing(pasted: str) -> None:
    found = numbers.found(pasted, "JK")
    assert found is None or numbers.read(found) == found


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 999_999), st.sampled_from(["JK", "BA", "ABCD"]))
def test_every_number_is_read_back_from_its_grouped_form(day: date, sequence: int, prefix: str) -> None:
    number = numbers.number(prefix, day, sequence)
    assert numbers.read(numbers.grouped(number)) == number


def test_what_cannot_be_seen_is_taken_out_and_what_can_stays() -> None:
    assert words.cleaned("Jalan\x00 rusak\u202e!\r\nDi depan pasar\u200b") == "Jalan rusak!\nDi depan pasar"
    assert words.cleaned("\ud800 lubang") == "\ufffd lubang"


@given(st.text(st.characters(codec=None)))
def test_cleaned_words_can_be_kept_and_cleaning_twice_changes_nothing(written: str) -> None:
    once = words.cleaned(written)
    once.encode("utf-8")
    assert "\x00" not in once
    assert words.cleaned(once) == once


def test_a_description_too_short_or_too_long_says_its_length() -> None:
    assert [f.message for f in words.description_faults("abc", 2000)] == ["too_short"]
    assert [f.message for f in words.description_faults("x" * 100_000, 2000)] == ["too_long:100000"]
    assert words.description_faults("lubang besar", 2000) == []


@given(st.uuids(), st.uuids(), st.integers(1, 9))
def test_a_secret_opens_one_complaint_in_one_version(one: UUID, other: UUID, version: int) -> None:
    secret = secrets.secret(KEY, one, version)
    assert len(secret) == 22
    assert secrets.is_right(secret, KEY, one, version)
    assert not secrets.is_right(secret, KEY, one, version + 1)
    assert not secrets.is_right(secret, b"x" * 32, one, version)
    assert one == other or not secrets.is_right(secret, KEY, other, version)
    assert not secrets.is_right("", KEY, one, version)


def history(length: int) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for place in range(1, length + 1):
        event: dict[str, object] = dict.fromkeys(chain.FIELDS)
        event |= {
            "id": UUID(int=place),
            "complaint_id": UUID(int=99),
            "position": place,
            "at": datetime(2026, 1, 1, 0, place, tzinfo=UTC),
            "text": f"langkah {place}",
            "data": {"b": [1, "é"], "a": None},
            "previous_sha256": found[-1]["sha256"] if found else None,
        }
        event["sha256"] = chain.event_sha256(event)
        found.append(event)
    return found


def test_a_whole_chain_has_no_break() -> None:
    assert chain.first_break(history(8)) is None


@given(st.integers(0, 7), st.sampled_from(["text", "at", "to_status", "data", "account_id", "public"]))
def test_any_changed_field_breaks_the_chain_at_its_place(place: int, field: str) -> None:
    events = history(8)
    events[place][field] = "changed"
    found = chain.first_break(events)
    assert found is not None
    assert found.position == place + 1


@given(st.integers(0, 6))
def test_a_removed_event_is_missed(place: int) -> None:
    events = history(8)
    del events[place]
    found = chain.first_break(events)
    assert found is not None
    assert found.position == place + 1


def test_a_rewritten_event_with_a_fitting_hash_breaks_the_next() -> None:
    events = history(8)
    events[3]["text"] = "changed"
    events[3]["sha256"] = chain.event_sha256(events[3])
    found = chain.first_break(events)
    assert found is not None
    assert found.position == 5


@pytest.mark.parametrize(
    ("typed", "kind", "address"),
    [
        ("Warga@Contoh.ID ", "email", "warga@contoh.id"),
        ("0812 3456 7890", "phone", "+6281234567890"),
        ("+62 812-3456-7890", "phone", "+6281234567890"),
    ],
)
def test_a_contact_takes_its_normal_form(typed: str, kind: str, address: str) -> None:
    found = reach(typed)
    assert found is not None
    assert (found.kind, found.address) == (kind, address)


@pytest.mark.parametrize(
    "typed", ["0812 345", "a@b", "a@b.c\r\nBcc: x@y.z", "halo", "@contoh.id", "08" * 20, "١٢٣٤٥٦٧٨٩٠"]
)
def test_what_is_no_contact_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        reach(typed)


def test_no_contact_is_none() -> None:
    assert reach("   ") is None


def test_the_reporter_is_told_of_every_public_step_that_somebody_else_takes() -> None:
    by_others = {move.action for move in MOVES if move.public and move.by is not Role.REPORTER}
    on_the_page = {Action.REQUEST_DATE, Action.ESCALATE}  # a later date is told when it is decided; lateness may repeat
    assert by_others - on_the_page <= set(texts.TEXTS)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("step", sorted(texts.TEXTS))
def test_every_message_says_which_report_it_is_about_and_where_to_follow_it(step: str, language: str) -> None:
    given = texts.Values(
        "JK 250305 0007", "Lapor Contoh", "Kelurahan Melati", "Sudah.", "hari ini", "http://x/y", "A-1"
    )
    words = texts.message(step, language, given)
    assert words is not None
    assert "JK 250305 0007" in words.subject and "http://x/y" in words.body and "{" not in words.subject + words.body

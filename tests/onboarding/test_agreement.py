"""The agreement is taken as a whole or refused with every fault and its place."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
import yaml

from jaki_replica.onboarding.preparing.agreement import plain, read_agreement
from tests.onboarding.conftest import AGREEMENT

TODAY = date(2026, 11, 25)
WHOLE: dict[str, Any] = yaml.safe_load(AGREEMENT.read_text(encoding="utf-8"))


def changed(**values: object) -> dict[str, Any]:
    made = deepcopy(WHOLE)
    for path, value in values.items():
        place: Any = made
        *above, last = path.split("__")
        for key in above:
            place = place[int(key) if key.isdigit() else key]
        place[last] = value
    return made


def where(data: object) -> list[str]:
    made, found = read_agreement(data, TODAY)
    assert (made is None) == bool(found)
    return [finding.where for finding in found]


def test_the_example_is_whole_and_reads_back_the_same() -> None:
    made, found = read_agreement(WHOLE, TODAY)
    assert made is not None and found == ()
    assert read_agreement(plain(made), TODAY) == (made, ())


def test_everything_that_is_missing_is_told_at_once() -> None:
    expected = ["number", "signed_on", "starts_on", "ends_on", "region", "operator", "scope", "stages"]
    assert where({}) == expected
    assert where("nothing")[1:] == expected
    assert "stages" in where(changed(stages=[]))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"signed_on": "2026-11-26"}, "signed_on"),
        ({"signed_on": "2 November 2026"}, "signed_on"),
        ({"signed_on": "2026-02-30"}, "signed_on"),
        ({"ends_on": "2026-11-01"}, "ends_on"),
        ({"starts_on": "2025-01-01", "ends_on": "2026-11-24"}, "ends_on"),
        ({"operator__government": "PEMERINTAH kota contoh"}, "operator.government"),
        ({"operator__name": "wali contoh"}, "operator.name"),
        ({"region__office": ""}, "region.office"),
        ({"scope": "pendek"}, "scope"),
        ({"number": "9" * 81}, "number"),
        ({"number": "9\u202e9"}, "number"),
        ({"stages__1__due_on": "2026-12-01"}, "stages[2].due_on"),
        ({"stages__2__due_on": "2028-01-01"}, "stages[3].due_on"),
        ({"stages__0__name": " "}, "stages[1].name"),
        ({"stages": [{"name": "A", "due_on": "2026-12-01"}] * 13}, "stages"),
        ({"acceptance": {"number": "7", "signed_on": "2026-11-26"}}, "acceptance.signed_on"),
        ({"value": "1"}, "value"),
        ({"region__nip": "1"}, "region.nip"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(values: dict[str, object], expected: str) -> None:
    assert expected in where(changed(**values))


def test_markup_is_kept_as_the_words_it_is() -> None:
    made, _ = read_agreement(changed(region__name="<script>alert(1)</script>"), TODAY)
    assert made is not None and made.region.name == "<script>alert(1)</script>"

"""Whatever happened in a region comes back the same from a file, byte for byte."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from jaki_replica.officials.roster.document import canonical
from jaki_replica.officials.roster.terms import Holding, Roster
from jaki_replica.officials.sheets.writing import Written, as_csv, as_xlsx
from tests.officials.rosters import POSTS
from tests.officials.shipped import organisation
from tests.officials.test_roster_rules import HISTORY, played
from tests.officials.test_sheets import TODAY, understood

UNITS = tuple(organisation("jakarta").units)[:4]


@given(HISTORY)
@settings(max_examples=15, deadline=None)
def test_whatever_happened_comes_back_the_same_from_a_file(history: list[tuple[str, Holding, int]]) -> None:
    place = dict(zip(POSTS, UNITS, strict=True))
    told = played(history)[-1]
    now = Roster(told.persons.values(), (replace(one, unit=place[one.unit]) for one in told.holdings.values()))
    written = Written(now, organisation("jakarta"), TODAY)
    for data in (as_csv(written), as_xlsx(written, "Daftar")):
        empty = understood(data)
        assert empty.faults == ()
        assert canonical(empty.roster) == canonical(now)
        assert as_csv(replace(written, roster=empty.roster)) == as_csv(written)
        assert understood(data, now).roster == now

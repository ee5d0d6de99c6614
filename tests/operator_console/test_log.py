"""The operators' log as a page and a file."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from jaki_replica.foundation import clock
from jaki_replica.foundation.places import PACKAGE
from jaki_replica.onboarding.preparing.terms import Step
from jaki_replica.operator_console.acts import ACTS
from jaki_replica.tenancy.operator_log import note, verify
from jaki_replica.tenancy.runtime import Runtime
from tests.console import Console
from tests.desk.office import words
from tests.regions import Pair


@pytest.fixture(autouse=True, scope="module")
def some(runtime: Runtime, pair: Pair) -> None:
    """120 lines about the left region, of somebody who is only here."""
    with Session(runtime.platform) as session:
        for n in range(120):
            at = clock.now()
            note(session, actor="cli:penguji", action="jobs.retried", tenant_id=pair.left.id, at=at, count=n)
        session.commit()


def test_every_line_comes_once_page_by_page_and_back_again(here: Console) -> None:
    seen: list[str] = []
    path, pages = "/catatan?oleh=cli:penguji", []
    while path:
        page = here.get(path).text
        pages.append(page)
        seen += re.findall(r"jumlah (\d+)", page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        path = found[1].replace("&amp;", "&") if found else ""
    assert seen == [str(n) for n in reversed(range(120))]
    back = re.search(r'rel="prev" href="([^"]+)"', pages[1])
    assert back
    again = here.get(back[1].replace("&amp;", "&")).text
    assert re.findall(r"jumlah (\d+)", again) == seen[:50]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("daerah=kota&oleh=cli:penguji", True),
        ("daerah=kota-dua&oleh=cli:penguji", False),
        ("daerah=tidak-ada", False),
        ("tindakan=jobs.retried&oleh=cli:penguji", True),
        ("tindakan=tenant.suspended&oleh=cli:penguji", False),
        ("oleh=cli:penguji&sampai=2020-01-01", False),
        ("oleh=cli:penguji&dari=2020-01-01", True),
        ("oleh=nobody-at-all", False),
        ("oleh=cli:penguji&dari=kemarin&sampai=9999-99-99&sebelum=x", True),
    ],
)
def test_filters_narrow_the_log(here: Console, question: str, found: bool) -> None:
    page = words(here.get(f"/catatan?{question}").text)
    assert ("jumlah 119" in page) is found
    assert ("Tidak ada catatan yang cocok" in page) is not found


def test_the_file_holds_the_same_lines_and_that_it_was_taken_is_a_line(
    here: Console, platform: Session, pair: Pair
) -> None:
    formula = "=HYPERLINK(1)"
    note(platform, actor=formula, action="tenant.suspended", tenant_id=pair.left.id, at=clock.now(), reason='+1, "x"')
    platform.commit()
    answer = here.get("/catatan.csv?daerah=kota")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert sum(row["actor"] == "cli:penguji" for row in rows) >= 120
    assert rows[0]["actor"] == f"'{formula}"
    assert rows[0]["details"] == 'reason=+1, "x"'
    assert len({row["line"] for row in rows}) == len(rows)
    assert {row["region"] for row in rows} == {"kota"}
    assert "Catatan diunduh" in here.get("/catatan").text
    assert verify(platform).fault == ""


def test_the_days_of_a_filter_are_whole_days_here(here: Console) -> None:
    today = (clock.now() + timedelta(hours=7)).date().isoformat()
    assert "jumlah 119" in here.get(f"/catatan?oleh=cli:penguji&dari={today}&sampai={today}").text


def test_every_act_that_the_code_writes_has_words_here() -> None:
    written = {
        action
        for source in PACKAGE.rglob("*.py")
        for action in re.findall(
            r'(?:action=|ORDERED = |DONE = |REFUSED = |noted\(opened, )"([a-z]+\.[a-z_]+)"', source.read_text()
        )
    }
    written |= {f"onboarding.{step}" for step in Step} | {f"tenant.{s}" for s in ("active", "suspended")}
    assert len(written) > 30
    assert sorted(written - set(ACTS)) == []

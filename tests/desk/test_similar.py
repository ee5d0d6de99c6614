"""An official sees the public complaints beside his that may be about the same."""

from __future__ import annotations

from jaki_replica.complaints.rules import numbers
from tests.desk.office import Office


def test_only_open_public_complaints_of_the_same_matter_at_the_place_are_offered(office: Office) -> None:
    lurah = office.sign_in("lurah")
    assert 'id="serupa"' not in lurah.case(office.file()).text
    public = office.file(description="Terbuka", private=False)
    secret = office.file(description="Tertutup")
    other = office.file("roads.pothole", private=False)
    mine = office.file()
    page = lurah.case(mine).text
    part = page.split('id="serupa"')[1].split("</section>")[0]
    assert f'href="/laporan/{public}"' in part and numbers.grouped(public) in part
    assert all(number not in page for number in (secret, other)) and mine not in part

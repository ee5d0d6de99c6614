"""Who uses a region that has just gone live: a citizen who reports, the lurah who works on it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from sqlalchemy import select
from werkzeug.test import Client

from jaki_replica.complaints.models import Complaint
from jaki_replica.foundation import clock
from jaki_replica.officials import inviting
from jaki_replica.officials.holder_models import OfficialRow
from jaki_replica.officials.sheets.headings import Column
from jaki_replica.tenancy.gate import Gate
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.desk.office import Desk
from tests.journeys.five import POLYGONS
from tests.portal.citizens import Citizen, jpeg
from tests.regions import PASSWORD

BOUNDARIES = POLYGONS / "kota-surakarta.geojson.gz"


@dataclass(frozen=True, slots=True)
class Landed:
    """Where a complaint of a citizen landed."""

    number: str
    area: str | None
    unit: str


def report(runtime: Runtime, gate: Gate, tenant: Tenant, category: str, village: str) -> Landed:
    """A citizen files a complaint through the pages of the region's own host, placing it by name."""
    citizen = Citizen(gate, tenant)
    citizen.photograph((jpeg(), "lubang.jpg"))
    citizen.place(village)
    citizen.about(category)
    answer = citizen.finish()
    assert answer.headers["Location"].endswith("/lapor/terkirim"), answer.text[:2000]
    with runtime.scope_of(tenant) as entered:
        row = entered.session.execute(select(Complaint).order_by(Complaint.filed_at.desc()).limit(1)).scalar_one()
        return Landed(row.number, row.area, row.unit)


def named(sheet: bytes, unit: str, name: str) -> bytes:
    """The sheet of posts with one name filled in, as a clerk would."""
    first, rest = sheet.decode("utf-8-sig").split("\r\n", 1)
    rows = list(csv.reader(io.StringIO(rest), delimiter=";"))
    post, column = rows[0].index(Column.POST.value), rows[0].index(Column.NAME.value)
    for row in rows:
        if row[post] == unit:
            row[column] = name
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return f"{first}\r\n{out.getvalue()}".encode("utf-8-sig")


def signed_in(runtime: Runtime, gate: Gate, tenant: Tenant, person: str, username: str) -> Desk:
    """An official of the roster gets an invitation, chooses a password, and signs in."""
    with runtime.scope_of(tenant) as entered:
        official = entered.session.scalars(select(OfficialRow.id).where(OfficialRow.name == person)).one()
        made = inviting.invite_official(entered.session, official, by="uji", at=clock.now())
        token = made.path.rsplit("/", 1)[1]
        inviting.accept(entered.session, token, username=username, password=PASSWORD, at=clock.now())
        entered.session.commit()
    desk = Desk(Client(gate), f"http://{tenant.host}")
    form = desk.get("/masuk").text
    answer = desk.post("/masuk", {"csrf_token": desk.token(form), "username": username, "password": PASSWORD})
    assert answer.headers["Location"] == "/meja"
    return desk


def worked_on(runtime: Runtime, tenant: Tenant, desk: Desk, number: str) -> str:
    """The official finds it in the inbox and starts; returns its state then."""
    inbox = re.sub(r"\s+", "", desk.get("/meja").text)
    assert number[-4:] in inbox
    assert desk.do(number, "start").status_code == 303
    with runtime.scope_of(tenant) as entered:
        return str(entered.session.scalars(select(Complaint.status).where(Complaint.number == number)).one())

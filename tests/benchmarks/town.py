"""A large region for figures: every post held, and as many complaints as wanted, copied in the database itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from jaki_replica.complaints import counting
from jaki_replica.complaints.actions.acting import act, held
from jaki_replica.complaints.actions.filing import file
from jaki_replica.complaints.models import Complaint, ComplaintEvent
from jaki_replica.complaints.rulebook import Rulebook, Rulebooks
from jaki_replica.complaints.terms import Action, Actor, Filing, Place, Point, Role, Step
from jaki_replica.foundation import clock
from jaki_replica.foundation.ids import new_id
from jaki_replica.officials import actions as officials
from jaki_replica.officials.holder_models import HolderRow, OfficialRow
from jaki_replica.officials.models import Account
from jaki_replica.officials.terms import Role as AccountRole
from jaki_replica.onboarding.actions import Onboarding, create_region
from jaki_replica.tenancy.configuration.loading import load_file
from jaki_replica.tenancy.runtime import Runtime
from jaki_replica.tenancy.terms import Tenant
from tests.regions import PASSWORD, ROOT

A_DAY = 1000  # complaints
USERNAME = "lurah"

type_place = tuple[int, str, str, float | None, float | None]

# One in ten is closed and public with both pictures; the others are at work, one in three of them public.
CHANGED = {
    "id": "('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid",
    "number": ":prefix || to_char(c.filed_at - i / :a_day * interval '1 day', 'YYMMDD') || 5000 + i % :a_day",
    "idempotency_key": "'bench-' || i",
    "status": "CASE WHEN i % 10 = 0 THEN 'closed' ELSE c.status END",
    "private": "i % 10 <> 0 AND i % 3 <> 0",
    "category": "(:categories)[1 + i % :many]",
    "area": "p.area",
    "unit": "p.unit",
    "lat": "p.lat + (i % 997 - 498) * 0.00002",
    "lon": "p.lon + (i % 991 - 495) * 0.00002",
    "closed_at": "CASE WHEN i % 10 = 0 THEN c.filed_at - i * interval '86.4 seconds' + interval '3 days' END",
    "resolved_at": "CASE WHEN i % 10 = 0 THEN c.filed_at - i * interval '86.4 seconds' + interval '2 days' END",
}
SHIFTED = ("filed_at", "due_at", "red_at", "amber_at", "verify_due_at", "answer_due_at", "step_due_at", "changed_at")

PHOTOS = """
INSERT INTO photos (id, kind, position, state, original_key, content_type, size_bytes, width, height, sha256,
                    capture_source, created_at, complaint_id)
SELECT gen_random_uuid(), k.kind, 0, 'ready', repeat('k', 85), 'image/jpeg', 2000000, 1280, 960,
       encode(sha256((c.number || k.kind)::bytea), 'hex'), 'file', c.filed_at, c.id
  FROM complaints c CROSS JOIN (VALUES ('before'), ('after')) AS k (kind)
 WHERE c.id BETWEEN :low AND :high AND (k.kind = 'before' OR c.status = 'closed')
"""
COPIED = "c.id BETWEEN :low AND :high"
AT_ONCE = 20_000  # a statement of a region may not take for ever


@dataclass(frozen=True, slots=True)
class Town:
    """The region, one official's unit, and complaints of it that may be looked at."""

    runtime: Runtime
    tenant: Tenant
    unit: str
    public: list[str]
    village: str
    point: Point
    category: str


def build(runtime: Runtime, complaints: int) -> Town:
    """The region of Jakarta, its posts, a story that really happened, and its copies."""
    tenant = create_region(runtime, Onboarding(load_file(ROOT / "tenants" / "jakarta.yaml"), actor="bench"))
    with runtime.scope_of(tenant) as entered:
        session, book = entered.session, Rulebooks().of(runtime, entered)
        villages = [a for a in book.ground.tree.at_level(4) if a.lat is not None and book.organisation.owner_of(a.code)]
        village = next(v for v in villages if book.ground.locator.area_at(v.lat or 0, v.lon or 0) == v.code)
        owner = book.organisation.owner_of(village.code)
        assert owner is not None
        login = {"username": USERNAME, "password": PASSWORD, "display_name": "Lurah"}
        account = officials.open_account(session, **login, role=AccountRole.OFFICIAL, at=clock.now())
        session.flush()
        _hold_all_posts(session, book, account, owner.key)
        session.commit()
    with runtime.scope_of(tenant) as entered:
        session, book = entered.session, Rulebooks().of(runtime, entered)
        point = Point(village.lat or 0.0, village.lon or 0.0)
        category = book.config.categories[0].key
        first = _story(session, book, account.id, category, point)
        places = [(n, v.code, book.organisation.owner_of(v.code).key, v.lat, v.lon) for n, v in enumerate(villages)]  # type: ignore[union-attr]
        session.commit()
        _copy(session, book, first, places, complaints)
        session.commit()
        listed = "SELECT number FROM complaints WHERE NOT private AND closed_at IS NULL AND unit = :unit LIMIT 20"
        public = list(session.scalars(text(listed), {"unit": owner.key}))
        session.commit()
    return Town(runtime, tenant, owner.key, public, village.code, point, category)


def _hold_all_posts(session: Session, book: Rulebook, account: Account, own: str) -> None:
    """The account holds its own post; every other post is held by somebody of its own."""
    since = clock.now() - timedelta(days=900)
    accounts, people, posts = [], [], []
    for unit in sorted(book.all_units):
        person = account.id if unit == own else new_id()
        if unit != own:
            accounts.append({"id": person, "username": f"p-{person.hex}", "role": "official", "active": True})
        people.append({"id": person, "name": "Pejabat Contoh", "account_id": person})
        posts.append({"id": new_id(), "unit": unit, "official_id": person, "tenure": "definitive", "since_at": since})
    common = {"password_hash": account.password_hash, "display_name": "Pejabat Contoh", "created_at": since}
    session.execute(insert(Account), [one | common for one in accounts])
    session.execute(insert(OfficialRow), [one | {"created_at": since, "changed_at": since} for one in people])
    session.execute(insert(HolderRow), posts)


def _story(session: Session, book: Rulebook, account_id: UUID, category: str, point: Point) -> Complaint:
    """Filed, taken up and answered, as the pages would do it."""
    at = clock.now() - timedelta(days=1)
    words = "Lubang besar di depan pasar, tiga pengendara sudah jatuh.\nSudah dua minggu begini, apalagi sesudah hujan."
    filing = Filing(uuid4().hex, category, words, Place(pin=point, landmark="Depan pasar"), private=False)
    number = file(session, book, filing, at=at).number
    complaint = held(session, number)
    actor = Actor(Role.OWNER, account_id, complaint.unit, "Lurah")
    for hours, action in ((2, Action.START), (5, Action.ANSWER)):
        step = Step(text="Petugas sudah ke lokasi dan menutup sementara.")
        act(session, book, complaint, action, step, by=actor, at=at + timedelta(hours=hours))
    session.flush()
    return complaint


def _copy(session: Session, book: Rulebook, first: Complaint, places: list[type_place], rows: int) -> None:
    connection = session.connection()
    columns = [column.name for column in Complaint.__table__.columns]
    shifted = {name: f"c.{name} - i * interval '86.4 seconds'" for name in SHIFTED}
    values = ", ".join((shifted | CHANGED).get(name, f"c.{name}") for name in columns)
    listed = ", ".join("(" + ", ".join(repr(part) for part in place) + ")" for place in places)
    fill = f"""INSERT INTO complaints ({", ".join(columns)}) SELECT {values}
        FROM generate_series(:low, :high) AS i JOIN complaints c ON c.id = :first
        JOIN (VALUES {listed}) AS p (n, area, unit, lat, lon) ON p.n = i % :places"""
    categories = [c.key for c in book.config.categories]
    given = {"first": first.id, "places": len(places), "a_day": A_DAY, "many": len(categories)}
    given |= {"prefix": book.config.identity.number_prefix, "categories": categories}
    events = [column.name for column in ComplaintEvent.__table__.columns]
    kept = {"id": "gen_random_uuid()", "complaint_id": "c.id", "at": "e.at - (f.filed_at - c.filed_at)"}
    values = ", ".join(kept.get(name, f"e.{name}") for name in events)
    tell = f"""INSERT INTO complaint_events ({", ".join(events)}) SELECT {values} FROM complaints c
        JOIN complaints f ON f.id = :first JOIN complaint_events e ON e.complaint_id = f.id WHERE {COPIED}"""
    for low in range(1, rows + 1, AT_ONCE):
        high = min(rows, low + AT_ONCE - 1)
        connection.execute(text(fill), given | {"low": low, "high": high})
        copied = {"low": _copy_id(low), "high": _copy_id(high)}
        connection.execute(text(tell), {"first": first.id, **copied})
        connection.execute(text(PHOTOS), copied)
    counting.rebuild(session)
    counting.fold(session)


def _copy_id(number: int) -> UUID:
    """As `CHANGED` writes it."""
    return UUID(f"00000000-0000-7000-8000-{number:012x}")

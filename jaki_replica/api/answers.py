"""What goes out, as plain values: receipts, public complaints, categories, places."""

from __future__ import annotations

from jaki_replica.api.here import session, signer, type_plain
from jaki_replica.api.neighbours import neighbour_line
from jaki_replica.areas.terms import Located
from jaki_replica.complaints.actions.acting import deadlines_of
from jaki_replica.complaints.actions.recording import events
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.queries import Shown, Told
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.story import Story
from jaki_replica.complaints.telling import follow_link
from jaki_replica.complaints.terms import Role
from jaki_replica.foundation import clock
from jaki_replica.photos import serving
from jaki_replica.photos.queries import Sent
from jaki_replica.photos.terms import PhotoState, Variant
from jaki_replica.tenancy.configuration.terms import RegionConfig, Text

OFFICIALS = frozenset({Role.OWNER, Role.SUPERIOR, Role.APPROVER, Role.VALIDATOR, Role.ARBITER})


def receipt(book: Rulebook, complaint: Complaint) -> type_plain:
    """What the reporter got at filing; the same however often and whenever it is asked for."""
    first = events(session(), complaint.id)[:1]
    due = deadlines_of(session(), book, complaint, first)
    routing = first[0].data["routing"]
    unit = str(routing["unit"]) if isinstance(routing, dict) else complaint.unit
    area = first[0].data.get("area")
    return {
        "number": complaint.number,
        "status": first[0].to_status,
        "area": _area(book, str(area) if area else None),
        "unit": _unit(book, unit),
        "due_at": due.finish.due_at,
        "url": _page(book, complaint),
        "secret_url": follow_link(book, complaint),
    }


def complaint_line(book: Rulebook, told: Story) -> type_plain:
    """What everybody may know; what was written, photos and the exact place only where the reporter agreed."""
    complaint = told.complaint
    steps = [event for event in told.events if event.public]
    line: type_plain = {
        "number": complaint.number,
        "status": complaint.status,
        "category": _category(book, complaint.category),
        "area": _area(book, complaint.area),
        "unit": _unit(book, complaint.unit),
        "filed_at": complaint.filed_at,
        "due_at": complaint.due_at,
        "resolved_at": complaint.resolved_at,
        "public": not complaint.private,
        "timeline": [_step(book, step, texts=not complaint.private) for step in reversed(steps)],
        "url": _page(book, complaint),
    }
    return line if complaint.private else line | _opened(book, told)


def _opened(book: Rulebook, told: Story) -> type_plain:
    complaint = told.complaint
    shown = (photo for photo in told.photos if photo.state == PhotoState.READY)
    has_point = complaint.lat is not None and complaint.lon is not None
    return {
        "description": complaint.description,
        "position": {"lat": complaint.lat, "lon": complaint.lon} if has_point else None,
        "photos": [_photo(book, photo) for photo in shown],
    }


def _photo(book: Rulebook, photo: Sent) -> type_plain:
    at, by = clock.now(), signer()
    sizes = {"small": Variant.SMALL, "large": Variant.LARGE}
    links = {name: book.address + serving.link(photo.id, size, by, at=at) for name, size in sizes.items()}
    return {"kind": photo.kind, **links}


def _step(book: Rulebook, event: Told, *, texts: bool) -> type_plain:
    official = event.role in OFFICIALS
    line: type_plain = {
        "at": event.at,
        "action": event.action,
        "status": event.to_status,
        "unit": _unit(book, event.unit) if official and event.unit else None,
    }
    return line | {"text": event.text} if texts and event.text else line


def categories(config: RegionConfig) -> list[type_plain]:
    """All categories in the order of the region's file."""
    groups = {group.key: group.name for group in config.groups}
    return [
        {
            "code": category.key,
            "name": _words(category.name),
            "group": category.group,
            "group_name": _words(groups[category.group]),
            "synonyms": category.synonyms,
            "sensitive": category.sensitive,
            "photo": category.photo,
        }
        for category in config.offered(clock.now())
    ]


def located(book: Rulebook, found: Located) -> type_plain:
    """Where a point lies."""
    area = _area(book, found.code)
    candidates = [
        {"code": one.code, "name": _area_name(book, one.code), "share": one.share, "distance_m": one.distance_m}
        for one in found.candidates
    ]
    return {
        "code": found.code,
        "name": area["name"] if area else None,
        "how": str(found.how),
        "distance_m": found.distance_m,
        "approximate": book.ground.approximate,
        "candidates": candidates,
        "neighbour": neighbour_line(found.neighbour),
    }


def _words(text: Text) -> type_plain:
    return {"id": text.id, "en": text.en or text.id}


def _category(book: Rulebook, key: str) -> type_plain:
    known = book.config.category(key)
    return {"code": key, "name": known.name.id if known else key}


def _area(book: Rulebook, code: str | None) -> type_plain | None:
    return {"code": code, "name": _area_name(book, code)} if code else None


def _area_name(book: Rulebook, code: str) -> str:
    known = book.ground.tree.by_code.get(code)
    return known.name if known else code


def _unit(book: Rulebook, key: str) -> type_plain:
    return {"code": key, "name": book.unit_name(key)}


def _page(book: Rulebook, complaint: Complaint | Shown) -> str:
    return f"{book.address}/laporan/{complaint.number}"

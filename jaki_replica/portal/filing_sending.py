"""The last step: from a draft to a complaint, to a receipt, and complaints that may be about the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import segno
from flask import Response, g

from jaki_replica.complaints import nearby, queries
from jaki_replica.complaints.actions.filing import Outside, file
from jaki_replica.complaints.drafts import Draft
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import personal, secrets
from jaki_replica.complaints.terms import Filing, Receipt
from jaki_replica.foundation.clock import now
from jaki_replica.foundation.errors import Conflict, Fault, Invalid
from jaki_replica.photos import queries as photos
from jaki_replica.photos.terms import Variant
from jaki_replica.portal.filing_answers import fault_words, type_faults
from jaki_replica.portal.filing_categories import name_of
from jaki_replica.portal.filing_photos import damaged
from jaki_replica.portal.filing_places import full_area
from jaki_replica.portal.here import here, session
from jaki_replica.portal.photos import address
from jaki_replica.tenancy.configuration.terms import Category, Connector, RegionConfig
from jaki_replica.ui.language import current
from jaki_replica.ui.words import gettext as _

MADE = "complaint_made"


def ceiling() -> str:
    """How many complaints one browser may send here."""
    limits = here().limits
    return f"{limits.reports_per_hour} per hour;{limits.reports_per_day} per day"


def was_made(_answer: Response) -> bool:
    """Whether this request made a complaint: corrections and second clicks do not count."""
    return bool(g.get(MADE))


def send(book: Rulebook, draft: Draft, *, rehearsal: bool = False) -> tuple[Receipt | None, type_faults]:
    """File what the draft says. Either a receipt, or every fault in words; nothing is half done.

    After a rehearsal there is never a receipt, and nothing is stored.
    """
    lacking = [fault_words(Fault("photo", "missing"), draft)] if needs_photo(book.config, draft) else []
    with session().begin_nested() as kept:
        receipt, faults = _tried(book, draft)
        if lacking or faults or rehearsal:
            kept.rollback()
            return None, [*lacking, *faults]
    setattr(g, MADE, bool(receipt and receipt.created))
    return receipt, []


def is_public(config: RegionConfig, draft: Draft) -> bool:
    """Whether everybody will read what the draft says, as it stands now."""
    category = config.category(draft.category)
    private = config.workflow.private if draft.private is None else draft.private
    return not private and not (category and category.sensitive)


def is_revealing(config: RegionConfig, draft: Draft) -> bool:
    """Whether a public story tells how to reach somebody or who he is."""
    return is_public(config, draft) and any(map(personal.is_in, (draft.description, draft.landmark)))


def _tried(book: Rulebook, draft: Draft) -> tuple[Receipt | None, type_faults]:
    try:
        receipt = file(session(), book, _filing(book.config, draft), at=now())
    except Outside:
        return None, [fault_words(Fault("place", "outside"), draft)]
    except Invalid as error:
        return None, [fault_words(fault, draft) for fault in error.faults]
    except Conflict:
        return None, [("foto", _("Fotonya sudah terlalu lama menunggu. Pilih sekali lagi."))]
    return receipt, []


def needs_photo(config: RegionConfig, draft: Draft) -> bool:
    """Whether a complaint of this kind cannot be sent without a photo, and none yet that may be fit to be seen."""
    category = config.category(draft.category)
    return category is not None and category.photo and len(draft.photos) == len(damaged(draft))


def _filing(config: RegionConfig, draft: Draft) -> Filing:
    channel = next((one.key for one in config.channels if one.connector is Connector.PORTAL), "app")
    return Filing(
        key=draft.key,
        category=draft.category,
        description=draft.description,
        place=draft.place,
        private=config.workflow.private if draft.private is None else draft.private,
        contact=draft.contact,
        channel=channel,
        language=current(),
        photo_ids=draft.photo_ids,
    )


@dataclass(frozen=True, slots=True)
class Similar:
    """An open public complaint of the same kind near by: its area and nothing more exact. `picture` may be empty."""

    number: str
    status: str
    filed_at: datetime
    metres: int
    place: str
    picture: str


def similar(book: Rulebook, draft: Draft, category: Category | None) -> list[Similar]:
    """The few complaints that are nearest and may be about the same."""
    _source, point = draft.place.used
    if category is None or point is None:
        return []
    near = nearby.nearest(session(), point, category)
    pictures = photos.first_of(session(), [one.id for one in near])
    return [
        Similar(
            one.number,
            one.status,
            one.filed_at,
            one.metres,
            full_area(book, one.area) if one.area else "",
            address(pictures[one.id], Variant.SMALL) if one.id in pictures else "",
        )
        for one in near
    ]


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as one path of strokes: `side` in modules, its quiet zone included."""

    side: int
    path: str


def code_of(address: str) -> Code:
    """The QR code of an address."""
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix_iter(border=2)]
    strokes = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 1
            while x + length < len(row) and row[x + length] == row[x]:
                length += 1
            if row[x]:
                strokes.append(f"M{x} {y}.5h{length}")
            x += length
    return Code(len(rows), "".join(strokes))


def receipt_values(book: Rulebook, number: str) -> dict[str, object]:
    """What the receipt shows. Raises NotFound for a number that is not here."""
    complaint = queries.by_number(session(), number)
    secret = secrets.secret(book.follow_key, complaint.id, complaint.secret_version)
    link = f"{book.address}/laporan/{complaint.number}/{secret}"
    return {
        "complaint": complaint,
        "unit": book.unit_name(complaint.unit),
        "category_name": name_of(book.config, complaint.category),
        "place_words": full_area(book, complaint.area) if complaint.area else "",
        "path": f"/laporan/{complaint.number}/{secret}",
        "link": link,
        "code": code_of(link),
        "limits": book.config.sla.limits(complaint.category),
    }

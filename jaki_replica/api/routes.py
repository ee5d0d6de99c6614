"""The four routes of version 1."""

from __future__ import annotations

from flask import Flask, Response, abort, g, request

from jaki_replica.api import answers, receiving
from jaki_replica.api.blueprint import blueprint, serves
from jaki_replica.api.here import as_json, here, session
from jaki_replica.api.schemas import CategoryLine, ComplaintParts, LocatedPoint, PointQuery, PublicComplaint, Receipt
from jaki_replica.complaints import queries
from jaki_replica.complaints.story import story
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Invalid
from jaki_replica.ui import limits
from jaki_replica.ui.at_hand import files, rulebook
from jaki_replica.ui.edge import reads_only

MADE = "api_made"
SOME_MINUTES = "public, max-age=300"
REQUESTS = "240 per minute"
# One address is a household, an office or a phone company's gateway: it may send for several people.
PEOPLE_BEHIND_ONE = 6
KEY_HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "minLength": 8, "maxLength": 100, "pattern": r"^[\x20-\x7e]{8,100}$"},
    "description": "Made by the sender, new for each complaint. The same key with the same content answers the same.",
}


@serves(
    "/complaints",
    Receipt(),
    status=201,
    method="POST",
    fails=(409, 413, 415, 422),
    doc={
        "summary": "File a complaint",
        "description": "Sent as a form. The place is told by lat and lon, by the code of an area, or by a photo.",
        "parameters": [KEY_HEADER],
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": ComplaintParts}}},
    },
)
def file_complaint() -> Response:
    """Take a complaint in and answer with its number and both links."""
    here()
    if request.mimetype not in receiving.FORMS:
        abort(415)
    book = rulebook()
    made = receiving.send(book, files(), at=clock.now())
    setattr(g, MADE, made.created)
    answer = as_json(answers.receipt(book, queries.by_number(session(), made.number)), 201)
    answer.headers["Location"] = f"/api/v1/complaints/{made.number}"
    return answer


@serves(
    "/complaints/<number>",
    PublicComplaint(),
    fails=(404,),
    doc={
        "summary": "What everybody may know of a complaint",
        "description": "The number may be written with spaces, dots or dashes.",
    },
)
@reads_only
def show_complaint(number: str) -> Response:
    """One complaint by its number."""
    here()
    return as_json(answers.complaint_line(rulebook(), story(session(), number)))


@serves(
    "/categories",
    CategoryLine(many=True),
    fails=(),
    doc={"summary": "What can be reported here", "description": "In the order in which the region lists them."},
)
@reads_only
def list_categories() -> Response:
    """All categories of the region."""
    return as_json(answers.categories(here()), keep=SOME_MINUTES)


@serves(
    "/areas/locate",
    LocatedPoint(),
    fails=(422,),
    doc={
        "summary": "In which area a position lies",
        "description": "With accuracy_m the areas that the circle touches are given too, for people to choose from.",
        "parameters": [{"in": "query", "schema": PointQuery}],
    },
)
@reads_only
def locate() -> Response:
    """A position looked up in the region's areas."""
    here()
    given, faults = receiving.load(PointQuery(), request.args)
    if faults:
        raise Invalid("The position cannot be used", tuple(faults))
    point = {name: float(str(value)) for name, value in given.items()}
    book = rulebook()
    found = book.ground.locator.locate(point["lat"], point["lon"], point.get("accuracy_m", 0.0))
    return as_json(answers.located(book, found))


def filings() -> str:
    """How many complaints may come from one address."""
    allowed = here().limits
    hour, day = allowed.reports_per_hour * PEOPLE_BEHIND_ONE, allowed.reports_per_day * PEOPLE_BEHIND_ONE
    return f"{hour} per hour;{day} per day"


def was_made(_answer: Response) -> bool:
    """Whether this request made a complaint: what was refused or sent again does not count."""
    return bool(g.get(MADE))


def limit(app: Flask) -> None:
    """Count requests of `app` to these routes, and complaints made through them."""
    for view in (file_complaint, show_complaint, list_categories, locate):
        limits.guard_endpoint(app, f"{blueprint.name}.{view.__name__}", lambda: REQUESTS)
    limits.guard_endpoint(app, f"{blueprint.name}.{file_complaint.__name__}", filings, only=limits.Picked(was_made))

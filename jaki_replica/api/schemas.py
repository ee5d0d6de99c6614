"""The shapes of what comes in and goes out. What goes out is made by `answers` and described here."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from jaki_replica.foundation.figures import figure

type_messages = dict[str, str | list[Any] | dict[Any, Any]]  # as marshmallow declares it

CODE = validate.Regexp(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?\Z", error="unknown")
MISSING: type_messages = {"required": "missing", "null": "missing"}
NUMBER: type_messages = {**MISSING, "invalid": "not_a_number", "special": "not_a_number", "too_large": "not_a_number"}
LONGEST_LANDMARK = 300
COVERED = "Only of public complaints; telephone numbers, mail addresses and identity numbers are covered."
WORST_ACCURACY = 100_000


class Figure(fields.Float):
    """A number as programs write them, and nothing else that Python would read as one."""

    def _validated(self, value: Any) -> float:
        if isinstance(value, str):
            try:
                value = figure(value)
            except ValueError as error:
                raise self.make_error("invalid", input=value) from error
        return super()._validated(value)


def _about(words: str, **more: object) -> dict[str, object]:
    return {"description": words, **more}


def _latitude(*, required: bool = False) -> Figure:
    limits = validate.Range(-90, 90, error="out_of_range")
    about = _about("Latitude in degrees (WGS 84).", example=-6.1767)
    return Figure(required=required, validate=limits, error_messages=NUMBER, metadata=about)


def _longitude(*, required: bool = False) -> Figure:
    limits = validate.Range(-180, 180, error="out_of_range")
    about = _about("Longitude in degrees (WGS 84).", example=106.8305)
    return Figure(required=required, validate=limits, error_messages=NUMBER, metadata=about)


def _accuracy() -> Figure:
    limits = validate.Range(0, WORST_ACCURACY, error="out_of_range")
    about = _about("Radius of the position in metres, as the device told it.", example=12)
    return Figure(validate=limits, error_messages=NUMBER, metadata=about)


class ComplaintForm(Schema):
    """A complaint as it is sent."""

    class Meta:
        """What is not known is left out."""

        unknown = EXCLUDE

    category = fields.String(
        required=True, error_messages=MISSING, metadata=_about("Code of a category.", example="roads.pothole")
    )
    description = fields.String(
        required=True,
        error_messages=MISSING,
        metadata=_about(
            "What is wrong, in the reporter's words; 5 characters at least.", example="Lubang di depan pasar"
        ),
    )
    lat = _latitude()
    lon = _longitude()
    accuracy_m = _accuracy()
    landmark = fields.String(
        validate=validate.Length(max=LONGEST_LANDMARK, error="too_long:{max}"),
        metadata=_about("A place nearby that people know.", example="seberang pasar"),
    )
    area = fields.String(
        validate=CODE,
        metadata=_about(
            "Code of the area, where no position is known; with a position, one of its candidates.",
            example="31.71.01.1001",
        ),
    )
    private = fields.Boolean(
        load_default=True,
        error_messages={"invalid": "not_a_choice"},
        metadata=_about("Whether text, photos and exact position stay hidden. Sensitive categories always are."),
    )
    contact = fields.String(
        metadata=_about("E-mail or Indonesian phone number for answers; none for an anonymous complaint.")
    )
    language = fields.String(
        load_default="id",
        validate=validate.OneOf(("id", "en"), error="not_a_choice"),
        metadata=_about("Language of the messages to the reporter."),
    )


class ComplaintParts(ComplaintForm):
    """A complaint as a multipart form, photos included."""

    photo = fields.List(
        fields.String(metadata={"format": "binary"}),
        metadata=_about(
            "JPEG, PNG, WebP or HEIC; repeat the part for several. Positions in them are read, then removed."
        ),
    )


class PointQuery(Schema):
    """A position to be looked up."""

    class Meta:
        """What is not known is left out."""

        unknown = EXCLUDE

    lat = _latitude(required=True)
    lon = _longitude(required=True)
    accuracy_m = _accuracy()


class Words(Schema):
    """Words in Indonesian and English."""

    id = fields.String(required=True, metadata=_about("In Indonesian."))
    en = fields.String(required=True, metadata=_about("In English."))


class Named(Schema):
    """A code and what it stands for."""

    code = fields.String(required=True, metadata=_about("Its code."))
    name = fields.String(required=True, metadata=_about("What it is called."))


class Receipt(Schema):
    """What the reporter gets."""

    number = fields.String(required=True, metadata=_about("Number of the complaint.", example="JK2611230007"))
    status = fields.String(required=True, metadata=_about("Its state; a new one is `waiting`.", example="waiting"))
    area = fields.Nested(Named, required=True, allow_none=True, metadata=_about("The area the place lies in."))
    unit = fields.Nested(Named, required=True, metadata=_about("The unit that looks first."))
    due_at = fields.DateTime(required=True, metadata=_about("Until when it shall be done (UTC)."))
    url = fields.Url(required=True, metadata=_about("The page everybody may see."))
    secret_url = fields.Url(
        required=True, metadata=_about("The reporter's own page; whoever has it may answer for him.")
    )


class TimelineStep(Schema):
    """One public step."""

    at = fields.DateTime(required=True, metadata=_about("When it happened (UTC)."))
    action = fields.String(required=True, metadata=_about("What was done."))
    status = fields.String(required=True, metadata=_about("How the complaint stood after it."))
    unit = fields.Nested(Named, required=True, allow_none=True, metadata=_about("The unit that did it."))
    text = fields.String(metadata=_about(COVERED))


class Position(Schema):
    """A point in degrees."""

    lat = fields.Float(required=True, metadata=_about("Latitude in degrees (WGS 84)."))
    lon = fields.Float(required=True, metadata=_about("Longitude in degrees (WGS 84)."))


class PhotoLinks(Schema):
    """A photo by its two sizes; the links hold for an hour at least."""

    kind = fields.String(
        required=True,
        metadata=_about("Before the work, after it, or of what is not fixed.", enum=["before", "after", "not_fixed"]),
    )
    small = fields.Url(required=True, metadata=_about("At most 320 pixels wide."))
    large = fields.Url(required=True, metadata=_about("At most 1280 pixels wide."))


class PublicComplaint(Schema):
    """What everybody may know of a complaint."""

    number = fields.String(required=True, metadata=_about("Number of the complaint."))
    status = fields.String(required=True, metadata=_about("Its state now."))
    category = fields.Nested(Named, required=True, metadata=_about("What it is about."))
    area = fields.Nested(Named, required=True, allow_none=True, metadata=_about("The area the place lies in."))
    unit = fields.Nested(Named, required=True, metadata=_about("The unit that has it now."))
    filed_at = fields.DateTime(required=True, metadata=_about("When it was filed (UTC)."))
    due_at = fields.DateTime(required=True, metadata=_about("Until when it shall be done (UTC)."))
    resolved_at = fields.DateTime(required=True, allow_none=True, metadata=_about("When its fix was accepted (UTC)."))
    public = fields.Boolean(
        required=True, metadata=_about("Whether the reporter made text, photos and position public.")
    )
    timeline = fields.List(fields.Nested(TimelineStep), required=True, metadata=_about("Oldest first."))
    url = fields.Url(required=True, metadata=_about("The page everybody may see."))
    description = fields.String(metadata=_about(COVERED))
    position = fields.Nested(Position, allow_none=True, metadata=_about("Only of public complaints."))
    photos = fields.List(fields.Nested(PhotoLinks), metadata=_about("Only of public complaints."))


class CategoryLine(Schema):
    """A matter that can be reported here."""

    code = fields.String(required=True, metadata=_about("Code of the category.", example="roads.pothole"))
    name = fields.Nested(Words, required=True, metadata=_about("What it is called."))
    group = fields.String(required=True, metadata=_about("Code of its group.", example="roads"))
    group_name = fields.Nested(Words, required=True, metadata=_about("What its group is called."))
    synonyms = fields.List(fields.String(), required=True, metadata=_about("Other words people use for it."))
    sensitive = fields.Boolean(required=True, metadata=_about("Always private."))
    photo = fields.Boolean(
        required=True,
        metadata=_about("Whether the citizens' form asks for a photo first; the interface takes a complaint without."),
    )


class CandidateLine(Schema):
    """An area that the circle of accuracy touches."""

    code = fields.String(required=True, metadata=_about("Code of the area."))
    name = fields.String(required=True, metadata=_about("What it is called."))
    share = fields.Float(required=True, metadata=_about("The part of the circle in it, 0 to 1."))
    distance_m = fields.Float(required=True, metadata=_about("How far it is from the position, in metres."))


class NeighbourLine(Schema):
    """The government that a position outside most likely belongs to."""

    code = fields.String(required=True, metadata=_about("Code of the government."))
    name = fields.String(required=True, metadata=_about("What it is called."))
    url = fields.Url(required=True, allow_none=True, metadata=_about("Its portal, where it has one here."))


class LocatedPoint(Schema):
    """Where a position lies."""

    code = fields.String(required=True, allow_none=True, metadata=_about("Code of the area the position lies in."))
    name = fields.String(required=True, allow_none=True, metadata=_about("What it is called."))
    how = fields.String(
        required=True,
        metadata=_about("Inside an area, near one, or outside the region.", enum=["inside", "near", "outside"]),
    )
    distance_m = fields.Float(
        required=True, allow_none=True, metadata=_about("How far the position is from the area, in metres.")
    )
    approximate = fields.Boolean(required=True, metadata=_about("Whether official boundaries are still missing."))
    candidates = fields.List(
        fields.Nested(CandidateLine), required=True, metadata=_about("Areas that the circle of accuracy touches.")
    )
    neighbour = fields.Nested(
        NeighbourLine,
        required=True,
        allow_none=True,
        metadata=_about("The government a position outside most likely belongs to."),
    )


class FaultLine(Schema):
    """One thing wrong."""

    field = fields.String(required=True, metadata=_about("A field, a header, or `position` for lat and lon together."))
    code = fields.String(required=True, metadata=_about("What is wrong, in one word."))
    remedy = fields.String(required=True, metadata=_about("What to do about it."))


class Problem(Schema):
    """A failure (RFC 9457)."""

    type = fields.String(
        required=True,
        metadata=_about("Which kind of problem it is, as an address of this page.", format="uri-reference"),
    )
    title = fields.String(required=True, metadata=_about("The kind of problem in words."))
    status = fields.Integer(required=True, metadata=_about("The HTTP status."))
    detail = fields.String(required=True, metadata=_about("What went wrong this time."))
    faults = fields.List(
        fields.Nested(FaultLine), required=True, metadata=_about("Everything that is wrong with the input.")
    )
    request_id = fields.String(required=True, metadata=_about("Number of the request, for questions to the operator."))
    neighbour = fields.Nested(
        NeighbourLine, allow_none=True, metadata=_about("Only where the position lies outside this region.")
    )

"""The words of photos: what one shows, what is known of its taking, why one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID

from jaki_replica.foundation.errors import Fault, Invalid

type_values = Mapping[str, int | str]

MEGABYTE = 1_000_000


class PhotoKind(StrEnum):
    """What a photo is there to show."""

    BEFORE = "before"
    AFTER = "after"
    NOT_FIXED = "not_fixed"


class PhotoState(StrEnum):
    """How far a photo is: kept as it came, shown, or kept but not fit to be shown."""

    RECEIVED = "received"
    READY = "ready"
    REFUSED = "refused"


class Variant(StrEnum):
    """The files of one photo. Only the two small ones, which hold no metadata, are ever served."""

    ORIGINAL = "original"
    LARGE = "1280"
    SMALL = "320"

    @property
    def file_name(self) -> str:
        """The last part of the file's key."""
        return self.value if self is Variant.ORIGINAL else f"{self.value}.webp"


class ImageType(StrEnum):
    """The formats that phones make, by their media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"


class CaptureSource(StrEnum):
    """Where a photo came from: the camera of our own page, a file the person chose, or nobody can say."""

    CAMERA = "camera"
    FILE = "file"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Said:
    """What a device says of a photo it has just taken, with its position's radius in metres. Nobody can prove it."""

    at: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, or None where they are not known."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Capture:
    """When and where a photo was taken, by its file. `taken_at` is aware; the position is in degrees.

    `said` is what the device of our own camera page says of it; the two are never mixed.
    """

    source: CaptureSource = CaptureSource.UNKNOWN
    taken_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    said: Said = NOTHING_SAID

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, or None where they are not known."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class ExifFacts:
    """What a file says of its taking. `local` is the camera's clock without zone, `satellite_at` is UTC."""

    local: datetime | None = None
    offset: timedelta | None = None
    satellite_at: datetime | None = None
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What the first look into a file finds, without decoding it. `exif` is the raw TIFF block."""

    type: ImageType
    width: int
    height: int
    exif: bytes = field(default=b"", repr=False)


class RefusalCode(StrEnum):
    """Why a photo is not taken or not shown."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OTHER_TYPE = "other_type"
    NO_PHOTO = "no_photo"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"
    TOO_HEAVY = "too_heavy"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal in a form that pages put into words: `values` are the numbers and names in the sentence."""

    code: RefusalCode
    values: type_values = field(default_factory=dict)


WORDS = {
    RefusalCode.EMPTY: ("The file is empty", "take the photo again"),
    RefusalCode.TOO_LARGE: ("The photo is {megabytes} MB; {most_megabytes} MB is the most", "send a smaller copy"),
    RefusalCode.OTHER_TYPE: ("The file is of the type {type}", "send a JPEG, PNG, WebP or HEIC photo"),
    RefusalCode.NO_PHOTO: ("The file is not a photo", "send a JPEG, PNG, WebP or HEIC photo"),
    RefusalCode.TOO_MANY_PIXELS: (
        "The photo has {width} x {height} pixels; {most_megapixels} million is the most",
        "send a smaller copy",
    ),
    RefusalCode.BROKEN: ("The photo is damaged or not complete", "take it again"),
    RefusalCode.TOO_HEAVY: ("The photo takes too much memory or time to open", "send a smaller copy"),
}


class PhotoRefused(Invalid):
    """A photo was not taken. `refusal` tells pages why; the English words are for the API and logs."""

    code = "photo_refused"

    def __init__(self, refusal: Refusal, *, place: str = "photo") -> None:
        """`place` is the field the file came in."""
        message, remedy = WORDS[refusal.code]
        message = message.format_map(refusal.values)
        super().__init__(message, (Fault(place, message, remedy),), remedy=remedy)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest photo taken, in bytes of the file and in pixels of the picture."""

    most_bytes: int = 15 * MEGABYTE
    most_pixels: int = 50_000_000


@dataclass(frozen=True, slots=True)
class House:
    """What the tenant brings to a photo: its key, its zone for cameras that name none, its limits."""

    tenant_key: str
    zone: tzinfo
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Upload:
    """One photo as it came in. `source` and `said` are what the sender's device says, not what the file says."""

    data: bytes = field(repr=False)
    kind: PhotoKind
    source: CaptureSource = CaptureSource.UNKNOWN
    said: Said = NOTHING_SAID
    position: int = 0
    complaint_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier photo much like another: `distance` bits of 64 differ; `exact` is the very same file."""

    photo_id: UUID
    complaint_id: UUID | None
    kind: PhotoKind
    created_at: datetime
    distance: int
    exact: bool

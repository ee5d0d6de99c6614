"""Fields of one value: they turn the text of the file into a type, and say what was expected if they cannot."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from marshmallow import fields, missing

from jaki_replica.tenancy.configuration.findings import did_you_mean, joined, listed
from jaki_replica.tenancy.configuration.schema.faults import Problem, refusal, shown
from jaki_replica.tenancy.configuration.terms import Counting, Duration, TimeUnit

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
type_json = dict[str, object]

UNSET = object()
YES = ("yes", "true")
NO = ("no", "false")
WHOLE = re.compile(r"[0-9]{1,3}(_[0-9]{3})+|[0-9]{1,15}")
LENGTH = re.compile(r"(?P<amount>[0-9]{1,5})(?P<counting>[wc]?)(?P<unit>[hd])")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Scalar(fields.Field[T]):
    """A value written on one line. `says` is one sentence about it, for the JSON Schema and for messages."""

    expected = "a value"

    def __init__(self, says: str, *, default: object = UNSET) -> None:
        """Without `default` the key must be there."""
        required = default is UNSET
        super().__init__(
            required=required,
            load_default=missing if required else default,
            allow_none=default is None,
            metadata={"description": says},
            error_messages={"required": Problem("is missing", f"expected {self.wanted()}")},
        )

    def wanted(self) -> str:
        """What this field accepts, as the end of a sentence."""
        return self.expected

    def _deserialize(self, value: object, *_rest: object, **_context: object) -> T:
        if not isinstance(value, str) or not value.strip():
            raise refusal(f"{shown(value)} is written here", f"expected {self.wanted()}")
        return self.parse(value.strip())

    def _serialize(self, value: T | None, *_rest: object, **_context: object) -> object:
        return None if value is None else self.plain(value)

    def parse(self, text: str) -> T:
        """The value that `text` means. Raises ValidationError."""
        raise NotImplementedError

    def plain(self, value: T) -> object:
        """The value as it is written in the canonical file."""
        return value

    def json_schema(self) -> type_json:
        """What an editor needs to know of the value."""
        return {"type": "string"}

    def refuse(self, text: str, hint: str = "") -> Exception:
        """The error for a text that cannot be read."""
        return refusal(f"{shown(text)} does not fit", joined(f"expected {self.wanted()}", hint))


class Words(Scalar[str]):
    """Text, with a most of letters and a pattern."""

    def __init__(
        self, says: str, *, default: object = UNSET, most: int = 200, pattern: str = "", expected: str = ""
    ) -> None:
        """`expected` describes the pattern to a person, with an example."""
        self.most = most
        self.pattern = re.compile(pattern) if pattern else None
        self.expected = expected or f"a text of at most {most} letters"
        super().__init__(says, default=default)

    def parse(self, text: str) -> str:
        """The text itself. A text may only be empty by leaving the key out."""
        if len(text) > self.most:
            raise refusal(f"is {len(text)} letters long", f"expected at most {self.most}")
        if self.pattern and not self.pattern.fullmatch(text):
            raise self.refuse(text)
        return text

    def json_schema(self) -> type_json:
        """A string with its limits. Editors may read digits as a number, so both are told to be right."""
        made: type_json = {"type": ["string", "number"] if self.pattern else "string", "maxLength": self.most}
        return made | ({"pattern": f"^({self.pattern.pattern})$"} if self.pattern else {})


class Whole(Scalar[int]):
    """A whole number; thousands may be set apart by underscores."""

    def __init__(self, says: str, *, least: int, most: int, default: object = UNSET, rupiah: bool = False) -> None:
        """With `rupiah` the canonical form sets the thousands apart."""
        self.least, self.most, self.rupiah = least, most, rupiah
        example = ", such as 27_000_000" if rupiah else ""
        self.expected = f"a whole number from {least} to {most:_}{example}"
        super().__init__(says, default=default)

    def parse(self, text: str) -> int:
        """The number."""
        if not WHOLE.fullmatch(text) or not self.least <= int(text) <= self.most:
            raise self.refuse(text)
        return int(text)

    def plain(self, value: int) -> object:
        """The number, or for rupiah a text that YAML shows without quotes."""
        return Digits(f"{value:_}") if self.rupiah else value

    def json_schema(self) -> type_json:
        """A number, or digits with underscores."""
        number = {"type": "integer", "minimum": self.least, "maximum": self.most}
        return {"anyOf": [number, {"type": "string", "pattern": "^[0-9]{1,3}(_[0-9]{3})+$"}]}


class Digits(str):
    """Digits with underscores, written without quotes."""


class Decision(Scalar[bool]):
    """Yes or no; nothing else is taken for either."""

    expected = "yes or no"

    def parse(self, text: str) -> bool:
        """True for yes."""
        if text not in YES + NO:
            raise self.refuse(text)
        return text in YES

    def json_schema(self) -> type_json:
        """Both spellings, as words and as YAML's own."""
        return {"enum": [True, False, *YES, *NO]}


class Choice(Scalar[E]):
    """One word of a list."""

    def __init__(self, says: str, words: type[E], *, default: object = UNSET) -> None:
        """`words` is the list."""
        self.words = words
        self.expected = listed(word.value for word in words)
        super().__init__(says, default=default)

    def parse(self, text: str) -> E:
        """The member of the list."""
        try:
            return self.words(text)
        except ValueError as error:
            raise self.refuse(text, did_you_mean(text, [word.value for word in self.words])) from error

    def plain(self, value: E) -> object:
        """The word."""
        return value.value

    def json_schema(self) -> type_json:
        """The list."""
        return {"enum": [word.value for word in self.words]}


class OneOf(Scalar[str]):
    """One text of a list that is no enum."""

    def __init__(self, says: str, words: Sequence[str], *, default: object = UNSET) -> None:
        """`words` is the list."""
        self.words = words
        self.expected = listed(words)
        super().__init__(says, default=default)

    def parse(self, text: str) -> str:
        """The text."""
        if text not in self.words:
            raise self.refuse(text, did_you_mean(text, self.words))
        return text

    def json_schema(self) -> type_json:
        """The list."""
        return {"enum": list(self.words)}


class Length(Scalar[Duration]):
    """A duration: 6h, 3d (every hour and day counts), 6wh, 14wd (those of the working calendar)."""

    expected = "a length of time such as 6h, 3d, 6wh or 14wd (w: working time)"

    def __init__(self, says: str, *, default: object = UNSET, least: int = 1) -> None:
        """`least` is 0 where nothing at all is allowed."""
        self.least = least
        super().__init__(says, default=default)

    def parse(self, text: str) -> Duration:
        """The duration; `c` (calendar) may be written, and is meant where nothing is."""
        found = LENGTH.fullmatch(text)
        if not found or int(found["amount"]) < self.least:
            raise self.refuse(text)
        counting = Counting.WORKING if found["counting"] == "w" else Counting.CALENDAR
        return Duration(int(found["amount"]), TimeUnit(found["unit"]), counting)

    def plain(self, value: Duration) -> object:
        """The canonical text."""
        return str(value)

    def json_schema(self) -> type_json:
        """A pattern."""
        return {"type": "string", "pattern": "^[0-9]{1,5}[wc]?[hd]$"}


class Day(Scalar[date]):
    """A date, year first."""

    expected = "a date such as 2026-08-17"

    def parse(self, text: str) -> date:
        """The date."""
        try:
            return date.fromisoformat(text if DAY.fullmatch(text) else "")
        except ValueError as error:
            raise self.refuse(text) from error

    def plain(self, value: date) -> object:
        """The date as text."""
        return value.isoformat()

    def json_schema(self) -> type_json:
        """A date."""
        return {"type": "string", "format": "date"}

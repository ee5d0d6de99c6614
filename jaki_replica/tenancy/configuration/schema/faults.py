"""How a field says what is wrong: marshmallow messages that carry a remedy, and back to findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from marshmallow import ValidationError
from marshmallow.exceptions import SCHEMA

from jaki_replica.tenancy.configuration.findings import Finding, type_path

QUOTED = 60


class Problem(str):
    """A message of marshmallow's with what was expected, and whether the key is wrong and not the value."""

    remedy: str
    at_key: bool

    def __new__(cls, message: str, remedy: str = "", *, at_key: bool = False) -> Problem:
        """A message that is also a text, as marshmallow wants it."""
        made = super().__new__(cls, message)
        made.remedy = remedy
        made.at_key = at_key
        return made


def refusal(message: str, remedy: str = "") -> ValidationError:
    """The error a field raises."""
    return ValidationError([Problem(message, remedy)])


def shown(value: object) -> str:
    """What was written, shortened, for a message."""
    if isinstance(value, Mapping):
        return "keys with values"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    if not text:
        return "nothing"
    return f'"{text[:QUOTED]}{"..." if len(text) > QUOTED else ""}"'


def findings(messages: object, path: type_path = ()) -> Iterator[Finding]:
    """The findings in marshmallow's nested messages."""
    if isinstance(messages, Mapping):
        for step, inner in messages.items():
            yield from findings(inner, path if step == SCHEMA else (*path, step))
    elif isinstance(messages, list):
        for message in messages:
            yield _finding(message, path)


def _finding(message: object, path: type_path) -> Finding:
    if isinstance(message, Problem):
        return Finding(path, str(message), message.remedy, message.at_key)
    return Finding(path, str(message))

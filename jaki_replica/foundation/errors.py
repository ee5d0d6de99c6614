"""The kinds of failure a domain rule can report; only pages and the API turn them into HTTP."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input: `field` is where, `message` what is wrong, `remedy` what to do."""

    field: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        """The fault on one line, ready for a terminal."""
        tail = f" ({self.remedy})" if self.remedy else ""
        return f"{self.field}: {self.message}{tail}"


class DomainError(Exception):
    """Something the domain refuses. `code` is stable and goes into answers and logs."""

    code = "refused"

    def __init__(self, message: str, *, remedy: str = "") -> None:
        """`message` says what is wrong, `remedy` what to do now; neither holds personal data."""
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class Invalid(DomainError):
    """The input is wrong. `faults` names every place, all at once."""

    code = "invalid"

    def __init__(self, message: str, faults: tuple[Fault, ...] = (), *, remedy: str = "") -> None:
        """`faults` lists every fault found, in the order of the input."""
        super().__init__(message, remedy=remedy)
        self.faults = faults


class NotFound(DomainError):
    """No such thing here, or not for this person: the two are never told apart."""

    code = "not_found"


class Conflict(DomainError):
    """Someone else changed it first, or it is no longer in a state that allows this."""

    code = "conflict"


class Forbidden(DomainError):
    """Known, but not allowed."""

    code = "forbidden"


class TooMany(DomainError):
    """More often than the limit allows. `retry_after` is in whole seconds."""

    code = "too_many"

    def __init__(self, message: str, *, retry_after: int, remedy: str = "") -> None:
        """`retry_after` is in whole seconds."""
        super().__init__(message, remedy=remedy)
        self.retry_after = retry_after


class Unavailable(DomainError):
    """A part we depend on does not answer now; trying later may help."""

    code = "unavailable"

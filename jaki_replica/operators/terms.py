"""What is known of an operator's people and their browsers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Stage(StrEnum):
    """How far somebody has come in signing in."""

    ENROL = "enrol"  # the password was right, and there is no second factor yet
    CODE = "code"  # the password was right, the code is still to come
    PASSWORD = "password"  # both were right, but somebody else made the password
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody with a valid session. `second_at` is when the last code was proven, empty before the first."""

    id: UUID
    username: str
    token: str
    stage: Stage
    second_at: datetime | None
    seen_at: datetime | None

    @property
    def actor(self) -> str:
        """How the log calls this person."""
        return actor(self.username)


@dataclass(frozen=True, slots=True)
class Visit:
    """From where somebody comes: the browser's address and what it calls itself."""

    address: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One open browser of an operator. `handle` names it without giving its token away."""

    handle: str
    created_at: datetime
    seen_at: datetime
    address: str
    agent: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class OperatorLine:
    """One operator as others see them."""

    id: UUID
    username: str
    active: bool
    enrolled: bool
    recovery_codes: int
    created_at: datetime
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Opened:
    """An account with the password that was made for it; it is shown once and serves once."""

    id: UUID
    username: str
    password: str


def actor(username: str) -> str:
    """How the log calls an operator who acts on a page."""
    return f"operator:{username}"

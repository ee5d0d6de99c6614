"""Roles of a region's staff and the person who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from jaki_replica.officials.holders import Holders


class Role(StrEnum):
    """What an account may do. Positions will narrow it to areas and categories."""

    ADMIN = "admin"
    OFFICIAL = "official"
    VALIDATOR = "validator"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person whose session is valid now."""

    account_id: UUID
    username: str
    display_name: str
    role: Role
    posts: Holders

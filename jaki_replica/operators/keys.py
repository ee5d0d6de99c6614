"""The keys of the operators' secrets, each derived from the master key for one purpose."""

from __future__ import annotations

from dataclasses import dataclass, field

from jaki_replica.settings import Settings


@dataclass(frozen=True, slots=True)
class Keys:
    """`totp` seals secrets, `recovery` hashes recovery codes, `names` hashes names that were tried."""

    totp: bytes = field(repr=False)
    recovery: bytes = field(repr=False)
    names: bytes = field(repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Keys:
        """The keys of this installation."""
        return cls(*(settings.derived_key(f"operators:{purpose}") for purpose in ("totp", "recovery", "names")))

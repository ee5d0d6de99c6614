"""What counts as a contact; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jaki_replica.foundation.errors import Fault, Invalid

EMAIL = re.compile(r"[^@\s\x00-\x1f\"(),:;<>\[\\\]]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
SEPARATORS = re.compile(r"[\s.\-()/]+")


@dataclass(frozen=True, slots=True)
class Reach:
    """A contact in its normal form: an e-mail in lower case, or an Indonesian phone as +62..."""

    kind: str
    address: str


def reach(typed: str) -> Reach | None:
    """The contact in what somebody typed; None for nothing. Raises Invalid with what is wrong with it."""
    value = typed.strip()
    if not value:
        return None
    if "@" in value:
        if len(value) <= 254 and EMAIL.fullmatch(value):
            return Reach("email", value.lower())
        raise Invalid("The contact cannot be used", (Fault("contact", "email", "write it like nama@contoh.id"),))
    digits = SEPARATORS.sub("", value)
    digits = re.sub(r"^(\+?62|0)", "", digits)
    if not digits.isascii() or not digits.isdigit():
        raise Invalid("The contact cannot be used", (Fault("contact", "kind", "write an e-mail or a phone number"),))
    if not 9 <= len(digits) <= 12:
        raise Invalid("The contact cannot be used", (Fault("contact", f"digits:{len(digits) + 1}", "10 to 13 digits"),))
    return Reach("phone", f"+62{digits}")

"""The same picture twice among photos that were sent together: nothing is thrown away, but people are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SAVED_ANEW = 4  # bits of 64 by which a photo may differ that was only saved or sent again; another view differs in more
WHOLE = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Print:
    """What tells a photo from others: the hash of its file, and of its picture once that was opened."""

    sha256: str
    dhash: int | None = None

    def is_same(self, other: Print) -> bool:
        """Whether both are one file, or one picture."""
        if self.sha256 == other.sha256:
            return True
        if self.dhash is None or other.dhash is None:
            return False
        return ((self.dhash ^ other.dhash) & WHOLE).bit_count() <= SAVED_ANEW


def doubles(prints: Sequence[Print]) -> dict[int, int]:
    """The places, from 0, of photos that are one before them again, each with the place of the first such."""
    found: dict[int, int] = {}
    for place, one in enumerate(prints):
        first = next((earlier for earlier in range(place) if prints[earlier].is_same(one)), None)
        if first is not None:
            found[place] = first
    return found

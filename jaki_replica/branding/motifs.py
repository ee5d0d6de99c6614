"""The motifs shipped as files: their names, and one tile's path and size."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "motifs"
SHAPE = re.compile(r'viewBox="0 0 (?P<width>\d+) 24"><path fill-rule="evenodd" d="(?P<path>[-MLQTCHVZmaz0-9. ]+)"')


@dataclass(frozen=True, slots=True)
class Motif:
    """One tile, `width` x 24 units, to be repeated sideways. `source` is the whole file."""

    name: str
    width: int
    path: str
    source: bytes


@cache
def motifs() -> dict[str, Motif]:
    """Every shipped motif by name, in the order of names."""
    found = {}
    for file in sorted(FOLDER.glob("*.svg")):
        source = file.read_bytes()
        shape = SHAPE.search(source.decode())
        if shape is None:
            raise ValueError(f"{file.name} is not one path in a box 24 units high")
        found[file.stem] = Motif(file.stem, int(shape["width"]), shape["path"], source)
    return found

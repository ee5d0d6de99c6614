"""What every file store promises, and what a key may look like."""

from __future__ import annotations

import re
from typing import BinaryIO, Protocol

from jaki_replica.foundation.errors import NotFound

LONGEST_KEY = 300
SEGMENT = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}(\.[a-z0-9]{1,10})?")

type_content = bytes | BinaryIO


class FileStore(Protocol):
    """Files under keys such as `<tenant>/photos/<id>/original`. A key's first part is always the tenant."""

    def put(self, key: str, content: type_content) -> None:
        """Keep `content`: once this returns it survives a crash. The same key again replaces it as a whole."""

    def open(self, key: str) -> BinaryIO:
        """The content to read from the start. Raises NotFound."""

    def read(self, key: str) -> bytes:
        """The whole content. Raises NotFound."""

    def exists(self, key: str) -> bool:
        """Whether something is kept under `key`."""

    def discard(self, key: str) -> None:
        """Forget a file that can be made again, or that nothing refers to; no fault where there is none."""


def check_key(key: str) -> tuple[str, ...]:
    """The parts of a key. Raises ValueError for one that could leave its place or mean two files."""
    parts = tuple(key.split("/"))
    if len(key) > LONGEST_KEY or len(parts) < 2 or not all(SEGMENT.fullmatch(part) for part in parts):
        raise ValueError("not a file key")
    return parts


def no_such_file() -> NotFound:
    """The refusal where nothing is kept under a key; it does not repeat the key."""
    return NotFound("There is no such file")

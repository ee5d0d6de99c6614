"""Numbers out of untrusted bytes: every read checks its bounds, and the only failure is Unreadable."""

from __future__ import annotations

from typing import Literal

type_order = Literal["big", "little"]


class Unreadable(Exception):
    """The bytes are not what their format says they must be."""


def number(data: bytes, at: int, size: int, order: type_order = "big") -> int:
    """The unsigned number of `size` bytes at `at`. Raises Unreadable past the end."""
    return int.from_bytes(piece(data, at, size), order)


def piece(data: bytes, at: int, size: int) -> bytes:
    """The `size` bytes at `at`. Raises Unreadable where they are not all there."""
    if at < 0 or size < 0 or at + size > len(data):
        raise Unreadable
    return data[at : at + size]


def without_mark(exif: bytes) -> bytes:
    """An EXIF block without the six bytes that JPEG puts before it, which some writers put elsewhere as well."""
    return exif.removeprefix(b"Exif\0\0")


def positive(width: int, height: int) -> tuple[int, int]:
    """Both sides of a picture. Raises Unreadable where one is nothing."""
    if width < 1 or height < 1:
        raise Unreadable
    return width, height

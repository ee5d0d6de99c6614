"""Opens files and archives without trusting the sizes they declare."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path
from typing import Protocol

from jaki_replica.areas.reading.limits import Limits
from jaki_replica.foundation.errors import Fault, Invalid

_CHUNK = 1 << 20


def refuse(place: str, message: str, remedy: str) -> Invalid:
    """The refusal of a file as a whole, with one fault."""
    return Invalid("The boundary file cannot be used.", (Fault(place, message, remedy),))


def too_many(what: str, most: int) -> Invalid:
    """The refusal of a file that holds more than any region needs."""
    return refuse("file", f"holds more than {most:,} {what}", "Simplify the boundaries, or leave other regions out.")


def whole(path: Path) -> bytes:
    """The bytes of a file whose size was checked."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise refuse("file", "cannot be read", "Check the path and its permissions.") from error


def without_gzip(path: Path, limits: Limits) -> bytes:
    """What a gzip file holds, up to the limit."""
    try:
        with gzip.open(path, "rb") as source:
            return _bounded(source, limits.unpacked_bytes)
    except (OSError, EOFError, zlib.error) as error:
        raise refuse("file", "is a damaged gzip file", "Compress it again, or give it uncompressed.") from error


def open_zip(path: Path, limits: Limits) -> zipfile.ZipFile:
    """An archive whose table of contents was looked at; the caller closes it."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise refuse("file", "is a damaged zip archive", "Zip the files again.") from error
    if len(archive.infolist()) > limits.members:
        archive.close()
        raise too_many("files", limits.members)
    return archive


def member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """One member of an archive, up to `most` bytes whatever the archive says of its size."""
    try:
        with archive.open(name) as source:
            return _bounded(source, most)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        raise refuse(name, "cannot be unpacked", "Zip the files again, without a password.") from error


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def _bounded(source: _Readable, most: int) -> bytes:
    parts: list[bytes] = []
    total = 0
    while part := source.read(_CHUNK):
        total += len(part)
        if total > most:
            raise refuse("file", f"unpacks to more than {most // 2**20} MB", "Simplify the boundaries first.")
        parts.append(part)
    return b"".join(parts)

"""Opens an uploaded file, whatever it says it is: its bytes decide, and sizes are counted, never believed."""

from __future__ import annotations

from jaki_replica.officials.sheets.reading_csv import read_csv
from jaki_replica.officials.sheets.reading_xlsx import read_xlsx
from jaki_replica.officials.sheets.terms import LIMITS, Limits, Refusal, Refused, Sheet

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OTHERS = (b"%PDF", b"{\\rtf", b"<html", b"<!DOC", b"<?xml", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!")


def read(data: bytes, limits: Limits = LIMITS) -> Sheet:
    """The rows of an XLSX or CSV file. Raises Refused."""
    if not data.strip():
        raise Refused(Refusal.EMPTY)
    if len(data) > limits.file_bytes:
        raise Refused(Refusal.TOO_BIG, most=str(limits.file_bytes // 2**20))
    if data.startswith(ZIP):
        return read_xlsx(data, limits)
    if data.startswith(COMPOUND):
        raise Refused(Refusal.PASSWORD if ENCRYPTED in data else Refusal.OLD_FORMAT)
    if data.lstrip()[:16].startswith(OTHERS):
        raise Refused(Refusal.OTHER_FORMAT)
    return read_csv(data, limits)

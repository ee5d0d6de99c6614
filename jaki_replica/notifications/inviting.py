"""Brings an invitation to the person it is for, where an address is known."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from jaki_replica.foundation.errors import Invalid
from jaki_replica.notifications.actions import write_email
from jaki_replica.officials.inviting import Invited

SUBJECT = "Undangan masuk ke {portal}"
BODY = """Anda diundang menjadi pengguna {portal}.

Buka tautan ini untuk memilih kata sandi:
{link}

Tautan ini hanya untuk Anda, berlaku sekali, sampai {until}.
Bila Anda tidak mengenal undangan ini, abaikan saja surat ini.
"""


def write_invitation(
    session: Session, invited: Invited, *, portal: str, address: str, zone: ZoneInfo, at: datetime
) -> bool:
    """Queue the mail; False where there is no address that a mail could go to."""
    if not invited.email:
        return False
    until = invited.expires_at.astimezone(zone).strftime("%d-%m-%Y %H.%M")
    body = BODY.format(portal=portal, link=address + invited.path, until=until)
    subject = SUBJECT.format(portal=" ".join(portal.split()))
    try:
        write_email(session, to=invited.email, subject=subject, body=body, at=at, expires=invited.expires_at)
    except Invalid:
        return False
    return True

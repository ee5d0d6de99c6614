"""Acts that can do harm ask for a code again where the last one is older than ten minutes."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import TooMany
from jaki_replica.operator_console.here import db, keys, who
from jaki_replica.operators import rules, signing_in
from jaki_replica.ui.words import gettext as _

FIELD = "kode"


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the person may go on; else what is wrong, in words, and with which status."""

    fault: str = ""
    status: int = 422

    @property
    def is_good(self) -> bool:
        """Nothing stands against it."""
        return not self.fault


def is_needed() -> bool:
    """Whether the forms of this page must ask for a code."""
    return not rules.is_recent(who().second_at, clock.now())


def typed_code() -> Proof:
    """Look at the code that was typed; a right one is used up by that. Commits."""
    session, at = db.session(), clock.now()
    typed = request.form.get(FIELD, "")[:40]
    if not typed.strip():
        return Proof(_("Tulis kode 6 angka dari aplikasi Anda."))
    try:
        right = signing_in.is_proven(session, who().id, typed, keys=keys(), at=at)
    except TooMany as error:
        session.rollback()
        minutes = -(-error.retry_after // 60)
        return Proof(_("Terlalu banyak kode salah. Coba lagi setelah %(n)s menit.", n=minutes), 429)
    if right:
        signing_in.renew(session, who(), at=at)
    session.commit()
    if right:
        return Proof()
    return Proof(_("Kode itu tidak cocok atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi."))


def proof() -> Proof:
    """What a dangerous act needs: the last code is fresh, or the form brings a right one."""
    return typed_code() if is_needed() else Proof()

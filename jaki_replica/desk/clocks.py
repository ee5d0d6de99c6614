"""The clocks of a complaint, one line each: what is due, how it stands, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from jaki_replica.complaints.terms import Status
from jaki_replica.desk.timing import NEAR, Reckoning, Scale
from jaki_replica.sla.terms import Deadline, Run
from jaki_replica.ui.formats import clock as time_of_day
from jaki_replica.ui.formats import duration, short_day, zone
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

DONE, LATE, NEAR_SIGN, OPEN, HELD = (
    ("resolved", "is-good"),
    ("rework", "is-back"),
    ("scheduled", "is-waiting"),
    ("next", "is-ended"),
    ("paused", "is-ended"),
)
DUTIES: Mapping[str, object] = {
    "verify": _l("Periksa: milik siapa?"),
    "accept": _l("Terima atau kembalikan"),
    "answer": _l("Jawaban pertama"),
    "validate": _l("Bukti diperiksa"),
    "reporter": _l("Jawaban pelapor"),
}
LINES: Mapping[str, object] = {"amber": _l("Batas kuning"), "red": _l("Batas merah"), "finish": _l("Batas selesai")}
ORDER = ("verify", "accept", "answer", "amber", "red", "finish", "validate", "reporter")
ONLY_IN = {
    "accept": Status.COORDINATION,
    "validate": Status.AWAITING_VALIDATION,
    "reporter": Status.RESOLVED,
}


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit: its name and length, how it stands in words, when, and the shape that says the same."""

    title: object
    limit: str
    words: str
    when: str
    shape: str
    role: str
    day: date

    def is_like(self, other: Clock) -> bool:
        """Whether both fall on one day of the region and stand alike."""
        return (self.day, self.shape) == (other.day, other.shape)


def clocks(reckoned: Reckoning, status: str, at: datetime) -> list[Clock]:
    """Every limit that concerns a complaint in its state, in the order in which they come."""
    return list(joined(list(_clocks(reckoned, status, at))))


def joined(found: list[Clock]) -> Iterator[Clock]:
    """The same limits; the red line and the limit to finish are one where they fall on one day and stand alike."""
    red = next((one for one in found if one.title == LINES["red"]), None)
    last = next((one for one in found if one.title == LINES["finish"]), None)
    together = red is not None and last is not None and red.is_like(last)
    for one in found:
        if together and one is last:
            yield replace(one, title=_("Batas merah dan selesai"))
        elif not (together and one is red):
            yield one


def _clocks(reckoned: Reckoning, status: str, at: datetime) -> Iterator[Clock]:
    found = dict(reckoned.deadlines.steps())
    pauses = reckoned.deadlines.run_at(at) is Run.PAUSED
    for name in ORDER:
        deadline = found.get(name)
        if deadline is None or ONLY_IN.get(name, status) != status:
            continue
        if pauses and deadline.met_at is None and deadline.due_at >= at:
            words, when, (shape, role) = _held(deadline)
        else:
            told = _duty if name in DUTIES else _mark
            words, when, (shape, role) = told(deadline, reckoned.scale, at)
        title = DUTIES.get(name) or LINES[name]
        day = deadline.due_at.astimezone(zone()).date()
        yield Clock(title, duration(deadline.reason.limit), words, when, shape, role, day)


def _duty(deadline: Deadline, scale: Scale, at: datetime) -> tuple[str, str, tuple[str, str]]:
    """Something that somebody does: done in time, done late, or still to be done."""
    if deadline.met_at is None:
        return _open(deadline, scale, at)
    if deadline.is_late(at):
        late = scale.between(deadline.due_at, deadline.met_at)
        return _("Terlambat %(length)s", length=late), _moment(deadline.met_at), LATE
    return _("Tepat waktu"), _moment(deadline.met_at), DONE


def _mark(deadline: Deadline, scale: Scale, at: datetime) -> tuple[str, str, tuple[str, str]]:
    """A line of the owner's clock, which is crossed or not by the time it stops."""
    if deadline.met_at is None:
        return _open(deadline, scale, at)
    if deadline.is_late(at):
        return _("Terlewati"), _moment(deadline.due_at), LATE
    return _("Tidak terlewati"), _moment(deadline.due_at), DONE


def _open(deadline: Deadline, scale: Scale, at: datetime) -> tuple[str, str, tuple[str, str]]:
    when = _moment(deadline.due_at)
    if deadline.due_at < at:
        return _("Lewat %(length)s", length=scale.between(deadline.due_at, at)), when, LATE
    sign = NEAR_SIGN if deadline.due_at - at <= NEAR else OPEN
    return _("%(length)s lagi", length=scale.between(at, deadline.due_at)), when, sign


def _held(deadline: Deadline) -> tuple[str, str, tuple[str, str]]:
    """A limit that waits for the reporter; it comes no later than if he never answers."""
    return _("Berhenti sementara, paling lambat"), _moment(deadline.due_at), HELD


def _moment(at: datetime) -> str:
    return f"{short_day(at)}, {time_of_day(at)}"

"""The steps somebody can take now, drawn from the table of moves: one form each, the likeliest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import request

from jaki_replica.complaints.actions.acting import situation
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.rules import moves
from jaki_replica.complaints.rules.moves import BY_ACTION, Move
from jaki_replica.complaints.terms import Action, Need, Role, Status
from jaki_replica.desk import choices, people
from jaki_replica.desk.choices import type_group
from jaki_replica.desk.words import ACTIONS, ActionWords
from jaki_replica.ui import formats
from jaki_replica.ui.words import gettext as _

LIKELIEST = {
    Status.WAITING: Action.START,
    Status.DISPOSITION: Action.START,
    Status.REWORK: Action.START,
    Status.REOPENED: Action.START,
    Status.COORDINATION: Action.ACCEPT,
    Status.IN_PROGRESS: Action.CLAIM_DONE,
    Status.SCHEDULED: Action.CLAIM_DONE,
    Status.AWAITING_VALIDATION: Action.ACCEPT_FIX,
    Status.NEEDS_INFO: Action.ANSWER,
    Status.REFERRED: Action.ACKNOWLEDGE,
}
JUDGING = frozenset({Action.ACCEPT_FIX, Action.REFUSE_FIX})
DECISIONS = frozenset({Role.APPROVER, Role.VALIDATOR, Role.ARBITER})
FIRST = 5
DAYS_AHEAD = 365


@dataclass(frozen=True, slots=True)
class Offer:
    """One step as a form. `typed` is what was sent and refused, with `faults` by field; then it stands open.

    `owner` is the name of the unit it should go to, where that is known beforehand.
    """

    action: Action
    words: ActionWords
    needs: frozenset[Need]
    text_needed: bool
    open: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    units: list[type_group] = field(default_factory=list)
    reasons: list[tuple[str, str]] = field(default_factory=list)
    targets: list[tuple[str, str]] = field(default_factory=list)
    categories: list[type_group] = field(default_factory=list)
    places: list[type_group] = field(default_factory=list)
    owner: str = ""
    earliest: str = ""
    latest: str = ""
    search: str = ""

    @property
    def needs_search(self) -> bool:
        """Whether its select holds only the likely ones, and the rest is found by searching."""
        return bool(self.units or self.places)

    @property
    def direct(self) -> bool:
        """Whether a button alone is enough."""
        return self.action in {Action.START, Action.ACCEPT} and not self.faults


@dataclass(frozen=True, slots=True)
class Refused:
    """A step that was not taken: what was typed, and what is wrong with it by field."""

    action: Action
    typed: Mapping[str, str]
    faults: Mapping[str, str]


def open_moves(book: Rulebook, complaint: Complaint) -> tuple[Move, ...]:
    """The moves the person can take, what he decides as another than the owner and the likeliest first."""
    roles = people.roles_for(complaint)
    found = moves.possible(situation(book, complaint), roles, people.sitting().official.account_id)
    likeliest = LIKELIEST.get(Status(complaint.status))
    sent_on = Action.REFER if body_outside(complaint) else Action.PASS_ON if is_guest(complaint) else None

    def rank(move: Move) -> tuple[bool, bool, bool]:
        return move.action is not sent_on, move.by not in DECISIONS, move.action is not likeliest

    return tuple(sorted(found, key=rank))


def body_outside(complaint: Complaint) -> str:
    """The key of the body outside this government whose matter it is, while it can be sent there; empty for ours."""
    named = complaint.routing.get("referral")
    return str(named) if named and complaint.status in BY_ACTION[Action.REFER].start else ""


def is_guest(complaint: Complaint) -> bool:
    """Whether another unit owns the matter, so that it alone can say it is done."""
    return complaint.unit != complaint.category_owner


def guest_words(owner: str, offered: Sequence[Offer]) -> str:
    """What a unit may do with a matter of another one, `owner`, and what not."""
    actions = {one.action for one in offered}
    if Action.START in actions:
        return _(
            "Anda boleh memeriksa dan mulai mengerjakannya, tetapi hanya %(unit)s, pemilik urusan ini, yang dapat"
            " menyatakan selesai.",
            unit=owner,
        )
    if Action.ANSWER in actions:
        return _(
            "Anda boleh mengerjakannya dan menjawab pelapor, tetapi hanya %(unit)s, pemilik urusan ini, yang dapat"
            " menyatakan selesai.",
            unit=owner,
        )
    return _("Hanya %(unit)s, pemilik urusan ini, yang dapat menyatakan selesai.", unit=owner)


def homeless(refused: Refused | None, offered: Sequence[Offer]) -> list[str]:
    """What was written for a step whose form is no longer on the page, so that it can be copied."""
    forms = {one.action for one in offered if one.words.text and one.action is not Action.CLAIM_DONE}
    if refused is None or refused.action in forms:
        return []
    return [words for name in ("text", "evidence_reason") if (words := refused.typed.get(name, "").strip())]


def offers(book: Rulebook, complaint: Complaint, refused: Refused | None = None) -> list[Offer]:
    """The forms of a complaint's page; the judging of a proof has a page of its own."""
    return [offer(book, complaint, m, refused) for m in open_moves(book, complaint) if m.action not in JUDGING]


def offer(book: Rulebook, complaint: Complaint, move: Move, refused: Refused | None = None) -> Offer:
    """The form of one move, with only what its needs ask for."""
    action, needs = move.action, move.needs
    again = refused if refused is not None and refused.action is action else None
    search = request.args.get("cari", "")[:60] if request.args.get("untuk") == action else ""
    relocating = action is Action.RELOCATE
    today = book.at.astimezone(formats.zone()).date()
    to_owner = action is Action.PASS_ON and is_guest(complaint) and book.unit(complaint.category_owner) is not None
    return Offer(
        action=action,
        words=ACTIONS[action],
        needs=needs,
        text_needed=bool(needs & {Need.TEXT, Need.REASON}),
        open=again is not None or request.args.get("untuk") == action,
        typed=again.typed if again else _beforehand(complaint, action),
        faults=again.faults if again else {},
        units=_units(book, complaint, needs, search),
        reasons=choices.rejections(book) if Need.REASON_CODE in needs else [],
        targets=choices.referrals(book, complaint) if Need.TARGET in needs else [],
        categories=choices.categories(book) if relocating else [],
        places=choices.places(book, complaint, search) if relocating else [],
        owner=book.unit_name(complaint.category_owner) if to_owner else "",
        earliest=_day(today, 1) if Need.DATE in needs else "",
        latest=_day(today, _longest(book)) if Need.DATE in needs else "",
        search=search,
    )


def _beforehand(complaint: Complaint, action: Action) -> dict[str, str]:
    """What is chosen before anybody chooses: the body or the unit whose matter it is."""
    if action is Action.PASS_ON and is_guest(complaint):
        return {"unit": complaint.category_owner}
    return {"target": body_outside(complaint)} if action is Action.REFER else {}


def _units(book: Rulebook, complaint: Complaint, needs: frozenset[Need], search: str) -> list[type_group]:
    if Need.UNIT in needs:
        return choices.units(book, complaint, search)
    return choices.units_below(book, complaint, search) if Need.UNIT_BELOW in needs else []


def _day(today: date, ahead: int) -> str:
    return (today + timedelta(days=ahead)).isoformat()


def _longest(book: Rulebook) -> int:
    longest = book.config.workflow.ews.longest
    return min(longest.amount, DAYS_AHEAD)

"""What a change of the roster would do, before anybody saves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jaki_replica.complaints import queries as complaints
from jaki_replica.complaints.queries import Burden
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.editing.officials.words import KINDS, change_words, post_title, trouble_words
from jaki_replica.editing.telling import Told
from jaki_replica.officials import access_queries
from jaki_replica.officials.access_queries import Login
from jaki_replica.officials.holders import Tenure
from jaki_replica.officials.presence import Presence, presence
from jaki_replica.officials.roster import rules
from jaki_replica.officials.roster.terms import Handover, Roster, type_key
from jaki_replica.officials.terms import Role

NOTHING = Burden(0, 0)


@dataclass(frozen=True, slots=True)
class Passing:
    """From a day on somebody else answers for a post, which has so many complaints open now; None: it is vacant.

    `now` tells that it is so as soon as it is saved; `whereabouts` who gets new complaints of a post that nobody has.
    """

    day: date
    title: str
    old: str | None
    new: str | None
    burden: Burden
    whereabouts: Presence | None = None
    now: bool = False


@dataclass(frozen=True, slots=True)
class Right:
    """Somebody who may act for a post from this change on, or no more; he cannot while his account is not `active`."""

    name: str
    title: str
    active: bool = True
    has_account: bool = True


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody who will be in the list no more, and whether he can sign in until then."""

    name: str
    has_account: bool


@dataclass(frozen=True, slots=True)
class Returning:
    """Somebody whom the change gives a post, or puts back into the list, while his account is switched off.

    `titles` are the posts for which he acts again once the account is switched on.
    """

    id: UUID
    account_id: UUID
    name: str
    username: str
    is_admin: bool
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole of it. With `faults` nothing can be saved."""

    changes: tuple[Told, ...]
    passings: tuple[Passing, ...]
    lost: tuple[Right, ...]
    gained: tuple[Right, ...]
    faults: tuple[str, ...]
    leaving: tuple[Leaving, ...] = ()
    returning: tuple[Returning, ...] = ()


def preview(book: Rulebook, before: Roster, after: Roster) -> Preview:
    """What going from one roster to the other does; one query for the complaints of all posts that change hands."""
    organisation = book.organisation
    today = rules.day_of(book.at, book.config.identity.timezone)
    handovers = rules.handovers(before, after, today)
    burdens = complaints.burdens(book.session, (one.unit for one in handovers), book.at)
    people = dict(before.persons) | dict(after.persons)
    lost, gained = rules.access(before, after, today)
    known = access_queries.logins(book.session, _arriving(before, after, gained))

    def right(key: type_key) -> Right:
        kind = "" if key[2] is Tenure.DEFINITIVE else str(KINDS[key[2]])
        login = known.get(key[1])
        title = f"{kind} {post_title(key[0], organisation)}".strip()
        return Right(people[key[1]].name, title, bool(login and login.active), login is not None)

    return Preview(
        changes=change_words(rules.difference(before, after), organisation),
        passings=tuple(
            Passing(
                one.day,
                post_title(one.unit, organisation),
                people[one.old].name if one.old else None,
                people[one.new].name if one.new else None,
                burdens.get(one.unit, NOTHING),
                None if one.new else _whereabouts(book, after, one),
                now=one.day == today and one.new is None,
            )
            for one in handovers
        ),
        lost=tuple(right(key) for key in sorted(lost)),
        gained=tuple(right(key) for key in sorted(gained)),
        faults=tuple(trouble_words(one, organisation) for one in rules.check(before, after)),
        leaving=_leaving(book, before, after),
        returning=_returning(after, known, {key: right(key).title for key in sorted(gained)}),
    )


def _arriving(before: Roster, after: Roster, gained: set[type_key]) -> set[UUID]:
    """Who gets a post now, and who is in the list who was not."""
    listed = {one.id for one in before.listed}
    return {key[1] for key in gained} | {one.id for one in after.listed if one.id not in listed}


def _returning(after: Roster, known: Mapping[UUID, Login], titles: Mapping[type_key, str]) -> tuple[Returning, ...]:
    off = [one for one in after.listed if one.id in known and not known[one.id].active]
    return tuple(
        Returning(
            one.id,
            login.account_id,
            one.name,
            login.username,
            login.role is Role.ADMIN,
            tuple(title for key, title in titles.items() if key[1] == one.id),
        )
        for one in off
        if (login := known[one.id])
    )


def _whereabouts(book: Rulebook, after: Roster, handover: Handover) -> Presence | None:
    """Who gets new complaints of a post that nobody has from that day on, as in routing."""
    if handover.unit not in book.organisation.units:
        return None
    return presence(handover.unit, book.organisation, lambda one: rules.standing(after, one, handover.day))


def _leaving(book: Rulebook, before: Roster, after: Roster) -> tuple[Leaving, ...]:
    """The people of the list who are in it no more. One query where there are any."""
    listed = {one.id for one in after.listed}
    gone = [one for one in before.listed if one.id not in listed]
    if not gone:
        return ()
    active = access_queries.with_login(book.session, [one.id for one in gone])
    return tuple(Leaving(one.name, one.id in active) for one in gone)

"""The checklist in plain English, for commands and logs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jaki_replica.onboarding.preparing.terms import CONFIRMED, Check, Outcome

NOT_YET = "not done yet"
MAKE, DRAW, FILL = "configure {slug}", "areas {slug}", "officials {slug} FILE"
FIRST: Mapping[str, str] = {"agreement": "agreement {slug} FILE", "file": MAKE, "schema": MAKE, "host": MAKE}
MENDING: Mapping[str, str] = {
    "agreement": "agreement {slug} FILE",
    "file": MAKE,
    "host": "configure {slug} FILE",
    "areas": "areas {slug} FILE",
    "posts": FILL,
    "admin": "officials {slug} --admin NAME",
    "validator": FILL,
    "sla": "configure {slug} FILE",
    "brand": "configure {slug} FILE",
    "categories": "configure {slug} FILE",
    "trial": "configure {slug} FILE",
}


def sentence(check: Check) -> str:
    """What was found, on one line."""
    if not check.values:
        return NOT_YET
    return WORDS[check.key](check.values, check.outcome)


def mending(check: Check, slug: str) -> str:
    """The command that mends a line; empty for one that is good."""
    if check.outcome is Outcome.GOOD:
        return ""
    if check.key == "schema" and check.values:
        return f"jaki tenants upgrade {slug}"
    if not check.values:
        words = FIRST.get(check.key, DRAW)
    elif check.outcome is Outcome.OPEN and check.key in CONFIRMED:
        words = f"confirm {{slug}} {check.key}"
    else:
        words = MENDING[check.key]
    return f"jaki onboarding {words.format(slug=slug)}"


def _agreement(values: Mapping[str, object], outcome: Outcome) -> str:
    return (
        f"number {values['number']}, until {values['ends_on']}" if outcome is Outcome.GOOD else _all(values["faults"])
    )


def _schema(values: Mapping[str, object], _outcome: Outcome) -> str:
    return f"version {values['version']} of {values['head']}, {values['drift']} catalogue lines differ"


def _host(values: Mapping[str, object], outcome: Outcome) -> str:
    if outcome is Outcome.BAD:
        return f"{_all(values['wrong'])} does not lead here"
    by = "the running server" if values["by"] == "server" else "this process; no server runs on this machine"
    return f"{values['host']} is answered by {by}"


def _areas(values: Mapping[str, object], _outcome: Outcome) -> str:
    kind = "approximate borders" if values["approximate"] else "official borders"
    return f"{values['villages']} villages, {values['missing']} without a border, {kind}"


def _posts(values: Mapping[str, object], _outcome: Outcome) -> str:
    words = f"{values['held']} of {values['posts']} posts are held"
    return f"{words}; nobody heads any agency, so nobody can work on theirs" if _agencies_empty(values) else words


def _agencies_empty(values: Mapping[str, object]) -> bool:
    return bool(values.get("agencies")) and not values.get("agencies_held")


def _validator(values: Mapping[str, object], outcome: Outcome) -> str:
    words = f"{values['held']} of {values['posts']} posts are held that check claimed fixes ({values['title']})"
    return words if outcome is Outcome.GOOD else f"{words}; claims cannot be accepted until somebody holds them"


def _categories(values: Mapping[str, object], outcome: Outcome) -> str:
    words = f"{values['categories']} categories x {values['areas']} areas, {values['gaps']} without an owner"
    if outcome is Outcome.BAD:
        words += f": {_all(values['without'])}"
    return words + _unseen(outcome)


def _sla(values: Mapping[str, object], outcome: Outcome) -> str:
    words = f"finish after {values['finish']}"
    if values["missing_years"]:
        words += f"; the holidays of {_all(values['missing_years'])} are not decreed yet"
    return words + _unseen(outcome)


def _brand(values: Mapping[str, object], outcome: Outcome) -> str:
    return f"{values['good']} of {values['pairs']} pairs of colours pass{_unseen(outcome)}"


def _trial(values: Mapping[str, object], outcome: Outcome) -> str:
    words = f"{values['arrived']} of {values['tried']} trial complaints arrived where they belong"
    return words if outcome is Outcome.GOOD else f"{words}; wrong: {values['wrong']}"


def _unseen(outcome: Outcome) -> str:
    return "; nobody has confirmed it yet" if outcome is Outcome.OPEN else ""


def _all(found: object) -> str:
    return ", ".join(str(one) for one in found) if isinstance(found, (list, tuple)) else str(found)


WORDS: Mapping[str, Callable[[Mapping[str, object], Outcome], str]] = {
    "agreement": _agreement,
    "file": lambda v, _: f"revision {v['revision']}{'; a changed file waits to be accepted' if v['pending'] else ''}",
    "schema": _schema,
    "host": _host,
    "areas": _areas,
    "posts": _posts,
    "validator": _validator,
    "admin": lambda v, o: f"{v['admins']} admins" if o is Outcome.GOOD else "nobody is invited yet",
    "categories": _categories,
    "sla": _sla,
    "brand": _brand,
    "trial": _trial,
}

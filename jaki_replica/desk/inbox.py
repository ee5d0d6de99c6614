"""The inbox: tabs by what somebody must do, groups by when it is due, filters that are plain links and forms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2.runtime import Macro
from markupsafe import Markup

from jaki_replica.complaints import authority, queries, worklist
from jaki_replica.complaints.lengths import lengths
from jaki_replica.complaints.lists import Wanted
from jaki_replica.complaints.rules import numbers
from jaki_replica.complaints.worklist import Page
from jaki_replica.desk import choices, people, rows, timing
from jaki_replica.desk.people import Sitting
from jaki_replica.desk.rows import Row
from jaki_replica.desk.tabs import Tab, tabs_for
from jaki_replica.desk.validating import WAITING
from jaki_replica.foundation.errors import NotFound
from jaki_replica.ui import keyset
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.edge import reads_only
from jaki_replica.ui.words import lazy_gettext as _l

GROUPS = (
    ("late", "late", _l("Lewat batas")),
    ("today", "near", _l("Hari ini")),
    ("week", "", _l("Minggu ini")),
    ("later", "", _l("Nanti")),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows due in one stretch of time. `count` is of the whole list, not only of this page."""

    key: str
    shape: str
    word: object
    count: int
    rows: list[Row]

    def draw(self, macro: Macro) -> Markup:
        """All rows as `macro` makes them."""
        return Markup("").join(row.draw(macro) for row in self.rows)


def add_pages(blueprint: Blueprint) -> None:
    """The page of the inbox."""
    blueprint.add_url_rule("", "inbox", inbox)


@reads_only
def inbox() -> ResponseReturnValue:
    """What waits for whoever is signed in, what is due first first."""
    who = people.sitting()
    if who.validates and not who.reach and "tab" not in request.args:
        return redirect(url_for("desk.queue"), 303)
    asked = request.args.get("nomor", "")
    typed = asked[:60]
    if typed:
        found = _look_up(numbers.found(asked, rulebook().config.identity.number_prefix) or typed)
        if found is not None:
            return redirect(url_for("desk.case", number=found), 303)
    tabs = tabs_for(who, rulebook())
    return _page(who, tabs, typed)


def _look_up(typed: str) -> str | None:
    """The number of a complaint that the person may open, however it was typed."""
    try:
        complaint = queries.by_number(g.scope.session, typed)
    except NotFound:
        return None
    book = rulebook()
    seen = authority.may_see(people.sitting().official, complaint, book.organisation, book.config.workflow)
    return complaint.number if seen else None


def _page(who: Sitting, tabs: list[Tab], typed: str) -> ResponseReturnValue:
    book, session = rulebook(), g.scope.session
    tab = next((one for one in tabs if one.key == request.args.get("tab")), tabs[0] if tabs else None)
    if tab is None:
        return render_template("desk/nothing.html", who=who)
    filters = choices.filters(book, who, tab)
    wanted = _narrowed(tab, filters)
    edges = timing.edges(book.at)
    after = keyset.read(request.args.get("sesudah", ""))
    page = worklist.page(session, wanted, after=after)
    counted = [*(one.wanted for one in tabs), *([WAITING] if who.validates else [])]
    found, due = lengths(session, counted, wanted, edges)
    g.waiting_count = found[-1] if who.validates else 0
    if g.waiting_count and not any(found[: len(tabs)]) and "tab" not in request.args and not typed:
        return redirect(url_for("desk.queue"), 303)
    return render_template(
        "desk/inbox.html",
        who=who,
        titles=people.titles(),
        at=book.at,
        tabs=[(_address(tab=one.key), one.word, n, one is tab, False) for one, n in zip(tabs, found, strict=False)],
        tab=tab,
        filters=filters,
        groups=_groups(page, edges, due),
        total=sum(due),
        proofs=g.waiting_count,
        shown=len(page.rows),
        following=_following(page),
        first=_address(**_chosen()) if after else "",
        typed=numbers.read(typed) or typed,
    )


def _narrowed(tab: Tab, filters: choices.Filters) -> Wanted:
    """The tab's list with the chosen filters; a value that is not offered counts as none."""
    states = tab.wanted.states
    if filters.state.value:
        states = frozenset(state for state in choices.states_of(tab) if state == filters.state.value)
    return replace(tab.wanted, states=states, category=filters.category.value, area=filters.area.value)


def _groups(page: Page, edges: tuple[datetime, ...], due: tuple[int, ...]) -> list[Group]:
    found = []
    shown = zip(page.rows, rows.rows(page), strict=True)
    for place, members in groupby(shown, key=lambda pair: sum(edge <= pair[0].sorted_at for edge in edges)):
        key, shape, word = GROUPS[place]
        found.append(Group(key, shape, word, due[place], [row for _place, row in members]))
    return found


def _chosen() -> dict[str, str]:
    """The tab and the filters of this address."""
    kept = ("tab", "keadaan", "kategori", "wilayah")
    return {name: request.args[name] for name in kept if request.args.get(name)}


def _address(**values: str) -> str:
    return f"{request.path}?{urlencode(values)}" if values else request.path


def _following(page: Page) -> str:
    if page.following is None:
        return ""
    return _address(**_chosen(), sesudah=keyset.written(page.following))

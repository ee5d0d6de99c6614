"""What every page of a preparation has at hand: the record, the region once it is made, orders and their waiting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from jaki_replica.complaints.in_force import state
from jaki_replica.complaints.rulebook import Rulebook, Rulebooks
from jaki_replica.foundation import clock
from jaki_replica.onboarding.preparing import actions, ordering, queries
from jaki_replica.onboarding.preparing.terms import Order, Ordered, Preparation, Step
from jaki_replica.operator_console.here import ROLE, db, who
from jaki_replica.operator_console.preparing import words
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.scope import Scope
from jaki_replica.ui import signing_in
from jaki_replica.ui.at_hand import RULEBOOKS, files
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.words import gettext as _

WAIT = 8.0
LOOK_AGAIN = "3"  # seconds after which a page that waits looks again by itself

blueprint = Blueprint("preparing", __name__, url_prefix="/daerah-baru", template_folder="../templates")
signing_in.inside(blueprint, ROLE)


@dataclass(frozen=True, slots=True)
class Region:
    """A region that was made: its scope and configuration; `book` is None before it has areas."""

    scope: Scope
    config: RegionConfig
    revision: int
    book: Rulebook | None

    @property
    def session(self) -> Session:
        """The region's own session; committed by `runtime().commit(region.scope)`."""
        return self.scope.session


def found(slug: str) -> Preparation:
    """The preparation. Raises NotFound."""
    db.session().expire_all()
    return queries.by_slug(db.session(), slug)


def actor() -> str:
    """Who acts, for records."""
    return who().actor


@contextmanager
def region_of(preparation: Preparation) -> Iterator[Region]:
    """Work as the region. Raises Conflict before it is made."""
    made = actions.tenant_of(preparation)
    tenant = runtime().registry.refresh().by_id[made.hex]
    with runtime().scope_of(tenant) as entered:
        now = state(entered.session)
        loaded = runtime().configurations.numbered(tenant.key, now.revision, entered.session)
        books: Rulebooks = current_app.extensions[RULEBOOKS]
        book = books.of(runtime(), entered, now) if now.areas else None
        yield Region(entered, loaded.config, loaded.number, book)


STILL = frozenset({"preparing.invite", "preparing.preview"})  # what an operator may still do once the region is live
ENDPOINTS: Mapping[str, Step] = {
    "preparing.record": Step.AGREEMENT,
    "preparing.write": Step.CONFIGURATION,
    "preparing.draw": Step.AREAS,
    "preparing.staff": Step.OFFICIALS,
    "preparing.confirm_categories": Step.CATEGORIES,
    "preparing.change_category": Step.CATEGORIES,
    "preparing.add_category": Step.CATEGORIES,
    "preparing.change_groups": Step.CATEGORIES,
    "preparing.change_exceptions": Step.CATEGORIES,
    "preparing.set_sla": Step.SLA,
    "preparing.dress": Step.BRAND,
}


def refuse_on_live() -> ResponseReturnValue | None:
    """Before any change: a region that was opened is changed by its own admins, so nothing is done here."""
    slug = (request.view_args or {}).get("slug")
    if request.method != "POST" or slug is None or request.endpoint in STILL:
        return None
    preparation = found(slug)
    if not preparation.is_live:
        return None
    step = ENDPOINTS.get(request.endpoint or "")
    if step is None:
        return redirect(url_for("preparing.overview", slug=slug), 303)
    refused = _("Tidak ada yang diubah: daerah ini sudah dibuka.")
    return page(preparation, step, "closed", status=409, refused=refused)


blueprint.before_request(refuse_on_live)


def _admin_address(preparation: Preparation) -> str:
    """Where the region's own admins work; empty before the region is made."""
    tenant = runtime().registry.refresh().by_id.get(preparation.tenant_id.hex) if preparation.tenant_id else None
    return f"{runtime().settings.web_address(tenant.host)}/admin" if tenant else ""


def order(preparation: Preparation, kind: Order, arguments: Mapping[str, object]) -> Ordered:
    """Ask for something and wait a moment for it. Raises what it refuses; the answer may still be open."""
    session = db.session()
    asked = ordering.ask(session, preparation.id, kind, arguments, by=actor(), at=clock.now())
    session.commit()
    return ordering.settle(runtime(), files(), asked, seconds=WAIT)


def waiting(preparation: Preparation) -> Ordered | None:
    """The order at work, if there is one."""
    newest = queries.latest(db.session(), preparation.id)
    return newest if newest is not None and newest.done_at is None else None


def page(
    preparation: Preparation, step: Step | None, template: str, *, status: int = 200, **values: object
) -> Response:
    """A step's page, with the list of steps; where an order is at work it looks again by itself."""
    at_work = None if preparation.is_live else waiting(preparation)
    body = render_template(
        f"operator/preparing/{template}.html",
        preparation=preparation,
        steps=words.lines(preparation),
        here=step,
        at_work=at_work,
        order_words=words.ORDERS,
        step_words=words.STEPS,
        admin_address=_admin_address(preparation),
        **values,
    )
    answer = make_response(body, status)
    if at_work is not None:
        answer.headers["Refresh"] = LOOK_AGAIN
    return answer

"""Who sits at the desk in this request: account, posts, reach, and as what he acts on one complaint."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g
from flask_login import current_user

from jaki_replica.complaints import authority
from jaki_replica.complaints.authority import Official
from jaki_replica.complaints.models import Complaint
from jaki_replica.complaints.rulebook import Rulebook
from jaki_replica.complaints.terms import Actor, Role
from jaki_replica.foundation.errors import Forbidden, NotFound
from jaki_replica.officials import terms as staff
from jaki_replica.officials.holders import Holder, Holders, Tenure
from jaki_replica.officials.units import Unit
from jaki_replica.ui.at_hand import rulebook
from jaki_replica.ui.signing_in import Person
from jaki_replica.ui.words import gettext as _

PREFIXES = {Tenure.PLT: "Plt.", Tenure.PLH: "Plh.", Tenure.PJ: "Pj."}


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody at the desk. `reach` holds the units whose complaints he looks after; `superior` if any is below him."""

    name: str
    official: Official
    posts: Holders
    reach: frozenset[str]
    validates: bool
    arbitrates: bool
    superior: bool = False

    @property
    def bar(self) -> str:
        """The navigation bar he gets."""
        return "desk-validator" if self.validates else "desk"


def sitting() -> Sitting:
    """Whoever is signed in. Raises Forbidden where the session has just ended."""
    if "sitting" not in g:
        g.sitting = _read()
    found: Sitting = g.sitting
    return found


def _read() -> Sitting:
    book = rulebook()
    person: Person = current_user._get_current_object()
    if not person.is_authenticated or person.account_id is None:
        raise Forbidden("The session has ended")
    units = person.posts.units
    official = Official(person.account_id, units, person.role == staff.Role.VALIDATOR)
    workflow, organisation = book.config.workflow, book.organisation
    return Sitting(
        name=person.name,
        official=official,
        posts=person.posts,
        reach=authority.reach(official, organisation),
        validates=official.validates or authority.is_appointed(official, workflow.validator, organisation),
        superior=any(book.units_below(unit) for unit in units),
        arbitrates=authority.is_appointed(official, workflow.arbiter, organisation),
    )


def roles_for(complaint: Complaint) -> frozenset[Role]:
    """What the person is to a complaint. Raises NotFound for one he may not open: it is as if it were not there."""
    book, official = rulebook(), sitting().official
    workflow = book.config.workflow
    if not authority.may_see(official, complaint, book.organisation, workflow):
        raise NotFound("There is no complaint of this number here")
    return authority.roles(official, complaint.unit, book.organisation, workflow)


def actor(role: Role, complaint: Complaint) -> Actor:
    """The person as the holder of the post he acts for; raises Forbidden where the role is not his."""
    book, official = rulebook(), sitting().official
    if role not in roles_for(complaint):
        raise Forbidden("This step is not yours to take")
    workflow = book.config.workflow
    post = authority.acting_post(role, official, complaint.unit, book.organisation, workflow)
    if post is None:
        return Actor(role, official.account_id, None, _("Pemeriksa"))
    return Actor(role, official.account_id, post.key, title(book, post))


def title(book: Rulebook, post: Unit) -> str:
    """The title of a post as it is held now: Plt. Lurah Melati."""
    return _title(post, book.holder(post.key))


def _title(post: Unit, holder: Holder | None) -> str:
    prefix = PREFIXES.get(holder.tenure, "") if holder else ""
    return f"{prefix} {post.head.title}".strip()


def titles() -> list[str]:
    """The posts of the person, the nearest to the ground last."""
    book, who = rulebook(), sitting()
    units = (book.unit(key) for key in who.official.units)
    held = sorted(_title(unit, who.posts.at(unit.key, book.at)) for unit in units if unit is not None)
    return [*held, _("Pemeriksa")] if who.official.validates else held

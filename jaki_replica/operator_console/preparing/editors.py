"""The editors that the region's own admins have, at work on a region that is still being prepared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jaki_replica.editing.proposals import Proposal, type_typed
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict
from jaki_replica.onboarding.preparing import actions
from jaki_replica.onboarding.preparing.terms import REASONS, Preparation, Step
from jaki_replica.operator_console.here import db
from jaki_replica.operator_console.preparing.here import actor, region_of
from jaki_replica.tenancy.configuration import actions as configuration
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.ui.edge import runtime
from jaki_replica.ui.words import gettext as _

BASE = "dasar"


@dataclass(frozen=True, slots=True)
class Editor:
    """The functions of an editor (see `jaki_replica.editing`), and the step that it belongs to."""

    step: Step
    fields: Callable[[RegionConfig], type_typed]
    propose: Callable[[RegionConfig, type_typed], Proposal]
    confirms: bool = True  # keeping the whole of a step's form says that it was looked at

    @property
    def reason(self) -> str:
        """What the revision says of itself."""
        return REASONS[self.step]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as it is shown: what was typed, over which revision, and what stands against keeping it."""

    typed: type_typed
    base: int
    faults: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""

    @property
    def status(self) -> int:
        """The status of the page that shows it."""
        return 409 if self.refused else 422 if self.faults else 200


def opened(preparation: Preparation, editor: Editor) -> Sheet:
    """What is in use."""
    with region_of(preparation) as region:
        return Sheet(editor.fields(region.config), region.revision)


def kept(preparation: Preparation, editor: Editor, sheet: Sheet) -> Sheet | None:
    """Keep what was typed as a revision, and confirm the step; None, or the form with what is in the way."""
    try:
        with region_of(preparation) as region:
            made = editor.propose(region.config, sheet.typed)
            if made.config is None:
                return Sheet(sheet.typed, sheet.base, made.faults)
            configuration.edit(
                region.session, made.config, author=actor(), reason=editor.reason, at=clock.now(), base=sheet.base
            )
            runtime().commit(region.scope)
        if editor.confirms:
            actions.confirm(db.session(), preparation.slug, editor.step, by=actor(), at=clock.now())
    except Conflict:
        db.session.rollback()
        return Sheet(sheet.typed, opened(preparation, editor).base, refused=_newer())
    db.session.commit()
    return None


def tried(preparation: Preparation, editor: Editor, sheet: Sheet) -> Sheet:
    """What was typed, judged and not kept."""
    with region_of(preparation) as region:
        return Sheet(sheet.typed, sheet.base, editor.propose(region.config, sheet.typed).faults)


def _newer() -> str:
    return _("Orang lain baru saja mengubah pengaturan daerah ini. Isian Anda masih ada. Periksa, lalu simpan lagi.")

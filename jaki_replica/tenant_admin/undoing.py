"""One revision's change taken out of what is in force: what that makes, or in words why it cannot be."""

from __future__ import annotations

from flask import g

from jaki_replica.editing.proposals import judged_whole
from jaki_replica.editing.telling_names import Names, subject
from jaki_replica.foundation.errors import NotFound
from jaki_replica.tenancy.configuration import queries
from jaki_replica.tenancy.configuration.loading import load_stored
from jaki_replica.tenancy.configuration.revisions import Revision
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenancy.configuration.undoing import undone
from jaki_replica.ui.words import gettext as _

MOST_TOLD = 5


def without(found: Revision) -> tuple[RegionConfig | None, tuple[str, ...]]:
    """What is in force without the change of a revision, or None and the reasons. Raises NotFound for the first one."""
    if found.base_number is None:
        raise NotFound("The first revision has nothing before it.", remedy="Edit the pages instead.")
    before = load_stored(queries.by_number(g.scope.session, found.base_number).document)
    after, now = load_stored(found.document), g.region
    made = undone(before, after, now)
    if made.clashes:
        places = _places(made.clashes, before, now)
        return None, (_("Sudah diubah lagi sesudahnya: %(places)s. Ubah bagian itu di halamannya.", places=places),)
    config, forbidden = judged_whole(made.tree)
    if config is None:
        places = _places(forbidden, before, now)
        return None, (
            _("Yang berlaku sekarang memerlukan perubahan ini: %(places)s. Ubah bagian itu dulu.", places=places),
        )
    return config, ()


def _places(paths: tuple[str, ...], before: RegionConfig, now: RegionConfig) -> str:
    names = Names(before, now)
    told = list(dict.fromkeys(subject(path, names) for path in paths))
    return ", ".join(told[:MOST_TOLD]) + (" …" if len(told) > MOST_TOLD else "")

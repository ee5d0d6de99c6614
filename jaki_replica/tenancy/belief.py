"""How long a process may believe what it has read to be in force, and why whoever changes it waits as long.

A page that is the same for everybody is answered from memory without asking the database, so a process asks what is in
force only now and then. A new revision counts at once all the same: who makes it is answered only when nobody believes
in the old one any more. That holds on any number of machines; it needs no common clock, only that seconds pass alike.
"""

from __future__ import annotations

import time

from sqlalchemy.orm import Session

BELIEVED_SECONDS = 0.1
CHANGED = "jaki_changed_what_is_in_force"


def note_change(session: Session) -> None:
    """This transaction changes what is in force: its commit shall return only when every process has noticed."""
    session.info[CHANGED] = True


class RegionSession(Session):
    """A session of a region. Its commit takes a little longer where what is in force has changed."""

    def commit(self) -> None:
        """Commit; after a change of what is in force, let every belief in the old state run out."""
        super().commit()
        if self.info.pop(CHANGED, False):
            time.sleep(BELIEVED_SECONDS)

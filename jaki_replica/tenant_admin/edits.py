"""What every editor page of the admin does with a form: compare, judge, keep as a revision, or say why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import g, request
from flask_login import current_user

from jaki_replica.editing import proposals
from jaki_replica.editing.proposals import Proposal, type_typed
from jaki_replica.editing.telling import Told, told
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, NotFound
from jaki_replica.tenancy.configuration import actions, queries
from jaki_replica.tenancy.configuration.loading import load_stored
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.ui.words import gettext as _

REASON = "alasan"
BASE = "dasar"
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Editor:
    """The three functions of an editor (see `jaki_replica.editing`)."""

    fields: Callable[[RegionConfig], type_typed]
    read: Callable[[Mapping[str, str]], type_typed]
    propose: Callable[[RegionConfig, type_typed], Proposal]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An editor's form as it is shown: what was typed over which revision, its faults, what somebody else changed."""

    typed: type_typed
    base: int
    reason: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    unseen: tuple[Told, ...] = ()
    unseen_by: str = ""
    saved: int | None = None
    changed: bool = False

    @property
    def status(self) -> int:
        """The status of the page that shows it."""
        return 409 if self.unseen_by else 422 if self.faults else 200

    @property
    def next_number(self) -> int:
        """The number the next revision gets."""
        return self.base + 1


def opened(editor: Editor) -> Sheet:
    """The form as the page is opened: what is in force."""
    return Sheet(editor.fields(g.region), g.loaded.number)


def tried(editor: Editor) -> Sheet:
    """The form as it was sent, judged and not kept: for a preview, or after a button that moved a row."""
    typed = editor.read(request.form)
    made = editor.propose(g.region, typed)
    return Sheet(typed, sent_base(), sent_reason(), made.faults, changed=True)


def shown_again(editor: Editor, typed: type_typed) -> Sheet:
    """The form with other values, as after a suggestion was taken."""
    return Sheet(typed, sent_base(), sent_reason(), editor.propose(g.region, typed).faults, changed=True)


def kept(editor: Editor) -> Sheet:
    """The form as it was sent, kept as a revision (`saved` is its number), or with all that speaks against it."""
    typed, base, reason = editor.read(request.form), sent_base(), sent_reason()
    if base != g.loaded.number:
        return _overtaken(editor, typed, base, reason)
    made = editor.propose(g.region, typed)
    faults = dict(made.faults) | reason_faults(reason)
    if faults or made.config is None:
        return Sheet(typed, base, reason, faults, changed=True)
    try:
        number = store(made.config, reason, base)
    except Conflict:
        return _overtaken(editor, typed, base, reason)
    return Sheet(typed, base, reason, saved=number)


def store(config: RegionConfig, reason: str, base: int) -> int:
    """Keep `config` as an edit of this admin over `base`; the number then in force. Raises as `actions.edit`."""
    made = actions.edit(g.scope.session, config, author=current_user.name, reason=reason, at=clock.now(), base=base)
    return made.number


def reason_faults(reason: str) -> dict[str, str]:
    """What is wrong with the reason of a revision, by field."""
    if not reason:
        return {REASON: _("Tulis alasannya, supaya nanti orang tahu mengapa ini diubah.")}
    if len(reason) > LONGEST_REASON or proposals.has_hidden(reason):
        return {REASON: _("Alasan paling panjang 300 huruf, tanpa tanda tersembunyi.")}
    return {}


def _overtaken(editor: Editor, typed: type_typed, base: int, reason: str) -> Sheet:
    """Somebody else was faster: what he changed, and what was typed carried over to it, to be sent again."""
    session = g.scope.session
    newest = queries.current(session)
    assert newest is not None
    now = load_stored(newest.document)
    try:
        seen = load_stored(queries.by_number(session, base).document)
    except NotFound:
        seen = now
    carried = proposals.merged(typed, editor.fields(seen), editor.fields(now))
    faults = editor.propose(now, carried).faults
    return Sheet(carried, newest.number, reason, faults, told(seen, now), newest.author, changed=True)


def sent_base() -> int:
    """The revision over which the form was filled in; 0 where it does not say."""
    written = request.form.get(BASE, "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 0


def sent_reason() -> str:
    """The reason that was typed."""
    return proposals.one_line(request.form.get(REASON, ""))

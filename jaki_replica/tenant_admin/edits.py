"""What every editor page of the admin does with a form: compare, judge, keep as a revision, or show it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from jaki_replica.editing import proposals, rows
from jaki_replica.editing.proposals import Proposal, type_typed
from jaki_replica.editing.telling import Told, told
from jaki_replica.foundation import clock
from jaki_replica.foundation.errors import Conflict, NotFound
from jaki_replica.officials.form_drafts import Waiting
from jaki_replica.tenancy.configuration import actions, queries
from jaki_replica.tenancy.configuration.loading import load_stored
from jaki_replica.tenancy.configuration.revisions import Revision
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.tenant_admin import aside
from jaki_replica.ui.words import gettext as _

REASON = "alasan"
BASE = "dasar"
LONGEST_REASON = 300
EFFECT = "pengaruh"  # the id of what is to be seen before a form is kept, on pages that have such


@dataclass(frozen=True, slots=True)
class Editor:
    """The three functions of an editor (see `jaki_replica.editing`).

    `beside` are fields of its page that are no part of the configuration, such as the example to count.
    """

    fields: Callable[[RegionConfig], type_typed]
    read: Callable[[Mapping[str, str]], type_typed]
    propose: Callable[[RegionConfig, type_typed], Proposal]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """An editor's form as it is shown: what was typed over which revision, its faults, what somebody else changed.

    `in_force` is what the form shows of the configuration in use. `changed` tells that it was sent before; `waiting`
    is one that was sent before and is not shown here, `lost` that the one asked for is there no more.
    """

    typed: type_typed
    base: int
    reason: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    unseen: tuple[Told, ...] = ()
    unseen_by: str = ""
    changed: bool = False
    beside: Mapping[str, str] = field(default_factory=dict)
    waiting: Waiting | None = None
    lost: bool = False
    in_force: Mapping[str, str] = field(default_factory=dict)

    @property
    def changes(self) -> int:
        """How many fields differ from what is in force."""
        names = self.typed.keys() | self.in_force.keys()
        return sum(1 for name in names if self.typed.get(name, "") != self.in_force.get(name, ""))

    @property
    def next_number(self) -> int:
        """The number the next revision gets."""
        return self.base + 1


def opened(editor: Editor) -> Sheet:
    """The form as the page is opened: as it was sent, where the address says so, else what is in force."""
    sent = aside.put_back()
    if sent is not None:
        return _again(editor, sent)
    here = editor.fields(g.region)
    lost = aside.is_named()
    return Sheet(here, g.loaded.number, waiting=None if lost else aside.waiting(), lost=lost, in_force=here)


def tried(editor: Editor) -> Sheet:
    """The form as it was sent, judged and not kept: for the part of a page that is drawn again while it is typed."""
    typed = editor.read(request.form)
    beside = {name: request.form[name] for name in editor.beside if name in request.form}
    return Sheet(typed, sent_base(), sent_reason(), editor.propose(g.region, typed).faults, changed=True, beside=beside)


def answered(
    editor: Editor,
    *,
    keeping: tuple[str, ...] = ("simpan",),
    shown: str = ".show",
    typed: type_typed | None = None,
    look_first: Callable[[RegionConfig], bool] = lambda config: False,
) -> ResponseReturnValue:
    """Keep the form as a revision where one of the buttons `keeping` says so; else, or with faults, show it again.

    `typed` are other values than those that were sent, as after a suggestion was taken; then nothing is kept. Nor is
    it where `look_first` says of the configuration that something must be seen before.
    """
    if aside.DISCARD in request.form:
        aside.forget()
        return redirect(request.path, 303)
    values, base, reason = typed or editor.read(request.form), sent_base(), sent_reason()
    saving = typed is None and any(name in request.form for name in keeping)
    if saving:
        number = _kept(editor, values, base, reason, look_first)
        if number is not None:
            aside.forget()
            return redirect(url_for(shown, tersimpan=number), 303)
    seen = base
    if saving and _is_overtaken(base):
        values, base = _carried(editor, values, base)
    beside = {name: request.form[name] for name in editor.beside if name in request.form}
    content = {"typed": values, "base": base, "seen": seen, "reason": reason, "saving": saving, "beside": beside}
    return aside.put_aside(content, mark=rows.landing(request.form, values) or (EFFECT if saving else ""))


def _kept(
    editor: Editor, typed: type_typed, base: int, reason: str, look_first: Callable[[RegionConfig], bool]
) -> int | None:
    """The number of the revision it became, or None where something speaks against it."""
    if base != g.loaded.number or reason_faults(reason):
        return None
    made = editor.propose(g.region, typed)
    if made.faults or made.config is None or look_first(made.config):
        return None
    try:
        return store(made.config, reason, base)
    except Conflict:
        return None


def _again(editor: Editor, sent: dict[str, Any]) -> Sheet:
    """The form as it was sent, judged by what is in force now."""
    typed, base, seen, reason = sent["typed"], sent["base"], sent["seen"], sent["reason"]
    faults = dict(editor.propose(g.region, typed).faults)
    faults |= reason_faults(reason) if sent["saving"] and seen == base else {}
    here = editor.fields(g.region)
    sheet = Sheet(typed, base, reason, faults, changed=True, beside=sent["beside"], in_force=here)
    if seen == base:
        return sheet
    newer = queries.by_number(g.scope.session, base)
    return replace(sheet, unseen=told(_seen(seen, newer), load_stored(newer.document)), unseen_by=newer.author)


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


def _is_overtaken(base: int) -> bool:
    return queries.current_number(g.scope.session) != base


def _carried(editor: Editor, typed: type_typed, base: int) -> tuple[type_typed, int]:
    """Somebody else was faster: what was typed carried over to what he made, to be looked at and sent again."""
    newest = queries.current(g.scope.session)
    assert newest is not None
    now = load_stored(newest.document)
    return proposals.merged(typed, editor.fields(_seen(base, newest)), editor.fields(now)), newest.number


def _seen(number: int, instead: Revision) -> RegionConfig:
    """The revision somebody had before him; `instead` where there never was one of that number."""
    try:
        return load_stored(queries.by_number(g.scope.session, number).document)
    except NotFound:
        return load_stored(instead.document)


def sent_base() -> int:
    """The revision over which the form was filled in; 0 where it does not say."""
    written = request.form.get(BASE, "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 0


def sent_reason() -> str:
    """The reason that was typed."""
    return proposals.one_line(request.form.get(REASON, ""))

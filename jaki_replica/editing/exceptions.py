"""The editor of exceptions: who owns or first looks at a category within one area, against the general rule."""

from __future__ import annotations

from collections.abc import Mapping

from jaki_replica.areas.terms import AreaTree
from jaki_replica.editing import proposals, rows
from jaki_replica.editing.proposals import Proposal, one_line, type_typed
from jaki_replica.tenancy.configuration.findings import Finding
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

ROW = ("category", "area", "owner", "first", "why")
ASKED = ("category", "area", "owner", "why")
WANTED: Mapping[str, object] = {
    "category": _l("Pilih kategori atau kelompok kategori yang ada."),
    "area": _l("Tulis nama atau kode wilayah daerah ini, misalnya 31.71.06."),
    "owner": _l("Pilih salah satu pemilik."),
    "why": _l("Alasannya diisi, paling panjang 200 huruf. Orang yang bertanya akan membacanya."),
}


def fields(config: RegionConfig) -> type_typed:
    """What the form shows: one row for each exception."""
    return rows.named(
        "routes",
        [
            {"category": one.category, "area": one.area, "owner": one.owner, "first": str(one.first), "why": one.why}
            for one in config.routes
        ],
    )


def read(form: Mapping[str, str]) -> type_typed:
    """What was typed; the button `baris` has been obeyed."""
    found = [{key: one_line(row.get(key, "")) for key in ROW} for row in rows.rows(form, "routes")]
    return rows.named("routes", rows.moved(found, form.get("baris", ""), ROW))


def with_codes(typed: type_typed, tree: AreaTree) -> type_typed:
    """The same; the name of an area that only one has is taken for its code."""
    codes: dict[str, list[str]] = {}
    for area in tree:
        codes.setdefault(area.name.casefold(), []).append(area.code)
    found = {name: codes.get(text.casefold(), []) for name, text in typed.items() if name.endswith(".area")}
    return typed | {name: known[0] for name, known in found.items() if len(known) == 1}


def propose(config: RegionConfig, typed: type_typed) -> Proposal:
    """The configuration with these exceptions, or every fault. A row without anything chosen is no exception."""
    tree = proposals.tree_of(config)
    found = rows.rows(typed, "routes")
    kept = rows.filled(found, ASKED)
    tree["routes"] = [{key: text for key, text in found[place].items() if text} for place in kept]
    return proposals.judged(tree, typed, fields(config), _say, rows.in_form({"routes": kept}))


def _say(finding: Finding, typed: str) -> str:
    if finding.code == "twice":
        return _("Ini sudah ada di baris lain. Hapus salah satu.")
    wanted = WANTED.get(str(finding.path[-1]), finding.message)
    return _("“%(typed)s” tidak bisa dipakai. %(wanted)s", typed=typed[:40], wanted=wanted) if typed else str(wanted)

"""The editor of the groups: their names, pictures, order, and which of them are tiles of the report form."""

from __future__ import annotations

from collections.abc import Mapping

from jaki_replica.editing import proposals, rows
from jaki_replica.editing.proposals import UNTRANSLATED, Proposal, one_line, type_typed
from jaki_replica.tenancy.configuration.findings import Finding, type_path
from jaki_replica.tenancy.configuration.terms import RegionConfig
from jaki_replica.ui.words import gettext as _

ROW = ("key", "name.id", "name.en", "icon", "tile")


def fields(config: RegionConfig) -> type_typed:
    """What the form shows: one row for each group, in the order of the tiles."""
    return rows.named(
        "groups",
        [
            {
                "key": one.key,
                "name.id": one.name.id,
                "name.en": one.name.en,
                "icon": one.icon,
                "tile": "yes" if one.tile else "",
            }
            for one in config.groups
        ],
    )


def read(form: Mapping[str, str]) -> type_typed:
    """What was typed; the button `baris` has been obeyed."""
    found = [{key: one_line(row.get(key, "")) for key in ROW} for row in rows.rows(form, "groups")]
    return rows.named("groups", rows.moved(found, form.get("baris", ""), ROW))


def propose(config: RegionConfig, typed: type_typed) -> Proposal:
    """The configuration with the groups renamed and in that order, or every fault; none is added or removed."""
    tree = proposals.tree_of(config)
    known = tree["groups"]
    places: dict[str, int] = {}
    for place, row in enumerate(rows.rows(typed, "groups")):
        if row["key"] in known:
            places[row["key"]] = place
            words = {"name": proposals.both_languages(row, "name") or "", "icon": row["icon"]}
            known[row["key"]] = words | {"tile": "yes" if row["tile"] else "no"}
    order = [*places, *(key for key in known if key not in places)]
    tree["groups"] = {key: known[key] for key in order}

    def where(path: type_path) -> type_path:
        if path[0] != "groups" or len(path) < 2:
            return ()
        return ("groups", places.get(str(path[1]), 0), *path[2:])

    return proposals.judged(tree, typed, fields(config), _say, where)


def _say(finding: Finding, typed: str) -> str:
    if finding.code == UNTRANSLATED:
        return _("Terjemahan bahasa Inggrisnya belum diisi.")
    if finding.where.endswith(".icon"):
        return _("“%(typed)s” bukan nama gambar yang tersedia.", typed=typed[:40])
    if finding.code == "tiles":
        return _("Formulir lapor memuat paling banyak 12 ubin. Matikan salah satu.")
    return _("Nama kelompok diisi, paling panjang 40 huruf.")

"""The editor of one category: its words, who owns it, who looks first, and whether it is still offered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jaki_replica.editing import proposals
from jaki_replica.editing.proposals import UNTRANSLATED, Proposal, one_line, type_tree, type_typed
from jaki_replica.tenancy.configuration.findings import Finding
from jaki_replica.tenancy.configuration.terms import Category, First, Owns, RegionConfig, Text
from jaki_replica.ui.language import words
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l

PLAIN = ("group", "owner", "first", "near_m", "call", "retired_on")
DECISIONS = ("photo", "sensitive")
NEW_GROUP = "new_group"
NOT_LETTERS = re.compile(r"[^a-z0-9]+")
EMPTY = Category("", Text(""), "", "area")
WANTED: Mapping[str, object] = {
    "name": _l("Nama kategori diisi, paling panjang 80 huruf."),
    "group": _l("Pilih salah satu kelompok."),
    "owner": _l("Pilih salah satu pemilik."),
    "first": _l("Laporan peka langsung ke pemiliknya, jadi pilih pemiliknya."),
    "near_m": _l("Jarak ditulis dalam meter, 0 sampai 1000."),
    "synonyms": _l("Kata lain dipisah koma, masing-masing paling panjang 60 huruf, tidak ada yang dua kali."),
    "call": _l("Pilih salah satu nomor darurat daerah ini."),
    "retired_on": _l("Tanggal ditulis seperti 2026-08-17."),
}


@dataclass(frozen=True, slots=True)
class CategoryEditor:
    """The editor (see `jaki_replica.editing`) of the category `key`; of a new one where it is empty.

    `today` is the region's date, from which a category is retired when the button `hentikan` says so.
    """

    key: str
    today: date

    def fields(self, config: RegionConfig) -> type_typed:
        """What the form shows."""
        one = config.category(self.key) or EMPTY
        return {
            "name.id": one.name.id,
            "name.en": one.name.en,
            "group": one.group,
            "synonyms": ", ".join(one.synonyms),
            "owner": one.owner,
            "first": str(one.first),
            "near_m": str(one.near_m),
            "call": one.call,
            "photo": "yes" if one.photo else "",
            "sensitive": "yes" if one.sensitive else "",
            "retired_on": one.retired_on.isoformat() if one.retired_on else "",
        } | ({} if self.key else {f"{NEW_GROUP}.id": "", f"{NEW_GROUP}.en": ""})

    def read(self, form: Mapping[str, str]) -> type_typed:
        """What was typed; the buttons `hentikan` and `aktifkan` retire the category and offer it again."""
        names = ["name.id", "name.en", "synonyms", *PLAIN, *DECISIONS]
        names += [] if self.key else [f"{NEW_GROUP}.id", f"{NEW_GROUP}.en"]
        typed = {name: one_line(form.get(name, "")) for name in names}
        if "hentikan" in form:
            typed["retired_on"] = self.today.isoformat()
        if "aktifkan" in form:
            typed["retired_on"] = ""
        return typed

    def propose(self, config: RegionConfig, typed: type_typed) -> Proposal:
        """The configuration with the category changed or added, or every fault."""
        tree = proposals.tree_of(config)
        group = self._group(tree, typed)
        key = self.key or new_key(config, group, typed)
        entry = tree["categories"].setdefault(key, {})
        entry |= {name: typed.get(name, "") for name in PLAIN}
        entry |= {name: "yes" if typed.get(name) else "no" for name in DECISIONS}
        entry["group"] = group
        entry["name"] = proposals.both_languages(typed, "name")
        entry["synonyms"] = [word for word in map(one_line, typed.get("synonyms", "").split(",")) if word]
        for name in [name for name, value in entry.items() if value in ("", None, [])]:
            del entry[name]
        inside = ("categories", key)
        return proposals.judged(
            tree, typed, self.fields(config), _say, lambda path: path[2:] if path[:2] == inside else ()
        )

    def _group(self, tree: type_tree, typed: type_typed) -> str:
        """The key of the group; a new one is added to the end of the groups."""
        words = proposals.both_languages(typed, NEW_GROUP)
        if not isinstance(words, dict):
            return typed.get("group", "")
        key = slug(words.get("en", "") or words.get("id", "")) or "kelompok"
        tree["groups"].setdefault(key, {"name": words, "icon": "circle-help", "tile": "no"})
        return key


def new_key(config: RegionConfig, group: str, typed: type_typed) -> str:
    """A key that no category has, from the group and the English name: `roads.pothole`."""
    head = slug(group) or "lain"
    base = f"{head}.{slug(typed.get('name.en', '') or typed.get('name.id', '')) or 'baru'}"[:56].rstrip("-.")
    taken = {category.key for category in config.categories}
    return next(key for key in (base, *(f"{base}-{n}" for n in range(2, 999))) if key not in taken)


def slug(text: str) -> str:
    """Small letters, digits and hyphens, beginning with a letter."""
    return NOT_LETTERS.sub("-", text.casefold()).strip("-0123456789")[:40].rstrip("-")


def _say(finding: Finding, typed: str) -> str:
    if finding.code == UNTRANSLATED:
        return _("Terjemahan bahasa Inggrisnya belum diisi.")
    if finding.path[0] == "groups":
        return _("Kelompok ini akan kosong. Pindahkan kategori lain ke sana dulu.")
    step = str(finding.path[-1])
    wanted = WANTED.get(step) or next((words for name, words in WANTED.items() if name in finding.where), None)
    if wanted is None:
        return finding.message
    return _("“%(typed)s” tidak bisa dipakai. %(wanted)s", typed=typed[:40], wanted=wanted) if typed else str(wanted)


def owners(config: RegionConfig) -> tuple[tuple[object, tuple[tuple[str, str], ...]], ...]:
    """Who can own a category: pairs of heading and options, each a key and a name."""
    answers_for_areas = any(one.owns is Owns.AREA for one in config.positions)
    area = (("area", _("Pejabat wilayah (lurah atau setara)")),) if answers_for_areas else ()
    return (
        (_l("Wilayah"), area),
        (_l("Dinas"), tuple((one.key, one.name) for one in config.agencies)),
        (_l("Instansi luar"), tuple((one.key, _plain(one.name)) for one in config.referrals)),
        (_l("Jabatan"), tuple((one.key, rule_title(config, one.key)) for one in config.positions)),
    )


def _plain(name: Text) -> str:
    return words(name).replace("{area}", "…").replace("{kind}", "").strip()


def rule_title(config: RegionConfig, key: str) -> str:
    """The title of the posts of a rule, with the place left open: "Camat …"."""
    found = config.position(key)
    if found is None:
        return key
    kinds = [
        one for one in config.areas.kinds if one.level is found.per and (not found.kinds or one.key in found.kinds)
    ]
    heads = " / ".join(dict.fromkeys(one.head for one in kinds if one.head))
    return " ".join(found.title.format(area="…", head=heads or key.title(), kind="").split())


FIRSTS = ((First.OWNER, _l("Pemiliknya")), (First.AREA, _l("Pejabat wilayah")))

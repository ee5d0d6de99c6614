"""The brand editor: names, colours, texts, contacts and emergency numbers of a region."""

from __future__ import annotations

from collections.abc import Mapping

from jaki_replica.branding import rules as branding
from jaki_replica.branding.motifs import motifs
from jaki_replica.branding.terms import FONTS, ContrastReport, Pair
from jaki_replica.editing import proposals, rows
from jaki_replica.editing.pair_words import pair_words
from jaki_replica.editing.proposals import UNTRANSLATED, Proposal, one_line, type_typed
from jaki_replica.tenancy.configuration.findings import Finding
from jaki_replica.tenancy.configuration.terms import Brand, RegionConfig, Text
from jaki_replica.ui.formats import hundredths, number
from jaki_replica.ui.words import gettext as _
from jaki_replica.ui.words import lazy_gettext as _l
from jaki_replica.ui.words import ngettext

CHOSEN = ("portal", "letters", "primary", "accent", "corner", "motif", "font")
COLOURS = ("primary", "accent")
CONTACTS = ("address", "phone", "whatsapp", "email", "website")
TEXTS = ("brand.promise", "pages.notice", "pages.footer")
ROW = ("number", "name.id", "name.en")
WANTED: Mapping[str, object] = {
    "brand.portal": _l("Nama portal ditulis 1 sampai 24 huruf."),
    "brand.letters": _l("Tanda berisi satu atau dua huruf besar atau angka, misalnya JK."),
    "brand.primary": _l("Warna ditulis # lalu enam angka atau huruf a sampai f, misalnya #1d3fb8."),
    "brand.accent": _l("Warna ditulis # lalu enam angka atau huruf a sampai f, misalnya #ff9a3d."),
    "brand.corner": _l("Sudut dipilih antara 4 dan 20."),
    "brand.motif": _l("Pilih salah satu motif yang tersedia."),
    "brand.font": _l("Pilih salah satu huruf yang tersedia."),
    "brand.promise": _l("Kalimat janji diisi, paling panjang 300 huruf."),
    "pages.notice": _l("Pengumuman paling panjang 300 huruf."),
    "pages.footer": _l("Tulisan kaki halaman paling panjang 600 huruf."),
    "pages.contact.address": _l("Alamat paling panjang 300 huruf."),
    "pages.contact.phone": _l("Nomor telepon ditulis dengan angka, misalnya 021 3456789."),
    "pages.contact.whatsapp": _l("Nomor WhatsApp ditulis dengan angka, misalnya +62 812 3456789."),
    "pages.contact.email": _l("Alamat surel ditulis seperti lapor@contoh.go.id."),
    "pages.contact.website": _l("Alamat situs diawali https://, misalnya https://contoh.go.id."),
    "emergency": _l("Nomor darurat ditulis dengan angka, misalnya 112, dan namanya paling panjang 80 huruf."),
}


def fields(config: RegionConfig) -> type_typed:
    """What the form shows of a configuration."""
    brand, pages = config.brand, config.pages
    found = {f"brand.{name}": str(getattr(brand, name)) for name in CHOSEN}
    for name, text in zip(TEXTS, (brand.promise, pages.notice, pages.footer), strict=True):
        found |= _both(name, text)
    found |= {f"pages.contact.{name}": getattr(pages.contact, name) for name in CONTACTS}
    return found | rows.named(
        "emergency", [{"number": one.number} | _both("name", one.name) for one in config.emergency]
    )


def _both(name: str, text: Text) -> type_typed:
    return {f"{name}.id": text.id, f"{name}.en": text.en}


def read(form: Mapping[str, str]) -> type_typed:
    """What was typed. The button `baris` (`tambah`, `hapus-0`, `naik-1`, `turun-0`) has been obeyed."""
    typed = {name: one_line(text) for name, text in form.items() if name.startswith(("brand.", "pages."))}
    typed |= {name: typed[name].lower() for name in map("brand.{}".format, COLOURS) if name in typed}
    numbers = [{key: one_line(row.get(key, "")) for key in ROW} for row in rows.rows(form, "emergency")]
    return typed | rows.named("emergency", rows.moved(numbers, form.get("baris", ""), ROW))


def read_whole(form: Mapping[str, str]) -> type_typed:
    """As `read`; a field that the form did not bring counts as left empty, and is a fault where it is needed."""
    names = [f"brand.{name}" for name in CHOSEN] + [f"pages.contact.{name}" for name in CONTACTS]
    names += [f"{name}.{language}" for name in TEXTS for language in ("id", "en")]
    return dict.fromkeys(names, "") | read(form)


def propose(config: RegionConfig, typed: type_typed) -> Proposal:
    """The configuration with the typed brand and texts, or every fault. A brand too faint to read is a fault."""
    tree = proposals.tree_of(config)
    for name, text in typed.items():
        if name.startswith(("brand.", "pages.")) and not name.startswith(TEXTS):
            proposals.put(tree, name, text)
    for name in TEXTS:
        section, key = name.split(".")
        words = proposals.both_languages(typed, name)
        proposals.put(tree, name, "")
        if words:
            tree.setdefault(section, {})[key] = words
    numbers = rows.rows(typed, "emergency")
    kept = rows.filled(numbers, ROW)
    tree["emergency"] = [_number(numbers[place]) for place in kept]
    made = proposals.judged(tree, typed, fields(config), _say, rows.in_form({"emergency": kept}))
    return _with_contrast(made, typed)


def _number(row: Mapping[str, str]) -> dict[str, object]:
    found = {"number": row.get("number", ""), "name": proposals.both_languages(row, "name")}
    return {key: value for key, value in found.items() if value}


def _with_contrast(made: Proposal, typed: type_typed) -> Proposal:
    """The faults of a brand that cannot be read, with each figure."""
    measured = contrast(typed)
    if measured is None or measured.passes:
        return made
    faults = dict(made.faults)
    for name in COLOURS:
        failing = [pair for pair in measured.failures if (name == "accent") == ("accent" in pair.what)]
        if failing:
            worst = min(failing, key=lambda pair: pair.ratio / pair.least)
            faults[f"brand.{name}"] = ngettext(
                "Terlalu samar untuk dibaca: %(pair)s. %(num)s pasangan gagal.",
                "Terlalu samar untuk dibaca: %(pair)s. %(num)s pasangan gagal.",
                len(failing),
                pair=figure_words(worst),
            )
    return Proposal(None, faults)


def figure_words(pair: Pair) -> str:
    """A pair of colours with its figure and its limit."""
    return _("%(pair)s %(figure)s, paling sedikit %(least)s",
             pair=pair_words(pair), figure=hundredths(float(pair.figure)), least=number(pair.least))  # fmt: skip


def chosen(typed: Mapping[str, str]) -> Brand | None:
    """The typed looks as a brand, or None while a value is not of its kind: only then may it reach a stylesheet."""
    values = {name: typed.get(f"brand.{name}", "") for name in CHOSEN}
    corner = values.pop("corner")
    if not (corner.isascii() and corner.isdecimal() and len(corner) <= 2):
        return None
    promise = Text(typed.get("brand.promise.id", ""), typed.get("brand.promise.en", ""))
    brand = Brand(**values, corner=int(corner), promise=promise)
    return None if branding.value_faults(brand) or brand.motif not in motifs() else brand


def contrast(typed: Mapping[str, str]) -> ContrastReport | None:
    """Every pair of the typed colours, measured; None while a colour is none."""
    brand = chosen({**_ORDINARY, **{name: typed.get(name, "") for name in ("brand.primary", "brand.accent")}})
    return branding.check(brand) if brand else None


def offered(typed: Mapping[str, str]) -> dict[str, str]:
    """The nearest colours that pass, by field, of those that do not; empty where all pass or a colour is none."""
    brand = chosen({**_ORDINARY, **{name: typed.get(name, "") for name in ("brand.primary", "brand.accent")}})
    if brand is None:
        return {}
    better = branding.nearest_passing(brand)
    return {f"brand.{name}": getattr(better, name) for name in COLOURS if getattr(better, name) != getattr(brand, name)}


_ORDINARY = {"brand.portal": "-", "brand.letters": "X", "brand.corner": "4", "brand.motif": next(iter(motifs())),
             "brand.font": FONTS[0]}  # fmt: skip


def _say(finding: Finding, typed: str) -> str:
    where = finding.where
    if finding.code == UNTRANSLATED:
        return _("Terjemahan bahasa Inggrisnya belum diisi.")
    wanted = next((words for name, words in WANTED.items() if where.startswith(name)), finding.message)
    return _("“%(typed)s” tidak bisa dipakai. %(wanted)s", typed=typed[:40], wanted=wanted) if typed else str(wanted)

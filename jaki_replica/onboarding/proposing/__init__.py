"""A whole region's file from shipped facts alone: what a new region begins with, for any of the nation's regions."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from string import Template

from jaki_replica.areas import facts
from jaki_replica.areas.terms import RegionFact, UnitFact
from jaki_replica.onboarding.proposing import kinds, naming, shipped
from jaki_replica.onboarding.proposing.kinds import Found
from jaki_replica.onboarding.proposing.palettes import Palette, palette, palettes

CONDITION = re.compile(r"  #\? (.+)$")
PROVINCE, REGENCY = "province", "regency"


def propose(code: str, *, colours: str | None = None) -> str:
    """The file of the region with this code, ready for `jaki tenants check`.

    `colours` is the key of a shipped palette. Raises NotFound for a code that is no region, Invalid for a palette.
    """
    chosen = palette(colours)
    return composed(facts.region(code), facts.units_of(code), chosen)


def composed(fact: RegionFact, units: Sequence[UnitFact], chosen: Palette) -> str:
    """As `propose`, from values at hand."""
    found = kinds.kinds_of(fact.code, units)
    flags = _flags(fact, found)
    parts = ["head.yaml", "province.yaml" if "agencies-first" in flags else "local.yaml", "common.yaml"]
    text = "".join(shipped.text(part) for part in parts)
    lines = (_kept(line, flags) for line in text.splitlines())
    body = "\n".join(line for line in lines if line is not None) + "\n"
    return Template(body).substitute(_blanks(fact, found, flags, chosen))


def _flags(fact: RegionFact, found: Sequence[Found]) -> frozenset[str]:
    """What the conditions of the templates may ask."""
    kind = str(shipped.table("kinds.yaml", "regions")[fact.kind]["kind"])
    flags = {kind, *(one.key for one in found)}
    if any(one.is_elected for one in found):
        flags.add("elected-villages")
    if kind == PROVINCE:
        below = [one for one in found if one.level == REGENCY]
        flags.add("agencies-first" if any(one.entry.get("autonomous") for one in below) else "governing")
    return frozenset(flags)


def _kept(line: str, flags: frozenset[str]) -> str | None:
    """The line without its condition, or None where the condition does not hold."""
    asked = CONDITION.search(line)
    if asked is None:
        return line
    holds = all((word.removeprefix("!") in flags) != word.startswith("!") for word in asked[1].split())
    return line[: asked.start()] if holds else None


def _blanks(fact: RegionFact, found: Sequence[Found], flags: frozenset[str], chosen: Palette) -> dict[str, object]:
    entry = shipped.table("kinds.yaml", "regions")[fact.kind]
    name = naming.name_of(fact)
    return {
        "name": name,
        "name_q": _quoted(name),
        "government_q": _quoted(f"Pemerintah {name}"),
        "kind": entry["kind"],
        "slug": fact.slug,
        "code": fact.code,
        "zone": fact.zone,
        "prefix": naming.number_prefix(fact),
        "portal_q": _quoted(naming.portal_name(fact)),
        "letters": naming.mark_letters(fact),
        "primary": chosen.primary,
        "accent": chosen.accent,
        "corner": chosen.corner,
        "kinds": "\n".join(_kind_lines(found, flags)),
    } | _offices(entry, found, flags)


def _offices(entry: dict[str, object], found: Sequence[Found], flags: frozenset[str]) -> dict[str, object]:
    """Who stands where: the top post, the head of a regency or city, the heads of districts and villages."""
    elected = [one for one in found if one.is_elected]
    governing = "governing" in flags
    return {
        "head": entry.get("head", "wali-kota"),
        "top": "gubernur" if governing else entry.get("head", "gubernur"),
        "title": entry.get("title", "Gubernur"),
        "title_en": entry.get("title_en", "governor"),
        "appointment": "elected" if entry.get("elected") else "appointed",
        "elected": ", ".join(one.key for one in elected),
        "village_head": elected[0].entry["head"] if elected else "",
        "district_head": next(one.entry["head"] for one in found if one.level == "district"),
    }


def _kind_lines(found: Sequence[Found], flags: frozenset[str]) -> list[str]:
    """Everything below an autonomous regency is governed by it, and not from the province."""
    return [kinds.line_of(one, governed="agencies-first" not in flags or one.level == PROVINCE) for one in found]


def _quoted(words: str) -> str:
    """The words so that YAML takes them for text, whatever they hold."""
    return json.dumps(words, ensure_ascii=False)


__all__ = ["Palette", "composed", "palette", "palettes", "propose"]

"""A region's file with every check there is: those of the file itself, and those of the packages above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from jaki_replica.areas import facts
from jaki_replica.branding import rules as branding
from jaki_replica.branding.motifs import motifs
from jaki_replica.foundation.errors import Fault, Invalid, NotFound
from jaki_replica.tenancy.configuration import loading
from jaki_replica.tenancy.configuration.findings import Finding, did_you_mean, joined, listed
from jaki_replica.tenancy.configuration.terms import RegionConfig

FICTIONAL = "99"  # codes that no region of the nation has, for examples and trials


def readable_brand(config: RegionConfig) -> Iterator[Finding]:
    """Every pair of colours that a reader could not tell apart, with its figure and a colour that would do."""
    try:
        branding.check_readable(config.brand)
    except Invalid as error:
        for fault in error.faults:
            yield Finding(("brand", fault.field.rpartition(".")[2]), fault.message, fault.remedy)


def shipped_motif(config: RegionConfig) -> Iterator[Finding]:
    """A motif that is not shipped."""
    known = tuple(motifs())
    if config.brand.motif not in known:
        near = did_you_mean(config.brand.motif, known)
        yield Finding(("brand", "motif"), f"{config.brand.motif} is not shipped", joined(f"use {listed(known)}", near))


def known_region(config: RegionConfig) -> Iterator[Finding]:
    """A code that the nation does not have, or whose kind or zone is another."""
    code = config.identity.code
    if code.startswith(FICTIONAL):
        return
    try:
        fact = facts.region(code)
    except NotFound:
        yield Finding(("region", "code"), f"{code} is no province, regency or city", "see the Kemendagri code list")
        return
    if fact.zone != config.identity.zone:
        yield Finding(("region", "zone"), f"{fact.name} is in {fact.zone}", f"write {fact.zone}")


CHECKS: tuple[loading.type_check, ...] = (readable_brand, shipped_motif, known_region)


def load(path: str | Path) -> RegionConfig:
    """The region in a file. Raises Invalid with every fault and its place."""
    return loading.load_file(path, CHECKS)


def check(paths: Sequence[str | Path]) -> tuple[Fault, ...]:
    """Every fault of the files, each by itself and between them."""
    return loading.check_files(paths, CHECKS)

"""Names of a new region: as people say it, short enough for a portal, letters of a mark, a prefix no other has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from jaki_replica.areas import facts
from jaki_replica.areas.terms import RegionFact
from jaki_replica.onboarding.proposing import shipped

PORTAL = "Lapor {name}"
PORTAL_LETTERS = 24
PREFIX_LENGTHS = (3, 4)  # two letters are left to regions that choose their own
LETTERS = re.compile(r"[^A-Z]")


def name_of(fact: RegionFact) -> str:
    """The name with the word for its kind, as people say it."""
    return str(shipped.table("kinds.yaml", "regions")[fact.kind]["name"]).format(name=fact.name)


def bare_name(fact: RegionFact) -> str:
    """The name without the word for its kind."""
    word = str(shipped.table("kinds.yaml", "national")[fact.kind]["id"])
    return fact.name.removeprefix(word + " ")


def portal_name(fact: RegionFact) -> str:
    """At most 24 letters: the bare name, its usual short words, or its initials."""
    bare = bare_name(fact)
    short = bare
    for word, shorter in shipped.table("names.yaml", "abbreviations").items():
        short = short.replace(word, str(shorter))
    initials = "".join(word[0] for word in bare.split())
    tried = (PORTAL.format(name=name) for name in (bare, short, initials))
    return next(name for name in tried if len(name) <= PORTAL_LETTERS)


def mark_letters(fact: RegionFact) -> str:
    """One or two letters: the initials of the first two words, or the first two letters that carry the sound."""
    words = [LETTERS.sub("", word.upper()) for word in bare_name(fact).split()]
    words = [word for word in words if word]
    if len(words) > 1:
        return words[0][0] + words[1][0]
    first, rest = words[0][0], words[0][1:]
    return first + next((sign for sign in rest if sign not in "AEIOU"), rest[:1])


def number_prefix(fact: RegionFact) -> str:
    """The letters before complaint numbers; no two of all regions have the same."""
    return _prefixes()[fact.code]


@cache
def _prefixes() -> dict[str, str]:
    """For every region, the first free letters that its name offers; larger governments choose first."""
    taken = set(shipped.words("names.yaml", "avoided"))
    found = {}
    for fact in sorted(facts.regions(), key=lambda one: (one.kind != "provinsi", one.code)):
        prefix = next(one for one in _candidates(fact) if one not in taken)
        taken.add(prefix)
        found[fact.code] = prefix
    return found


def _candidates(fact: RegionFact) -> Iterator[str]:
    """Letters of the name in their order: initials, then consonants, then any; then with a letter for the kind."""
    words = [LETTERS.sub("", word.upper()) for word in bare_name(fact).split()]
    initials, whole = "".join(word[:1] for word in words), "".join(words)
    consonants = whole[0] + re.sub("[AEIOU]", "", whole[1:])
    for length in PREFIX_LENGTHS:
        if len(initials) == length:
            yield initials
        for source in (consonants, whole):
            yield from (source[0] + "".join(rest) for rest in combinations(source[1:], length - 1))
    kind = LETTERS.sub("", fact.kind.upper())[:1]
    yield from (kind + source for source in ("".join(rest) for rest in combinations(whole, 3)))

"""What a complaint can be about: twelve tiles, a list under each, and a search that knows everyday words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from jaki_replica.foundation.clock import now
from jaki_replica.tenancy.configuration.terms import Category, CategoryGroup, RegionConfig
from jaki_replica.ui.language import words

MOST_FOUND = 8
LONGEST_SEARCH = 80
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A group with its categories, in the order of the file."""

    group: CategoryGroup
    categories: tuple[Category, ...]


def shelves(config: RegionConfig) -> tuple[Shelf, ...]:
    """All groups that have categories."""
    found = (Shelf(g, tuple(c for c in config.offered(now()) if c.group == g.key)) for g in config.groups)
    return tuple(shelf for shelf in found if shelf.categories)


def matching(config: RegionConfig, sought: str) -> tuple[Category, ...]:
    """Categories in whose names or synonyms every sought word begins a word; where none has all, those with most."""
    parts = plain_words(sought[:LONGEST_SEARCH])
    parts = [part for part in parts if len(part) > 1] or parts
    if not parts:
        return ()
    ranked = [
        (_score(config, category, parts), -place, category) for place, category in enumerate(config.offered(now()))
    ]
    best = max((score for score, _place, _category in ranked), default=0)
    # One word of three is a guess worth offering only where nothing fits better.
    least = len(parts) if best >= len(parts) else best
    hits = sorted((one for one in ranked if one[0] >= max(least, 1)), key=lambda one: one[:2], reverse=True)
    return tuple(category for _score, _place, category in hits[:MOST_FOUND])


def plain_words(text: str) -> list[str]:
    """The words of a text in small letters without accents."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return WORD.findall(bare)


def name_of(config: RegionConfig, key: str) -> str:
    """The category's name, or nothing for one the region does not have."""
    found = config.category(key)
    return words(found.name) if found else ""


def _score(config: RegionConfig, category: Category, parts: list[str]) -> float:
    """How many sought words are found; a hit in the name counts a little more than one in a synonym."""
    group = config.group(category.group)
    names = plain_words(f"{category.name.id} {category.name.en}")
    others = plain_words(" ".join(category.synonyms))
    general = plain_words(f"{group.name.id} {group.name.en}") if group else []
    score = 0.0
    for part in parts:
        if any(word.startswith(part) for word in names):
            score += 1.2
        elif any(word.startswith(part) for word in others):
            score += 1.1
        elif any(word.startswith(part) for word in general):
            score += 1.0
    return score

"""Places where a long Indonesian word may break; browsers know none for this language."""

from __future__ import annotations

import re
from itertools import pairwise

LONGEST_UNBROKEN = 11
LEAST_PART = 3
SOFT_HYPHEN = "\u00ad"
WORD = re.compile(r"[^\W\d_]+")
VOWELS = "aiueoAIUEO"
# A syllable ends before one consonant and its vowel; these two letters are one consonant.
DIGRAPHS = ("ng", "ny", "sy", "kh")
BLENDS = ("pr", "tr", "kr", "br", "dr", "gr", "pl", "kl", "bl", "gl", "fl", "st", "sp", "sk")


def soften(text: str) -> str:
    """`text` with soft hyphens in every word over 11 letters, between syllables and never near an end."""
    return WORD.sub(lambda found: _broken(found[0]) if len(found[0]) > LONGEST_UNBROKEN else found[0], text)


def _broken(word: str) -> str:
    parts, start = [], 0
    for place in _syllable_starts(word):
        if place - start >= LEAST_PART and len(word) - place >= LEAST_PART:
            parts.append(word[start:place])
            start = place
    return SOFT_HYPHEN.join([*parts, word[start:]])


def _syllable_starts(word: str) -> list[int]:
    vowels = [index for index, letter in enumerate(word) if letter in VOWELS]
    starts = []
    for before, after in pairwise(vowels):
        if after - before > 1:
            starts.append(_onset(word, before + 1, after))
    return starts


def _onset(word: str, first: int, vowel: int) -> int:
    """Where the syllable of the vowel at `vowel` starts, among the consonants from `first`."""
    pair = word[vowel - 2 : vowel].lower()
    one_sound = pair in DIGRAPHS or (pair in BLENDS and vowel - first > 2)
    return max(first, vowel - 2) if one_sound else vowel - 1
